"""What cannot be together in a case, as schemas: what a schema can say of it, and in words what it cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from springstep.engine.language.conditions import All, Compare, Condition, Constant, Either, Fact
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.schema.conditions import UnsayableError, where
from springstep.engine.schema.dialect import Schema, all_of, known, unknown

COMPARED_TO = 50
"""Up to which number two counts are compared: a schema has to name each number by itself."""
_ARITHMETIC = "not said here, as JSON Schema does not calculate"
_COUNTS = f"said here up to {COMPARED_TO} only, as JSON Schema does not compare two values"

Way = tuple[Condition, ...]
"""Conditions that cannot all hold."""


def limits(constraints: Iterable[Constraint], facts: Mapping[str, FactInfo]) -> dict[str, list[Compare]]:
    """Return by fact the comparisons with a constant that alone rule a value out."""
    found: dict[str, list[Compare]] = {}
    for constraint in constraints:
        for way in ways(constraint.never):
            if (limit := _limit(way, facts)) is not None:
                found.setdefault(limit[0], []).append(limit[1])
    return found


def contradictions(constraints: Iterable[Constraint], facts: Mapping[str, FactInfo]) -> Iterator[Schema]:
    """Yield for each constraint that is more than a limit of one fact what it forbids, with its name in a comment."""
    for constraint in constraints:
        parts, unsaid = _forbidden(constraint, facts)
        if parts or unsaid:
            told = f"{constraint.name}: {constraint.because}"
            yield {"$comment": f"{told} ({unsaid})" if unsaid else told, **_joined(parts)}


def unsaid(constraints: Iterable[Constraint], facts: Mapping[str, FactInfo]) -> Iterator[Constraint]:
    """Yield the constraints that a schema cannot say, or not wholly."""
    return (constraint for constraint in constraints if _forbidden(constraint, facts)[1])


def ways(never: Condition) -> Iterator[Way]:
    """Yield the ways in which a condition comes to hold, each as conditions that hold together."""
    match never:
        case Either(items):
            for item in items:
                yield from ways(item)
        case All(items):
            for parts in product(*(tuple(ways(item)) for item in items)):
                yield tuple(each for part in parts for each in part)
        case _:
            yield (never,)


def _limit(way: Way, facts: Mapping[str, FactInfo]) -> tuple[str, Compare] | None:
    match way:
        case (Compare(_, Fact(name), Constant(), ()) as compared,):
            try:
                where(compared, facts)
            except UnsayableError:
                return None
            return name, compared
    return None


def _forbidden(constraint: Constraint, facts: Mapping[str, FactInfo]) -> tuple[list[Schema], str]:
    """Return what a constraint forbids as schemas, and what cannot be said of it."""
    if constraint.when is not None and constraint.forbids:
        try:
            return [{"if": where(constraint.when, facts), "then": unknown(constraint.forbids)}], ""
        except UnsayableError:
            return [], _ARITHMETIC
    parts: list[Schema] = []
    left = ""
    for way in ways(constraint.never):
        if _limit(way, facts) is not None:
            continue
        try:
            parts.append(_not_together([where(each, facts) for each in way]))
        except UnsayableError:
            counts = _counts(way, facts)
            parts += [] if counts is None else [counts]
            left = left or (_ARITHMETIC if counts is None else _COUNTS)
    return parts, left


def _not_together(schemas: list[Schema]) -> Schema:
    *before, last = schemas
    return {"if": all_of(before), "then": {"not": last}} if before else {"not": last}


def _counts(way: Way, facts: Mapping[str, FactInfo]) -> Schema | None:
    """Return that one count is not more than another, number by number; nothing where it is about something else."""
    match way:
        case (Compare(">", Fact(more), Fact(less), ()),) if facts[more].integer and facts[less].integer:
            low, high = facts[less].minimum, facts[less].maximum
            assert low is not None and high is not None
            each = range(int(low), min(COMPARED_TO, int(high)) + 1)
            return all_of(
                [
                    {
                        "if": known(less, {"type": "number", "maximum": number}),
                        "then": {"not": known(more, {"type": "number", "exclusiveMinimum": number})},
                    }
                    for number in each
                ]
            )
    return None


def _joined(parts: list[Schema]) -> Schema:
    return {} if not parts else all_of(parts)
