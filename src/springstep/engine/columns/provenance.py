"""Which firings of many cases rest on what was assumed: the arrays' counterpart of ``engine.inference.provenance``."""

from __future__ import annotations

import numpy as np

from springstep.engine.columns.arrays import Flags
from springstep.engine.columns.frame import Frame
from springstep.engine.columns.program import ColumnProgram, Decided
from springstep.engine.rulebase.base import RuleBase


class RestingOn:
    """Where the rules of one run rest on assumptions, each worked out when it is asked for."""

    def __init__(self, base: RuleBase, program: ColumnProgram, decided: Decided) -> None:
        self._base, self._program, self._decided = base, program, decided
        self._place = {rule.id: place for place, rule in enumerate(program.rules)}
        frame = decided.frame
        self._without = Frame(frame.size, {**frame.columns, **decided.run.told})
        """The cases without assumptions; a decision is put in, as it is without them, before anything reads it."""
        self._changed: dict[str, Flags] = {}
        """For which cases a fact was assumed, or a decision is carried by assumptions only."""
        for fact, cases, _ in decided.run.assumed:
            self._changed[fact] = self._changed[fact] | cases if fact in self._changed else cases
        self._of_rules: dict[int, Flags] = {}

    @property
    def doubted(self) -> Flags:
        """Tell which cases another engine has to decide, as far as was asked."""
        return self._without.doubted

    def rule(self, rule_id: str) -> Flags:
        """Tell for which cases a rule, where it fires, would not without what was assumed, or with other amounts."""
        return self._rule(self._place[rule_id])

    def _rule(self, place: int) -> Flags:
        if place not in self._of_rules:
            self._of_rules[place] = self._rests(place)
        return self._of_rules[place]

    def _rests(self, place: int) -> Flags:
        rule, without = self._program.rules[place], self._without
        changed = {name: self._changed_name(name, rule.for_each) for name in rule.reads(self._base.by_id)}
        found = np.zeros(without.size, dtype=bool)
        if not any(cases.any() for cases in changed.values()):
            return found
        holds = self._program.conditions.true(self._base.condition(rule))
        if rule.for_each is None:
            found |= ~holds(without)
        else:
            items = without.items(self._base.vocabulary.scopes[rule.for_each].list_fact)
            found |= ~without.any_of(items, holds(items))
        for conclusion in rule.conclusions:
            for name in conclusion.reads:
                found |= changed[name]
        return found

    def _changed_name(self, name: str, scope: str | None) -> Flags:
        """Tell for which cases what a rule reads is not the same without assumptions."""
        told = self._base.vocabulary.list_of(name, scope)
        if name in self._decided.settled and name not in self._changed:
            self._changed[name] = self._decision(name)
        nowhere = np.zeros(self._without.size, dtype=bool)
        return self._changed.get(name, self._changed.get(told, nowhere))

    def _decision(self, name: str) -> Flags:
        """Put in what a decision is without assumptions; tell where only they carry it, or any adds to a sum."""
        held, found = self._decided.run.held[name], np.zeros(self._without.size, dtype=bool)
        carried = self._decided.carried(name)
        for place, cases in carried:
            found |= cases & self._rule(place)
        if self._base.decisions[name].kind != "sum":
            for place, cases in carried:
                found &= ~cases | self._rule(place)
        if found.any():
            self._without.put(name, held.settle_without(self._rule, self._without))
        return found
