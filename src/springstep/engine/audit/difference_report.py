"""A comparison of two rule bases as data: which decisions differ, for whom, and which are the same."""

from __future__ import annotations

from typing import Annotated

from springstep.engine.audit.report import Witness
from springstep.engine.record import Described, Record


class DecisionSide(Record):
    """What one rule base makes of a case."""

    says: str
    rules: Annotated[tuple[str, ...], Described("The rules that carry it.")] = ()


class HowMany(Record):
    """For how many cases something differs, of all that the rules tell apart."""

    cases: Annotated[str, Described("The exact number, in digits: it can have forty of them.")]
    of: Annotated[str, Described("How many cases the rules tell apart in all, in digits.")]
    share: Annotated[float, Described("The part of all cases, from 0 to 1.")]
    towards_caution: Annotated[float, Described("The part of all cases for which it becomes more cautious.")] = 0.0
    away: Annotated[float, Described("The part of all cases for which it becomes less cautious.")] = 0.0
    words: Annotated[str, Described("The share in words.")]


class DecisionDifference(Record):
    """One decision that differs for some cases."""

    moment: str
    decision: str
    title: str
    witness: Witness
    before: DecisionSide
    after: DecisionSide
    generalisation: Annotated[str, Described("For whom it certainly differs, in words, whatever else they answer.")]
    nobody_else: Annotated[bool, Described("Whether it is proved to differ for nobody else.")]
    how_many: Annotated[HowMany | None, Described("For how many cases it differs, where they were counted.")] = None


class RuleBaseDifference(Record):
    """All that differs between two rule bases."""

    old: Annotated[str, Described("Digest of the first rule base.")]
    new: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    shifts: tuple[DecisionDifference, ...]
    same: Annotated[tuple[str, ...], Described("Decisions proved to be the same for everybody, with moment.")]
    undecided: Annotated[tuple[str, ...], Described("Decisions on which the solver gave up.")]

    @property
    def any(self) -> bool:
        """Tell whether anybody's advice differs, or might."""
        return bool(self.shifts or self.undecided)
