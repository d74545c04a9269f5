"""What follows from the trace of a run: every firing with what it matched, and which conclusions carried.

A trace is small and costs little; all of this is worked out on demand, only as far as it is needed, and only once.
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
    """Firings, resolutions and completed facts of one run, each derived from its trace at first use.

    ``given`` returns the facts that it started from.
    """

    def __init__(
        self, base: RuleBase, program: Program, given: Callable[[], Mapping[str, FactValue]], trace: RunTrace
    ) -> None:
        self._base = base
        self._program = program
        self._given = given
        self._readers = _readers(base, program)
        self._concluded: dict[Firing, tuple[Concluded, ...]] = {}
        self.trace = trace

    @cached_property
    def given(self) -> Mapping[str, FactValue]:
        """Return the facts of the case alone."""
        return exact_facts(self._given())

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact, given or assumed."""
        return self.trace.facts

    @cached_property
    def facts(self) -> Mapping[str, FactValue]:
        """Return the facts of the case, and those assumed for the rest."""
        found = dict(self.given)
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
            reader, scope, concluded = self._readers.each[place], rules[place].for_each, self._conclusions(firing)
            if rules[place].layer == LAYERS[0]:
                found.append(reader.fired(self.given, None, concluded))
            elif scope is None:
                found.append(reader.fired(known, None, concluded))
            else:
                if (scope, index) not in items:
                    found_in = base.vocabulary.scopes[scope]
                    whole = self.facts[found_in.list_fact]
                    item, fields = item_of(found_in, whole.value[index], whole)
                    items[scope, index] = ({**known, **fields}, item)
                found.append(reader.fired(*items[scope, index], concluded))
        return tuple(found)

    @cached_property
    def resolved(self) -> Mapping[str, Resolution]:
        """Return every decision with the conclusions that carried it."""
        return Resolutions(self._resolve, self.trace.decisions)

    def selected(self, table: str) -> tuple[Concluded, ...]:
        """Return what was concluded on the rows of a table, in order."""
        places = self._readers.selecting.get(table, frozenset())
        return tuple(
            entry
            for firing in self.trace.firings
            if firing[0] in places
            for entry in self._conclusions(firing)
            if entry.conclusion.selects == table
        )

    def _resolve(self, decision: str) -> Resolution:
        places = self._readers.deciding.get(decision, frozenset())
        entries = (
            entry
            for firing in self.trace.firings
            if firing[0] in places
            for entry in self._conclusions(firing)
            if entry.conclusion.decides == decision
        )
        return resolve(self._base.decisions[decision], entries)

    def _conclusions(self, firing: Firing) -> tuple[Concluded, ...]:
        """Return what a firing concluded, always the same objects, as conclusions are compared by identity."""
        found = self._concluded.get(firing)
        if found is None:
            worked_out = self._readers.each[firing[0]].concluded(self._values_at(*firing))
            found = self._concluded.setdefault(firing, worked_out)
        return found

    @cached_property
    def _known(self) -> Mapping[str, Any]:
        decided = {name: value for name, (value, _) in self.trace.decisions.items() if value is not None}
        return {**self.trace.facts, **decided}

    @cached_property
    def _given_values(self) -> Mapping[str, Any]:
        return {name: fact.value for name, fact in self.given.items()}

    def _values_at(self, place: int, index: int) -> Mapping[str, Any]:
        """Return what a rule reads, with the fields of the item that it fires for."""
        rule = self._program.rules[place]
        if rule.layer == LAYERS[0]:
            return self._given_values
        if rule.for_each is None:
            return self._known
        scope = self._base.vocabulary.scopes[rule.for_each]
        return {**self._known, **scope.element_facts(self.trace.facts[scope.list_fact][index])}


class Resolutions(Mapping[str, Resolution]):
    """How each decision came out, resolved when it is first read."""

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
        """Go through the decisions in the order in which they were resolved."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many decisions there are."""
        return len(self._names)


class _Readers(NamedTuple):
    """The readers of a program's rules, and by their places the rules on each decision and table."""

    each: OnDemand[FiringReader]
    deciding: Mapping[str, frozenset[int]]
    selecting: Mapping[str, frozenset[int]]


def _readers(base: RuleBase, program: Program) -> _Readers:
    """Return the readers of a program's rules, made once for a rule base."""
    found: _Readers | None = cache_of(base).get(program)
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
        found = cache_of(base)[program] = _Readers(
            OnDemand(lambda place: FiringReader(program.rules[place], by_id)),
            {name: frozenset(places) for name, places in deciding.items()},
            {name: frozenset(places) for name, places in selecting.items()},
        )
    return found
