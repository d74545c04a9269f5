"""The advice on a case as far as the snapshot holds it, without reasons: quick enough for thousands of cases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any

from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.decisions import DecisionWriter
from springstep.engine.advice.plan import Plan, plan_of
from springstep.engine.errors import UndecidedError
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.forward import infer
from springstep.engine.inference.provenance import assumed_provenance
from springstep.engine.language.numbers import plain_number
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase


class AdviceGiven(Record):
    """Advice, as far as the snapshot holds it."""

    verdict: str
    decisions: dict[str, Any]
    """Includes choices."""
    advice: Annotated[tuple[str, ...], Described("Topic and rule of everything said, such as `watch:ABC-010`.")]


class AdviceProbe:
    """The advice on a case, worked out only as far as it is asked for, the cheapest part first, and without reasons."""

    def __init__(self, base: RuleBase, facts: Mapping[str, FactValue]) -> None:
        self._base = base
        self._inference = infer(base, facts, engine="function")

    @property
    def fired(self) -> frozenset[str]:
        """Return the rules that fired, by id."""
        return frozenset(fired.rule.id for fired in self._inference.fired)

    @property
    def complete(self) -> bool:
        """Tell whether the rules leave nothing open that has to be decided."""
        try:
            return bool(self._plan)
        except UndecidedError:
            return False

    @cached_property
    def _plan(self) -> Plan:
        check_decided(self._inference)
        return plan_of(self._base, self._inference)

    @cached_property
    def _decided(self) -> Mapping[str, Any]:
        return {name: plain_number(value) for name, (value, _) in self._inference.decided.items() if value is not None}

    def advice_given(self) -> AdviceGiven:
        """Return the advice; raises ``UndecidedError`` when the rules leave a decision open."""
        plan = self._plan
        writer = DecisionWriter(self._base, self._inference, assumed_provenance(self._inference, self._base))
        return AdviceGiven(
            verdict=plan.verdict.name,
            decisions={**self._decided, **{name: chosen.value for name, chosen in plan.chosen.items()}},
            advice=tuple(sorted(f"{advice.topic}:{rule}" for advice in writer.advice() for rule in advice.rules)),
        )

    def matches(self, approved: AdviceGiven) -> bool:
        """Tell whether the advice is still what was approved."""
        if any(approved.decisions.get(name) != value for name, value in self._decided.items()):
            return False
        return self.complete and self.advice_given() == approved


def probe(case: Mapping[str, Any], base: RuleBase) -> AdviceProbe:
    """Return a probe of the advice on a case; raises ``CaseError`` for one that is not valid."""
    return AdviceProbe(base, facts_of(case_of(case, base), base))
