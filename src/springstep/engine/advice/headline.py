"""The headline: the verdict's sentence with the decisions filled in, and what was left open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from springstep.engine.advice.messages import LEFT_OPEN, Message, filled_in
from springstep.engine.advice.plan import Plan
from springstep.engine.advice.recommendation import Decision
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase

_MOST_NAMED = 4


def headline_of(
    base: RuleBase,
    plan: Plan,
    decisions: Iterable[Decision],
    *,
    given: Collection[str],
    not_asked: Collection[str] = (),
) -> Message:
    """Return the one sentence that is read first, as a message.

    ``given`` names the facts that the case gives; ``not_asked`` those that are known not to matter, so the headline
    asks for none of them.
    """
    made = {decision.name: decision for decision in decisions}
    verdict = plan.verdict
    values = {**plan.facts, **filling(base, made.values())}
    key, wording = f"headline.{plan.facts[MOMENT]}.{verdict.code}", verdict.open
    told = filled_in(verdict.say, values)
    if wording is None:
        return Message(id=key, params=told)
    left_open = [fact for name in wording.of if name in made for fact in made[name].left_open]
    more = [fact for name in wording.also if name in made for fact in made[name].left_open]
    missing = list(missing_parts(base, given))
    asked = dict.fromkeys(asked_as(fact, base, given) for fact in (*missing, *left_open, *more))
    named_first = [fact for fact in asked if fact not in not_asked]
    if not left_open or not named_first:
        return Message(id=key, params=told)
    order = list(base.vocabulary.facts)
    names = sorted(named_first, key=lambda name: (name not in missing, order.index(name)))
    named = {"open": names[:_MOST_NAMED], "more": len(names[_MOST_NAMED:])}
    return Message(id=f"{key}{LEFT_OPEN}", params={**told, **named})


def filling(base: RuleBase, decisions: Iterable[Decision]) -> dict[str, Any]:
    """Return what decisions fill into texts: the step, the row or how it is written, an amount in words."""
    found: dict[str, Any] = {}
    for decision in decisions:
        choice = base.choices.get(decision.name)
        row = choice.by_value.get(decision.value) if choice is not None else None
        if choice is not None:
            found[decision.name] = row.id if row is not None and choice.shown else decision.value
        else:
            found[decision.name] = decision.value if decision.kind == "scale" else decision.text
    return found


def told_of(headline: str, base: RuleBase, moment: str) -> str:
    """Return a headline without what it adds about answers that were left open."""
    for lead in {verdict.open.add.partition("{")[0] for verdict in base.verdicts[moment] if verdict.open is not None}:
        headline = headline.partition(lead)[0] if lead else headline
    return headline


def left_open(headline: str, base: RuleBase, moment: str) -> bool:
    """Tell whether a headline speaks of nothing but answers that were left open."""
    wordings = (verdict.open.instead for verdict in base.verdicts[moment] if verdict.open is not None)
    return any(words and headline.startswith(words.partition("{")[0]) for words in wordings)


def missing_parts(base: RuleBase, given: Collection[str]) -> Iterator[str]:
    """Yield what is still needed with a fact that was given in place of another, as a pace with a distance."""
    for info in base.vocabulary.facts.values():
        if info.answers and info.name in given and info.answers not in given:
            yield from (name for name in base.vocabulary.defined[info.answers].reads if name not in given)


def asked_as(fact: str, base: RuleBase, given: Collection[str]) -> str:
    """Return what to ask for where a fact is not known: itself, or what it could be derived from.

    Where another fact was given in its place, that is what is still needed with the other one.
    """
    facts = base.vocabulary.facts
    if fact in facts:
        definition = base.vocabulary.defined.get(fact)
        needed = [name for name in missing_parts(base, given) if definition is not None and name in definition.reads]
        return needed[0] if needed else fact
    asked = [name for name in base.vocabulary.sources(fact) if not base.vocabulary.facts[name].volunteered]
    known = base.vocabulary.defined.get(fact)
    first = [known.asked] if known is not None and known.asked else []
    return next((name for name in (*first, *asked) if name not in given), (*first, *asked, fact)[0])
