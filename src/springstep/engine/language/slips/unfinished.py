"""What a condition lacks or has too much of: a joining word, a bracket, the fact of a comparison, a comparison."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.slips.edits import NAME, NUMBER, Correction, fact_called
from springstep.engine.language.slips.near_names import near

_AT_THE_END = re.compile(r"(?:\s*(?:\b(?:and|or|not)\b|[,;.]))+\s*\Z")
_AT_THE_BEGINNING = re.compile(r"\A\s*(?:(?:\b(?:and|or)\b|[,;.])\s*)+")
_TWICE = re.compile(r"\b(and|or)(?:\s+\1\b)+")
_OP = r"(?:[<>=!]=|[<>])"
_MORE = re.compile(
    rf"\b(?P<fact>{NAME})\s*(?P<op>{_OP})\s*{NUMBER}"
    rf"(?P<more>(?:\s*(?:,\s*(?:and\b|or\b)?|and\b|or\b)\s*{_OP}?\s*{NUMBER}(?![\w.]|\s*(?:{_OP}|[*/+-])))+)"
)
_EACH = re.compile(rf"\s*(?P<join>,\s*(?:and\b|or\b)?|and\b|or\b)\s*(?P<op>{_OP}?)\s*(?P<number>{NUMBER})")
_NO = re.compile(rf"\b(?P<no>(?:has\s+no|no|without(?:\s+an?)?))\s+(?P<fact>{NAME})\b(?!\s*(?:{_OP}|is\b|in\b))", re.I)
_NONE_OF = re.compile(r"\b(?:no|without)\s+(?=any\()", re.I)
_NO_OPERATOR = re.compile(rf"(?<![\w.])(?P<fact>{NAME})(?P<gap>\s+)(?={NUMBER}(?![\w.]|\s*{_OP}))")


def joins(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find joining words and marks with nothing before or behind them, and those that stand twice."""
    found = [
        Correction(match.start() + len(match[0]) - len(match[0].lstrip()), match.end(), "", _joins_nothing(match[0]))
        for pattern in (_AT_THE_END, _AT_THE_BEGINNING)
        for match in pattern.finditer(text)
    ]
    return found or [
        Correction(*match.span(), match[1], f"'{match[0]}' joins once; {match[1]} is enough")
        for match in _TWICE.finditer(text)
    ]


def _joins_nothing(said: str) -> str:
    return f"'{said.strip()}' joins nothing here"


def brackets(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find a round bracket that is missing at the end, where it could stand nowhere else, or is too much there."""
    opened: list[int] = []
    for place, sign in enumerate(text):
        if sign == "(":
            opened.append(place)
        elif sign == ")" and opened:
            opened.pop()
        elif sign == ")":
            last = not text[place + 1 :].strip()
            return [Correction(place, place + 1, "", "this bracket closes nothing")] if last else []
    if len(opened) == 1 and not re.search(r"\b(?:and|or)\b", text[opened[0] :]):
        return [Correction(opened[0], len(text), f"{text[opened[0] :]})", "this bracket is not closed")]
    return []


def repeated(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find numbers after the first that a fact is compared with: ``size > 2 and < 5``, ``size == 2 or 3``."""
    return [*_repeated(text, facts)]


def _repeated(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _MORE.finditer(text):
        info = fact_called(match["fact"], facts)
        if info is None or info.kind not in ("number", "quantity"):
            continue
        parts = [*_EACH.finditer(match["more"])]
        last = re.search(r"and|or", " ".join(part["join"] for part in reversed(parts)))
        joined = [match[0][: -len(match["more"])]]
        for part in parts:
            word = re.search(r"and|or", part["join"]) or last
            joined += [word[0] if word else "or", f"{info.name} {part['op'] or match['op']} {part['number']}"]
        new = " ".join(joined)
        alone = not (text[: match.start()] + text[match.end() :]).strip()
        said = match["more"].strip()
        yield Correction(
            match.start() if not alone else match.start("more") + len(match["more"]) - len(match["more"].lstrip()),
            match.end(),
            f"({new})" if not alone else new[len(joined[0]) + 1 :],
            f"'{said}' names no fact; each comparison has its own",
        )


def denials(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find ``no`` and ``without`` before a fact: one that is true or false, or one of whose values is none."""
    found = [
        Correction(*match.span(), "not ", f"'{match[0].strip()}' is no word of conditions")
        for match in _NONE_OF.finditer(text)
    ]
    return found or [*_denials(text, facts)]


def _denials(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _NO.finditer(text):
        name = match["fact"]
        info = fact_called(name, facts) or fact_called(f"has_{name}", facts)
        if info is None and len(meant := near(name, facts)) == 1:
            info = facts[meant[0]]
        new = _denied(info)
        if new:
            yield Correction(*match.span(), new, f"'{match['no']}' is no word of conditions")


def _denied(info: FactInfo | None) -> str:
    if info is None:
        return ""
    if info.kind == "flag":
        return f"not {info.name}"
    return f"{info.name} == none" if "none" in info.values else ""


def missing_comparisons(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find a number right behind the fact that it is of."""
    found = []
    for match in _NO_OPERATOR.finditer(text):
        info = fact_called(match["fact"], facts)
        if info is not None and info.kind in ("number", "quantity"):
            says = f"nothing compares '{info.name}' with its number; ==, >= and <= do"
            found.append(Correction(*match.span("gap"), " == ", says))
    return found
