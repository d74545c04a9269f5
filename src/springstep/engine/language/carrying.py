"""Which names carry the truth of a condition: those of the parts that are no longer as they are without some facts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from springstep.engine.language.conditions import All, Condition, Either, Not, names_in
from springstep.engine.language.evaluate import Facts, predicate

CarryingNames: TypeAlias = Callable[[Facts, Facts], Iterator[str]]
"""Of a condition that holds with the first facts and not with the second, the names that make the difference."""


def carrying_names(condition: Condition, *, truth: bool = True) -> CarryingNames:
    """Compile a condition to the function that yields its carrying names, some of them perhaps twice.

    Of parts that all are needed these are the ones of each part that is lost; of parts that could stand in for each
    other those of each that is true. ``truth`` says whether the condition holds or fails with the first facts.
    """
    match condition:
        case Not(item):
            return carrying_names(item, truth=not truth)
        case All(items) | Either(items):
            parts = [(predicate(item), carrying_names(item, truth=truth)) for item in items]
            all_needed = isinstance(condition, All) is truth

            def joined(now: Facts, without: Facts) -> Iterator[str]:
                for holds, names in parts:
                    if holds(without) is not truth if all_needed else holds(now) is truth:
                        yield from names(now, without)

            return joined
        case _:
            read = names_in(condition)
            return lambda now, without: iter(read)
