"""A sentence as tokens: words with their stems, numbers however they are written, and the signs between."""

from __future__ import annotations

import re
from typing import NamedTuple

from springstep.engine.language.spoken.figures import TIME_OF, in_figures
from springstep.engine.language.spoken.tidy import tidy

_SHORT = (
    (r"\bcan'?t\b|\bcannot\b", "can not"),
    (r"\bwon'?t\b", "will not"),
    (r"\bshan'?t\b", "shall not"),
    (r"\bdont\b", "do not"),
    (r"n't\b", " not"),
    (r"\blet's\b", "let us"),
    (r"'(?:re|ve|ll|d|m)\b", ""),
    (r"'s?\b", ""),
    (r'"', " "),
    (r"\b(\d+)(?:nd|rd|th|st)\b", r"\1th"),
    (r"\b2th\b", "second"),
    (r"\b3th\b", "third"),
    (r"\b4th\b", "fourth"),
    (r"\b5th\b", "fifth"),
    (r"\ba few\b", "several"),
    (r"\bnon-", "not "),
)
_PROTECTED = {"once": "oncex", "twice": "twicex"}
"""These count nothing where a sentence says when something happens."""
_HALF = re.compile(r"\bhalf (?:an? |1 )?(minute|min)\b")
_CITED = re.compile(
    r"\[[^\]]{0,80}\d\.\d[^\]]{0,80}\]|\b(?:see |rules? |sentences? )?(?:[a-z]{3}-\d{3}|"
    r"(?<![\w.])\d{1,2}\.\d(?![\w]|\.\d|%|[-\s]*(?:x|\u00d7|s|secs?|seconds?|mins?|minutes?|h|hours?|km|k|kilomet\w+|mi|miles?|weeks?|days?)\b))(?!\w)"
)
_TOKEN = re.compile(r"\d+(?:\.\d+)?|[a-z]+|[,;:()?%]|(?<=\d)\s*-\s*(?=\d)|-(?=\s)|[\u00d7*+/]")
_SIGNS = {"\u00d7": "x", "*": "x"}
_MOST_FIGURES = 12
_OTHERWISE = frozenset(("not", "non", "the", "on", "for"))
"""What a stem must not be, since it is a word that says something else."""
_UNITS = {word: unit for word, unit in TIME_OF.items() if word.isalpha() and (len(word) > 1 or word == "s")}


class ProseToken(NamedTuple):
    """One word, number or sign."""

    text: str
    stem: str
    number: float | None = None

    @property
    def is_word(self) -> bool:
        """Tell whether it is a word."""
        return self.number is None and self.text.isalpha()


def tokens_of(sentence: str) -> tuple[ProseToken, ...]:
    """Return the tokens of a sentence, in small letters; what cites is left out.

    >>> [token.text for token in tokens_of("Don't do four 10-second hops (FRQ-030).")]
    ['do', 'not', 'do', '4', '10', 'second', 'hops', '(']
    """
    text = _CITED.sub(" ", tidy(sentence.replace("\u2019", "'")))
    text = re.sub(r"(?<=[a-z0-9)])[.!?]\s", " ; ", text)
    for short, long in _SHORT:
        text = re.sub(short, long, text)
    for word, kept in _PROTECTED.items():
        text = re.sub(rf"\b{word}\b", kept, text)
    text = re.sub(r"(?<=\d)\s*/\s*(?=\d)", " of ", _HALF.sub("30 s", text))
    text = re.sub(r"\b(\d{1,2}):([0-5]\d)(?!\s*/|:)(?:\s*(?:min|minutes?)\b)?", _clock, text)
    text = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text)
    text = re.sub(r"\b(\w+)-(?=(?:minute|second|min|sec)s?\b)", r"\1 ", text)
    text = re.sub(r"(?<=[a-z])-(?=[a-z])", " ", in_figures(text))
    for word, kept in _PROTECTED.items():
        text = text.replace(kept, word)
    found = []
    for match in _TOKEN.finditer(text):
        sign = match.group().strip()
        if sign[0].isdigit():
            found.append(ProseToken(sign, sign, float(sign[:_MOST_FIGURES])))
        else:
            sign = _SIGNS.get(sign, sign)
            found.append(ProseToken(sign, stem(sign) if sign.isalpha() else sign))
    return tuple(found)


def _clock(found: re.Match[str]) -> str:
    return f"{60 * int(found[1]) + int(found[2])} s"


def wordset(text: str) -> frozenset[str]:
    """Return the words of a list that is written as one text; signs may stand in it, too."""
    return frozenset(text.split())


def unit_of(token: ProseToken) -> str:
    """Return the unit of time that a word names, nothing for any other."""
    return _UNITS.get(token.text, "") if token.number is None else ""


def stem(word: str) -> str:
    """Return what the forms of a word share.

    >>> stem("hopping") == stem("hops") == stem("hop"), stem("softly"), stem("recoveries") == stem("recovery")
    (True, 'soft', True)
    """
    if len(word) <= 3:
        return word
    for end, instead in (("iness", "i"), ("ness", ""), ("ies", "i"), ("ily", "i"), ("ly", ""), ("ing", ""), ("ed", "")):
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word.removesuffix(end) + instead
            break
    else:
        if word.endswith(("sses", "ches", "shes", "xes")):
            word = word[:-2]
        elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
        word = word[:-1]
    if word.endswith("y") and len(word) > 3:
        word = word[:-1] + "i"
    short = word[:-1] if word.endswith("e") and len(word) > 3 else word
    return f"{short}e" if short in _OTHERWISE else short


def stems_of(phrase: str) -> tuple[str, ...]:
    """Return the stems of a phrase's words; ``..`` stays as what stands for some words between."""
    return tuple(
        each for part in phrase.split() for each in ([part] if part == ".." else [t.stem for t in tokens_of(part)])
    )
