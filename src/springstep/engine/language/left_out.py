"""Conditions with one part left out: what an audit tries to see whether that part makes any difference."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.language.conditions import All, Always, Among, AnyItem, Condition, Either, Not


def left_out(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    """Yield each part that can be left out of a condition, and the condition without it.

    A part is a whole condition, or one of several values that a fact may have.
    """
    if not isinstance(condition, (All, Either, Always)):
        yield condition, Always()
    yield from _inside(condition)


def _inside(condition: Condition) -> Iterator[tuple[Condition, Condition]]:
    match condition:
        case All(items) | Either(items):
            make = type(condition)
            for place, item in enumerate(items):
                rest = (*items[:place], *items[place + 1 :])
                yield item, rest[0] if len(rest) == 1 else make(rest)
                for part, inner in _inside(item):
                    yield part, make((*items[:place], inner, *items[place + 1 :]))
        case Not(item):
            for part, inner in _inside(item):
                yield part, Not(inner)
        case AnyItem(condition=item):
            for part, inner in _inside(item):
                yield part, condition.asking(inner)
        case Among(fact, values) if len(values) > 1:
            for value in values:
                yield Among(fact, (value,)), Among(fact, tuple(each for each in values if each != value))
        case _:
            return
