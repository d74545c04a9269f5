"""Trials: the same case with other values of some facts, run through the rules without writing anything down.

A trial takes a hundredth of the time of a recommendation and has the same decisions by the same rules.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from springstep.engine.advice.carrying import carriers_of
from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.plan import Plan, plan_of
from springstep.engine.advice.row_limits import rules_of
from springstep.engine.errors import UndecidedError
from springstep.engine.inference.case import Case, case_from, facts_of
from springstep.engine.inference.derived_facts import broken, following, meaning
from springstep.engine.inference.forward import Inference, infer_from_values
from springstep.engine.inference.history import join, overlay
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.numbers import plain_number
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document


class Trial:
    """One trial; its plan is made when it is first needed."""

    def __init__(self, base: RuleBase, inference: Inference) -> None:
        self._base = base
        self._inference = inference

    def value(self, decision: str) -> Any:
        """Return the value of a decision or choice; ``None`` where there is none."""
        if decision in self._inference.decided:
            return plain_number(self._inference.decided[decision][0])
        chosen = self._plan.chosen.get(decision) if self._plan is not None else None
        return chosen.value if chosen is not None else None

    def rules(self, decision: str) -> frozenset[str]:
        """Return the rules that carry a decision or choice."""
        if decision in self._inference.decided:
            return frozenset(rules_of(self._inference.resolved[decision]))
        chosen = self._plan.chosen.get(decision) if self._plan is not None else None
        return frozenset(carriers_of(chosen, self._inference)) if chosen is not None else frozenset()

    def barred_by(self, choice: str) -> tuple[str, ...]:
        """Return the decisions that bar a choice."""
        chosen = self._plan.chosen.get(choice) if self._plan is not None else None
        return chosen.barred if chosen is not None else ()

    @property
    def stands(self) -> bool:
        """Tell whether the rules give a verdict."""
        return self._plan is not None

    @cached_property
    def _plan(self) -> Plan | None:
        try:
            return plan_of(self._base, self._inference)
        except UndecidedError:
            return None


class Trials:
    """Trials of one case, with what is remembered of earlier ones; raises ``CaseError`` for an invalid case."""

    def __init__(self, base: RuleBase, case: Mapping[str, Any], history: Iterable[Remembered] = ()) -> None:
        self._base = base
        self._history = tuple(history)
        self._case = case_from(Document("", dict(case), {}), base, whole=False)
        join(self._case, self._history, base)
        self._values = meaning(base.vocabulary, self._case.given)

    def run(self, changes: Mapping[str, Any]) -> Trial | None:
        """Run the case with other values of some facts; ``None`` if the case is then invalid, or left undecided."""
        vocabulary = self._base.vocabulary
        changed = plainly_valid(vocabulary, {MOMENT: self._case.moment, **changes})
        if changed is None:
            return None
        given = {**self._case.given, **changed}
        if next(broken(vocabulary, given, touching=changes), None) is not None:
            return None
        values = {**self._values, **meaning(vocabulary, changed)}
        remembered = overlay(given, self._history, vocabulary)
        taken = {memory.fact: memory.value for memory in remembered if not memory.overruled}
        if taken:
            known = plainly_valid(vocabulary, {**given, **taken})
            if known is None or next(broken(vocabulary, known, touching=taken), None) is not None:
                return None
            given, values = known, meaning(vocabulary, known)
        for _ in following(vocabulary, values):
            pass
        inference = infer_from_values(self._base, values, lambda: facts_of(Case(given), self._base, remembered))
        try:
            check_decided(inference)
        except UndecidedError:
            return None
        return Trial(self._base, inference)
