"""A proof that no question matters any more, case by case: each is settled, and all come to one outcome."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

from springstep.engine.advice.outcome import settled
from springstep.engine.consultation.completions import Completions
from springstep.engine.consultation.position import ConsultationPosition, PositionFinder
from springstep.engine.consultation.witnesses import QuestionWitness, Witnesses
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.abstract_values import AbstractValue
from springstep.engine.rulebase.base import RuleBase

_MOST_CASES = 400
"""Into how many cases a proof may split."""


class CaseSplit:
    """Splits the open questions of one moment into cases."""

    def __init__(self, base: RuleBase, moment: str, completions: Completions) -> None:
        self._vocabulary = base.vocabulary
        self._open = partial_engine(base, moment).open
        self._completions = completions
        self._positions = PositionFinder(base, moment)
        self._witnesses = Witnesses(base, moment, completions)
        read = {name for rule in base.rules if moment in rule.moments for name in base.reads(rule)}
        self._scales = tuple(
            scheme.name
            for scheme in base.decisions.values()
            if scheme.kind == "scale" and scheme.settles == "assess" and scheme.name in read
        )
        """Decisions that rules turn on, worth a case for each of their steps."""

    def all_same(self, position: ConsultationPosition) -> tuple[bool, QuestionWitness | None]:
        """Split the open questions until each case is settled: all come to one outcome, or two differ.

        Returns whether all are the same, and else a witness, if the cases were few enough to find one.
        """
        cases = [position]
        first: ConsultationPosition | None = None
        likely = ""
        for _ in range(_MOST_CASES):
            if not cases:
                return True, None
            case = cases.pop()
            if settled(case.left):
                first = first or case
                if case.left != first.left:
                    return False, self._witnesses.between(first, case.answers)
                continue
            likely, best = self._best_split(case, likely)
            if not best:
                return False, None
            cases += best
        return False, None

    def _best_split(self, case: ConsultationPosition, likely: str) -> tuple[str, list[ConsultationPosition]]:
        """Return the split after which the fewest questions stay open, on average, by its name; no cases without one.

        A likely one is tried first, so that others are given up as soon as they are seen to be worse.
        """
        best: tuple[float, int, str, list[ConsultationPosition]] = (inf, 0, "", [])
        for place, (name, parts) in sorted(enumerate(self._splits(case)), key=lambda each: each[1][0] != likely):
            found: list[ConsultationPosition] = []
            still_open = 0
            for part in parts:
                found.append(self._positions.after(case, name, part))
                still_open += len(found[-1].may)
                if (still_open / len(parts), place) > best[:2]:
                    break
            else:
                best = (still_open / len(parts), place, name, found)
        return best[2], best[3]

    def _splits(self, case: ConsultationPosition) -> Iterator[tuple[str, list[Any]]]:
        """Yield how a case may be split: by the steps of a decision, or by the answers to a question."""
        for name in self._scales:
            if name in case.partial.abstract_values:
                abstract_value = case.partial.abstract_values[name]
                if (
                    abstract_value.words is not None
                    and len(abstract_value.words) > 1
                    and not abstract_value.may_be_unknown
                ):
                    yield name, [AbstractValue(frozenset((word,))) for word in sorted(abstract_value.words)]
        for name in self._completions.questions:
            if name in case.may and (parts := self._parts(name, case)):
                yield name, parts

    def _parts(self, name: str, case: ConsultationPosition) -> list[Any]:
        """Split what a question may be answered into smaller parts; nothing when it cannot be split."""
        abstract_value = case.answers.get(name, self._open[name])
        info = self._vocabulary.facts[name]
        if info.kind in ("items", "quantity"):
            return []
        unknown = [None] if abstract_value.may_be_unknown else []
        if abstract_value.words is not None:
            return [*abstract_value.words, *unknown]
        if abstract_value.low == abstract_value.high:
            return []
        turns = [
            turn
            for turn in self._completions.values(name, {})
            if turn and abstract_value.low < turn <= abstract_value.high
        ]
        middle = turns[len(turns) // 2] if turns else (abstract_value.low + abstract_value.high) // 2 + 1
        below = middle - 1 if info.integer else middle
        return [*unknown, _between(abstract_value.low, below), _between(middle, abstract_value.high)]


def _between(low: float, high: float) -> Any:
    return int(low) if low == high else AbstractValue(None, low, high)
