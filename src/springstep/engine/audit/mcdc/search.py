"""Find for each condition two cases that it alone tells apart: near the rule's examples, else by the solver.

A pair differs in one answer. Where none is found, the solver says why: the condition is implied by the others, or
whatever the rule says, something else says as well. Needs ``springstep[audit]``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.row_limits import once
from springstep.engine.audit.checks.effects import matters
from springstep.engine.audit.mcdc.conditions import Part, settled
from springstep.engine.audit.mcdc.effect import Effect, RuleEffects
from springstep.engine.audit.mcdc.neighbours import neighbours
from springstep.engine.audit.mcdc.table import ConditionShown, changes
from springstep.engine.inference.examples import example_case, standard_case
from springstep.engine.language.conditions import names_in
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import condition_words, listed
from springstep.engine.proof.all_cases import AllCases, FoundCase
from springstep.engine.proof.symbols import all_of, any_of, negation
from springstep.engine.rulebase.base import RuleBase

_IMPLIED = "The rest of the condition implies it."
_SAID_ELSEWHERE = "Where it turns the rule, {others} asks for the same."
_TOGETHER = "No single answer was found that turns it alone."

Case: TypeAlias = Mapping[str, Any]


class _Pair(NamedTuple):
    first: Case
    second: Case
    effect: Effect

    @property
    def rank(self) -> tuple[bool, int]:
        """Return how well it shows a condition: no other turns, and nothing has to give way to the answer changed."""
        return self.effect.alone, -len(changes(self.first, self.second))


_BEST = (True, -1)


class _Found:
    """The best pairs of one rule found so far."""

    def __init__(self) -> None:
        self.pairs: dict[Part, _Pair] = {}

    def take(self, first: Case, second: Case, effects: Mapping[Part, Effect]) -> None:
        for part, effect in effects.items():
            pair = _Pair(first, second, effect)
            if part not in self.pairs or pair.rank > self.pairs[part].rank:
                self.pairs[part] = pair

    def lacks(self, part: Part) -> bool:
        return part not in self.pairs or self.pairs[part].rank < _BEST


def coverage(
    base: RuleBase, *, progress: Callable[[int, int], None] = lambda done, total: None
) -> Iterator[ConditionShown]:
    """Yield each condition of each rule that says what the guide says, with its pair or the reason for none."""
    all_cases = AllCases(base)
    rules = [rule for rule in base.rules if rule.basis == "guide"]
    for done, rule in enumerate(rules):
        progress(done, len(rules))
        yield from _of(rule, all_cases)
    progress(len(rules), len(rules))


def _of(rule: Rule, all_cases: AllCases) -> Iterator[ConditionShown]:
    base, found = all_cases.base, _Found()
    effects = RuleEffects(base, rule)
    for example in (rule.fires_for, rule.silent_for):
        _look_around(example_case(base, rule, example), effects, found, effects.parts)
    for part in effects.parts:
        words = condition_words(part, base.facts)
        why_none = _ask(part, effects, found, all_cases) if found.lacks(part) else ""
        if part not in found.pairs:
            yield ConditionShown(rule=rule.id, condition=words, case={}, other={}, told={}, why_none=why_none)
            continue
        first, second, effect = found.pairs[part]
        case = {MOMENT: first[MOMENT], **changes(standard_case(base, first[MOMENT]), first)}
        other = changes(first, second)
        yield ConditionShown(rule=rule.id, condition=words, case=case, other=other, told=dict(effect.told))


def _look_around(case: Case, effects: RuleEffects, found: _Found, parts: Iterable[Part]) -> None:
    """Try the cases that differ from one in a single answer, for those conditions that still lack a pair."""
    run = effects.run(case)
    if run is None:
        return
    for fact in _facts_behind(parts, effects, case[MOMENT]):
        for other in neighbours(case, fact, effects.base):
            if not any(found.lacks(part) for part in parts):
                return
            near = effects.run(other)
            if near is not None and effects.fires(near) != effects.fires(run):
                first, second = (run, near) if effects.fires(run) else (near, run)
                found.take(first.case, second.case, effects.effects(first, second))


def _facts_behind(parts: Iterable[Part], effects: RuleEffects, moment: str) -> Iterator[str]:
    """Yield the facts that conditions rest on, then, where they read decisions, all others that are asked."""
    base, vocabulary = effects.base, effects.base.vocabulary
    names = [vocabulary.list_of(name, effects.rule.for_each) for part in parts for name in names_in(part)]
    asked = [info.name for info in vocabulary.asked_at(moment)]
    direct = dict.fromkeys(s for name in names if name not in base.decisions for s in vocabulary.sources(name))
    yield from (name for name in direct if name in asked)
    if any(name in base.decisions for name in names):
        yield from (name for name in asked if name not in direct)


def _ask(part: Part, effects: RuleEffects, found: _Found, all_cases: AllCases) -> str:
    """Ask the solver for a case that a condition turns, look around it, and return why there is no pair, if so."""
    rule, turned = effects.rule, list[FoundCase]()
    for moment in rule.moments:
        at = all_cases.at(moment)
        fires = at.encoding.fires(rule.id)
        either = [at.encoding.fires_on(rule, settled(effects.condition, part, holds=each)) for each in (True, False)]
        turns = all_of((fires, negation(all_of(either))))
        works = at.find(all_of((turns, any_of(matters(at, rule, place) for place in range(len(rule.conclusions))))))
        would = at.find(all_of((negation(fires), any_of(either))))
        for near in (works, would):
            if near.case is not None:
                _look_around(near.case, effects, found, (part,))
        if not found.lacks(part):
            return ""
        if would.status != "none":
            turned.append(works if works.status != "none" else at.find(turns))
    if all(each.status == "none" for each in turned):
        return _IMPLIED
    others = [other for each in turned if each.made is not None for other in _alike(rule, each.made)]
    return _SAID_ELSEWHERE.format(others=listed(once(others), last="and")) if others else _TOGETHER


def _alike(rule: Rule, made: RecommendationRecord) -> Iterator[str]:
    """Yield the other rules that carry what a rule carries in a plan, or say the same words."""
    shared = [[reason.rule for reason in decision.reasons] for decision in made.decisions]
    shared += [list(advice.rules) for advice in made.advice]
    yield from (other for rules in shared if rule.id in rules for other in rules if other != rule.id)
