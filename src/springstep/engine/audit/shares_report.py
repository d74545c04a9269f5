"""For how many cases each rule fires and each claim speaks, as data."""

from __future__ import annotations

from typing import Annotated

from springstep.engine.record import Described, Record


class ShareOf(Record):
    """A rule or claim, and the part of all cases that it touches."""

    id: str
    cases: Annotated[str, Described("The exact number of cases, in digits: it can have forty of them.")]
    share: Annotated[float, Described("The part of all cases, from 0 to 1.")]
    words: Annotated[str, Described("The share in words.")]


class ShareOfClaim(ShareOf):
    """A claim, and for how many cases it is broken, which is none where it is proved."""

    broken: Annotated[str, Described("The exact number of cases that break it, in digits.")]
    broken_words: Annotated[str, Described("The share of these in words.")]


class SharesAt(Record):
    """Everything counted at one moment."""

    moment: str
    of: Annotated[str, Described("How many cases the rules tell apart, in digits; lists have one item at most.")]
    of_words: Annotated[str, Described("The same number, rounded, in words.")]
    untold: Annotated[tuple[str, ...], Described("Facts taken as not told: numbers tied to others in too many ways.")]
    rules: tuple[ShareOf, ...]
    claims: Annotated[tuple[ShareOfClaim, ...], Described("Claims about one case: of how many they say anything.")]
    not_counted: Annotated[tuple[str, ...], Described("Rules that read a fact taken as not told.")]


class Shares(Record):
    """Everything counted under one rule base."""

    rule_base: Annotated[str, Described("Its digest.")]
    moments: tuple[SharesAt, ...]
