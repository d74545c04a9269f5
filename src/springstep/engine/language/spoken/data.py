"""What the knowledge declares beside a fact so that plain answers to it are understood."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Literal

from springstep.engine.frozen import Frozen


class Since(Frozen):
    """The number that times told with the items of a list give: the latest, if each item with the value has one."""

    field: str
    """The field of an item and the value that it has: what began then."""
    value: str
    fact: str
    """The number; its unit is one of time."""


class Bands(Frozen):
    """A word fact that may be told as a number: each value up to which number it goes, the last one to the end."""

    unit: str
    below: Mapping[str, float]
    """By value, in rising order; a number of exactly that much belongs to the next."""


class Spoken(Frozen):
    """How people answer a fact besides its values."""

    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Other words by value; of a number or a quantity by how it is written."""
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Words that may mean several values, the mildest first; where nobody can be asked, the last is taken."""
    asks: Mapping[str, str] = field(default_factory=dict)
    """Words that leave something open, with the question that is asked back."""
    meanings: Mapping[str, str] = field(default_factory=dict)
    """What each value means."""
    gravest: Literal["", "first", "last"] = ""
    """At which end of its values the gravest stands; empty where they are no scale of danger."""
    heard: tuple[str, ...] = ()
    """The values, dangers all of them, that are heard in an answer to another question, too."""
    bands: Bands | None = None
    likely: tuple[float, float] | None = None
    """For a number: where it usually lies, which tells two readings of a clock apart."""
    units: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a quantity: other words for its units."""
    speeds: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For a clock: words for so many of a unit in an hour."""
    passed_over: tuple[str, ...] = ()
    """Words that say nothing about the fact."""
    outweighs: str = ""
    """The value that counts where another is named with it."""
    untold: str = ""
    """For a field of an item: what is taken, as the safer, where it is not told and nobody can be asked."""
    to_day: bool = False
    """For a number: whether it counts to a day to come, which may be told in its place."""
    since: Since | None = None
    beside_lengths: tuple[str, ...] = ()
    """Words that, beside a length of time, say that it is one of this fact: so many weeks ``off``."""
    examples: tuple[str, ...] = ()
    """Answers that would do."""

    def __repr__(self) -> str:
        """Return it short: some facts have a hundred other words, which stand in the knowledge."""
        return f"Spoken({len(self.said)} values, {len(self.unsure)} unsure)"
