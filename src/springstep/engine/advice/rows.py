"""Which row of a table is taken, which is passed over for it, and why each is or is not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from springstep.engine.advice.choice_texts import JOINED, choice_texts, row_named, text_id
from springstep.engine.advice.messages import Message, in_words
from springstep.engine.advice.row_limits import RowsUnderRules
from springstep.engine.advice.trace import ChoiceMade, Option
from springstep.engine.language.tables import Row


class Forgone(NamedTuple):
    """A row that is passed over, the rules that keep it from being taken, and their limits in words."""

    place: int
    rules: tuple[str, ...]
    why: tuple[Message, ...]


class Rows:
    """The rows of a choice's table, and which of them is taken from a pool."""

    def __init__(self, under_rules: RowsUnderRules, pool: int | None) -> None:
        self._under_rules = under_rules
        self._choice = under_rules.choice
        self._pool = pool

    @cached_property
    def best(self) -> Row | None:
        """Return the row that comes first."""
        table, is_open = self._choice.table, self._under_rules.open
        rows = [row for place, row in enumerate(table.rows) if is_open[place] and self.among(place)]
        match self._choice.take:
            case "first":
                return rows[0] if rows else None
            case "last":
                return rows[-1] if rows else None
            case "preferred":
                return max(rows, key=lambda row: self._under_rules.weights[row.id], default=None)

    @property
    def ordered(self) -> tuple[tuple[int, Row], ...]:
        """Return the rows with their places, in the order in which they are tried."""
        rows = tuple(enumerate(self._choice.table.rows))
        return rows[::-1] if self._choice.take == "last" else rows

    def weight(self, row: Row) -> int:
        """Return the weight of a row: the sum of the preferences for it."""
        return self._under_rules.weights[row.id]

    def preferred_by(self, row: Row) -> tuple[str, ...]:
        """Return the rules that prefer a row."""
        return self._under_rules.preferred_by(row)

    def refused_by(self, place: int) -> tuple[str, ...]:
        """Return the rules that refuse a row."""
        return self._under_rules.behind(self._under_rules.refusals(place))

    @cached_property
    def forgone(self) -> Forgone | None:
        """Return the row that is passed over for the best one, of rows tried in order; none when the best comes first.

        It is the first that would be taken but for the limits of the day, or else the last before the best. What keeps
        it from being taken are those of its refusals of which each alone stands between the best row and a row before
        it, or all of them when none does; the rules that refuse the most rows come first.
        """
        under_rules = self._under_rules
        before: list[int] = []
        for place, row in self.ordered:
            if row is self.best:
                break
            if self.among(place):
                before.append(place)
        if not before:
            return None
        place = next((place for place in before if under_rules.otherwise(place)), before[-1])
        refusals = under_rules.refusals(place)
        against = [under_rules.refusals(place) for place in before] if len(refusals) > 1 else []
        alone = [found[0].limit for found in against if len(found) == 1]
        refusals = tuple(each for each in refusals if each.limit in alone) or refusals
        refusing = Counter(rule for found in against for rule in under_rules.behind(found))
        rules = sorted(under_rules.behind(refusals), key=lambda rule: -refusing[rule])
        return Forgone(place, tuple(rules), under_rules.messages(refusals))

    @cached_property
    def traced(self) -> ChoiceMade:
        """Return every option with its reasons."""
        choice, best = self._choice, self.best
        options = tuple(
            Option(
                value=choice.written(row),
                taken=row is best,
                weight=self.weight(row),
                preferred_by=self.preferred_by(row),
                refused_by=self.refused_by(place),
                why=self._said(self.why(place, row)),
            )
            for place, row in self.ordered
        )
        chosen = choice.written(best) if best is not None else "none"
        return ChoiceMade(decision=choice.name, chosen=chosen, how=choice.how, options=options)

    def among(self, place: int) -> bool:
        """Tell whether a row is in the pool."""
        under_rules = self._under_rules
        if self._pool is None:
            return True
        return under_rules.compiled.pools[under_rules.moment][self._pool][2][place](under_rules.facts) is True

    def why(self, place: int, row: Row) -> tuple[Message, ...]:
        """Say why a row is taken or is not."""
        choice, texts, under_rules, best = self._choice, self._choice.texts, self._under_rules, self.best
        if refusals := under_rules.refusals(place):
            return under_rules.messages(refusals)
        if self._pool is not None and not self.among(place):
            *_, others = under_rules.compiled.pools[under_rules.moment][self._pool]
            key = f"{choice.name}.pool.{under_rules.moment}.{self._pool}"
            known = (f"{key}.{at}" for at, holds in enumerate(others[place]) if holds(under_rules.facts))
            return tuple(Message(id=each, params={}) for each in islice(known, 1))
        if choice.take != "preferred":
            return () if row is best or "passed" not in texts else (Message(id=text_id(choice, "passed"), params={}),)
        if best is None or row is best:
            return (Message(id=text_id(choice, "most" if self.weight(row) else "first"), params={}),)
        lesser = self.weight(row) < self.weight(best)
        named = {"chosen": row_named(choice, best)}
        return (Message(id=text_id(choice, "less" if lesser else "later"), params=named),)

    def _said(self, messages: Iterable[Message]) -> str:
        texts = choice_texts(self._choice)
        return JOINED.join(in_words(each, texts) for each in messages)
