"""One firing with what it matched and concluded, built from its rule and from what was known when it fired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.conflict_resolution import Concluded
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.evaluate import Measure, measure
from springstep.engine.language.fact_info import Item, Scope
from springstep.engine.language.numbers import exact_values
from springstep.engine.language.rules import Rule


class Fired(Frozen):
    """One firing: the rule, the item it was for, the facts it matched, what it concluded."""

    rule: Rule
    item: FactValue | None
    matched: tuple[tuple[str, FactValue], ...]
    concluded: tuple[Concluded, ...]


class FiringReader:
    """A rule with what it reads and how its amounts are worked out; holds no state between firings."""

    def __init__(self, rule: Rule, by_id: Mapping[str, Rule]) -> None:
        self.rule = rule
        self.reads = rule.reads(by_id)
        self._amounts = tuple(amount_of(conclusion) for conclusion in rule.conclusions)
        self._always: tuple[Concluded, ...] | None = None
        if rule.for_each is None and all(map(is_fixed, rule.conclusions)):
            self._always = self._worked_out({})

    def concluded(self, values: Mapping[str, Any]) -> tuple[Concluded, ...]:
        """Work out the conclusions of a firing; ``values`` hold the fields of its item as well.

        A rule that fires once a run, and always concludes the same, has the same ones in every run.
        """
        return self._worked_out(values) if self._always is None else self._always

    def _worked_out(self, values: Mapping[str, Any]) -> tuple[Concluded, ...]:
        entries = zip(self.rule.conclusions, self._amounts, strict=True)
        return tuple(Concluded(self.rule.id, conclusion, amount(values)) for conclusion, amount in entries)

    def fired(self, facts: Mapping[str, FactValue], item: FactValue | None, concluded: tuple[Concluded, ...]) -> Fired:
        """Return a firing; ``facts`` hold the fields of its item as well."""
        matched = tuple((name, facts[name]) for name in self.reads if name in facts)
        return Fired(self.rule, item, matched, concluded)


def is_fixed(conclusion: Conclusion) -> bool:
    """Tell whether a conclusion is the same whatever the facts."""
    return not conclusion.reads and not conclusion.assumes


def amount_of(conclusion: Conclusion) -> Measure:
    """Return how a conclusion's amount is worked out: ``None`` where a fact is missing, or it has no amount."""
    elements = conclusion.elements
    if elements is not None:
        return lambda values: tuple(each if isinstance(each, str) else dict(each) for each in elements)
    return measure(conclusion.term) if conclusion.term is not None else lambda values: None


def exact_facts(facts: Mapping[str, FactValue]) -> dict[str, FactValue]:
    """Return facts with every number exact."""
    values = exact_values({name: fact.value for name, fact in facts.items()})
    return {
        name: fact if fact.value is values[name] else FactValue(values[name], fact.source, fact.note, fact.as_given)
        for name, fact in facts.items()
    }


def item_of(scope: Scope, element: Item, whole: FactValue) -> tuple[FactValue, dict[str, FactValue]]:
    """Return one element of a list fact, whole and by its fields, such as ``item.field``."""
    read = scope.element_facts(element).items()
    fields = {name: FactValue(value, whole.source, whole.note) for name, value in read}
    return FactValue(scope.fields_in(element), whole.source, whole.note), fields
