"""Check-ins: questions that may settle several facts at once, as the knowledge declares them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Literal

from springstep.engine.frozen import Frozen

PARTS = re.compile(
    r"\s*(?:;|[.!?](?![0-9])|(?<![0-9]),|,(?![0-9])|&|\+|"
    r"(?:(?<!hour )(?<!hours )(?<!hr )(?<!hrs )(?<!h )|(?!and\s+[0-9]))\band\b(?!\s+(?:a\s+)?(?:half|quarter)\b)|"
    r"\b(?:but|with|plus|also|except|or|nor)\b)\s*"
)
"""What parts one thing from the next in an answer to a check-in."""


class CheckInWord(Frozen):
    """What may be named in answer to a check-in, and what follows from naming it."""

    said: tuple[str, ...]
    """The ways to say it; the first is its name."""
    gives: Mapping[str, Any]
    """The answers that it gives at once, by fact; for a list of plain words those that it adds."""
    opens: tuple[str, ...]
    """The facts that it leaves open, so that each is asked by itself."""
    shown: bool = True
    """Whether it stands among the options."""
    denied: Literal["", "open"] = ""
    """``open`` where denying it leaves its facts open, as it is what should be or only one degree of what may be."""
    at: tuple[str, ...] = ()
    """Places at which it means more."""
    opens_at: tuple[str, ...] = ()
    """The facts that it leaves open besides when said of such a place."""

    @property
    def denial(self) -> CheckInWord | None:
        """Return what denying it says: nothing, or only that its facts are open, as where it gives one of degrees."""
        degrees = [fact for fact, value in self.gives.items() if not isinstance(value, (list, tuple))]
        if not degrees and not self.denied:
            return None
        return CheckInWord(self.said, {}, tuple(dict.fromkeys((*degrees, *self.opens))))

    @property
    def facts(self) -> tuple[str, ...]:
        """Return the facts that it speaks of, each once."""
        return tuple(dict.fromkeys((*self.gives, *self.opens)))


class CheckIn(Frozen):
    """One question about several facts."""

    name: str
    label: str
    """Its name in a sentence."""
    moments: tuple[str, ...]
    question: str
    help: str
    facts: tuple[str, ...]
    """What it is about; the first is the one by which the usual answers are known to fit."""
    such_as: tuple[str, ...]
    """Answers that would do."""
    also: tuple[str, ...] = ()
    """What it is not about, but may be spoken of all the same."""
    otherwise: Mapping[str, Any] = field(default_factory=dict)
    """What a fact is that was not named; one that is not here stays open."""
    stands_for: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Answers that come to the same as the one in ``otherwise``: where rules tell them apart, the fact stays open."""
    words: tuple[CheckInWord, ...] = ()
    reads: tuple[str, ...] = ()
    """The facts whose own answers may be said in a line."""
    nothing: tuple[str, ...] = ()
    """Ways to say that nothing is to be named."""
    usual: tuple[str, ...] = ()
    """Ways to say that everything is as last time."""
    places: tuple[str, ...] = ()
    """Words for where something is, which alone say nothing."""
    passed_over: tuple[str, ...] = ()
    """Words that carry no meaning of their own."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def by_phrase(self) -> Mapping[str, CheckInWord]:
        """Index the words by each way to say them."""
        return {phrase: word for word in self.words for phrase in word.said}

    @property
    def options(self) -> tuple[str, ...]:
        """Return the names of the words that a person is shown."""
        return tuple(word.said[0] for word in self.words if word.shown)
