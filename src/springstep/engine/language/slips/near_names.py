"""Names that one could have meant: by their letters, by how they begin, by their initials."""

from __future__ import annotations

import re
from collections.abc import Iterable

_LONGEST = 60
_MOST = 3


def near(word: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names that a word may stand for, all equally near; none where nothing is.

    >>> near("Size", ["size", "colour"]), near("co", ["size", "colour"]), near("szie", ["size", "side"])
    (('size',), ('colour',), ('size',))
    """
    names = list(dict.fromkeys(known))
    if len(word) > _LONGEST:
        return ()
    low = word.lower()
    for found in (
        [name for name in names if _letters(name) == _letters(word)],
        _fewest_changes(low, names),
        [name for name in names if name.startswith(low)] if len(low) > 1 else [],
        [name for name in names if "".join(part[:1] for part in re.split(r"[_.]", name)) == low],
        [name for name in names if low in re.split(r"[_.]", name)],
    ):
        if found:
            return tuple(found) if len(found) <= _MOST else ()
    from difflib import get_close_matches  # slow to import, and only mistakes need it

    return tuple(get_close_matches(low, names, n=1, cutoff=0.7))


def hint(word: str, known: Iterable[str], *, listed: str = "") -> str:
    """Say which names are near, or which there are; ``listed`` says where, when there are many."""
    names = list(dict.fromkeys(known))
    found = near(word, names)
    if found:
        return f"did you mean {' or '.join(repr(name) for name in found)}?"
    if listed and len(names) > 2 * _MOST:
        return listed
    return f"allowed: {', '.join(names)}"


def _letters(name: str) -> str:
    return re.sub(r"[^\w.]|_", "", name.lower())


def _fewest_changes(word: str, names: Iterable[str]) -> list[str]:
    """Return the names with the fewest letters missing, added, changed or swapped, if those are few."""
    most = 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3
    counted = [(_changes(word, name), name) for name in names if abs(len(name) - len(word)) <= most]
    fewest = min((count for count, _ in counted), default=most + 1)
    if fewest > most or fewest >= len(word):
        return []
    return [name for count, name in counted if count == fewest]


def _changes(one: str, other: str) -> int:
    """Count the letters to be added, taken away, changed, or swapped with their neighbour."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            least = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                least = min(least, before[column - 2] + 1)
            now.append(least)
        before, last = last, now
    return last[-1]
