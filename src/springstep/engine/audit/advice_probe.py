"""What a case is told, as far as an approval goes, without the reasons: for asking thousands of cases."""

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
    """What is told, as far as an approval goes."""

    verdict: str
    decisions: dict[str, Any]
    """Choices, too."""
    advice: Annotated[tuple[str, ...], Described("Topic and rule of everything said, such as `watch:ABC-010`.")]


class AdviceProbe:
    """What a case is told, worked out from what costs least on, as far as somebody asks; nothing is given reasons."""

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

    def told(self) -> AdviceGiven:
        """Return what is told; raises ``UndecidedError`` when the rules leave a decision open."""
        plan = self._plan
        writer = DecisionWriter(self._base, self._inference, assumed_provenance(self._inference, self._base))
        return AdviceGiven(
            verdict=plan.verdict.name,
            decisions={**self._decided, **{name: chosen.value for name, chosen in plan.chosen.items()}},
            advice=tuple(sorted(f"{advice.topic}:{rule}" for advice in writer.advice() for rule in advice.rules)),
        )

    def is_still(self, told: AdviceGiven) -> bool:
        """Tell whether it is what was told before."""
        if any(told.decisions.get(name) != value for name, value in self._decided.items()):
            return False
        return self.complete and self.told() == told


def telling(case: Mapping[str, Any], base: RuleBase) -> AdviceProbe:
    """Return what a case is told; raises ``CaseError`` for one that is none."""
    return AdviceProbe(base, facts_of(case_of(case, base), base))
