"""Add one rule of an overlay, or change one of the guide's rules as an overlay's entry asks."""

from __future__ import annotations

from dataclasses import replace

from springstep.engine.errors import nearest
from springstep.engine.language.conclusions import Advise, Conclusion
from springstep.engine.language.conditions import Constant
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.rulebase.overlay_amounts import check_amounts
from springstep.engine.rulebase.overlay_caution import compared, values_in_words, weakened
from springstep.engine.rulebase.overlay_schema import AddedSchema, RelaxSchema, TightenSchema
from springstep.engine.rulebase.rule_builder import RuleBuilder

_FOR_ALL = "this rule decides for every {} what nothing else does"


def added(builder: RuleBuilder, schema: AddedSchema, base: RuleBase) -> Rule | None:
    """Build one of the coach's own rules; faults go to the builder."""
    if schema.topic not in base.topics:
        builder.fault(
            "unknown_name", "topic", f"there is no topic '{schema.topic}'", nearest(schema.topic, base.topics)
        )
    for general in schema.overrides:
        if general in {rule.id for rule in base.guide_rules}:
            builder.fault(
                "loosens",
                "overrides",
                f"an exception makes {general} fire for fewer {base.domain.subjects}",
                f"leave it out, and say so under relax: {{rule: {general}, unless: ...}}",
            )
    rule = builder.rule(schema, topic=schema.topic, moments=base.topic_moments.get(schema.topic, ()))
    if rule is None:
        return None
    placed = builder.conclusions(schema.then, builder.names(schema.for_each))
    for conclusion, place in placed:
        if conclusion.assumes:
            what = "an overlay adds no assumption, as one answer cannot be taken in two ways"
            builder.fault(
                "not_allowed", place, what, "change the assumption there is, under relax: {rule: ASM-..., then: [...]}"
            )
    check_amounts(builder, rule, placed, base)
    _check_guide(builder, rule, base)
    return rule


def changed(builder: RuleBuilder, rule: Rule, schema: TightenSchema, base: RuleBase) -> Rule:
    """Return a guide's rule as an entry changes it; with faults, which go to the builder, as it was."""
    names, before = builder.names(rule.for_each), len(builder.faults)
    unless_text = schema.unless if isinstance(schema, RelaxSchema) else None
    when = builder.condition("when", schema.when, names) if schema.when is not None else rule.when
    unless = builder.condition("unless", unless_text, names) if unless_text is not None else rule.unless
    placed = builder.conclusions(schema.then, names) if schema.then is not None else []
    kept = placed if schema.then is not None else [(conclusion, ("when",)) for conclusion in rule.conclusions]
    if when is None or len(builder.faults) > before:
        return rule
    builder.check_examples(fires_for=schema.fires_for, silent_for=schema.silent_for)
    layer = builder.layer(when, unless, kept)
    if layer != rule.layer:
        what = f"would fire in layer {layer} instead of {rule.layer}, before or after what it builds on"
        builder.fault("not_allowed", "then", what, "write a rule of its own under add")
    builder.check_promises(kept, layer, rule.moments)
    tightened = not isinstance(schema, RelaxSchema)
    basis, guide = rule.basis, rule.guide
    if schema.basis is not None or schema.guide is not None or not tightened:
        basis, guide = schema.basis or "convention", schema.guide or ()
    elif basis == "guide":
        basis = "inference"
    if (basis == "convention") is bool(guide):
        builder.fault(
            "contradiction",
            "basis",
            f"basis {basis} {'cites nothing' if guide else 'needs the sentences it rests on in guide'}",
        )
    new = replace(
        rule,
        when=when,
        when_text=" ".join(schema.when.split()) if schema.when is not None else rule.when_text,
        unless=unless,
        unless_text=" ".join(unless_text.split()) if unless_text is not None else rule.unless_text,
        conclusions=tuple(_with_promise(conclusion, rule) for conclusion, _ in kept),
        because=schema.because or schema.note,
        short="",
        basis=basis,
        guide=guide,
        fires_for=schema.fires_for if schema.fires_for is not None else rule.fires_for,
        silent_for=schema.silent_for if schema.silent_for is not None else rule.silent_for,
    )
    check_amounts(builder, new, kept, base, old=rule)
    _check_guide(builder, new, base)
    if len(builder.faults) == before:
        _check_direction(builder, rule, new, base, tightened=tightened)
        _check_kept(builder, rule, new, base)
    return new


