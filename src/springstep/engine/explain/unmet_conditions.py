"""Which parts of a rule's condition a case does not meet, with the case's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.inference.derived_facts import read
from springstep.engine.language.conditions import (
    All,
    Among,
    AnyItem,
    Compare,
    Condition,
    Either,
    Fact,
    Known,
    Not,
    conjuncts,
    names_in,
)
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.fact_info import Item
from springstep.engine.language.numbers import exact
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import condition_words, fact_words, value_words
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
        fields = self._base.vocabulary.scopes[rule.for_each].element_facts(item) if rule.for_each and item else {}
        return {**known, **self._decided, **fields}

    def items(self, list_fact: str) -> tuple[Item, ...] | None:
        """Return the elements of a list fact; ``None`` when it is not known."""
        found = self._plain_values.get(list_fact)
        return tuple(found) if found is not None else None

    def words(self, part: Condition, values: Mapping[str, Any]) -> str:
        """Write a part of a condition with the case's values: ``speed is at least 7 (yours: 1)``."""
        names = names_in(part)
        given = ", ".join(self._given(name, values.get(name), alone=len(names) == 1) for name in names)
        taken = any(name in self._assumed and values.get(name) is not None for name in names)
        assumed = ", assumed as it was not answered" if taken else ""
        return f"{condition_words(part, self._base.facts)} (yours: {given}){assumed}"

    def _given(self, name: str, value: Any, *, alone: bool) -> str:
        words = value_words(name, value, self._base.facts) if value is not None else "not answered"
        is_list = name in self._base.vocabulary.list_scopes
        return f"{fact_words(name, self._base.facts)}: {words}" if is_list and not alone else words


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
        case AnyItem(Fact(name)) if values.get(name):
            return _failing_of_any(condition, values)
        case AnyItem() | Either() | Not() | Compare() | Among() | Known():
            return [condition]
    return []


def _failing_of_any(condition: AnyItem, values: Mapping[str, Any]) -> list[Condition]:
    """Return what no item of a list meets; the whole where each part is met by one item or another."""
    parts: list[Condition] = [
        condition.asking(part) if any(map(condition.binds, names_in(part))) else part
        for part in conjuncts(condition.condition)
    ]
    return [part for part in parts if predicate(part)(values) is not True] or [condition]
