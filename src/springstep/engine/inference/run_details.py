"""What follows from the trace of a run: every firing with what it matched, and which conclusions carried.

A trace is small and costs little; all of this is worked out when somebody asks, only as far as it is asked for, and
only once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from springstep.engine.compiled.program import Firing, Program, RunTrace
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.conflict_resolution import Concluded, Resolution, resolve
from springstep.engine.inference.firings import Fired, FiringReader, exact_facts, item_of
from springstep.engine.inference.on_demand import OnDemand
from springstep.engine.language.rules import LAYERS
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of


class RunDetails:
    """Firings, settlements and completed facts of one run, each derived from its trace at first use.

    ``told`` returns the facts that it started from.
    """

    def __init__(
        self, base: RuleBase, program: Program, told: Callable[[], Mapping[str, FactValue]], trace: RunTrace
    ) -> None:
        self._base = base
        self._program = program
        self._told = told
        self._readings = _readings(base, program)
        self._concluded: dict[Firing, tuple[Concluded, ...]] = {}
        self.trace = trace

    @cached_property
    def _exact(self) -> Mapping[str, FactValue]:
        return exact_facts(self._told())

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact, told or assumed."""
        return self.trace.facts

    @cached_property
    def facts(self) -> Mapping[str, FactValue]:
        """Return the facts of the case, and those assumed for the rest."""
        found = dict(self._exact)
        for place, index in self.trace.firings:
            rule = self._program.rules[place]
            if rule.layer != LAYERS[0]:
                break
            for number, conclusion in enumerate(rule.conclusions):
                fact = conclusion.assumes
                if fact and (place, index, number) not in self.trace.lost:
                    found[fact] = FactValue(self.trace.facts[fact], "assumed", rule.id)
        return found

    @cached_property
    def fired(self) -> tuple[Fired, ...]:
        """Return every firing in order."""
        base, rules = self._base, self._program.rules
        decided = {
            name: FactValue(value, "decided") for name, (value, _) in self.trace.decisions.items() if value is not None
        }
        known = {**self.facts, **decided}
        items: dict[tuple[str, int], tuple[Mapping[str, FactValue], FactValue]] = {}
        found = []
        for firing in self.trace.firings:
            place, index = firing
            reading, scope, concluded = self._readings.each[place], rules[place].for_each, self._conclusions(firing)
            if rules[place].layer == LAYERS[0]:
                found.append(reading.fired(self._exact, None, concluded))
            elif scope is None:
                found.append(reading.fired(known, None, concluded))
            else:
                if (scope, index) not in items:
                    whole = self.facts[base.vocabulary.lists[scope]]
                    item, fields = item_of(scope, whole.value[index], whole)
                    items[scope, index] = ({**known, **fields}, item)
                found.append(reading.fired(*items[scope, index], concluded))
        return tuple(found)

    @cached_property
    def resolved(self) -> Mapping[str, Resolution]:
        """Return every decision with the conclusions that carried it."""
        return Resolutions(self._resolve, self.trace.decisions)

    def selected(self, table: str) -> tuple[Concluded, ...]:
        """Return what was concluded on the rows of a table, in order."""
        places = self._readings.selecting.get(table, frozenset())
        return tuple(
            entry
            for firing in self.trace.firings
            if firing[0] in places
            for entry in self._conclusions(firing)
            if entry.conclusion.selects == table
        )

    def _resolve(self, decision: str) -> Resolution:
        places = self._readings.deciding.get(decision, frozenset())
        entries = (
            entry
            for firing in self.trace.firings
            if firing[0] in places
            for entry in self._conclusions(firing)
            if entry.conclusion.decides == decision
        )
        return resolve(self._base.decisions[decision], entries)

    def _conclusions(self, firing: Firing) -> tuple[Concluded, ...]:
        """Return what a firing concluded, always the same objects, as conclusions are told apart by identity."""
        found = self._concluded.get(firing)
        if found is None:
            made = self._readings.each[firing[0]].concluded(self._values_at(*firing))
            found = self._concluded.setdefault(firing, made)
        return found

    @cached_property
    def _known(self) -> Mapping[str, Any]:
        decided = {name: value for name, (value, _) in self.trace.decisions.items() if value is not None}
        return {**self.trace.facts, **decided}

    @cached_property
    def _told_values(self) -> Mapping[str, Any]:
        return {name: fact.value for name, fact in self._exact.items()}

    def _values_at(self, place: int, index: int) -> Mapping[str, Any]:
        """Return what a rule reads, with the fields of the item that it fires for."""
        rule = self._program.rules[place]
        if rule.layer == LAYERS[0]:
            return self._told_values
        if rule.for_each is None:
            return self._known
        element = self.trace.facts[self._base.vocabulary.lists[rule.for_each]][index]
        return {**self._known, **{f"{rule.for_each}.{name}": value for name, value in element.items()}}


class Resolutions(Mapping[str, Resolution]):
    """How each decision came out, worked out when it is looked at."""

    def __init__(self, resolve: Callable[[str], Resolution], names: Mapping[str, Any]) -> None:
        self._resolve = resolve
        self._names = names
        self._found: dict[str, Resolution] = {}

    def __getitem__(self, name: str) -> Resolution:
        """Return how a decision came out."""
        found = self._found.get(name)
        if found is None:
            if name not in self._names:
                raise KeyError(name)
            found = self._found.setdefault(name, self._resolve(name))
        return found

    def __contains__(self, name: object) -> bool:
        """Tell whether it is a decision of the moment."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Go through the decisions in the order in which they were settled."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many decisions there are."""
        return len(self._names)


class _Readings(NamedTuple):
    """How each rule of a program is read, and which rules bear on what, by their places."""

    each: OnDemand[FiringReader]
    deciding: Mapping[str, frozenset[int]]
    selecting: Mapping[str, frozenset[int]]


def _readings(base: RuleBase, program: Program) -> _Readings:
    """Return how the rules of a program are read, worked out once for a rule base."""
    found: _Readings | None = cache_of(base).get(program)
    if found is None:
        by_id = base.by_id
        deciding: dict[str, set[int]] = {}
        selecting: dict[str, set[int]] = {}
        for place, rule in enumerate(program.rules):
            for conclusion in rule.conclusions:
                if conclusion.decides:
                    deciding.setdefault(conclusion.decides, set()).add(place)
                elif conclusion.selects:
                    selecting.setdefault(conclusion.selects, set()).add(place)
        found = cache_of(base)[program] = _Readings(
            OnDemand(lambda place: FiringReader(program.rules[place], by_id)),
            {name: frozenset(places) for name, places in deciding.items()},
            {name: frozenset(places) for name, places in selecting.items()},
        )
    return found
