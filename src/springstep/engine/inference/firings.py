"""One firing with everything that can be told of it, built from its rule and from what was known when it fired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.compiled.order import reads_of
from springstep.engine.frozen import Frozen
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.joins import Concluded
from springstep.engine.language.evaluate import Measure, measure
from springstep.engine.language.numbers import exact_values
from springstep.engine.language.rules import Advise, Assume, Bound, Conclusion, Rule, Select, Step


class Fired(Frozen):
    """One firing: the rule, the item it was for, the facts it matched, what it concluded."""

    rule: Rule
    item: FactValue | None
    matched: tuple[tuple[str, FactValue], ...]
    concluded: tuple[Concluded, ...]


class Reading:
    """A rule with what it reads and how its amounts are worked out; holds no state between firings."""

    def __init__(self, rule: Rule, by_id: Mapping[str, Rule]) -> None:
        self.rule = rule
        self.reads = reads_of(rule, by_id)
        self._amounts = tuple(amount_of(conclusion) for conclusion in rule.conclusions)

    def amounts(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        """Work out what each conclusion comes to; ``None`` where a fact is missing, or where there is none."""
        return tuple(amount(values) for amount in self._amounts)

    def fired(self, facts: Mapping[str, FactValue], values: Mapping[str, Any], item: FactValue | None) -> Fired:
        """Return a firing; facts and values hold the fields of its item, too."""
        matched = tuple((name, facts[name]) for name in self.reads if name in facts)
        entries = zip(self.rule.conclusions, self.amounts(values), strict=True)
        concluded = tuple(Concluded(self.rule.id, conclusion, amount) for conclusion, amount in entries)
        return Fired(self.rule, item, matched, concluded)


def amount_of(conclusion: Conclusion) -> Measure:
    """Return how a conclusion's amount is worked out: ``None`` where a fact is missing, or where there is none."""
    match conclusion:
        case Step(_, step):
            return lambda values: step
        case Assume(_, None, items):
            return lambda values: tuple(dict(item) for item in items)
        case Bound(amount=amount) | Assume(_, amount) if amount is not None:
            return measure(amount)
        case Select(id_from=str() as name) if name:
            return lambda values: values.get(name)
        case Bound() | Assume() | Select() | Advise():
            return lambda values: None


def exact_facts(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return facts with every number exact."""
    values = exact_values({name: fact.value for name, fact in facts.items()})
    return {
        name: fact if fact.value is values[name] else FactValue(values[name], fact.source, fact.note)
        for name, fact in facts.items()
    }


def item_of(scope: str, element: Mapping[str, Any], whole: FactValue) -> tuple[FactValue, dict[str, FactValue]]:
    """Return one element of a list fact, whole and by its fields, such as ``injury.site``."""
    fields = {f"{scope}.{name}": FactValue(value, whole.source, whole.note) for name, value in element.items()}
    return FactValue(dict(element), whole.source, whole.note), fields
