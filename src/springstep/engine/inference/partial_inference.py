"""Partial inference: what the rules may still conclude while some facts are open.

Partial evaluation of the same layers as in full inference, over abstract values. A rule *will* fire when its condition
can only hold, *may* fire when it can hold, and is out otherwise. Caution only adds up, so rules that will fire bound a
decision from below, and those that may fire from above. Where both bounds meet, the decision is the same however the
open facts are answered. With every fact answered they meet everywhere, at what full inference decides.

One answer changes little, so a partial inference continues from an earlier one: only rules that read something that
changed are evaluated again.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import count
from typing import NamedTuple

from springstep.engine.frozen import Frozen
from springstep.engine.inference.absence import absences
from springstep.engine.inference.decision_bounds import DecisionBounds, Limit, bounded
from springstep.engine.inference.memo import Memo
from springstep.engine.inference.open_facts import Answers, FactsKnown, OpenFacts
from springstep.engine.inference.partial_firings import PartialFiring, PartialFirings, PartialRule, flattened
from springstep.engine.language.abstract_values import AbstractValue, AbstractValues
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import LAYERS
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_NONE = PartialFirings(())


class Partial(Frozen):
    """The outcome of a partial inference."""

    moment: str
    abstract_values: Mapping[str, AbstractValue]
    """Facts (given, derived, assumed) and decisions."""
    limits: Mapping[str, Limit]
    known: FactsKnown
    """The facts that it rests on."""
    by_rule: tuple[PartialFirings, ...]
    """What each rule of the moment that decides something may do."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def partial_firings(self) -> tuple[PartialFiring, ...]:
        """Return every rule of the moment that can still fire and decides something."""
        return flattened(self.by_rule)


class _Deciding(NamedTuple):
    """A decision with the places of the rules on it."""

    name: str
    bit: int
    places: tuple[int, ...]
    bounded: Memo[DecisionBounds]


class _Layer(NamedTuple):
    """The rules of one layer, each with its place among all and the bits of what it reads and what it decides."""

    rules: tuple[tuple[int, int, int, PartialRule], ...]
    decisions: tuple[_Deciding, ...]


@memoized
def partial_engine(base: RuleBase, moment: str) -> PartialEngine:
    """Return the compiled rules of one moment, compiled once."""
    return PartialEngine(base, moment)


class PartialEngine:
    """The rules of one moment, compiled for partial inference."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self.base = base
        self.moment = moment
        self._facts = OpenFacts(base, moment)
        absent = tuple(absences(base, self._facts))
        partial_rules = [
            PartialRule(rule, base, absent)
            for layer in LAYERS[1:]
            for rule in base.rules
            if rule.layer == layer and moment in rule.moments and not rule.only_says
        ]
        bits = count(1)
        self._bits: dict[str, int] = {}
        for name in (MOMENT, *base.vocabulary.facts, *base.facts, *base.decisions):
            self._bits.setdefault(name, 1 << next(bits))
        self.rules = tuple(each.rule for each in partial_rules)
        schemes = [scheme for scheme in base.decisions.values() if moment in scheme.moments]
        self._layers = tuple(
            _Layer(
                tuple(
                    (
                        place,
                        1 | sum({self._bits[name] for name in each.evaluate.reads}),
                        sum({self._bits[name] for _, name in each.decides}),
                        each,
                    )
                    for place, each in enumerate(partial_rules)
                    if each.rule.layer == layer
                ),
                tuple(
                    _deciding(scheme, self._bits[scheme.name], partial_rules)
                    for scheme in schemes
                    if scheme.settles == layer
                ),
            )
            for layer in LAYERS[1:]
        )
        self._blank = Partial(moment, {}, {}, self._facts.nothing, (_NONE,) * len(partial_rules))

    @property
    def open(self) -> Mapping[str, AbstractValue]:
        """Return the abstract value of each fact while it is open."""
        return self._facts.open

    def infer(self, answers: Answers) -> Partial:
        """Run the rules over the answers; every other fact asked at this moment is open."""
        return self._run(self._blank, answers, -1)

    def after(self, before: Partial, more: Answers) -> Partial:
        """Continue from a partial inference with more answers, or changed ones."""
        return self._run(before, more, 0)

    def _run(self, before: Partial, more: Answers, changed: int) -> Partial:
        """Evaluate again what reads a name whose bit is among those changed."""
        known = self._facts.after(before.known, more)
        moved = changed
        changed |= sum(self._bits[name] for name in known.moved)
        abstract_values = {**before.abstract_values, **{name: known.abstract_values[name] for name in known.moved}}
        limits = dict(before.limits)
        by_rule = list(before.by_rule)
        moved |= sum(self._bits[name] for name in more if name in self.base.decisions)
        for rules, decisions in self._layers:
            for place, reads, on, rule in rules:
                if changed & reads:
                    found = rule.evaluate(abstract_values)
                    if found.alike is not by_rule[place].alike:
                        moved |= on
                    by_rule[place] = found
            for name, bit, places, bound in decisions:
                if moved & bit:
                    abstract_value, limit = bound({}, *[by_rule[place].alike for place in places])
                    if name in known.answers:
                        abstract_value = _within(abstract_value, known.answers[name])
                    if abstract_value != abstract_values.get(name):
                        abstract_values[name] = abstract_value
                        changed |= bit
                    if limit is not None:
                        limits[name] = limit
        return Partial(self.moment, abstract_values, limits, known, tuple(by_rule))


def _deciding(scheme: DecisionScheme, bit: int, partial_rules: list[PartialRule]) -> _Deciding:
    """Return how a decision follows from the partial firings of the rules on it."""
    on_it = [(place, each) for place, each in enumerate(partial_rules) if scheme.name in each.rule.decides]
    indexes = [[index for index, name in each.decides if name == scheme.name] for _, each in on_it]

    def bound(_: AbstractValues, *found: PartialFirings) -> DecisionBounds:
        concluding = [
            (partial_firing, index)
            for each, own in zip(found, indexes, strict=True)
            for partial_firing in each.each
            for index in own
        ]
        return bounded(scheme, concluding)

    return _Deciding(scheme.name, bit, tuple(place for place, _ in on_it), Memo((), bound))


def _within(abstract_value: AbstractValue, case: AbstractValue) -> AbstractValue:
    """Return what is left of a decision in one case of a proof."""
    words = (abstract_value.words or frozenset()) & (case.words or frozenset())
    return AbstractValue(words or case.words)
