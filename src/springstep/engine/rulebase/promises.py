"""The promises of advice as claims: wherever a rule fires and its advice is given, what the words promise holds.

An advice is words, and nothing reads words. What they promise about the plan stands beside them as a condition, in the
language of claims, so that all that proves, tests and shows claims holds the words to the decisions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from springstep.engine.language.claims import Claim
from springstep.engine.language.conclusions import Advise, Conclusion
from springstep.engine.language.conditions import Condition, Not, both, names_in
from springstep.engine.language.rules import LAYERS, Layer, Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.presence import there_at


def promises(base: RuleBase) -> tuple[Claim, ...]:
    """Return a claim for each promise of the rules, in their order: ``ABC-010/promise``, then ``/promise-2``."""
    return tuple(claim for rule in base.rules for claim in _of(rule, base))


def _of(rule: Rule, base: RuleBase) -> Iterator[Claim]:
    advices = [each for each in rule.conclusions if isinstance(each, Advise)]
    promising = [(advice, advice.promises) for advice in advices if advice.promises is not None]
    for number, (advice, promise) in enumerate(promising, 1):
        count = f"-{number}" if number > 1 else ""
        yield Claim(
            id=f"{rule.id}/promise{count}",
            name=f"promise{count}-of-{rule.name}",
            says=f'What {rule.id} says is so: "{advice.say}"',
            moments=_moments_of(promise, rule, base),
            for_each=rule.for_each,
            broken=both(base.condition(rule), Not(promise)),
            riskier={},
            keeps=(),
            formal=_formal(rule, advice, base),
            basis=rule.basis,
            guide=rule.guide,
            rule=rule.id,
            told=base.facts_read(rule),
        )


def idle_promise(conclusion: Conclusion, layer: Layer, there: Iterable[Set[str]]) -> str:
    """Say why a conclusion's promise could neither be held nor broken; empty when it can, or when there is none.

    ``there`` holds what is there at each moment of the rule.
    """
    if not isinstance(conclusion, Advise) or conclusion.promises is None:
        return ""
    if layer == LAYERS[0]:
        return "a rule that assumes reads only what is told, and promises nothing"
    named = _spoken_of(conclusion.promises)
    if any(named <= names for names in there):
        return ""
    return f"{', '.join(sorted(named))} {'are' if len(named) > 1 else 'is'} not there when the rule speaks"


def _moments_of(promise: Condition, rule: Rule, base: RuleBase) -> tuple[str, ...]:
    """Return those moments of a rule at which everything is there that a promise speaks of."""
    there = {moment: there_at(moment, base.vocabulary, base.decisions, base.plan_names) for moment in rule.moments}
    return tuple(moment for moment in rule.moments if _spoken_of(promise) <= there[moment])


def _spoken_of(promise: Condition) -> frozenset[str]:
    """Return what a promise speaks of, the fields of items apart: they are there when the rule fires."""
    return frozenset(name for name in names_in(promise) if "." not in name)


def _formal(rule: Rule, advice: Advise, base: RuleBase) -> str:
    each = f"for each {rule.for_each}, " if rule.for_each else ""
    exceptions = [rule.unless_text, *(base.by_id[name].when_text for name in rule.overridden_by)]
    unless = "".join(f" unless {text}" for text in exceptions if text)
    return f"{each}whenever {rule.when_text}{unless}: {advice.promises_text}"
