"""Lists of values, yes and no, and what is not known, as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.slips.edits import NAME, Correction, fact_called

_NEVER = r"is\s+not\s+one\s+of|is\s+none\s+of|is\s+neither|is\s+not\s+in|isn't\s+in|is\s+not|isn't|not\s+in|not|!="
_SOME = r"is\s+one\s+of|is\s+any\s+of|is\s+either|is\s+in|in|is|are|=="
_LISTED = re.compile(
    rf"\b(?P<fact>{NAME})\s*(?<![<>=!])(?P<op>\b(?:{_NEVER}|{_SOME})\b|!=|==)\s*(?P<open>[\[{{(]?)\s*", re.I
)
_BETWEEN = re.compile(r"\s*(?:[,;/|]\s*(?:(?:or|and|nor)\b)?|(?:or|and|nor)\b)\s*(?:(?:==|!=|is\b|not\b)\s*)?", re.I)
_WORD = re.compile(r"[A-Za-z_]\w*(?![\w.(])")
_CLOSES = {"[": "]", "{": "}", "(": ")"}
_FLAG = re.compile(
    rf"\b(?P<fact>{NAME})\s*(?P<op>==|!=|\bis\s+not\b|\bisn't\b|\bis\b|\bequals\b)\s*(?P<value>yes|no|y|n|true|false|on|off|1|0)\b",
    re.I,
)
_BARE = re.compile(rf"(?<![\w.])({NAME})( +)([A-Za-z_]\w*)\b")
_YES = ("yes", "y", "true", "on", "1")
_OPEN = re.compile(
    rf"\b(?P<fact>{NAME})\s*(?P<op>==|!=|\bis\s+not\b|\bisn't\b|\bis\b|\bnot\b)\s*"
    r"(?P<word>unknown|known|missing|null|not\s+given|given|n/a|na|undefined|nan|unset)\b",
    re.I,
)


def whether_known(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find other ways to ask whether a fact is known."""
    found = []
    for match in _OPEN.finditer(text):
        info, word = fact_called(match["fact"], facts), " ".join(match["word"].lower().split())
        op = " ".join(match["op"].lower().split())
        if info is None or word in info.values or (op in ("is", "is not") and match["word"] in ("known", "unknown")):
            continue
        known = (word in ("known", "given")) is (op in ("==", "is"))
        new = f"is {'known' if known else 'unknown'}"
        found.append(
            Correction(
                match.start("op"), match.end(), new, f"'{text[match.start('op') : match.end()]}' is written {new}"
            )
        )
    return found


def flags(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find yes and no compared with a fact that is itself true or false."""
    found = []
    for match in _FLAG.finditer(text):
        info, op, value = fact_called(match["fact"], facts), " ".join(match["op"].lower().split()), match["value"]
        plain = op in ("==", "!=") and value in ("true", "false", "True", "False")
        if info is None or info.kind != "flag" or plain:
            continue
        holds = (value.lower() in _YES) is (op in ("==", "is", "equals"))
        says = f"'{value}' is not a value of '{info.name}', which is true or false"
        if op in ("is", "is not"):
            says = f"'is' goes with known and unknown only, and '{info.name}' is true or false by itself"
        found.append(Correction(*match.span(), info.name if holds else f"not {info.name}", says))
    return found


def without_operator(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find a fact with one of its values right behind it."""
    found = []
    for match in _BARE.finditer(text):
        info = fact_called(match[1], facts)
        if info is not None and match[3] in info.values:
            says = f"'{match[0]}' lacks a comparison between the two"
            found.append(Correction(*match.span(), f"{match[1]} == {match[3]}", says))
    return found


class _Items(NamedTuple):
    """The values that stand one after another in a text, and where they end."""

    values: tuple[str, ...]
    end: int
    tidy: bool
    """Whether they stand as a set is written."""


def lists(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find values after ``is`` or ``in``, and several where there are no braces around them."""
    return [*_lists(text, facts)]


def _lists(text: str, facts: Mapping[str, FactInfo]) -> Iterator[Correction]:
    for match in _LISTED.finditer(text):
        info = fact_called(match["fact"], facts)
        if info is None or not info.values:
            continue
        items = _items(text, match.end(), match["open"], info, facts)
        op = " ".join(match["op"].lower().split())
        never = re.fullmatch(_NEVER, op) is not None
        start = match.start("op")
        if items is None:
            continue
        one = len(items.values) == 1
        if items.tidy and (op in ("in", "not in") if match["open"] else one and op in ("==", "!=")):
            continue
        if one and op not in ("in", "not in") and not match["open"]:
            new = f"{'!=' if never else '=='} {items.values[0]}"
            says = f"'is' goes with known and unknown only; a value is compared with {'!=' if never else '=='}"
            if op in ("==", "!="):
                says = f"'{text[match.end() : items.end]}' is written {items.values[0]}"
        else:
            new = f"{'not in' if never else 'in'} {{{', '.join(items.values)}}}"
            says = f"'{text[start : items.end].strip()}' needs a set of values such as {{a, b}}"
        yield Correction(start, items.end, new if text[start - 1 : start].isspace() else f" {new}", says)


def _items(text: str, place: int, opened: str, info: FactInfo, facts: Mapping[str, FactInfo]) -> _Items | None:
    values: list[str] = []
    end, tidy, between = place, opened in ("", "{"), ","
    while word := _WORD.match(text, place):
        value = word[0] if word[0] in info.values else word[0].lower()
        if value not in info.values or (value in facts and not opened):
            break
        tidy = tidy and value == word[0] and between == "," and bool(opened or not values)
        values.append(value)
        end = word.end()
        follows = _BETWEEN.match(text, end)
        if follows is None and not (opened and text[end : end + 1].isspace()):
            break
        between = follows[0].strip() if follows is not None else ""
        place = follows.end() if follows is not None else end + len(text[end:]) - len(text[end:].lstrip())
    if not values:
        return None
    if opened:
        closing = re.compile(rf"\s*{re.escape(_CLOSES[opened])}").match(text, end)
        if closing is None:
            return None
        end = closing.end()
    return _Items(tuple(dict.fromkeys(values)), end, tidy)
