"""Parse the condition language: a closed subset of Python's expression syntax, checked against the vocabulary.

Allowed: comparisons (chained too), ``in {a, b}``, ``and``, ``or``, ``not``, arithmetic on numbers,
``fact is unknown``, ``fact is known``, ``always``, and ``any(item.colour == red)``, whether that is true of some item
of the list whose items' fields it reads. A bare word that names no fact is one of a fact's allowed words.
Nothing is executed: the text goes through the standard ``ast`` and comes out as the tree of ``conditions``; other
calls, attributes other than ``item.colour``, indexing and the rest are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from springstep.engine.language.condition_parser import ConditionParser
from springstep.engine.language.condition_text import LONGEST, ConditionError, ConditionText
from springstep.engine.language.conditions import Always, Condition, Constant, Term
from springstep.engine.language.fact_info import FactInfo

Read = TypeVar("Read")
_SHOWN = 200


def parse_condition(text: str, facts: Mapping[str, FactInfo]) -> Condition:
    """Parse a condition; ``facts`` are the names it may read.

    Raises ``ConditionError`` with where in the text something is wrong, what is allowed, and what was probably meant.
    """
    if text.strip() == "always":
        return Always()

    def read(text: str) -> Condition:
        told = ConditionText(text)
        return ConditionParser(facts, told).condition(told.body)

    return _told(text, facts, read)


def parse_number(text: str, facts: Mapping[str, FactInfo]) -> Term:
    """Parse a numeric expression such as ``2 * width``. Raises ``ConditionError``."""

    def read(text: str) -> Term:
        told = ConditionText(text)
        return ConditionParser(facts, told).number(told.body)

    return _told(text, facts, read)


def parse_value(text: str, info: FactInfo) -> Term:
    """Parse one of the allowed words of a fact, or true or false. Raises ``ConditionError``."""
    told = ConditionText(text)
    return Constant(ConditionParser({}, told).value(told.body, info))


def _told(text: str, facts: Mapping[str, FactInfo], read: Callable[[str], Read]) -> Read:
    """Return what is read; raises ``ConditionError`` with the first slip and, where it can be told, what is right."""
    try:
        return read(text)
    except ConditionError as error:
        if len(text) > LONGEST:
            raise
        from springstep.engine.language.slips.meant import slip_in  # only mistakes need it

        slip = slip_in(text, error, facts, read)
        at = slip.at if slip is not None else error.span[0] if error.span is not None else None
        reason = error.reason if slip is None else slip.reason
        place = f"character {at + 1}: " if at is not None else ""
        suggestion = slip.suggestion if slip is not None else ""
        write = f"; write: {suggestion}" if suggestion and len(suggestion) <= _SHOWN else ""
        raise ConditionError(f"{place}{reason}{write}", error.span, error.instead, suggestion=suggestion) from None
