"""Which decision decides each row, and which rules carried it: of a step or bound by arrays, of a choice by example.

Why a row of a table was passed over for another is worked out by the engine for single cases, once for all rows of
which it is the same: the same refusals, pool, preferences and carrying rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from springstep.engine.columns.arrays import Flags
from springstep.engine.columns.program import ColumnProgram, Decided
from springstep.engine.columns.provenance import RestingOn
from springstep.engine.columns.truth import Conditions
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.session.short_page import reasons_declared

RulesOf: TypeAlias = Callable[[int, str], "tuple[str, ...]"]
"""Returns the rules that carried a choice of one row, by its place."""
_MOST_KNOWN = 50_000


class Deciding(NamedTuple):
    """What decides each row, and by which rules: for each rule, in their own order, the rows."""

    names: npt.NDArray[np.object_]
    """The decision or choice; ``None`` where the row is doubted."""
    rules: Flags
    """Where a rule carried it."""
    assumed: Flags
    """Where a rule that carried it rests on an answer left out."""


class DecidingRules:
    """The reasons of one rule base and moment."""

    def __init__(self, base: RuleBase, moment: str, program: ColumnProgram) -> None:
        names = {**base.facts, **base.plan_names}
        conditions: Conditions = program.conditions
        self._program = program
        self._base = base
        self._place = {rule.id: place for place, rule in enumerate(base.rules)}
        self._known: dict[tuple[Any, ...], tuple[str, ...]] = {}
        """The rules behind choices that were asked for before, by all that tells them apart."""
        self._declared = [
            (decision, conditions.true(parse_condition(when, names)))
            for decision, when in reasons_declared(base, moment)
        ]

    def of(self, decided: Decided, rules_of: RulesOf) -> Deciding:
        """Return what decides each row, and why; a row of which that is too close to tell is doubted from then on."""
        size = decided.frame.size
        names = np.full(size, None, dtype=object)
        rules = np.zeros((len(self._base.rules), size), dtype=bool)
        open_ = ~decided.doubted
        for decision, holds in self._declared:
            here = open_ & holds(decided.frame)
            if not here.any():
                continue
            names[here] = decision
            open_ &= ~here
            if decision in decided.chosen:
                self._of_choice(decision, np.flatnonzero(here), decided, rules, rules_of)
                continue
            for place, carried in decided.carried(decision):
                rules[self._place[self._program.rules[place].id]] |= here & carried
        assumed = np.zeros_like(rules)
        resting = RestingOn(self._base, self._program, decided)
        for row in np.flatnonzero(rules.any(axis=1)):
            assumed[row] = rules[row] & resting.rule(self._base.rules[row].id)
        decided.frame.doubt(resting.doubted)
        return Deciding(names, rules, assumed)

    def _of_choice(self, name: str, rows: Any, decided: Decided, rules: Flags, rules_of: RulesOf) -> None:
        """Find the rules behind a choice once for each set of rows that nothing about it tells apart."""
        found = {label: flags[rows] for label, flags in self._tells_apart(name, decided)}
        labels = [label for label, flags in found.items() if flags.any()]
        packed = np.packbits(np.array([found[label] for label in labels] or [np.zeros(len(rows), bool)]).T, axis=1)
        taken = decided.chosen[name].places[rows]
        told = np.hstack([packed, taken[:, None].view(np.uint8)])
        _, firsts, group = np.unique(told, axis=0, return_index=True, return_inverse=True)
        for number, first in enumerate(firsts):
            key = (name, int(taken[first]), *(label for label in labels if found[label][first]))
            behind = self._known.get(key)
            if behind is None:
                behind = rules_of(int(rows[first]), name)
                if len(self._known) >= _MOST_KNOWN:
                    self._known.clear()
                self._known[key] = behind
            same = rows[group == number]
            for rule in behind:
                rules[self._place[rule], same] = True

    def _tells_apart(self, name: str, decided: Decided) -> Iterator[tuple[str, Flags]]:
        """Yield all that may tell apart why a row was taken, and where it is so."""
        choice = self._program.choices[name]
        yield "barred", decided.chosen[name].barred
        for place, refused in enumerate(decided.chosen[name].refusals):
            yield from ((f"row {place} {by}", flags) for by, flags in refused.items())
        yield from choice.candidates(decided.frame)
        for decision in decided.settled:
            for number, (place, carried) in enumerate(decided.carried(decision)):
                yield f"{decision} {place} {number}", carried
