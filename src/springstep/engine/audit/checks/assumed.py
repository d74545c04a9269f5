"""What is assumed of answers that are no light matter: the gravest, and something at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from springstep.engine.audit.report import Finding
from springstep.engine.language.conclusions import Assume
from springstep.engine.language.conditions import Constant, Known, comparisons
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import listed, plain
from springstep.engine.rulebase.base import RuleBase


def bold_assumptions(base: RuleBase) -> Iterator[Finding]:
    """Yield assumptions milder than the gravest answer, and facts with a gravest answer of which nothing is assumed."""
    assumed: dict[str, list[tuple[str, Any]]] = {}
    for rule in base.rules:
        for each in rule.conclusions:
            if isinstance(each, Assume):
                value = each.amount.value if isinstance(each.amount, Constant) else None
                assumed.setdefault(each.fact, []).append((rule.id, value))
    minded = {part.fact.name for rule in base.rules for part in comparisons(rule.when) if isinstance(part, Known)}
    for info in base.vocabulary.facts.values():
        gravest = _gravest(info)
        if not info.spoken.gravest or info.volunteered or info.required_at:
            continue
        if info.name not in assumed and info.name not in minded:
            says = f"Nothing is assumed of '{info.label}' ({info.name}) where it is not told."
            yield Finding(id=f"assumption:{info.name}", kind="assumption", subject=info.name, says=says)
        for rule_id, value in assumed.get(info.name, ()) if gravest is not None else ():
            if value != gravest:
                says = f"{rule_id} assumes {plain(value)} of '{info.label}' ({info.name}), and {plain(gravest)} is"
                says = f"{says} the gravest."
                yield Finding(
                    id=f"assumption:{rule_id}:{info.name}",
                    kind="assumption",
                    subject=rule_id,
                    says=says,
                    rules=(rule_id,),
                )


def looser_exceptions(base: RuleBase) -> Iterator[Finding]:
    """Yield exceptions that take the place of a rule and ask for less than it, which holds no more."""
    for rule in base.rules:
        for name in rule.overrides:
            held = [each for each in base.by_id[name].conclusions if each.decides]
            less = [
                each.decides
                for each in held
                if not any(mine.as_cautious_as(each, base.decisions) for mine in rule.on(each.decides))
            ]
            if less:
                titles = listed((base.decisions[each].title.lower() for each in dict.fromkeys(less)), last="and")
                says = f"{rule.id} takes the place of {name} and asks for less on {titles}."
                subject = f"{rule.id}:{name}"
                yield Finding(
                    id=f"exception:{subject}", kind="exception", subject=rule.id, says=says, rules=(rule.id, name)
                )


def _gravest(info: FactInfo) -> Any:
    """Return the gravest answer to a fact of words or to a yes-or-no question; ``None`` for any other."""
    answers = (True, False) if info.kind == "flag" else info.values
    return (answers[0] if info.spoken.gravest == "first" else answers[-1]) if answers else None
