"""The plan as formulas: which rows are chosen, and what follows from choices and decisions.

It follows ``advice.choosing`` and ``advice.plan``: a row is open when no cap refuses it, when it fits and when nothing
excludes it. Of the first pool with open rows, the first, the last or the most preferred open row is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from functools import cache
from typing import Any

import z3

from springstep.engine.language.choices import Choice, Pool, Take
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Term
from springstep.engine.language.rules import Rule
from springstep.engine.language.substitute import substituted, substituted_term
from springstep.engine.language.tables import Row, Table
from springstep.engine.proof.case_symbols import defined
from springstep.engine.proof.conditions import symbol, truth
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.symbols import (
    Formula,
    Symbol,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    compared,
    either,
    implies,
    negation,
    number,
)

Part = tuple[str, int]
"""One conclusion: the rule's id and the conclusion's place in it."""

Rows = Mapping[str, Formula]
"""A formula for each row of a table, by id."""


class SymbolicPlan:
    """The plan of what is encoded."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.base = encoding.base
        tables = self.base.tables.values()
        self.excluded = {table.name: {row.id: self._out(row) for row in table.rows} for table in tables}
        """By table, then by row: that something rules the row out."""
        self.weights = {table.name: {row.id: self._weight(row) for row in table.rows} for table in tables}
        """By table, then by row: the weight of the preferences for it."""
        self.choices = {name: each for name, each in self.base.choices.items() if encoding.moment in each.moments}
        self.unbarred: dict[str, Formula] = {}
        """By choice: that everything it requires certainly holds."""
        self.sought: dict[str, Formula] = {}
        """By choice: that any rows are considered at all."""
        self.facts: dict[str, Symbol] = dict(encoding.facts)
        """Everything that a claim may speak of: facts, decisions, choices and what follows from them."""
        for name, choice in self.choices.items():
            self.facts[name] = self._chosen(choice)
        for definition in self.base.plan:
            if not definition.info.moments or encoding.moment in definition.info.moments:
                self.facts[definition.name] = defined(definition, self.facts)

    def without(self, part: Part) -> dict[str, SymbolicChoice]:
        """Return the choices from a table as they would be without one conclusion about its rows."""
        rule, place = part
        select = self.base.by_id[rule].conclusions[place]
        other = copy(self)
        other.facts, other.unbarred, other.sought = dict(self.facts), {}, {}
        meant = [row for row in self.base.tables[select.selects].rows if select.may_mean(row)]
        if select.kind == "exclude":
            out = {**self.excluded[select.selects], **{row.id: self._out(row, part) for row in meant}}
            other.excluded = {**self.excluded, select.selects: out}
        else:
            weights = {**self.weights[select.selects], **{row.id: self._weight(row, part) for row in meant}}
            other.weights = {**self.weights, select.selects: weights}
        choices = (choice for choice in self.choices.values() if choice.table.name == select.selects)
        return {choice.name: other._chosen(choice) for choice in choices}

    # Rows: what rules them out, what prefers them

    def _selects(self, row: Row, kind: str, without: Part | None) -> list[tuple[Rule, Conclusion]]:
        return [
            (rule, conclusion)
            for rule in self.encoding.rules
            for place, conclusion in enumerate(rule.conclusions)
            if conclusion.kind == kind and (rule.id, place) != without and conclusion.may_mean(row)
        ]

    def _meant(self, row: Row, select: Conclusion) -> Formula:
        if not select.id_from:
            return True
        named = self.encoding.facts[select.id_from]
        assert isinstance(named, SymbolicChoice)
        return named.among((row.id,))

    def _out(self, row: Row, without: Part | None = None) -> Formula:
        return any_of(
            all_of((self.encoding.fires(rule.id), self._meant(row, select)))
            for rule, select in self._selects(row, "exclude", without)
        )

    def _weight(self, row: Row, without: Part | None = None) -> Any:
        parts = [
            either(all_of((firing.when, self._meant(row, select))), number(firing.times) * number(select.weight), _ZERO)
            for rule, select in self._selects(row, "prefer", without)
            for firing in self.encoding.firings[rule.id]
        ]
        return z3.Sum(parts) if parts else _ZERO

    # Choices

    def _chosen(self, choice: Choice) -> SymbolicChoice:
        """Return which row is taken."""
        moment, table = self.encoding.moment, choice.table
        sure = self.unbarred[choice.name] = all_of(
            truth(each.when, self.facts).holds for each in choice.requires.get(moment, ())
        )
        within = self._within()
        opened = {row.id: self._open(choice, row, within) for row in table.rows}
        if not choice.pools:
            self.sought[choice.name] = True
            taken = self._taken(choice.take, table, opened)
            return SymbolicChoice({row: all_of((sure, holds)) for row, holds in taken.items()})
        pools = choice.pools.get(moment, ())
        self.sought[choice.name] = any_of(truth(pool.when, self.facts).holds for pool in pools)
        found: dict[str, list[Formula]] = {row.id: [] for row in table.rows}
        reached: list[Formula] = [sure]
        for pool in pools:
            holds, own = truth(pool.when, self.facts).holds, self._among(pool, table, opened)
            for row, here in self._taken(choice.take, table, own).items():
                found[row].append(all_of((*reached, holds, here)))
            reached.append(negation(all_of((holds, any_of(own.values())))))
        return SymbolicChoice({row: any_of(parts) for row, parts in found.items()})

    def _within(self) -> Callable[[str, Term], Formula]:
        """Return what tells when a cap allows an amount: many rows have the same, so each is worked out once."""
        return cache(lambda cap, amount: self.encoding.allows(cap, symbol(amount, self.facts)))

    def _open(self, choice: Choice, row: Row, within: Callable[[str, Term], Formula]) -> Formula:
        """Return that a row is within the caps, fits, and is not ruled out."""
        own = choice.table.values_of(row)
        parts = [within(each.cap, substituted_term(each.amount, own)) for each in choice.within]
        for fits in choice.fits:
            if self.encoding.moment in fits.moments:
                needs, room = (symbol(substituted_term(each, own), self.facts) for each in (fits.needs, fits.room))
                assert isinstance(needs, SymbolicAmount) and isinstance(room, SymbolicAmount), (
                    "the parser lets only numbers through"
                )
                enough = compared("<=", needs.value, room.value)
                parts.append(implies(all_of((needs.known, room.known)), enough))
        return all_of((*parts, negation(self.excluded[choice.table.name][row.id])))

    def _among(self, pool: Pool, table: Table, opened: Rows) -> Rows:
        return {
            row.id: all_of((truth(substituted(pool.among, table.values_of(row)), self.facts).holds, opened[row.id]))
            for row in table.rows
        }

    def _taken(self, take: Take, table: Table, opened: Rows) -> Rows:
        rows = [row for row, holds in opened.items() if holds is not False]
        if take == "preferred":
            weights = self.weights[table.name]
            taken = {row: self._best(place, rows, opened, weights) for place, row in enumerate(rows)}
        else:
            order = rows if take == "first" else rows[::-1]
            taken = {
                row: all_of((opened[row], *(negation(opened[ahead]) for ahead in order[:place])))
                for place, row in enumerate(order)
            }
        return {row: taken.get(row, False) for row in opened}

    def _best(self, place: int, rows: Sequence[str], opened: Rows, weights: Mapping[str, Any]) -> Formula:
        """Return that a row has the most weight of the open rows; of equals the first is the best."""
        mine = weights[rows[place]]
        better = [
            implies(opened[other], weights[other] < mine if before < place else weights[other] <= mine)
            for before, other in enumerate(rows)
            if before != place
        ]
        return all_of((opened[rows[place]], *better))


_ZERO = z3.IntVal(0)
