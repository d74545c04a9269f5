"""What follows from the trace of a run: every firing with what it matched, and which conclusions carried.

A trace is small and costs little; all of this is worked out when somebody asks, and only once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from springstep.engine.compiled.program import Program, Trace
from springstep.engine.compiled.scopes import scopes_of
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.firings import Fired, Reading, exact_facts, item_of
from springstep.engine.inference.joins import Concluded, Settlement, settle
from springstep.engine.language.rules import LAYERS, Assume, Bound, Step
from springstep.engine.rulebase.base import RuleBase


class Derived:
    """Firings, settlements and completed facts of one run, each derived from its trace at first use.

    ``told`` are the facts that it started from.
    """

    def __init__(self, base: RuleBase, program: Program, told: Mapping[str, FactValue], trace: Trace) -> None:
        self._base = base
        self._program = program
        self._told = told
        self.trace = trace

    @cached_property
    def _exact(self) -> Mapping[str, FactValue]:
        return exact_facts(self._told)

    @cached_property
    def facts(self) -> Mapping[str, FactValue]:
        """Return the facts of the case, and those assumed for the rest."""
        found = dict(self._exact)
        for place, index in self.trace.firings:
            rule = self._program.rules[place]
            if rule.layer != LAYERS[0]:
                break
            for number, conclusion in enumerate(rule.conclusions):
                if isinstance(conclusion, Assume) and (place, index, number) not in self.trace.lost:
                    found[conclusion.fact] = FactValue(self.trace.facts[conclusion.fact], "assumed", rule.id)
        return found

    @cached_property
    def fired(self) -> tuple[Fired, ...]:
        """Return every firing in order."""
        base, readings, rules = self._base, _readings(self._base, self._program), self._program.rules
        decided = {
            name: FactValue(value, "decided") for name, (value, _) in self.trace.decisions.items() if value is not None
        }
        known = {**self.facts, **decided}
        values = {name: fact.value for name, fact in known.items()}
        told_values = {name: fact.value for name, fact in self._exact.items()}
        items: dict[tuple[str, int], tuple[Mapping[str, FactValue], Mapping[str, Any], FactValue]] = {}
        found = []
        for place, index in self.trace.firings:
            reading, scope = readings[place], rules[place].for_each
            if rules[place].layer == LAYERS[0]:
                found.append(reading.fired(self._exact, told_values, None))
            elif scope is None:
                found.append(reading.fired(known, values, None))
            else:
                if (scope, index) not in items:
                    whole = self.facts[scopes_of(base)[scope]]
                    item, fields = item_of(scope, whole.value[index], whole)
                    own = {name: fact.value for name, fact in fields.items()}
                    items[scope, index] = ({**known, **fields}, {**values, **own}, item)
                found.append(reading.fired(*items[scope, index]))
        return tuple(found)

    @cached_property
    def settled(self) -> Mapping[str, Settlement]:
        """Return every decision with the conclusions that carried it."""
        on: dict[str, list[Concluded]] = {name: [] for name in self.trace.decisions}
        for fired in self.fired:
            for entry in fired.concluded:
                if isinstance(entry.conclusion, (Step, Bound)) and entry.conclusion.decision in on:
                    on[entry.conclusion.decision].append(entry)
        return {name: settle(self._base.decisions[name], entries) for name, entries in on.items()}


def _readings(base: RuleBase, program: Program) -> tuple[Reading, ...]:
    """Return how each rule of a program is read, worked out once for a rule base."""
    found: Any = base.compiled.get(program)
    if found is None:
        found = base.compiled[program] = tuple(Reading(rule, base.by_id) for rule in program.rules)
    readings: tuple[Reading, ...] = found
    return readings
