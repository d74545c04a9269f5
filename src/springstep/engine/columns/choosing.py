"""Which row of a table is taken for each of many cases, by what the rules concluded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from springstep.engine.columns.arrays import Flags, Lexicon, NumberColumn, WordColumn
from springstep.engine.columns.frame import Frame, Test
from springstep.engine.columns.layers import ColumnRun
from springstep.engine.columns.truth import Amount, Conditions, numbers_compared
from springstep.engine.language.choices import Choice
from springstep.engine.language.conditions import Comparison, Term
from springstep.engine.language.substitute import substituted, substituted_term

NO_ROW = -1
_ABOVE_AND_AT: tuple[Comparison, Comparison] = (">", "==")


class RowsTaken(NamedTuple):
    """What one choice came to."""

    made: Flags
    """Where there was something to choose."""
    places: npt.NDArray[np.int16]
    """Which row is taken; -1 for none."""
    barred: Flags
    words: WordColumn
    """The row as conditions read it."""
    refusals: tuple[Mapping[str, Flags], ...]
    """For each row of the table, where each thing that refuses it does: a limit, or a rule."""


class ChoiceOver:
    """One choice of one moment, over many cases."""

    def __init__(self, choice: Choice, moment: str, conditions: Conditions, lexicon: Lexicon) -> None:
        self.choice = choice
        rows = choice.table.rows
        own = [choice.table.values_of(row) for row in rows]
        self._ids = lexicon.codes([*(row.id for row in rows), None])
        self._requires = [conditions.true(each.when) for each in choice.requires.get(moment, ())]
        self._pools: list[tuple[Test, list[Test]]] = [
            (conditions.true(pool.when), [conditions.true(substituted(pool.among, cells)) for cells in own])
            for pool in choice.pools.get(moment, ())
        ]
        self._otherwise: list[Test] = (
            [] if choice.otherwise is None else [conditions.true(substituted(choice.otherwise, cells)) for cells in own]
        )
        amounts = [(within.cap, [substituted_term(within.amount, cells) for cells in own]) for within in choice.within]
        self._amounts: list[tuple[str, list[tuple[Term, Amount]]]] = [
            (cap, [(term, conditions.number(term)) for term in terms]) for cap, terms in amounts
        ]
        self._fits: list[list[tuple[Amount, Amount]]] = [
            [
                (
                    conditions.number(substituted_term(fits.needs, cells)),
                    conditions.number(substituted_term(fits.room, cells)),
                )
                for cells in own
            ]
            for fits in choice.fits
            if moment in fits.moments
        ]

    def take(self, frame: Frame, run: ColumnRun) -> RowsTaken:
        """Take a row for each case."""
        size, rows = frame.size, self.choice.table.rows
        barred = np.zeros(size, dtype=bool)
        for holds in self._requires:
            barred |= ~holds(frame)
        above: dict[tuple[str, Term], Flags] = {}
        refusals = tuple(dict(self._refusals(place, frame, run, above)) for place in range(len(rows)))
        open_rows = [~_any_of(flags.values(), size) for flags in refusals]
        weights = self._weights(frame, run)
        places = np.full(size, NO_ROW, dtype=np.int16)
        if not self.choice.pools:
            made = np.ones(size, dtype=bool)
            self._best(places, open_rows, weights, made)
        else:
            made = np.zeros(size, dtype=bool)
            for holds, among in self._pools:
                considered = holds(frame) & (places == NO_ROW)
                made |= considered
                if considered.any():
                    pool = [open_ & test(frame) for open_, test in zip(open_rows, among, strict=True)]
                    self._best(places, pool, weights, considered)
        places[barred] = NO_ROW
        return RowsTaken(made, places, barred, WordColumn(self._ids[places]), refusals)

    def _best(self, places: npt.NDArray[np.int16], rows: Sequence[Flags], weights: Sequence[Any], cases: Flags) -> None:
        """Set the best of some rows for the cases that are considered."""
        order: list[int] = list(range(len(rows)))
        if self.choice.take != "preferred":
            for place in order if self.choice.take == "last" else order[::-1]:
                np.copyto(places, place, where=rows[place] & cases)
            return
        best = np.full(len(places), np.iinfo(np.int64).min)
        for place in order:
            better = rows[place] & cases & (weights[place] > best)
            np.copyto(best, weights[place], where=better)
            np.copyto(places, place, where=better)

    def candidates(self, frame: Frame) -> Iterator[tuple[str, Flags]]:
        """Yield each pool, row in it, and row that would do on another day, with where it is so."""
        for number, (holds, among) in enumerate(self._pools):
            yield f"pool {number}", holds(frame)
            yield from ((f"pool {number} row {place}", test(frame)) for place, test in enumerate(among))
        yield from ((f"otherwise row {place}", test(frame)) for place, test in enumerate(self._otherwise))

    def _weights(self, frame: Frame, run: ColumnRun) -> list[Any]:
        """Return for each row the sum of the preferences for it."""
        table = self.choice.table
        found: list[Any] = [np.zeros(frame.size, dtype=np.int64) for _ in table.rows]
        for place, row in enumerate(table.rows):
            for _, select, fired in run.selected:
                if select.kind == "prefer" and select.table == table.name:
                    times = fired.cases if fired.times is None else fired.times
                    if select.id_from:
                        named = frame.column(select.id_from)
                        assert isinstance(named, WordColumn)
                        found[place] += select.weight * (times * (named.codes == self._ids[place]))
                    elif select.means(row):
                        found[place] += select.weight * times
        return found

    def _refusals(
        self, place: int, frame: Frame, run: ColumnRun, above: dict[tuple[str, Term], Flags]
    ) -> Iterator[tuple[str, Flags]]:
        """Yield what refuses a row, and where; ``above`` takes where an amount breaks a cap, for rows that share it."""
        row = self.choice.table.rows[place]
        for _, select, fired in run.selected:
            if select.kind == "exclude" and select.means(row):
                yield fired.rule.id, fired.cases  # twice where it says so twice, of the same cases
        for cap, amounts in self._amounts:
            settled = run.settled.get(cap)
            if settled is None or not isinstance(settled.column, NumberColumn):
                continue
            term, amount_of = amounts[place]
            if (cap, term) not in above:
                amount, limit = amount_of(frame), settled.column
                over, at = (numbers_compared(frame, op, amount, limit) for op in _ABOVE_AND_AT)
                above[cap, term] = over | (settled.strict & at)
            yield cap, above[cap, term]
        for number, fits in enumerate(self._fits):
            needs, room = (side(frame) for side in fits[place])
            yield f"fits {number}", numbers_compared(frame, ">", needs, room)


def _any_of(flags: Iterable[Flags], size: int) -> Flags:
    found = np.zeros(size, dtype=bool)
    for each in flags:
        found |= each
    return found
