"""Lengths of time in a text, and the facts that the words beside one speak of: ``six weeks off``, ``slept 3 hours``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from springstep.engine.language.answers import parse_answer
from springstep.engine.language.spoken.errors import AnswerError
from springstep.engine.language.spoken.figures import TIME_OF, in_figures
from springstep.engine.language.spoken.tidy import words_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

LINKS = frozenset(("about", "for", "from", "i", "in", "is", "last", "my", "of", "over", "past", "the"))
"""Words between a length and what it is of."""
TIMES = frozenset(word for word in TIME_OF if len(word) > 1 or word == "h")
_NUMBER = re.compile(r"[0-9]{1,4}")


class Length(NamedTuple):
    """Some words of a text that tell how long something was."""

    words: str
    fact: str
    value: Any
    taken: int
    """How many words of the text tell it."""


@memoized
def beside_lengths(base: RuleBase, moment: str) -> dict[tuple[str, ...], str]:
    """Return the facts asked at a moment by the words that make a length of time one of theirs."""
    asked = base.vocabulary.asked_at(moment)
    return {tuple(words_of(each)): info.name for info in asked for each in info.spoken.beside_lengths}


def length_at(left: Sequence[str], base: RuleBase, moment: str) -> Length | None:
    """Return the length of time with which a text goes on, and the fact that it is of, if it tells both."""
    known = beside_lengths(base, moment)
    length, size = _length(left)
    if size:
        links = _links(left[size:])
        at, fact, words = size + links, *_longest(left[size + links :], known)
        taken = at + words
    else:
        fact, words = _longest(left, known)
        links = _links(left[words:])
        length, size = _length(left[words + links :])
        taken = words + links + size
    if not fact or not length:
        return None
    try:
        value = parse_answer(base.facts[fact], length, base.vocabulary)
    except AnswerError:
        return None
    return Length(" ".join(left[:taken]), fact, value, taken)


def _length(left: Sequence[str]) -> tuple[str, int]:
    """Return a number and its unit at the beginning of some words, and how many of them these are."""
    for number in (2, 1):  # thirty five minutes, an hour
        if len(left) > number and left[number] in TIMES:
            told = in_figures(" ".join(left[: number + 1]))
            if _NUMBER.fullmatch(told.split(" ")[0]) and len(told.split(" ")) == 2:
                return told, number + 1
    return "", 0


def _links(left: Sequence[str]) -> int:
    return next((place for place, word in enumerate(left) if word not in LINKS), 0)


def _longest(left: Sequence[str], known: dict[tuple[str, ...], str]) -> tuple[str, int]:
    """Return the fact that the longest phrase at the beginning of some words speaks of, and its words."""
    for size in range(min(len(left), max(map(len, known), default=0)), 0, -1):
        if fact := known.get(tuple(left[:size])):
            return fact, size
    return "", 0
