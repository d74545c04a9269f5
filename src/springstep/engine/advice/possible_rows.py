"""Which rows of a table a choice may still come to, while some facts are open."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from springstep.engine.inference.decision_bounds import Limit
from springstep.engine.inference.memo import Interned, Memo
from springstep.engine.inference.partial_firings import PartialFirings
from springstep.engine.inference.partial_inference import Partial
from springstep.engine.language.abstract_values import AbstractValues
from springstep.engine.language.choices import Choice
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Condition, names_in
from springstep.engine.language.interval_arithmetic import partial_term
from springstep.engine.language.partial_evaluation import HOLDS, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.language.substitute import substituted, substituted_term


class PossibleRow(NamedTuple):
    """How a row stands: open (``in``), closed (``out``) or either (``open``), and between which weights it lies."""

    status: str
    low: Any
    high: Any


class PossibleRowsByTable:
    """How the rows of a table stand; one and the same for rows that stand the same."""

    __slots__ = ("each",)

    def __init__(self, each: tuple[PossibleRow, ...]) -> None:
        self.each = each


class Left(NamedTuple):
    """The rows that may be taken, and whether none may be."""

    rows: tuple[str, ...]
    values: frozenset[str]
    """The same as the choice writes them."""
    none: bool


class RowsLeft:
    """One choice at one moment, compiled row by row, over regions; ``rules`` are those of a partial inference."""

    def __init__(self, choice: Choice, moment: str, rules: Iterable[Rule]) -> None:
        self.name = choice.name
        self._choice = choice
        self._rows = choice.table.rows
        values = [choice.table.values_of(row) for row in self._rows]
        pools, requires = choice.pools.get(moment, ()), choice.requires.get(moment, ())
        amongs = [[substituted(pool.among, own) for own in values] for pool in pools]
        self._pools = tuple(
            (partial_condition(pool.when), _each(among)) for pool, among in zip(pools, amongs, strict=True)
        )
        self._requires = tuple(partial_condition(each.when) for each in requires)
        amounts = [[substituted_term(each.amount, own) for own in values] for each in choice.within]
        self._caps = tuple(each.cap for each in choice.within)
        self._within = tuple(tuple(map(partial_term, per_row)) for per_row in amounts)
        fits = [
            [(substituted_term(each.needs, own), substituted_term(each.room, own)) for own in values]
            for each in choice.fits
            if moment in each.moments
        ]
        self._fits = tuple(
            tuple((partial_term(needs), partial_term(room)) for needs, room in per_row) for per_row in fits
        )
        selecting = [
            (place, select)
            for place, rule in enumerate(rules)
            for select in rule.conclusions
            if select.selects == choice.table.name
        ]
        self._selecting = tuple(dict.fromkeys(place for place, _ in selecting))
        self._selects: dict[int, list[tuple[Conclusion, tuple[int, ...]]]] = {place: [] for place in self._selecting}
        """What each of these rules concludes, and the places of the rows that it may mean."""
        for place, select in selecting:
            meant = tuple(number for number, row in enumerate(self._rows) if select.may_mean(row))
            self._selects[place].append((select, meant))
        terms = [term for per_row in amounts for term in per_row]
        terms += [term for each in fits for pair in each for term in pair]
        named = [select.id_from for _, select in selecting if select.id_from]
        self._standings = Memo((*named, *(name for term in terms for name in names_in(term))), self._stand)
        conditions: list[Condition] = [each.when for each in requires]
        conditions += [
            condition for pool, among in zip(pools, amongs, strict=True) for condition in (pool.when, *among)
        ]
        self._left = Memo((name for each in conditions for name in names_in(each)), self._take)
        self._best = Memo((), self._compare)
        self._same: Interned[PossibleRowsByTable] = Interned()
        self._written = {row.id: choice.written(row) for row in self._rows}

    @property
    def reads(self) -> tuple[str, ...]:
        """Return what decides which of the open rows are taken."""
        return self._left.reads

    def standings(self, partial: Partial) -> PossibleRowsByTable:
        """Return how each row stands."""
        limits = tuple(partial.limits.get(cap) for cap in self._caps)
        return self._standings(
            partial.abstract_values, limits, *[partial.watched[place].alike for place in self._selecting]
        )

    def left(self, case: AbstractValues, standings: PossibleRowsByTable) -> Left:
        """Return what may be taken."""
        return self._left(case, standings)

    # How rows stand

    def _stand(
        self, abstract_values: AbstractValues, limits: tuple[Limit | None, ...], *selecting: PartialFirings
    ) -> PossibleRowsByTable:
        status = [self._refused(place, abstract_values, limits) for place in range(len(self._rows))]
        low, high = [0] * len(status), [0] * len(status)
        for rule, found in zip(self._selecting, selecting, strict=True):
            for partial_firing in found.each:
                for select, meant in self._selects[rule]:
                    for place in meant:
                        sure, may = self._meant(place, select, abstract_values)
                        sure = sure and partial_firing.will
                        if not may:
                            continue
                        if select.kind == "exclude":
                            status[place] = "out" if sure or status[place] == "out" else "open"
                        elif sure:
                            low[place], high[place] = low[place] + select.weight, high[place] + select.weight
                        else:
                            low[place] += min(0, select.weight) * partial_firing.times
                            high[place] += max(0, select.weight) * partial_firing.times
        if self._choice.take != "preferred":
            low = high = [0] * len(status)
        standings = tuple(map(PossibleRow, status, low, high))
        return self._same.of(standings, PossibleRowsByTable(standings))

    def _meant(self, place: int, select: Conclusion, abstract_values: AbstractValues) -> tuple[bool, bool]:
        """Tell whether a conclusion certainly means a row that it may mean, and whether it does so now."""
        if not select.id_from:
            return True, True
        named, row = abstract_values[select.id_from], self._rows[place].id
        return named.words == frozenset({row}) and not named.may_be_unknown, row in (named.words or ())

    def _refused(self, place: int, abstract_values: AbstractValues, limits: Iterable[Limit | None]) -> str:
        """Tell whether caps and room surely let a row pass, surely refuse it, or may do either."""
        status = "in"
        for limit, amounts in zip(limits, self._within, strict=True):
            if limit is None:
                continue
            amount = amounts[place](abstract_values)
            if amount.is_empty:
                continue
            if _beyond(amount.low, limit.mildest):
                return "out"
            if _beyond(amount.high, limit.tightest):
                status = "open"
        for per_row in self._fits:
            needs, room = (side(abstract_values) for side in per_row[place])
            if needs.is_empty or room.is_empty:
                continue
            if needs.low > room.high and not needs.may_be_unknown and not room.may_be_unknown:
                return "out"
            if needs.high > room.low:
                status = "open"
        return status

    # Which of them are taken

    def _take(self, case: AbstractValues, standings: PossibleRowsByTable) -> Left:
        barred = [holds(case) for holds in self._requires]
        if any(not truths & HOLDS for truths in barred):
            return self._of((), none=True)
        may_be_none = any(truths != HOLDS for truths in barred)
        if not self._choice.pools:
            ids, none = self._best({}, (HOLDS,) * len(self._rows), standings)
            return self._of(ids, none=none or may_be_none)
        found: dict[str, None] = {}
        for holds, among in self._pools:
            truths = holds(case)
            if not truths & HOLDS:
                continue
            ids, none = self._best({}, among(case), standings)
            found |= dict.fromkeys(ids)
            if truths == HOLDS and not none:
                return self._of(found, none=may_be_none)
        return self._of(found, none=True)

    def _of(self, ids: Iterable[str], *, none: bool) -> Left:
        rows = tuple(ids)
        return Left(rows, frozenset(map(self._written.__getitem__, rows)), none)

    def _compare(
        self, _: AbstractValues, among: tuple[int, ...], standings: PossibleRowsByTable
    ) -> tuple[list[str], bool]:
        """Return of the rows among them those that may be the best open one, and whether none may be open."""
        standing = []
        for place, (row, (status, low, high), truths) in enumerate(zip(self._rows, standings.each, among, strict=True)):
            if not truths & HOLDS or status == "out":
                continue
            rank = place if self._choice.take == "last" else -place
            sure = status == "in" and truths == HOLDS
            standing.append(((low, rank), (high, rank), sure, row.id))
        best = max((lowest for lowest, _, sure, _ in standing if sure), default=None)
        ids = [row for _, highest, _, row in standing if best is None or highest >= best]
        return ids, best is None


def _each(conditions: Iterable[Condition]) -> Memo[tuple[int, ...]]:
    """Return what tells of each condition what it may come to."""
    told = tuple(conditions)
    tests = tuple(map(partial_condition, told))
    return Memo((n for each in told for n in names_in(each)), lambda case: tuple(holds(case) for holds in tests))


def _beyond(amount: Any, limit: tuple[Any, bool] | None) -> bool:
    return limit is not None and (amount > limit[0] or (limit[1] and amount == limit[0]))
