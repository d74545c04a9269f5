"""Everyday words that mean something as an answer to a question, and something else in the middle of a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence

SAYS_LITTLE_ALONE = frozenset(("new", "off", "old"))
"""What is an answer, and says nothing by itself elsewhere: an old friend has no worn soles."""
_MOVING = ("am", "be", "been", "being", "came", "come", "coming", "get", "getting", "go", "going", "got", "im", "went")
_TIMES = ("day", "days", "month", "months", "time", "week", "weeks", "year", "years")
PAIRS = frozenset(
    (
        *((word, "back") for word in _MOVING),
        *(("back", word) for word in ("after", "at", "from", "on", "with")),
        *((word, "off") for word in _TIMES),
        ("new", "to"),
    )
)
"""Two words that say nothing together: who came back from holiday has said nothing about her back."""
_OF_YESTERDAY = re.compile(r"\byesterday['\u2019]?s\s+(\w+)")


def turned(text: str) -> str:
    """Return a text in which what was yesterday stands before that day, as phrases have it.

    >>> turned("after yesterday's intervals")
    'after intervals yesterday'
    """
    return _OF_YESTERDAY.sub(r"\1 yesterday", text.lower())


def without_pairs(words: Sequence[str]) -> list[str]:
    """Return words without those that say nothing together.

    >>> without_pairs(["new", "to", "hopping"])
    ['hopping']
    """
    left, found = list(words), list[str]()
    while left:
        if tuple(word.lower() for word in left[:2]) in PAIRS:
            left = left[2:]
        else:
            found.append(left.pop(0))
    return found
