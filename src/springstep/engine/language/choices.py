"""Choices: a row of a table taken once the decisions are made; and verdicts: what it all comes to in a word."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.conditions import Condition, Term
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.tables import Row, Table

Take: TypeAlias = Literal["first", "last", "preferred"]
Urgency: TypeAlias = Literal["info", "warning", "critical"]


class Requirement(Frozen):
    """What must surely hold for anything to be chosen, and the decision behind it."""

    when: Condition
    by: str


class Pool(Frozen):
    """Rows that are candidates while a condition holds."""

    when: Condition
    among: Condition
    """Over a row; may also read facts."""
    by: str = ""
    """The decision that leads to the pool, where that, and no preference, is the reason."""
    others: tuple[tuple[Condition, str], ...] = ()
    """Why a row is not among them: the first whose condition holds."""


class Within(Frozen):
    """An amount of a row that a cap must allow."""

    cap: str
    amount: Term
    refused: str


class Fits(Frozen):
    """What a row needs, and what room there is; compared where both are known."""

    moments: tuple[str, ...]
    needs: Term
    room: Term
    by: tuple[str, ...]
    """The decisions behind what it needs."""
    refused: str


class Choice(Frozen):
    """One choice: which rows are open, which of them is taken, and how that is worded."""

    name: str
    title: str
    moments: tuple[str, ...]
    table: Table
    take: Take
    how: str
    value: str
    shown: str
    requires: Mapping[str, tuple[Requirement, ...]]
    pools: Mapping[str, tuple[Pool, ...]]
    within: tuple[Within, ...]
    fits: tuple[Fits, ...]
    otherwise: Condition | None
    """Over a row: whether it would be taken but for the limits of the day; a lesser one is explained beside it."""
    texts: Mapping[str, str]
    best_by: tuple[str, ...]
    because: str

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @cached_property
    def info(self) -> FactInfo:
        """Return the choice as later conditions read it: the id of the row, unknown where none is taken."""
        ids = tuple(row.id for row in self.table.rows)
        return FactInfo(self.name, "row", self.title.lower(), values=ids, table=self.table.name, moments=self.moments)

    def written(self, row: Row) -> str:
        """Write a row as the choice's value: ``3 x 8 s``."""
        return self.table.filled(self.value, row)

    def named(self, row: Row) -> str:
        """Name a row in a sentence."""
        return self.table.filled(self.shown or self.value, row)

    @cached_property
    def by_value(self) -> Mapping[str, Row]:
        """Index the rows by the values that the choice writes."""
        return {self.written(row): row for row in self.table.rows}


class OpenWords(Frozen):
    """What a headline says when decisions rest on unknown facts."""

    of: tuple[str, ...]
    """The decisions that must all rest on it."""
    also: tuple[str, ...]
    """Decisions whose open facts are named as well."""
    instead: str
    add: str


class Verdict(Frozen):
    """One verdict: when it is given, its headline, and what bears on what is then done."""

    name: str
    when: Condition
    say: str
    open: OpenWords | None
    bears: tuple[str, ...]
    standing: str = ""
    """What it is called while others are still possible."""
    code: str = ""
    """What tells it from the others of its moment; its name, where that does."""
    urgency: Urgency = "info"
    suggest: Mapping[str, str] = field(default_factory=dict)
    """The ways to go on, by code, the recommended one first."""


def plan_names(choices: Mapping[str, Choice], plan: Iterable[Definition]) -> dict[str, FactInfo]:
    """Return what conditions may read of a plan, besides facts and decisions: choices and what follows from them."""
    chosen = {name: choice.info for name, choice in choices.items()}
    return {**chosen, **{definition.name: definition.info for definition in plan}}
