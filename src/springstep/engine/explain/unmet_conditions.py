"""Which parts of a rule's condition a case does not meet, with the case's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.inference.derived_facts import read
from springstep.engine.language.conditions import All, Among, Compare, Condition, Either, Known, Not, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.numbers import exact
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import condition_words, value_words
from springstep.engine.rulebase.base import RuleBase


class Situation:
    """What was known when the rules ran: facts, and the decisions that later layers read."""

    def __init__(self, recommendation: RecommendationRecord, base: RuleBase) -> None:
        self._base = base
        facts = base.vocabulary.facts
        self._plain_values = {matched.fact: matched.value for matched in recommendation.facts}
        self._facts = {
            name: read(facts[name], value) if name in facts else exact(value)
            for name, value in self._plain_values.items()
        }
        self._assumed = {matched.fact for matched in recommendation.facts if matched.source == "assumed"}
        self._decided = {decision.name: exact(decision.value) for decision in recommendation.decisions}

    def values(self, rule: Rule, item: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return what a rule can read, for one item of its list; a rule that assumes reads no assumed values."""
        known = self._facts
        if rule.layer == "assume":
            known = {name: value for name, value in known.items() if name not in self._assumed}
        fields = self._base.vocabulary.scopes[rule.for_each].element_facts(item or {}) if rule.for_each else {}
        return {**known, **self._decided, **fields}

    def items(self, list_fact: str) -> tuple[Mapping[str, Any], ...] | None:
        """Return the elements of a list fact; ``None`` when it is not known."""
        found = self._plain_values.get(list_fact)
        return tuple(found) if found is not None else None

    def words(self, part: Condition, values: Mapping[str, Any]) -> str:
        """Write a part of a condition with the case's values: ``speed is at least 7 (yours: 1)``."""
        names = names_in(part)
        given = ", ".join(
            value_words(name, values[name], self._base.facts) if values.get(name) is not None else "not answered"
            for name in names
        )
        taken = any(name in self._assumed and values.get(name) is not None for name in names)
        assumed = ", assumed as it was not answered" if taken else ""
        return f"{condition_words(part, self._base.facts)} (yours: {given}){assumed}"


def failing(condition: Condition, values: Mapping[str, Any]) -> list[Condition]:
    """Return the smallest parts of a condition that are not true of the values."""
    if predicate(condition)(values) is True:
        return []
    match condition:
        case All(items):
            return [part for item in items for part in failing(item, values)]
        case Not(Either(items)):
            return [part for item in items for part in failing(Not(item), values)]
        case Not(Not(item)):
            return failing(item, values)
        case Either() | Not() | Compare() | Among() | Known():
            return [condition]
    return []
