"""Rules as items: all that a rule says and does, with the conditions of its exceptions; its place does not count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from springstep.engine.audit.items.item import KnowledgeItem, canonical
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Arith, Constant, Fact, Term
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

RULES, TOPICS = "rules", "topics"
_FORM, _EARLIER = "springstep-rule/2", "springstep-rule/1"
"""How a digest was made while only rules were signed. The first of the forms named no table, as there was only one."""
FORMS = (_FORM, _EARLIER)


def rule_items(base: RuleBase) -> Iterator[KnowledgeItem]:
    """Yield the rules of a rule base, as its overlays leave them, and its topics."""
    for rule in base.rules:
        yield rule_item(rule, base.by_id)
    for topic, title in base.topics.items():
        yield KnowledgeItem(TOPICS, topic, {"title": title, "moments": list(base.topic_moments.get(topic, ()))})


def rule_item(rule: Rule, rules: Mapping[str, Rule]) -> KnowledgeItem:
    """Return one rule as an item; ``rules`` holds its exceptions."""
    return KnowledgeItem(RULES, rule.id, _content(rule, rules))


def rule_digest(rule: Rule, rules: Mapping[str, Rule], *, form: str = _FORM) -> str:
    """Return the SHA-256 by which a rule was signed while only rules were; ``rules`` holds its exceptions."""
    text = canonical({"format": form, "id": rule.id, **_content(rule, rules, form)})
    return hashlib.sha256(text.encode()).hexdigest()


def _content(rule: Rule, rules: Mapping[str, Rule], form: str = _FORM) -> dict[str, Any]:
    return {
        "name": rule.name,
        "moments": list(rule.moments),
        "for_each": rule.for_each,
        "when": rule.when_text,
        "unless": rule.unless_text,
        "overrides": sorted(rule.overrides),
        "unless_one_of": sorted([name, rules[name].when_text] for name in rule.overridden_by),
        "then": [_conclusion(conclusion, form) for conclusion in rule.conclusions],
        "because": rule.because,
        **({"short": rule.short} if rule.short else {}),
        "basis": rule.basis,
        "guide": list(rule.guide),
        "fires_for": _plain(rule.fires_for),
        "silent_for": _plain(rule.silent_for),
    }


def _conclusion(conclusion: Conclusion, form: str) -> list[Any]:
    match conclusion:
        case Step(decision, step):
            return ["step", decision, step]
        case Bound(decision, kind, _, text, strict):
            return [kind, decision, " ".join(text.split()), strict]
        case Add(decision, points):
            return ["add", decision, points]
        case Select(kind, where, weight, id_from, table):
            selection = [[[name, list(values)] for name, values in where], weight, id_from]
            return [kind, *selection] if form == _EARLIER else [kind, table, *selection]
        case Advise(topic, say):
            promised = [conclusion.promises_text] if conclusion.promises_text else []
            return ["advise", topic, say, *promised, *([{"short": conclusion.short}] if conclusion.short else [])]
        case Assume(fact, amount, items):
            return ["assume", fact, _term(amount), [item if isinstance(item, str) else dict(item) for item in items]]


def _term(term: Term | None) -> Any:
    match term:
        case Constant(value):
            return float(value) if isinstance(value, Fraction) else value
        case Fact(name):
            return ["fact", name]
        case Arith(op, left, right):
            return [op, _term(left), _term(right)]
        case None:
            return None


def _plain(value: Any) -> Any:
    """Return frozen data as JSON has it."""
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, (list, tuple)) else value
