"""How much a diary holds, in words."""

from __future__ import annotations

from springstep.diary.storage.store import Held
from springstep.engine.language.wording import listed


def held_words(held: Held) -> str:
    """Return how many entries, recordings and days of a watch's figures; of the last two only where there are any.

    >>> held_words(Held(entries=1, recordings=0, days=2))
    "1 entry and 2 days of a watch's figures"
    """
    parts = [_counted(held.entries, "entry", "entries")]
    parts += [_counted(held.recordings, "recording", "recordings")] if held.recordings else []
    figures = "of a watch's figures"
    parts += [_counted(held.days, f"day {figures}", f"days {figures}")] if held.days else []
    return listed(parts, last="and")


def _counted(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"
