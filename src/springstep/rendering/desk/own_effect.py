"""What a new rule does to example cases: for how many it fires, whose plan it changes and how, which claims break."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.witnesses import witness_from
from springstep.engine.errors import KnowledgeError
from springstep.engine.explain.what_if import Comparison, compare
from springstep.engine.inference.case import Case, case_of, facts_of
from springstep.engine.inference.examples import example_case, standard_case
from springstep.engine.inference.forward import infer
from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase

_MOST_PLANNED, _MOST_SHOWN = 24, 8
"""For how many cases plans are made, and how many of these are shown."""


class ChangedPlan(NamedTuple):
    """A case whose plan is another with the rule."""

    runner: str
    """Which case it is, as a query of the desk names it; empty for one that stands nowhere else."""
    words: tuple[str, ...]
    comparison: Comparison


class OwnEffect(NamedTuple):
    """What a rule does to the example cases of its moment."""

    examples: int
    fires: int
    """For how many of them it fires."""
    planned: int
    """For how many of these plans were made."""
    changed: int
    shown: tuple[ChangedPlan, ...]
    broken: tuple[str, ...]
    """What is refused, in sentences: a plan that breaks a claim."""


def effect_of(rule_id: str, after: RuleBase, before: RuleBase) -> OwnEffect:
    """Return what a rule of the rules ``after`` does, next to the rules ``before`` it was added."""
    cases = dict(_examples(rule_id, after, before))
    valid_cases = ((runner, case_of(case, before)) for runner, case in cases.items())
    firing = [(runner, valid) for runner, valid in valid_cases if _fires(rule_id, valid, after)]
    changed: list[tuple[str, RecommendationRecord, Comparison]] = []
    broken: dict[str, None] = {}
    for runner, valid in firing[:_MOST_PLANNED]:
        now = build(before, valid, look_ahead=True)
        try:
            both = compare(now, build(after, valid, look_ahead=True))
        except KnowledgeError as error:
            broken |= dict.fromkeys(fault.what for fault in error.faults)
            continue
        if both.decisions or both.advice_new or both.headlines[0] != both.headlines[1]:
            changed.append((runner, now, both))
    changed.sort(key=lambda each: each[2].headlines[0] == each[2].headlines[1])  # those told in the headline first
    shown = tuple(
        ChangedPlan(runner, witness_from(before, now).words[:-1], both) for runner, now, both in changed[:_MOST_SHOWN]
    )
    return OwnEffect(len(cases), len(firing), min(len(firing), _MOST_PLANNED), len(changed), shown, tuple(broken))


def _fires(rule_id: str, case: Case, base: RuleBase) -> bool:
    """Tell whether a rule fires for a case; all are worked out only where an assumption may make it fire."""
    facts = facts_of(case, base)
    holds = predicate(base.by_id[rule_id].when)({name: fact.value for name, fact in facts.items()})
    if holds is None:
        return any(firing.rule.id == rule_id for firing in infer(base, facts, engine="function").fired)
    return holds


def _examples(rule_id: str, after: RuleBase, before: RuleBase) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the example cases of the rule's moment that differ: the standard one, its own, those of all other rules."""
    own = after.by_id[rule_id]
    (moment,) = own.moments
    found: list[Mapping[str, Any]] = []
    others = [rule for rule in before.rules if moment in rule.moments]
    candidates = [
        (f"standard:{moment}", standard_case(before, moment)),
        ("", example_case(before, own, own.fires_for)),
        *((f"fires:{rule.id}", example_case(before, rule, rule.fires_for)) for rule in others),
        *((f"silent:{rule.id}", example_case(before, rule, rule.silent_for)) for rule in others),
    ]
    for runner, case in candidates:
        if case["moment"] == moment and case not in found:
            found.append(case)
            yield runner, case
