"""An answer in one spelling, and without the words that say nothing."""

from __future__ import annotations

import re

_SIGNS = {
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u2032": "'",
    "\u2033": '"',
    "\u201c": '"',
    "\u201d": '"',
    "\u2013": "-",
    "\u2014": " - ",
    "\u2212": "-",
    "\u2026": ". ",
    "\u00a0": " ",
    "\u202f": " ",
}
_TABLE = str.maketrans(_SIGNS)
_PARTS = {"\u00bd": " and a half", "\u00bc": " and a quarter", "\u00be": " and three quarters"}
_AFTER_A_NUMBER = re.compile(r"(?<=[0-9]) ?([\u00bc-\u00be])")

_FILLERS = """
a am an and are at be been but did do feel feeling feels felt for from got had has have i id im in is it
its ive just like lol me my of oh on only or pretty quite really so some tbh that the then there these
this to today um uh was were will with
"""
FILLERS = frozenset(_FILLERS.split())
"""Words without which an answer says the same."""
_HEDGES = (
    r"(?:(?:i think|i guess|i'd say|id say|say|maybe|probably|about|abt|around|roughly|approx(?:imately)?|circa|ca|c|"
    r"just|just over|a bit over|over|more than|more like|at|for|in|only|it was|it's|its|like|some|give or take|~|"
    r"a good|an?(?= [0-9])|i got|got|i did|did|did about|it'll be|will be|the|of)\b[.:]?\s*|~\s*)"
)
_AFTER = (
    r"(?:\s+(?:or so|ish|or thereabouts|give or take|i think|i guess|roughly|approx(?:imately)?|probably|maybe|max|"
    r"tops|in total|total|altogether|ago|each|today|now|so far|long|already|only))"
)


_PARTED = re.compile(r"[^\w\s'/+%.,:-]|[.,:](?![0-9])|(?<![0-9])[.,:]|(?:^|\s)-|-(?:\s|-|$)")
"""What parts one thing from the next: signs, though none within a number, and no hyphen."""


def tidy(text: str) -> str:
    """Return an answer in small letters, with plain quotes and dashes, and single spaces."""
    parted = _AFTER_A_NUMBER.sub(lambda found: _PARTS[found[1]], text)
    plain = " ".join(parted.translate(_TABLE).lower().split())
    return plain.strip(" .!?;,:)(") if len(plain) > 1 else plain


def words_of(text: str) -> list[str]:
    """Return the words of an answer, without signs between them.

    >>> words_of("It's OK-ish, I'll run")
    ['its', 'ok', 'ish', 'i', 'will', 'run']
    """
    plain = re.sub(r"'ll\b", " will", tidy(text)).replace("'", "")
    return re.sub(r"[^a-z0-9_+/]+", " ", plain.replace("_", " ").replace("/", " ")).split()


def parts_of(text: str) -> list[list[str]]:
    """Return the words of each part of an answer: no phrase goes across a sign that stands between two parts.

    >>> parts_of("No - some trouble, 6.5 or half-full...")
    [['no'], ['some', 'trouble'], ['6', '5', 'or', 'half', 'full']]
    """
    return [words for part in _PARTED.split(tidy(text)) if (words := words_of(part))]


def without_hedges(text: str) -> str:
    """Return an amount without what says that it is only roughly so, or what surrounds it.

    >>> without_hedges("about 45ish"), without_hedges("roughly 3 weeks ago")
    ('45', '3 weeks')
    """
    found = re.sub(r"(?<=[0-9])\s*-?ish\b", "", text)
    found = re.sub(rf"^{_HEDGES}+", "", found)
    return re.sub(rf"{_AFTER}+$", "", found).strip()
