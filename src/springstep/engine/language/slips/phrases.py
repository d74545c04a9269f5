"""Operators said in words, words around a condition, and names written as several words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.slips.edits import NAME, NUMBER, Correction, fact_called

_ORDERED = ("number", "quantity", "scale")
_SAID = {
    ">=": r"ge|at least|(?:not|no) (?:less|fewer|lower|smaller|shorter) than|not (?:below|under)|minimum|from"
    r"|(?:greater|more|larger|higher|longer|bigger) than or (?:equal to|equal|equals)",
    "<=": r"le|at most|(?:not|no) (?:more|greater|higher|larger|longer|bigger) than|not (?:above|over)|maximum|up to"
    r"|(?:less|fewer|lower|smaller|shorter) than or (?:equal to|equal|equals)",
    ">": r"(?:more|greater|higher|larger|longer|bigger) than|above|over|exceeds|beyond|greater|more|gt",
    "<": r"(?:less|fewer|lower|smaller|shorter) than|below|under|less|fewer|lt",
    "!=": r"ne|(?:not|isn't|doesn't|does not) (?:equal to|equals|equal)|unequal to"
    r"|differs from|different from|other than|isn't|not",
    "==": r"eq|equal to|equals|equal|the same as|exactly|just",
}
_ONE_OF = "|".join(f"(?:{words})" for words in _SAID.values())
_COMPARED = re.compile(
    rf"\b(?P<fact>{NAME})\s+(?P<op>(?:(?:is|are|was|be|has|of)\s+)?(?:{_ONE_OF})|is|are)\s+(?P<right>-?[\w.]+)", re.I
)
_OR_MORE = re.compile(
    rf"\b(?P<fact>{NAME})\s*(?P<op>(?:==|=|>=|<=|is|are|has|of)?)\s*(?P<number>{NUMBER})\s*(?P<unit>[A-Za-z%]*)\s*"
    r"(?P<way>\+|(?:(?:or|and)\s+)(?:more|above|over|higher|longer|greater|up|less|fewer|below|under|lower|shorter|down))"
    r"(?!\w)",
    re.I,
)
_MORE = ("+", "more", "above", "over", "higher", "longer", "greater", "up")
_BETWEEN = re.compile(
    rf"\b(?P<fact>{NAME})\s+(?:is\s+)?(?:between|from)\s+(?P<low>{NUMBER})\s+(?:and|to)\s+(?P<high>{NUMBER})", re.I
)
_KEYWORD = re.compile(r"\b(?:AND|And|OR|Or|NOT|Not|IN|In|IS|Is|ANY|Any)\b")
_AROUND = re.compile(r"\A\s*(?:only\s+)?(?:if|when|where|whenever)\s+|\s+then\s*\Z", re.I)
_JOINING = re.compile(
    rf"(?:,\s*)?\b(?:as well as|and also|but also|but|plus)\b|,\s*(?=(?:and|or)\b)|[,;]\s*(?={NAME}\s*[<>=!])", re.I
)
_WORDS = re.compile(r"[A-Za-z_]\w*(?:[ -]+[A-Za-z_]\w*)+")


def said(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find comparisons in words: ``at least``, ``between``, ``or more``, ``is`` before a number."""
    return [*_between(text, facts)] or [*_or_more(text, facts)] or [*_compared(text, facts)]


def _between(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _BETWEEN.finditer(text):
        info = fact_called(match["fact"], facts)
        if info is not None:
            new = f"{match['low']} <= {info.name} <= {match['high']}"
            yield Correction(*match.span(), new, f"'{match[0]}' is written with two comparisons")


def _or_more(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _OR_MORE.finditer(text):
        info, unit = fact_called(match["fact"], facts), match["unit"]
        if info is None or info.kind not in _ORDERED or unit.lower() in ("and", "or"):
            continue
        op = ">=" if match["way"].split()[-1].lower() in _MORE else "<="
        start = match.end("fact")
        new = f" {op} {match['number']}{f' {unit}' if unit else ''}"
        yield Correction(start, match.end(), new, f"'{text[start : match.end()].strip()}' is written {op}")


def _compared(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _COMPARED.finditer(text):
        info, right = fact_called(match["fact"], facts), match["right"]
        if info is None:
            continue
        a_number = re.fullmatch(rf"-?{NUMBER}\w*", right) is not None
        if not (a_number or fact_called(right, facts) is not None or right in info.values):
            continue
        words = re.sub(r"^(?:is|are|was|be|has|of)\s+", "", " ".join(match["op"].lower().split()))
        op = next((op for op, these in _SAID.items() if re.fullmatch(these, words)), "==")
        if info.kind in _ORDERED or (op in ("==", "!=") and right in info.values):
            yield Correction(*match.span("op"), op, f"'{match['op']}' is written {op}")


def around(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find words around a condition, keywords in capitals, and other words for ``and``."""
    found = [
        Correction(*match.span(), "", f"'{match[0].strip()}' is no part of a condition")
        for match in _AROUND.finditer(text)
    ]
    if found:
        return found
    words = {value for info in facts.values() for value in info.values}
    found = [
        Correction(*match.span(), match[0].lower(), f"'{match[0]}' is written in small letters")
        for match in _KEYWORD.finditer(text)
        if match[0] not in words
    ]
    return found or [
        Correction(*match.span(), _joined(text, match), f"'{match[0].strip()}' joins nothing here; 'and' does")
        for match in _JOINING.finditer(text)
        if _outside(text[: match.start()])
    ]


def _joined(text: str, match: re.Match[str]) -> str:
    if re.match(r"(?:and|or)\b", text[match.end() :], re.I):
        return " "
    return " and " if match[0].strip()[-1] in ",;" else f"{' ' if match[0].startswith(',') else ''}and"


def _outside(before: str) -> bool:
    """Tell whether a place is outside every set of values."""
    return before.count("{") <= before.count("}")


def names_in_words(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find names and values that are written as several words, or with other marks between them."""
    known = {*facts, *(value for info in facts.values() for value in info.values)}
    known = {name for name in known if "_" in name}
    found = []
    for run in _WORDS.finditer(text):
        words = [*re.finditer(r"[A-Za-z_]\w*", run[0])]
        place = 0
        while place < len(words):
            for end in range(min(len(words), place + 8), place + 1, -1):
                joined = "_".join(word[0].lower() for word in words[place:end])
                if joined in known:
                    start, stop = run.start() + words[place].start(), run.start() + words[end - 1].end()
                    found.append(Correction(start, stop, joined, f"'{text[start:stop]}' is one name: {joined}"))
                    place = end - 1
                    break
            place += 1
    return found
