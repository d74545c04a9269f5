"""Which facts of a case bear on a rule at all: read by it, or by what it reads, however far down."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from springstep.engine.language.conditions import names_in
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of


class Dependencies:
    """The facts that bear on rules at one moment: while none of them changes, neither does what a rule concludes.

    A fact that is only ``remembered`` is let go when it contradicts what is told, so that what it may contradict bears
    on it.
    """

    def __init__(self, base: RuleBase, moment: str, remembered: frozenset[str]) -> None:
        self._base = base
        self._beside: dict[str, list[str]] = {}
        for constraint in base.vocabulary.constraints:
            names = names_in(constraint.never)
            for name in remembered.intersection(names):
                self._beside.setdefault(name, []).extend(names)
        self._makers: dict[str, list[str]] = {}
        self._found: dict[Any, frozenset[str]] = {}
        for rule in base.rules:
            if moment in rule.moments:
                for name in (*rule.decides, *rule.assumed):
                    self._makers.setdefault(name, []).append(rule.id)

    def on_rule(self, rule: str) -> frozenset[str]:
        """Return the facts that bear on what a rule concludes."""
        if rule not in self._found:
            self._found[rule] = self._below(self._read(rule))
        return self._found[rule]

    def on_names(self, names: Iterable[str]) -> frozenset[str]:
        """Return the facts that bear on facts and decisions."""
        key = tuple(names)
        if key not in self._found:
            self._found[key] = self._below(key)
        return self._found[key]

    def _below(self, names: Iterable[str]) -> frozenset[str]:
        vocabulary = self._base.vocabulary
        seen: dict[str, None] = {}
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            if name in seen:
                continue
            seen[name] = None
            if name in vocabulary.defined:
                waiting += vocabulary.defined[name].reads
            waiting += self._beside.get(name, ())
            waiting += [each for rule in self._makers.get(name, ()) for each in self._read(rule)]
        return frozenset(name for name in seen if name in vocabulary.facts)

    def _read(self, rule_id: str) -> tuple[str, ...]:
        rule = self._base.by_id[rule_id]
        scope = (self._base.vocabulary.scopes[rule.for_each].list_fact,) if rule.for_each else ()
        return (*self._base.reads(rule), *scope)


def dependencies_at(base: RuleBase, moment: str, remembered: frozenset[str]) -> Dependencies:
    """Return what bears on the rules of a moment, worked out once for a rule base."""
    kept, key = cache_of(base), (dependencies_at, moment, remembered)
    found: Dependencies = kept.get(key) or kept.setdefault(key, Dependencies(base, moment, remembered))
    return found


def can_touch(obstacles: Sequence[frozenset[str]], most: int, changeable: frozenset[str]) -> bool:
    """Tell whether changes of so many facts can bear on every one of some obstacles, each the facts that bear on it."""
    if not obstacles:
        return True
    if most <= 1:
        return most == 1 and not changeable.isdisjoint(obstacles[0].intersection(*obstacles[1:]))
    return any(
        can_touch([each for each in obstacles if name not in each], most - 1, changeable)
        for name in obstacles[0] & changeable
    )
