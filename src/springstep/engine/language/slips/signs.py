"""Typographic characters, quotes, and operators as other languages, spreadsheets and typewriters have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.slips.edits import NAME, Correction

_CURLY = "“”„‟‘’‚‛«»‹›″′`´＂＇"
_QUOTED = re.compile(rf"([{_CURLY}\"'])\s*([\w.]+(?:[ -][\w.]+)*)\s*([{_CURLY}\"'])")
_HIDDEN = "\u00ad\u180e\u200b\u200c\u200d\u2060"
_SIGNS = {
    **dict.fromkeys("≥⩾≧⇒➔", ">="),
    **dict.fromkeys("≤⩽≦⇐", "<="),
    **dict.fromkeys("≠≢", "!="),
    **dict.fromkeys("≡＝", "=="),
    "＜": "<",
    "＞": ">",
    **dict.fromkeys("×⋅·∙✕∗", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("–—−‐‑‒―﹣－", "-"),
    "∧": " and ",
    "∨": " or ",
    "¬": "not ",
    "∈": " in ",
    "∉": " not in ",
    "…": "",
    **dict.fromkeys(_HIDDEN, ""),
    **dict.fromkeys(_CURLY, ""),
    "（": "(",
    "）": ")",
    "，": ",",
    "．": ".",
}
_RIGHT = {
    "==": ("=", "===", ":=", "=:", "= =", ":"),
    "!=": ("<>", "=!", "!==", "~=", "><", "/=", "< >", "! =", "^="),
    ">=": ("=>", ">==", "> =", "= >", ">>=", "=>=", "!<"),
    "<=": ("=<", "<==", "< =", "= <", "<<=", "=<=", "!>"),
    "and": ("&&", "&"),
    "or": ("||", "|"),
    "not": ("!",),
}
_INSTEAD = {wrong: right for right, all_wrong in _RIGHT.items() for wrong in all_wrong}
_REMARK = re.compile(r"\s*#.*", re.DOTALL)
_GLUED = re.compile(r"(?<![\w.])\d[\d_.]*(?=(?:and|or|in|is|not|if|else)\b)")
_RUN = re.compile(r"&&?|\|\|?|[<>=!:~/^]+(?:[ ]+[=<>]+)?")


def characters(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find the characters that a word processor puts in place of plain ones."""
    found = [
        Correction(
            *match.span(), match[2], f"{match[1]}{match[2]}{match[3]} stands in typographic quotes; words need none"
        )
        for match in _QUOTED.finditer(text)
        if {match[1], match[3]} & set(_CURLY)
    ]
    covered = {place for edit in found for place in range(edit.start, edit.end)}
    for place, sign in enumerate(text):
        if place not in covered and sign in _SIGNS:
            between = text[place - 1 : place].isalpha() and text[place + 1 : place + 2].isalpha() and sign == "’"
            called = f"U+{ord(sign):04X}, which is not seen," if sign in _HIDDEN else f"'{sign}'"
            found.append(
                Correction(place, place + 1, "'" if between else _SIGNS[sign], f"{called} is no sign of conditions")
            )
    return found


def operators(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find operators that are none here."""
    return [*_operators(text)]


def _operators(text: str) -> Iterator[Correction]:
    for match in _RUN.finditer(text):
        right = _INSTEAD.get(" ".join(match[0].split()))
        between = text[match.start() - 1 : match.start()].isdigit() and text[match.end() : match.end() + 1].isdigit()
        if right is None or (match[0] == ":" and between):
            continue
        start, end = match.span()
        says = f"'{match[0]}' is not allowed; {right} {'is the word' if right.isalpha() else 'compares'}"
        if right == "not":
            end += len(text[end:]) - len(text[end:].lstrip())
        spaced = " == " if match[0] == ":" else _spaced(text, start, end, right)
        yield Correction(start, end, spaced, says)


def _spaced(text: str, start: int, end: int, word: str) -> str:
    """Set a word off from what stands around its place."""
    before = " " if word.isalpha() and (text[:start] or " ")[-1].isalnum() else ""
    after = " " if word.isalpha() and not text[end : end + 1].isspace() else ""
    return f"{before}{word}{after}"


def remarks(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find a remark, and a number that a word follows at once."""
    found = [
        Correction(match.end() - len(match[0].lstrip()), match.end(), "", "a condition holds no remark (#)")
        for match in _REMARK.finditer(text)
    ]
    return found or [
        Correction(*match.span(), f"{match[0]} ", f"a space is missing after {match[0]}")
        for match in _GLUED.finditer(text)
    ]


def quotes(text: str, facts: Mapping[str, FactInfo]) -> list[Correction]:
    """Find words and numbers in plain quotes, which change nothing for a value and make any other word one."""
    return [
        Correction(*match.span(), match[2], f"{match[0]} in quotes is not a number and no name; words need none")
        for match in _QUOTED.finditer(text)
        if re.fullmatch(NAME + r"|-?[\d.]+", match[2])
    ]
