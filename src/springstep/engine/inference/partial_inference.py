"""Partial inference: what the rules may still conclude while some facts are open.

The same layers as the full inference, over regions instead of values. A rule *will* fire when its condition can only
hold, *may* fire when it can hold, and is out otherwise. Caution only adds up, so what will fire bounds every decision
from below and what may fire bounds it from above; when both meet, the decision is settled however the open facts are
answered. With every fact told the bounds meet everywhere, and are what the full inference decides.

One answer changes little, so a partial inference goes on from another one: only what reads something that changed is
looked at anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache
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
from springstep.engine.language.rules import LAYERS
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase

_NONE = PartialFirings(())


class Partial(Frozen):
    """The outcome of a partial inference."""

    moment: str
    abstract_values: Mapping[str, AbstractValue]
    """Facts (told, derived, assumed) and decisions."""
    limits: Mapping[str, Limit]
    known: FactsKnown
    """The facts on which it rests."""
    watched: tuple[PartialFirings, ...]
    """What each rule of the moment that decides something may do."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def partial_firings(self) -> tuple[PartialFiring, ...]:
        """Return every rule of the moment that can still fire and decides something."""
        return flattened(self.watched)


class _Deciding(NamedTuple):
    """A decision with the places of the rules that bear on it."""

    name: str
    bit: int
    places: tuple[int, ...]
    bounded: Memo[DecisionBounds]


class _Layer(NamedTuple):
    """The rules of one layer, each with its place among all and the bits of what it reads and what it decides."""

    rules: tuple[tuple[int, int, int, PartialRule], ...]
    decisions: tuple[_Deciding, ...]


@lru_cache(maxsize=12)
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
        watched = [
            PartialRule(rule, base, absent)
            for layer in LAYERS[1:]
            for rule in base.rules
            if rule.layer == layer and moment in rule.moments and not rule.only_says
        ]
        bits = count(1)
        self._bits: dict[str, int] = {}
        for name in (MOMENT, *base.vocabulary.facts, *base.facts, *base.decisions):
            self._bits.setdefault(name, 1 << next(bits))
        self.rules = tuple(each.rule for each in watched)
        schemes = [scheme for scheme in base.decisions.values() if moment in scheme.moments]
        self._layers = tuple(
            _Layer(
                tuple(
                    (
                        place,
                        1 | sum({self._bits[name] for name in each.look.reads}),
                        sum({self._bits[name] for _, name in each.decides}),
                        each,
                    )
                    for place, each in enumerate(watched)
                    if each.rule.layer == layer
                ),
                tuple(
                    _deciding(scheme, self._bits[scheme.name], watched) for scheme in schemes if scheme.settles == layer
                ),
            )
            for layer in LAYERS[1:]
        )
        self._blank = Partial(moment, {}, {}, self._facts.nothing, (_NONE,) * len(watched))

    @property
    def open(self) -> Mapping[str, AbstractValue]:
        """Return what each fact may be that is not told."""
        return self._facts.open

    def infer(self, answers: Answers) -> Partial:
        """Run the rules over what was answered; every other fact asked at this moment is open."""
        return self._run(self._blank, answers, -1)

    def after(self, before: Partial, more: Answers) -> Partial:
        """Go on from a partial inference with more answers, or other ones."""
        return self._run(before, more, 0)

    def _run(self, before: Partial, more: Answers, changed: int) -> Partial:
        """Look anew at what reads a name whose bit is among the changed ones."""
        known = self._facts.after(before.known, more)
        moved = changed
        changed |= sum(self._bits[name] for name in known.moved)
        abstract_values = {**before.abstract_values, **{name: known.abstract_values[name] for name in known.moved}}
        limits = dict(before.limits)
        watched = list(before.watched)
        moved |= sum(self._bits[name] for name in more if name in self.base.decisions)
        for rules, decisions in self._layers:
            for place, reads, on, rule in rules:
                if changed & reads:
                    found = (
                        rule.look(abstract_values, known.listed.get(rule.list, ()))
                        if rule.list
                        else rule.look(abstract_values)
                    )
                    if found.alike is not watched[place].alike:
                        moved |= on
                    watched[place] = found
            for name, bit, places, bound in decisions:
                if moved & bit:
                    abstract_value, limit = bound({}, *[watched[place].alike for place in places])
                    if name in known.answers:
                        abstract_value = _within(abstract_value, known.answers[name])
                    if abstract_value != abstract_values.get(name):
                        abstract_values[name] = abstract_value
                        changed |= bit
                    if limit is not None:
                        limits[name] = limit
        return Partial(self.moment, abstract_values, limits, known, tuple(watched))


def _deciding(scheme: DecisionScheme, bit: int, watched: list[PartialRule]) -> _Deciding:
    """Return how a decision follows from the outlooks of the rules that bear on it."""
    bearing = [(place, each) for place, each in enumerate(watched) if scheme.name in each.rule.decides]
    indexes = [[index for index, name in each.decides if name == scheme.name] for _, each in bearing]

    def bound(_: AbstractValues, *found: PartialFirings) -> DecisionBounds:
        concluding = [
            (partial_firing, index)
            for each, own in zip(found, indexes, strict=True)
            for partial_firing in each.each
            for index in own
        ]
        return bounded(scheme, concluding)

    return _Deciding(scheme.name, bit, tuple(place for place, _ in bearing), Memo((), bound))


def _within(abstract_value: AbstractValue, case: AbstractValue) -> AbstractValue:
    """Return what is left of a decision in a case that a proof looks at on its own."""
    words = (abstract_value.words or frozenset()) & (case.words or frozenset())
    return AbstractValue(words or case.words)
