"""What a rule tells one of two cases and not the other, because of one of its conditions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.advice.incomplete_rules import advised_if_decided
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.case_under_rules import CaseUnderRules, case_under, read_by
from springstep.engine.audit.mcdc.conditions import Part, joined_truth, parts_of
from springstep.engine.audit.switching_off import without
from springstep.engine.errors import CaseError
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

Case: TypeAlias = Mapping[str, Any]
Told: TypeAlias = Mapping[str, Any]
"""What differs: by decision its two values, and under ``advice`` the topics of what only the first is told."""
ADVICE = "advice"


class Effect(NamedTuple):
    """What one condition of a rule decides between two cases."""

    told: Told
    alone: bool
    """Whether every other condition of the rule comes to the same in both."""


class _Advised(NamedTuple):
    decisions: Mapping[str, Any]
    said: Mapping[tuple[str, str], tuple[str, ...]]
    """By topic and words the rules that say so."""

    @classmethod
    def of(cls, made: RecommendationRecord) -> _Advised:
        decisions = {decision.name: decision.value for decision in made.decisions}
        return cls(decisions, {(advice.topic, advice.say): advice.rules for advice in made.advice})


class RuleEffects:
    """Compares cases under one rule; each is advised once."""

    def __init__(self, base: RuleBase, rule: Rule) -> None:
        self.base, self.rule = base, rule
        self.condition = base.condition(rule)
        self.parts = parts_of(rule, base)
        self._tests = {part: predicate(part) for part in self.parts}
        self._without = without(base, rule.id)
        self._advice: dict[str, _Advised | None] = {}
        self._advice_without: dict[str, _Advised | None] = {}

    def run(self, case: Case) -> CaseUnderRules | None:
        """Run the rules over a case; ``None`` for one that is not valid."""
        try:
            return case_under(case, self.base)
        except CaseError:
            return None

    def fires(self, run: CaseUnderRules) -> bool:
        """Tell whether the rule fires."""
        return self.rule.id in run.fired

    def effects(self, first: CaseUnderRules, second: CaseUnderRules) -> dict[Part, Effect]:
        """Return by condition what the rule tells the first case, for which it fires, and not the second.

        A condition counts where it alone turns the rule: with only its truth of the other case the rule would not
        fire for the first, and would for the second. Empty where nothing differs by this rule.
        """
        turning = self._turning(first, second) if self.fires(first) and not self.fires(second) else {}
        told = self._told(first.case, second.case) if turning else {}
        return {part: Effect(told, alone) for part, alone in turning.items()} if told else {}

    def _turning(self, first: CaseUnderRules, second: CaseUnderRules) -> dict[Part, bool]:
        ours, theirs = (read_by(self.rule, run, self.base) for run in (first, second))
        found: dict[Part, bool] = {}
        if len(ours) != len(theirs):
            return found
        for mine, other in zip(ours, theirs, strict=True):
            now, then = ({part: test(facts) for part, test in self._tests.items()} for facts in (mine, other))
            apart = [part for part in self.parts if now[part] != then[part]]
            if joined_truth(self.condition, now) is True:
                for part in apart:
                    turns = joined_truth(self.condition, {**now, part: then[part]}) is not True
                    if turns and joined_truth(self.condition, {**then, part: now[part]}) is True:
                        found[part] = found.get(part, False) or len(apart) == 1
        return found

    def _told(self, first: Case, second: Case) -> Told:
        """Return what the first case is told by this rule, and the second is not."""
        ours, theirs = self._advised(first), self._advised(second)
        if ours is None or theirs is None:
            return {}
        otherwise = self._advised(first, base=self._without)
        found: dict[str, Any] = {
            name: (value, theirs.decisions.get(name))
            for name, value in ours.decisions.items()
            if value != theirs.decisions.get(name) and self._decides(name, value, otherwise)
        }
        alone = (self.rule.id,)
        topics = sorted({words[0] for words, rules in ours.said.items() if rules == alone and words not in theirs.said})
        return {**found, ADVICE: tuple(topics)} if topics else found

    def _decides(self, name: str, value: Any, otherwise: _Advised | None) -> bool:
        """Tell whether a decision is this rule's work: without the rule it would be another, or none."""
        return name in self.rule.decides if otherwise is None else value != otherwise.decisions.get(name)

    def _advised(self, case: Case, *, base: RuleBase | None = None) -> _Advised | None:
        """Advise a case, once; ``None`` where something is left undecided."""
        known = self._advice if base is None else self._advice_without
        key = _key(case)
        if key not in known:
            made = advised_if_decided(base or self.base, case)
            known[key] = None if made is None else _Advised.of(made)
        return known[key]


def _key(case: Case) -> str:
    return json.dumps(case, sort_keys=True, default=str)
