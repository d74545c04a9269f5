"""What was proved of a rule: its card, and its findings."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.advice.row_limits import once
from springstep.engine.audit.checks.rule_base import disagreements
from springstep.engine.audit.checks.rules import RuleFacts
from springstep.engine.audit.graph.contests import contests
from springstep.engine.audit.report import ConclusionCard, Finding, RuleCard
from springstep.engine.audit.witnesses import witness_from
from springstep.engine.language.conclusions import Add, Bound, Select, Step
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words
from springstep.engine.rulebase.base import RuleBase


def card_of(facts: RuleFacts, base: RuleBase) -> RuleCard:
    """Return the card of one rule, without its signature."""
    rule = facts.rule
    words = [conclusion_words(conclusion, base.decisions, base.facts) for conclusion in rule.conclusions]
    met = contests(rule, base)
    fires = facts.fires.made if facts.fires is not None else None
    return RuleCard(
        rule=rule.id,
        fires=witness_from(base, fires) if fires is not None else None,
        conclusions=tuple(
            ConclusionCard(
                words=words[place],
                carries=effect.carries,
                matters=effect.matters is not None or effect.undecided,
                witness=witness_from(base, effect.matters.made) if effect.matters and effect.matters.made else None,
            )
            for place, effect in enumerate(facts.effects)
        ),
        dominates=once(rival.rule for contest in met for rival in contest.dominates),
        dominated_by=once(rival.rule for contest in met for rival in contest.dominated_by),
        signature="unsigned",
    )


def findings_of(facts: RuleFacts, base: RuleBase) -> Iterator[Finding]:
    """Yield what a coach should look at in one rule."""
    rule = facts.rule
    for what in facts.undecided:
        says = f"The solver gave up on {rule.id}: {what}."
        yield Finding(id=f"undecided:{rule.id}:{what}", kind="undecided", subject=rule.id, says=says, rules=(rule.id,))
    if facts.fires is None:
        if not facts.undecided:
            says = f"{rule.id} ({plain_name(rule)}) can never fire."
            yield Finding(id=f"unreachable:{rule.id}", kind="unreachable", subject=rule.id, says=says, rules=(rule.id,))
        return
    yield from disagreements(facts.fires, rule.id, base)
    if facts.subsumed_by:
        rules = (rule.id, facts.subsumed_by)
        says = f"{rule.id} ({plain_name(rule)}) adds nothing to {facts.subsumed_by}, which fires whenever it does."
        yield Finding(id=f"subsumption:{rule.id}", kind="subsumption", subject=rule.id, says=says, rules=rules)
    for place, effect in enumerate(facts.effects):
        if effect.matters is not None:
            yield from disagreements(effect.matters, f"{rule.id}:{place}", base)
        elif not facts.subsumed_by and not effect.undecided:
            yield _idle_conclusion(facts, place, base)
    for part in facts.idle:
        says = f"{rule.id} fires for the same {base.domain.subjects} without '{part}' in its condition."
        yield Finding(
            id=f"idle_condition:{rule.id}:{part}", kind="idle_condition", subject=rule.id, says=says, rules=(rule.id,)
        )


def _idle_conclusion(facts: RuleFacts, place: int, base: RuleBase) -> Finding:
    rule = facts.rule
    words = conclusion_words(rule.conclusions[place], base.decisions, base.facts)
    subject = f"{rule.id}:{_target(rule, place)}"
    covering = facts.covered_by.get(place)
    rules = (rule.id, covering) if covering else (rule.id,)
    more = f"; {covering} always says at least as much" if covering else ""
    more += f"; as an exception it keeps {facts.holds_back} from firing" if facts.holds_back else ""
    if facts.effects[place].carries:
        says = f"Without '{words}' of {rule.id} nobody's advice would differ{more}."
        return Finding(id=f"redundancy:{subject}", kind="redundancy", subject=rule.id, says=says, rules=rules)
    says = f"'{words}' of {rule.id} never decides anything{more}."
    return Finding(id=f"dominated:{subject}", kind="dominated", subject=rule.id, says=says, rules=rules)


def _target(rule: Rule, place: int) -> str:
    """Name a conclusion by what it concludes on, so that a finding keeps its id when others come or go."""
    match rule.conclusions[place]:
        case Step(decision, step):
            return f"{decision}={step}"
        case Bound(decision, _, _, text):
            return f"{decision}={text}"
        case Add(decision, points):
            return f"{decision}+{points}"
        case Select(kind, where, _, id_from):
            wanted = ",".join(f"{name}={'/'.join(values)}" for name, values in where)
            return f"{kind}:{wanted or id_from}"
        case _:
            return f"conclusion-{place + 1}"


def plain_name(rule: Rule) -> str:
    """Return a rule's name as words."""
    return rule.name.replace("-", " ")
