"""What a coach's overlays had to do with one plan, and whether with them every decision is still made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.advice.decided import Gap, gaps_of
from springstep.engine.advice.recommendation import OverlaidRule, OverlayNote
from springstep.engine.compiled.scopes import scopes_of
from springstep.engine.errors import Fault, UndecidedError
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.forward import Inference, infer
from springstep.engine.language.evaluate import test
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.language.words import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.overlay import Overlay


def infer_overlaid(base: RuleBase, facts: Mapping[str, FactValue]) -> Inference:
    """Run the rules of a rule base with overlays; raises ``UndecidedError`` when no plan can be made with them.

    The guide's own rules decide everything for every runner. A relaxed rule may leave a decision open, and an amount
    may rest on what is not known: nothing is planned then.
    """
    inference = infer(base, facts)
    gaps = [gap._replace(what=f"with this overlay {gap.what}") for gap in gaps_of(inference)]
    gaps = gaps or list(_impossible(base, inference))
    if gaps:
        raise UndecidedError([_fault(base, gap) for gap in gaps])
    return inference


def _impossible(base: RuleBase, inference: Inference) -> Iterator[Gap]:
    """Yield the decisions that came out so that no plan can be made with them."""
    for name, (value, _) in inference.decided.items():
        names = base.decisions[name].names
        below = name in ("frequency", "dose_level") and value < 1
        if below or (names and str(value) not in names):
            yield Gap(f"with this overlay '{name}' would be {plain(value)}", decision=name)


def notes_of(base: RuleBase, inference: Inference) -> tuple[OverlayNote, ...]:
    """Return for each overlay which of its entries had part in a plan."""
    moment = inference.facts["moment"].value
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
    """Yield the rules that fired as the overlay has them, and those that would have fired as the guide has them."""
    before = {rule.id: rule for rule in base.guide_rules}
    fired = {firing.rule.id for firing in inference.fired}
    for entry in overlay.entries:
        old, origin = before.get(entry.rule), entry.origin
        fires = entry.rule in fired
        held = old is not None and moment in old.moments and _holds(old, before, inference)
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


def _holds(rule: Rule, rules: Mapping[str, Rule], inference: Inference) -> bool:
    """Tell whether a rule's condition holds for the facts and decisions of an inference, or for one of its items."""
    told = {name: fact.value for name, fact in inference.facts.items() if not _assumed(rule, fact)}
    facts: dict[str, Any] = {**told, **{name: s.value for name, s in inference.settled.items()}}
    check = test(effective_condition(rule, rules))
    if rule.for_each is None:
        return check(facts) is True
    items = facts.get(scopes_of(inference.base)[rule.for_each]) or ()
    scoped = ({f"{rule.for_each}.{name}": value for name, value in item.items()} for item in items)
    return any(check({**facts, **fields}) is True for fields in scoped)


def _assumed(rule: Rule, fact: FactValue) -> bool:
    """Tell whether a rule cannot see a fact: assumptions are made on what is told alone."""
    return rule.layer == "assume" and fact.source == "assumed"


def _fault(base: RuleBase, gap: Gap) -> Fault:
    """Point to the entry that most likely is at fault: that of the rule, or one that relaxes a rule on the decision."""
    before = {rule.id: rule for rule in base.guide_rules}
    entries = [entry for overlay in base.overlays for entry in overlay.entries]
    for entry in entries:
        old = before.get(entry.rule)
        concluded = {getattr(c, "decision", None) for c in old.conclusions} if old is not None else set()
        own = gap.rule is not None and gap.rule.id == entry.rule
        if own or (gap.decision in concluded and entry.origin.kind in ("relaxed", "switched_off")):
            origin = entry.origin
            hint = "let another rule decide it, or leave this entry away"
            return Fault(gap.what, entry.rule, hint, origin.file, origin.line, origin.column)
    return Fault(gap.what, source=base.overlays[0].file)
