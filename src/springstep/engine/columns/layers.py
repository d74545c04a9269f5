"""The rules of one moment over many cases, layer by layer, in the order in which they fire for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple, TypeAlias

import numpy as np

from springstep.engine.columns.arrays import (
    Column,
    FiredFor,
    Flags,
    Lexicon,
    ListColumn,
    NumberColumn,
    Places,
    WordColumn,
)
from springstep.engine.columns.bounds import BoundHeld, Held, SettledColumn, StepHeld, SumHeld, held_for
from springstep.engine.columns.frame import Frame, Test
from springstep.engine.columns.numbers import merged
from springstep.engine.columns.truth import Conditions
from springstep.engine.compiled.order import Placed, groups_of
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Always, AnyItem, Condition, Fact, atoms, names_in
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import Item
from springstep.engine.language.rules import LAYERS, Rule, effective_condition
from springstep.engine.rulebase.base import RuleBase

_Effect: TypeAlias = "Callable[[ColumnRun, Frame, FiredFor], None]"


class Selected(NamedTuple):
    """What was concluded on the rows of a table, and for which cases how many times."""

    place: int
    select: Select
    fired: FiredFor


class ColumnRun:
    """What rules concluded over the cases of one frame."""

    def __init__(self, schemes: Iterable[DecisionScheme], lexicon: Lexicon) -> None:
        self.fired: dict[int, FiredFor] = {}
        """By the rules' places."""
        self.held: Mapping[str, Held] = {scheme.name: held_for(scheme, lexicon) for scheme in schemes}
        self.settled: dict[str, SettledColumn] = {}
        self.selected: list[Selected] = []
        self.assumed: list[tuple[str, Flags, Column]] = []
        self.told: dict[str, Column] = {}
        """Facts of which something was assumed, as they were before."""


class CompiledRule(NamedTuple):
    """A rule as a test and what comes of it."""

    place: int
    rule: Rule
    list_fact: str
    """The list for whose items it fires; empty for none."""
    test: Test
    effects: tuple[_Effect, ...]
    told: bool
    """Whether arrays can tell where it fires and what follows."""


class Layers:
    """The rules of one rule base and moment."""

    def __init__(self, base: RuleBase, moment: str, conditions: Conditions, lexicon: Lexicon) -> None:
        self.rules = tuple(rule for rule in base.rules if moment in rule.moments)
        self._base, self._conditions, self._lexicon = base, conditions, lexicon
        self.schemes = {name: each for name, each in base.decisions.items() if moment in each.moments}
        self._layers = {layer: tuple(self._compiled(layer)) for layer in LAYERS}

    def run(self, frame: Frame) -> ColumnRun:
        """Run the rules over the cases of a frame, which then holds what is assumed and decided, too."""
        run = ColumnRun(self.schemes.values(), self._lexicon)
        for layer in LAYERS:
            for each in self._layers[layer]:
                _fire(each, frame, run)
            if layer == LAYERS[0]:
                self._take_over(frame, run)
            for name, scheme in self.schemes.items():
                if scheme.settles == layer:
                    run.settled[name] = run.held[name].settle(frame)
                    frame.put(name, run.settled[name].column)
        return run

    def _compiled(self, layer: str) -> Iterable[CompiledRule]:
        base, scopes = self._base, self._base.vocabulary.scopes
        placed: list[Placed] = [(place, rule) for place, rule in enumerate(self.rules) if rule.layer == layer]
        for scope, group in groups_of(placed, base.by_id, base.decisions, scopes):
            for place, rule in group:
                condition = effective_condition(rule, base.by_id)
                effects = tuple(found for each in rule.conclusions if (found := self._effect(each, place)) is not None)
                list_fact = "" if scope is None else scopes[scope].list_fact
                of_case = all("." not in name for each in rule.conclusions for name in each.reads)
                told = of_case and not _crosses(condition) and not (scope is not None and rule.assumed)
                yield CompiledRule(place, rule, list_fact, self._conditions.true(condition), effects, told)

    def _effect(self, conclusion: Conclusion, place: int) -> _Effect | None:
        match conclusion:
            case Step(decision, step) if decision in self.schemes:
                return lambda run, frame, fired: _step(run.held[decision], place, step, fired)
            case Add(decision, points) if decision in self.schemes:
                return lambda run, frame, fired: _add(run.held[decision], place, points, fired)
            case Bound(decision, amount=amount, strict=strict):
                amount_of = self._conditions.number(amount)

                def bound(run: ColumnRun, frame: Frame, fired: FiredFor) -> None:
                    found = amount_of(frame)
                    frame.doubt(fired.cases & ~found.known)
                    held = run.held.get(decision)
                    if isinstance(held, BoundHeld):
                        held.conclude(place, found, fired.cases, strict=strict)

                return bound
            case Assume(fact, amount, items):
                if amount is None:
                    return lambda run, frame, fired: run.assumed.append((fact, fired.cases, self._list(fact, items)))
                value = (
                    self._conditions.number(amount)
                    if self._conditions.is_number(Fact(fact))
                    else self._conditions.word(amount)
                )

                def assume(run: ColumnRun, frame: Frame, fired: FiredFor) -> None:
                    found = value(frame)
                    frame.doubt(fired.cases & ~found.known)
                    run.assumed.append((fact, fired.cases, found))

                return assume
            case Select() as select:

                def selected(run: ColumnRun, frame: Frame, fired: FiredFor) -> None:
                    run.selected.append(Selected(place, select, fired))
                    if select.id_from:
                        frame.doubt(fired.cases & ~frame.column(select.id_from).known)

                return selected
            case Step() | Add() | Advise():
                return None

    def _list(self, fact: str, items: tuple[Item, ...]) -> ListColumn:
        """Return the elements of a list, as they are of each case."""
        scope = self._base.vocabulary.list_scopes[fact]
        rows = [scope.values_in(item) for item in items]
        fields = {
            name: WordColumn(self._lexicon.codes([row[at] for row in rows])) for at, name in enumerate(scope.fields)
        }
        return ListColumn(np.array([len(items)]), np.array([True]), fields)

    @staticmethod
    def _take_over(frame: Frame, run: ColumnRun) -> None:
        """Take over what was assumed: no assumption reads it."""
        for name, cases, column in run.assumed:
            run.told.setdefault(name, frame.columns[name])
            frame.put(name, _replaced(frame.columns[name], cases, column, frame.size))