def _with_promise(conclusion: Conclusion, old: Rule) -> Conclusion:
    """Return a conclusion, and where the old rule said the same words, with what they promised unless it says anew."""
    same = next((each for each in old.conclusions if each == conclusion), conclusion)
    return same if isinstance(conclusion, Advise) and conclusion.promises is None else conclusion


def off(builder: RuleBuilder, rule: Rule, base: RuleBase) -> None:
    """Refuse to switch a rule off that something rests on whatever the case."""
    if rule.layer == "assume":
        builder.fault(
            "not_allowed", "off", "something must be taken for an answer left out", "change what is taken: then: [...]"
        )
    elif decided := _decided_for_all(rule, base):
        builder.fault(
            "not_allowed", "off", f"{_FOR_ALL.format(base.domain.subject)}: {', '.join(decided)}", "change its then"
        )


def _decided_for_all(rule: Rule, base: RuleBase) -> tuple[str, ...]:
    """Return the decisions that a rule makes for every case and that no other rule makes so."""

    def made(one: Rule, moment: str) -> set[str]:
        holds = one.when_text == "always" and one.unless is None and not one.overridden_by and moment in one.moments
        return set(one.decides) if holds else set()

    found: dict[str, None] = {}
    for moment in rule.moments:
        others = {name for other in base.guide_rules if other.id != rule.id for name in made(other, moment)}
        found |= dict.fromkeys(sorted(made(rule, moment) - others))
    return tuple(found)


def _check_direction(builder: RuleBuilder, old: Rule, new: Rule, base: RuleBase, *, tightened: bool) -> None:
    """Refuse a change that says it tightens and relaxes, or the other way round, where that can be seen."""
    rules = {rule.id: rule for rule in base.guide_rules}
    first, second = (effective_condition(rule, rules) for rule in (old, new))
    same = first == second and old.conclusions == new.conclusions
    if same:
        builder.fault("duplicate", (), f"{old.id} is that already", "change it or leave the entry away")
        return
    seen = compared(first, second, base.facts)
    key = "when" if old.when != new.when else "unless" if old.unless != new.unless else "then"
    if tightened and seen.lost is not None:
        where = f"for {values_in_words(seen.lost)}" if seen.lost else "somewhere"
        builder.fault(
            "loosens", key, f"this relaxes: {where} {old.id} fires now and would not any more", "write it under relax"
        )
    if tightened:
        for words in weakened(old, new, base):
            builder.fault("loosens", "then", f"this relaxes: {words}", "give the whole then, or write it under relax")
        if old.overrides and old.when != new.when:
            general = ", ".join(old.overrides)
            fewer = f"which would fire for fewer {base.domain.subjects}"
            what = f"this relaxes: {old.id} is an exception to {general}, {fewer}"
            builder.fault("loosens", "when", what, "write it under relax")
    elif seen.whole and seen.lost is None and not old.overrides and not _may_weaken(old, new, base):
        builder.fault(
            "contradiction",
            key,
            f"this relaxes nothing: {old.id} stays as cautious as it was",
            "write it under tighten",
        )


def _may_weaken(old: Rule, new: Rule, base: RuleBase) -> bool:
    """Tell whether a rule concludes less, or something that only a proof can compare."""
    differing = [c.term for c in new.conclusions if c not in old.conclusions and c.decides]
    return not all(isinstance(term, Constant) for term in differing) or any(weakened(old, new, base))


def _check_kept(builder: RuleBuilder, old: Rule, new: Rule, base: RuleBase) -> None:
    """Keep what every plan rests on: that an assumption is there, and what holds for every case."""
    if old.layer == "assume":
        if old.when != new.when or old.unless != new.unless:
            builder.fault(
                "not_allowed",
                "when",
                "something must be taken for an answer left out",
                "change what is taken: then: [...]",
            )
        elif old.assumed != new.assumed:
            builder.fault("missing", "then", f"must go on to assume {', '.join(old.assumed)}")
    elif decided := _decided_for_all(old, base):
        if old.when != new.when or old.unless != new.unless:
            builder.fault(
                "not_allowed",
                "when",
                f"{_FOR_ALL.format(base.domain.subject)}: {', '.join(decided)}",
                "change its then",
            )
        missing = [name for name in decided if name not in new.decides]
        if missing:
            builder.fault(
                "undecided", "then", f"nothing would decide {', '.join(missing)} any more", "keep a line on it"
            )


def _check_guide(builder: RuleBuilder, rule: Rule, base: RuleBase) -> None:
    for number in rule.guide:
        if number not in load_ledger(base).sentences:
            builder.fault(
                "unknown_name",
                "guide",
                f"the guide has no sentence '{number}'",
                nearest(number, load_ledger(base).sentences),
            )
