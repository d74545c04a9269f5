"""The rules as formulas over the cases of a moment: which fire, and what each decision comes to, layer by layer.

It follows the inference: assumptions fill in what the case leaves unknown, each layer's rules fire on facts and on what
earlier layers decided, and a decision is the most cautious conclusion of the rules that fired, or the sum of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import z3

from springstep.engine.language.conclusions import Add, Assume, Bound, Step
from springstep.engine.language.conditions import Condition
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.conditions import symbol, truth
from springstep.engine.proof.symbols import (
    NOTHING,
    Formula,
    ItemKind,
    Listed,
    Symbol,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    chosen,
    compared,
    constant,
    either,
    implies,
    negation,
    number,
)
from springstep.engine.rulebase.base import RuleBase


class SymbolicFiring(NamedTuple):
    """One way in which a rule can fire: once for the case, or once for each item of one kind."""

    there: Formula
    """That there is anything to fire for."""
    when: Formula
    times: Any
    scope: Mapping[str, Symbol]
    """What its condition and its amounts read."""


class Concluding(NamedTuple):
    """One conclusion of one firing: the rule, the place of the conclusion in it, when, and its amount if any.

    What a firing adds to a sum is its amount for all items of one kind.
    """

    rule: Rule
    place: int
    when: Formula
    amount: SymbolicAmount | None
    strict: bool = False


class Encoding:
    """The rules of one moment over the facts of a case."""

    def __init__(self, base: RuleBase, symbols: CaseSymbols) -> None:
        self.base = base
        self.symbols = symbols
        self.moment = symbols.moment
        self.rules = tuple(rule for rule in base.rules if self.moment in rule.moments)
        self.schemes = {name: s for name, s in base.decisions.items() if self.moment in s.moments}
        self.firings: dict[str, tuple[SymbolicFiring, ...]] = {}
        self._fires: dict[str, Formula] = {}
        self.facts: dict[str, Symbol] = dict(symbols.facts)
        """Stated, derived and assumed facts, then each decision once its layer has resolved it."""
        self.lists: dict[str, Listed] = dict(symbols.lists)
        self.concluding: dict[str, list[Concluding]] = {name: [] for name in self.schemes}
        self.assumptions: dict[str, list[Concluding]] = {}
        for layer in LAYERS:
            for rule in self.rules:
                if rule.layer == layer:
                    self._fire(rule)
            if layer == "assume":
                self._complete()
            for scheme in self.schemes.values():
                if scheme.settles == layer:
                    self.facts[scheme.name] = self._resolved(scheme)

    def fires(self, rule_id: str) -> Formula:
        """Return when a rule fires at all."""
        return self._fires[rule_id]

    def fires_on(self, rule: Rule, condition: Condition) -> Formula:
        """Return when a rule would fire with another condition."""
        return any_of(all_of((each.there, truth(condition, each.scope).holds)) for each in self.firings[rule.id])

    def told(self, names: Iterable[str]) -> Formula:
        """Return that none of these facts is assumed."""
        return all_of(negation(any_of(entry.when for entry in self.assumptions.get(name, ()))) for name in names)

    def fires_without_assumptions(self, rule: Rule) -> Formula:
        """Return when a rule fires and would also with no fact assumed, every decision being what it is."""
        read = [name for name in self.base.facts_read(rule) if name in self.assumptions]
        if not read:
            return self.fires(rule.id)
        condition, stated = self.base.condition(rule), self.symbols.facts
        before = {name: stated[name] if name in stated else _unknown(self.facts[name]) for name in read}
        own_list = self.base.vocabulary.scopes[rule.for_each].list_fact if rule.for_each else ""
        its_items_told = self.told([own_list] if own_list else [])
        return any_of(
            all_of((each.when, its_items_told, truth(condition, {**each.scope, **before}).holds))
            for each in self.firings[rule.id]
        )

    def _fire(self, rule: Rule) -> None:
        condition = self.base.condition(rule)
        found = self.firings[rule.id] = tuple(
            SymbolicFiring(there, all_of((there, truth(condition, scope).holds)), times, scope)
            for there, times, scope in self._scopes(rule)
        )
        self._fires[rule.id] = any_of(firing.when for firing in found)
        for index, conclusion in enumerate(rule.conclusions):
            for firing in found:
                match conclusion:
                    case Step(decision, _) if decision in self.concluding:
                        self.concluding[decision].append(Concluding(rule, index, firing.when, None))
                    case Bound(decision, _, amount, _, strict) if decision in self.concluding:
                        worked_out = _amount(symbol(amount, firing.scope))
                        self.concluding[decision].append(Concluding(rule, index, firing.when, worked_out, strict))
                    case Add(decision, points) if decision in self.concluding:
                        added = SymbolicAmount(_times(firing.times, points), True)
                        self.concluding[decision].append(Concluding(rule, index, firing.when, added))
                    case Assume(fact):
                        self.assumptions.setdefault(fact, []).append(Concluding(rule, index, firing.when, None))

    def _scopes(self, rule: Rule) -> Iterator[tuple[Formula, Any, Mapping[str, Symbol]]]:
        """For each kind of item a rule fires for, yield: when there is one, how many, and what the rule then reads."""
        if rule.for_each is None:
            yield True, 1, self.facts
            return
        listed = self.lists.get(self.base.vocabulary.scopes[rule.for_each].list_fact)
        if listed is None:
            return
        for kind, there in listed.there.items():
            yield there, listed.times[kind], {**self.facts, **{name: constant(value) for name, value in kind}}

    def _complete(self) -> None:
        """Fill in unknown facts from assumptions; of two assumptions the one that fires last wins."""
        stated = self.facts
        self.facts = dict(stated)  # the rules of this layer go on reading what the case states
        for fact, assumed in self.assumptions.items():
            for entry in assumed:
                conclusion = entry.rule.conclusions[entry.place]
                assert isinstance(conclusion, Assume)
                if fact in self.lists:
                    items = [*map(self.base.vocabulary.list_scopes[fact].values_in, conclusion.items)]
                    self.facts[fact] = self.lists[fact] = _listing(entry.when, items, self.lists[fact])
                elif conclusion.amount is not None:
                    value = symbol(conclusion.amount, stated)
                    self.facts[fact] = chosen(entry.when, value, self.facts.get(fact, _unknown(value)))

    def _resolved(self, scheme: DecisionScheme) -> Symbol:
        entries = self.concluding[scheme.name]
        if scheme.kind == "sum":
            return _sum(entries)
        return _scale(scheme, entries) if scheme.kind == "scale" else _limit(scheme, entries)

    def rank(self, decision: str, least: int) -> Formula:
        """Return that a scale is at this step or a more cautious one."""
        steps = tuple(self.schemes[decision].steps)
        value = self.facts[decision]
        assert isinstance(value, SymbolicChoice)
        return value.among(steps[least:])

    def allows(self, cap: str, amount: Symbol) -> Formula:
        """Return that no conclusion on a cap refuses an amount; an unknown amount is not refused."""
        wanted = _amount(amount)
        return all_of(
            implies(all_of((wanted.known, entry.when)), _within(wanted, entry))
            for entry in self.concluding.get(cap, ())
        )


def _within(amount: SymbolicAmount, entry: Concluding) -> Formula:
    assert entry.amount is not None
    return compared("<" if entry.strict else "<=", amount.value, entry.amount.value)


def _unknown(like: Symbol) -> Symbol:
    return SymbolicChoice({}) if isinstance(like, SymbolicChoice) else NOTHING


def _amount(value: Symbol) -> SymbolicAmount:
    assert isinstance(value, SymbolicAmount), "the parser lets only numbers through"
    return value


def _listing(when: Formula, items: Sequence[tuple[Any, ...]], stated: Listed) -> Listed:
    """Return a list that is as stated unless it is assumed; then it has these items, given by their fields."""
    counts: dict[ItemKind, int] = {kind: items.count(tuple(value for _, value in kind)) for kind in stated.times}
    no = negation(when)
    return Listed(
        any_of((stated.known, when)),
        {kind: either(when, counts[kind], times) for kind, times in stated.times.items()},
        {kind: any_of((all_of((when, counts[kind] > 0)), all_of((no, there)))) for kind, there in stated.there.items()},
    )


def _scale(scheme: DecisionScheme, entries: Iterable[Concluding]) -> SymbolicChoice:
    """Return the most cautious step that any rule asks for."""
    asked: dict[str, list[Formula]] = {step: [] for step in scheme.steps}
    for entry in entries:
        conclusion = entry.rule.conclusions[entry.place]
        assert isinstance(conclusion, Step)
        asked[conclusion.step].append(entry.when)
    found: dict[str, Formula] = {}
    above: list[Formula] = []
    for step in reversed(scheme.steps):
        here = any_of(asked[step])
        found[step] = all_of((here, *(negation(each) for each in above)))
        above.append(here)
    return SymbolicChoice({step: found[step] for step in scheme.steps})


def _sum(entries: Iterable[Concluding]) -> SymbolicAmount:
    """Return all that is added, known even if nothing is."""
    parts = [either(entry.when, entry.amount.value, 0) for entry in entries if entry.amount is not None]
    return SymbolicAmount(z3.Sum([number(part) for part in parts]) if parts else 0, True)


def _times(times: Any, points: int) -> Any:
    return times * points if isinstance(times, int) else number(times) * number(points)


def _limit(scheme: DecisionScheme, entries: Iterable[Concluding]) -> SymbolicAmount:
    """Return the tightest amount that any rule asks for, regardless of whether it is strict."""
    value: Any = 0
    known: Formula = False
    op = "<" if scheme.kind == "cap" else ">"
    for entry in entries:
        assert entry.amount is not None
        amount = entry.amount.value
        tighter = any_of((negation(known), compared(op, amount, value)))
        value = either(all_of((entry.when, tighter)), amount, value)
        known = any_of((known, entry.when))
    return SymbolicAmount(value, known)
