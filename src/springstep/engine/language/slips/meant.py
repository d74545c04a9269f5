"""The condition that was probably meant by a text that is none, and the first slip in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from springstep.engine.language.condition_text import LONGEST, ConditionError
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.slips.edits import Correction, applied
from springstep.engine.language.slips.figures import decimals, numbers_in_words, units
from springstep.engine.language.slips.phrases import around, names_in_words, said
from springstep.engine.language.slips.signs import characters, operators, quotes, remarks
from springstep.engine.language.slips.unfinished import brackets, denials, joins, missing_comparisons, repeated
from springstep.engine.language.slips.values import flags, lists, whether_known, without_operator

_ROUNDS = 12
_FINDERS: tuple[Callable[[str, Mapping[str, FactInfo]], list[Correction]], ...] = (
    *(remarks, characters, operators, around, names_in_words, decimals),
    *(whether_known, flags, lists, said, numbers_in_words, units, without_operator, quotes),
    *(joins, repeated, denials, missing_comparisons, brackets),
)


class Slip(NamedTuple):
    """The first slip of a text."""

    at: int
    """The character at which it stands, from 0."""
    reason: str
    suggestion: str
    """The whole text as it was probably meant; empty where that cannot be told."""


def slip_in(
    text: str, error: ConditionError, facts: Mapping[str, FactInfo], read: Callable[[str], object]
) -> Slip | None:
    """Find the first slip of a text that ``read`` refused with this error."""
    first: Correction | None = None
    now, wrong = text, error
    suggestion = ""
    for _ in range(_ROUNDS):
        edits = next((found for finder in _FINDERS if (found := finder(now, facts))), []) or _instead(wrong)
        first = first or min(edits, default=None)
        changed = applied(now, edits)
        if changed == now or len(changed) > LONGEST or any(edit.new is None for edit in edits):
            break
        now = changed
        try:
            read(now)
        except ConditionError as another:
            wrong = another
        else:
            suggestion = " ".join(now.split())
            break
    return Slip(first.start, _reason(first, error, suggestion), suggestion) if first is not None else None


def _reason(first: Correction, error: ConditionError, suggestion: str) -> str:
    """Say what is wrong: the slip alone where mending it is enough."""
    if first.says == error.reason:
        return first.says
    if error.unread:
        return f"{error.unread}: {first.says}"
    return first.says if suggestion else f"{error.reason}; {first.says}"


def _instead(error: ConditionError) -> list[Correction]:
    """Return the one name that a name which there is not stands for."""
    if error.span is None or len(error.instead) != 1:
        return []
    return [Correction(*error.span, error.instead[0], error.reason)]
