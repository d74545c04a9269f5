"""Decimal commas, and units or other signs after numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.slips.edits import NAME, NUMBER, Correction, fact_called

_COMMA = re.compile(r"(?<![\w.,])(\d+),(\d+)(?![\w.,])")
_UNIT = re.compile(rf"(?<![\w.])({NUMBER})(\s*)(%|percent\b|\"|'|/\s*\d+|(?:out\s+)?of\s+\d+|[A-Za-z°]+)")
_FACT = re.compile(rf"\b{NAME}")
_COUNTED = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_IN_WORDS = re.compile(rf"(?:[<>=]|than|least|most|below|above)\s*\b({'|'.join(_COUNTED)})\b", re.I)
_WORDS = ("and", "or", "in", "is", "not", "if", "else")
_MINUTE, _HOUR = 60, 60 * 60
_SECONDS = {
    1: ("s", "sec", "secs", "second", "seconds", '"'),
    _MINUTE: ("min", "mins", "minute", "minutes", "'"),
    _HOUR: ("h", "hr", "hrs", "hour", "hours"),
    24 * _HOUR: ("d", "day", "days"),
    7 * 24 * _HOUR: ("w", "wk", "wks", "week", "weeks"),
}
"""Words for times, by their length."""


def decimals(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find numbers with a comma in them."""
    return [*_decimals(text)]


def _decimals(text: str) -> Iterator[Correction]:
    for match in _COMMA.finditer(text):
        before = text[: match.start()]
        if before.count("{") > before.count("}"):
            continue  # a set of numbers
        whole, rest = match.groups()
        if len(rest) == 3 and len(whole) <= 3 and whole != "0":
            yield Correction(
                *match.span(), None, f"'{match[0]}' may be two numbers; write {whole}{rest}, or {whole}.{rest}"
            )
        else:
            yield Correction(
                *match.span(), f"{whole}.{rest}", f"'{match[0]}' is no number; a point stands before decimals"
            )


def numbers_in_words(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find small numbers written as words, after a comparison."""
    return [
        Correction(*match.span(1), str(_COUNTED.index(match[1].lower())), f"'{match[1]}' is written in figures")
        for match in _IN_WORDS.finditer(text)
        if match[1] not in facts
    ]


def units(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find numbers with a unit after them: a fact has one unit, and its number stands alone."""
    return [*_units(text, facts)]


def _units(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _UNIT.finditer(text):
        number, unit = match[1], " ".join(match[3].split())
        if unit.lower() in _WORDS or (unit in "'\"" and text.count(unit) > 1):
            continue
        info = _compared_with(text, match.start(), match.end(), facts)
        if info is None:
            yield Correction(*match.span(), None, f"'{match[0]}' is no number; a number stands alone")
            continue
        unit_of = "" if not info.unit else f" {info.unit}" if info.unit.startswith("of ") else f" of {info.unit}"
        amount = _in_its_unit(Fraction(number), unit.lower(), info, facts)
        new = None if amount is None or not _possible(amount, info) else _written(amount)
        yield Correction(
            *match.span(),
            new,
            f"'{match[0]}' is not allowed where a number is needed: '{info.name}' is a number{unit_of}, written alone",
        )


def _compared_with(text: str, start: int, end: int, facts: Mapping[str, FactInfo]) -> FactInfo | None:
    """Return the number that a number is compared with: the last one before it, or else the first after it."""
    named = [(match.start(), fact_called(match[0], facts)) for match in _FACT.finditer(text)]
    numbers = [(at, info) for at, info in named if info is not None and info.kind in ("number", "quantity")]
    before = [info for at, info in numbers if at < start]
    after = [info for at, info in numbers if at >= end]
    if re.search(r"(?:\band|\bor|\bnot|\(|\A)\s*\Z", text[:start]) or not before:
        return after[0] if after else None
    return before[-1]


def _in_its_unit(number: Fraction, unit: str, info: FactInfo, facts: Mapping[str, FactInfo]) -> Fraction | None:
    """Return a number in the unit of its fact; ``None`` where nothing tells how to get there.

    A word that is no unit of anything says nothing, and neither does a percent sign.
    """
    written, wanted = (
        next((size for size, words in _SECONDS.items() if each in words), 0) for each in (unit, info.unit)
    )
    if written and wanted:
        return number * written / wanted
    if unit.rstrip("s") == info.unit.rstrip("s"):
        return number
    others = {other for each in facts.values() for other in (each.unit, *each.units)}
    return None if unit in others or (wanted and unit not in ("%", "percent")) else number


def _possible(amount: Fraction, info: FactInfo) -> bool:
    if amount != Fraction(_written(amount)):
        return False
    return (info.minimum is None or amount >= info.minimum) and (info.maximum is None or amount <= info.maximum)


def _written(amount: Fraction) -> str:
    return str(amount.numerator) if amount.denominator == 1 else f"{float(amount):g}"
