"""The headline: the verdict's sentence with what was decided filled in, and what was left open."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from springstep.engine.advice.plan import Plan
from springstep.engine.advice.recommendation import Decision
from springstep.engine.inference.derived_facts import note_words
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_MOST_NAMED = 4


def headline_of(base: RuleBase, plan: Plan, decisions: Iterable[Decision], *, not_asked: Collection[str] = ()) -> str:
    """Return the one sentence that is read first.

    ``not_asked`` names facts that are known not to matter, so it asks for none of them.
    """
    made = {decision.name: decision for decision in decisions}
    words = {name: plain(value) for name, value in plan.facts.items() if name not in base.plan_names}
    words |= {name: decision.text for name, decision in made.items()}
    words |= {name: plain(plan.facts.get(name)) for name in base.plan_names}
    for name, chosen in plan.chosen.items():
        if chosen.row is not None:
            words[name] = (
                chosen.choice.named(chosen.row).lower() if chosen.choice.shown else chosen.choice.written(chosen.row)
            )
    verdict = plan.verdict
    say = note_words(verdict.say, words)
    told = verdict.open
    if told is None:
        return say
    left_open = [fact for name in told.of if name in made for fact in made[name].left_open]
    more = [fact for name in told.also if name in made for fact in made[name].left_open]
    asked = [fact for fact in (*left_open, *more) if asked_as(fact, base) not in not_asked]
    if not left_open or not asked:
        return say
    named = {"open": _named(asked, base)}
    return note_words(told.instead, named) if told.instead else say + note_words(told.add, named)


def asked_as(fact: str, base: RuleBase) -> str:
    """Return for a derived fact the one that can be told, for any other the fact itself."""
    if fact in base.vocabulary.facts:
        return fact
    asked = [name for name in base.vocabulary.sources(fact) if not base.vocabulary.facts[name].volunteered]
    known = base.vocabulary.defined.get(fact)
    return (known.asked if known is not None and known.asked else asked[0]) if asked else fact


def _named(facts: Iterable[str], base: RuleBase) -> str:
    """Name the facts left open, the first few of them."""
    order = list(base.vocabulary.facts)
    names = sorted({asked_as(fact, base) for fact in facts}, key=order.index)
    labels = ", ".join(base.vocabulary.facts[name].label for name in names[:_MOST_NAMED])
    return labels + (f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else "")
