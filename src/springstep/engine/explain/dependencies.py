"""Which facts of a case bear on a rule: those that it reads, and those below what it reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from springstep.engine.language.conditions import names_in
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of


class Dependencies:
    """The facts that bear on rules at one moment: as long as none of them changes, a rule concludes the same.

    A fact that is only ``remembered`` is dropped when it contradicts the case, or says more about what is then told
    differently, so the facts that it may contradict, and the one that it is of, bear on it too.
    """

    def __init__(self, base: RuleBase, moment: str, remembered: frozenset[str]) -> None:
        self._base = base
        self._contradicting: dict[str, list[str]] = {}
        for constraint in base.vocabulary.constraints:
            names = names_in(constraint.never)
            for name in remembered.intersection(names):
                self._contradicting.setdefault(name, []).extend(names)
        for name in remembered:
            if name in base.vocabulary.kept and base.vocabulary.kept[name].of:
                self._contradicting.setdefault(name, []).append(base.vocabulary.kept[name].of)
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
        visited: dict[str, None] = {}
        waiting = [*names]
        while waiting:
            name = waiting.pop()
            if name in visited:
                continue
            visited[name] = None
            if name in vocabulary.defined:
                waiting += vocabulary.defined[name].reads
            waiting += self._contradicting.get(name, ())
            waiting += [each for rule in self._makers.get(name, ()) for each in self._read(rule)]
        return frozenset(name for name in visited if name in vocabulary.facts)

    def _read(self, rule_id: str) -> tuple[str, ...]:
        rule = self._base.by_id[rule_id]
        scope = (self._base.vocabulary.scopes[rule.for_each].list_fact,) if rule.for_each else ()
        return (*self._base.reads(rule), *scope)


def dependencies_at(base: RuleBase, moment: str, remembered: frozenset[str]) -> Dependencies:
    """Return the dependencies of a moment's rules, worked out once for a rule base."""
    cache, key = cache_of(base), (dependencies_at, moment, remembered)
    found: Dependencies = cache.get(key) or cache.setdefault(key, Dependencies(base, moment, remembered))
    return found


def can_touch(obstacles: Sequence[frozenset[str]], most: int, changeable: frozenset[str]) -> bool:
    """Tell whether changing at most ``most`` facts can touch all obstacles, each the facts that bear on it."""
    if not obstacles:
        return True
    if most <= 1:
        return most == 1 and not changeable.isdisjoint(obstacles[0].intersection(*obstacles[1:]))
    return any(
        can_touch([each for each in obstacles if name not in each], most - 1, changeable)
        for name in obstacles[0] & changeable
    )
