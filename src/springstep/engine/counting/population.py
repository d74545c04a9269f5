"""All cases of a moment that the rules can tell apart, counted.

Two answers that no formula tells apart count once, and a number counts once for each cell between the thresholds that
matter. What is counted is every combination of such answers that some case can give. Lists have one item at most here:
with more of them the combinations of items would drown everything else.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from oxidd.util import BooleanOperator, DDMemoryError

from springstep.engine.counting.answers import Diagram
from springstep.engine.counting.cuts import Cuts
from springstep.engine.counting.diagrams import Diagrams
from springstep.engine.counting.telling_apart import alike
from springstep.engine.counting.ties import possible
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.symbols import Formula


class TooManyError(SpringstepError):
    """What is to be counted needs more memory than there is."""


class Population:
    """Every case of a moment, as far as some formulas tell them apart."""

    def __init__(self, symbols: CaseSymbols, formulas: Sequence[Formula], within: Formula = True) -> None:
        """Count cases that these formulas tell apart; for each of them it can be told for how many cases it holds.

        ``within`` leaves out cases for which it does not hold. Raises ``TooManyError`` where memory does not suffice.
        """
        constraints = [*symbols.constraints, within]
        try:
            self._diagrams = Diagrams(Cuts(symbols, [*constraints, *formulas]))
            self._there = self._counted(constraints, formulas)
        except DDMemoryError:
            raise TooManyError([Fault("gave_up", "there is too much to count exactly")]) from None
        self.total = self._count(self._there)
        """How many cases there are."""

    @property
    def untold(self) -> tuple[str, ...]:
        """Return the facts that are taken as not told: numbers tied to others in too many ways."""
        return tuple(sorted(self._diagrams.cuts.untold))

    def count(self, formula: Formula) -> int:
        """Return for how many cases a formula holds."""
        return self._count(self._there & self._diagrams.of(formula))

    def share(self, formula: Formula) -> Fraction:
        """Return for which part of all cases a formula holds."""
        return Fraction(self.count(formula), self.total) if self.total else Fraction(0)

    def _count(self, diagram: Diagram) -> int:
        return int(diagram.sat_count(self._diagrams.manager.num_vars()))

    def _counted(self, constraints: Sequence[Formula], formulas: Sequence[Formula]) -> Diagram:
        """Return the cases that are counted: of answers that are not told apart, the first stands for all."""
        diagrams = self._diagrams
        codes = [*diagrams.answers.codes.values(), *(tie.codes for tie in diagrams.ties.values())]
        found = diagrams.all_of(diagrams.of(each) for each in constraints)
        found = found & diagrams.all_of(each.valid() for each in codes) & possible(diagrams)
        together = alike(codes, [diagrams.of(formula) for formula in formulas])
        for mine, groups in zip(codes, together, strict=True):
            if len(groups) < mine.count:
                bits = mine.every_bit()
                found = diagrams.any_of(
                    mine.among([group[0]]) & found.apply_exists(BooleanOperator.AND, mine.among(group), bits)
                    for group in groups
                )
        return found