def _crosses(condition: Condition) -> bool:
    """Tell whether something is asked of the items of a list that reads an item of another one."""
    if isinstance(condition, Always):
        return False
    return any("." in name for atom in atoms(condition) if isinstance(atom, AnyItem) for name in names_in(atom))


def _fire(each: CompiledRule, frame: Frame, run: ColumnRun) -> None:
    if not each.told:
        frame.doubt(np.ones(frame.size, dtype=bool))
        return
    if each.list_fact:
        items = frame.items(each.list_fact)
        holds = each.test(items)
        fired = FiredFor(each.rule, frame.any_of(items, holds), frame.count_of(items, holds))
    else:
        fired = FiredFor(each.rule, each.test(frame))
    if fired.cases.any():
        run.fired[each.place] = fired
        for effect in each.effects:
            effect(run, frame, fired)


def _step(held: Held, place: int, step: str, fired: FiredFor) -> None:
    assert isinstance(held, StepHeld)
    held.conclude(place, step, fired.cases)


def _add(held: Held, place: int, points: int, fired: FiredFor) -> None:
    assert isinstance(held, SumHeld)
    held.conclude(place, points, fired.cases, fired.cases if fired.times is None else fired.times)


def _replaced(before: Column, cases: Flags, column: Column, size: int) -> Column:
    """Return a fact with what was taken for some cases."""
    if isinstance(before, WordColumn) and isinstance(column, WordColumn):
        return WordColumn(np.where(cases, column.codes, before.codes))
    if isinstance(before, NumberColumn) and isinstance(column, NumberColumn):
        return merged([(np.ones(size, dtype=bool), before), (cases, column)], size)
    assert isinstance(before, ListColumn) and isinstance(column, ListColumn)
    return _lists_replaced(before, cases, column)


def _lists_replaced(before: ListColumn, cases: Flags, column: ListColumn) -> ListColumn:
    length = int(column.sizes[0])
    sizes = np.where(cases, length, before.sizes)
    starts, old_starts = _starts(sizes), _starts(before.sizes)
    kept = np.repeat(~cases, before.sizes)
    item_cases = np.repeat(np.arange(len(sizes)), before.sizes)
    goes_to = (starts[item_cases] + np.arange(len(item_cases)) - old_starts[item_cases])[kept]
    taken = (starts[cases][:, None] + np.arange(length)).ravel()
    fields = {}
    for name, words in before.fields.items():
        codes = np.empty(int(sizes.sum()), dtype=np.int16)
        codes[goes_to] = words.codes[kept]
        codes[taken] = np.tile(column.fields[name].codes, int(cases.sum()))
        fields[name] = WordColumn(codes)
    return ListColumn(sizes, before.known | cases, fields)


def _starts(sizes: Places) -> Places:
    return np.cumsum(sizes) - sizes
