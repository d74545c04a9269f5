"""What a comparison of two rule bases tells, as data: which decisions differ, for whom, and which are the same."""

from __future__ import annotations

from typing import Annotated

from springstep.engine.audit.report import Witness
from springstep.engine.record import Described, Record


class DecisionSide(Record):
    """What one rule base makes of a case."""

    says: str
    rules: Annotated[tuple[str, ...], Described("The rules that carry it.")] = ()


class DecisionDifference(Record):
    """One decision that differs for some cases."""

    moment: str
    decision: str
    title: str
    witness: Witness
    before: DecisionSide
    after: DecisionSide
    generalisation: Annotated[str, Described("For whom it surely differs, in words, whatever else they answer.")]
    nobody_else: Annotated[bool, Described("Whether it is proved to differ for nobody outside the region.")]


class RuleBaseDifference(Record):
    """All that differs between two rule bases."""

    old: Annotated[str, Described("Digest of the first rule base.")]
    new: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]
    shifts: tuple[DecisionDifference, ...]
    same: Annotated[tuple[str, ...], Described("Decisions proved to be the same for everybody, with moment.")]
    undecided: Annotated[tuple[str, ...], Described("Decisions of which the solver could not tell.")]

    @property
    def any(self) -> bool:
        """Tell whether anybody's advice differs, or might."""
        return bool(self.shifts or self.undecided)
