"""Which entries of a coach's overlays took part in one plan."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.advice.overlaid import OverlaidRule, OverlayNote
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.forward import Inference
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.overlay_records import Overlay
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.rulebase.base import RuleBase


def notes_of(base: RuleBase, inference: Inference) -> tuple[OverlayNote, ...]:
    """Return for each overlay the entries that took part in a plan."""
    moment = inference.facts[MOMENT].value
    return tuple(
        OverlayNote(
            name=overlay.name,
            author=overlay.author,
            date=overlay.date,
            entries=tuple(_entries(base, overlay, inference, moment)),
        )
        for overlay in base.overlays
    )


def _entries(base: RuleBase, overlay: Overlay, inference: Inference, moment: str) -> Iterator[OverlaidRule]:
    """Yield the rules that fired in the overlay's form, and those that would have fired in the guide's."""
    before = {rule.id: rule for rule in base.guide_rules}
    fired = {firing.rule.id for firing in inference.fired}
    for entry in overlay.entries:
        old, origin = before.get(entry.rule), entry.origin
        fires = entry.rule in fired
        held = old is not None and moment in old.moments and _holds(base, old, before, inference)
        if fires or held:
            yield OverlaidRule(
                rule=entry.rule,
                kind=origin.kind,
                author=origin.author,
                date=origin.date,
                reason=origin.reason,
                note=origin.note,
                fired=fires,
            )


def _holds(base: RuleBase, rule: Rule, rules: Mapping[str, Rule], inference: Inference) -> bool:
    """Tell whether a rule's condition holds for the facts and decisions of an inference, or for one of its items."""
    visible = {name: fact.value for name, fact in inference.facts.items() if not _assumed(rule, fact)}
    facts: dict[str, Any] = {**visible, **{name: s.value for name, s in inference.resolved.items()}}
    check = predicate(effective_condition(rule, rules))
    if rule.for_each is None:
        return check(facts) is True
    scope = base.vocabulary.scopes[rule.for_each]
    return any(check({**facts, **scope.element_facts(item)}) is True for item in facts.get(scope.list_fact) or ())


def _assumed(rule: Rule, fact: FactValue) -> bool:
    """Tell whether a fact is hidden from a rule: assumptions read only what is given."""
    return rule.layer == "assume" and fact.source == "assumed"
