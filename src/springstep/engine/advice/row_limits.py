"""The rows of a choice's table under one inference: which are open, what refuses each and what prefers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from springstep.engine.advice.choice_texts import text_id
from springstep.engine.advice.messages import Message, inner
from springstep.engine.inference.conflict_resolution import Resolution
from springstep.engine.inference.forward import Inference
from springstep.engine.language.choices import Choice, Fits, Pool, Within
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.evaluate import Measure, Predicate, measure, predicate
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.substitute import substituted, substituted_term
from springstep.engine.language.tables import Row


class BrokenLimit(NamedTuple):
    """What keeps one row from being taken."""

    limit: Within | Fits | str
    """What the choice says of it, or the rule that excludes the row."""
    needs: Any = None
    room: Any = None
    strict: bool = False


class Choosing(NamedTuple):
    """A choice with its conditions compiled, row by row."""

    choice: Choice
    requires: Mapping[str, tuple[tuple[Predicate, str], ...]]
    pools: Mapping[str, tuple[tuple[Pool, Predicate, tuple[Predicate, ...], tuple[tuple[Predicate, ...], ...]], ...]]
    """For each pool its condition, and for each row the tests whether it is in the pool, and why it is not."""
    amounts: tuple[tuple[Measure, ...], ...]
    """For each row the amounts that its caps must allow."""
    fits: tuple[tuple[Fits, tuple[tuple[Measure, Measure], ...]], ...]
    """For each row what it needs and how much room there is."""
    otherwise: tuple[Predicate, ...]
    """For each row the test whether it would be taken but for the limits of the day."""
    meant: dict[Any, frozenset[str]]
    """A cache: the ids of the rows that each selector means."""

    def rows_meant(self, select: Conclusion, named: Any) -> frozenset[str]:
        """Return the ids of the rows that a conclusion means; ``named`` is the id where a fact names it."""
        key = (select.where, select.id_from, named)
        found = self.meant.get(key)
        if found is None:
            rows = self.choice.table.rows
            found = self.meant[key] = frozenset(row.id for row in rows if select.means(row, named))
        return found


@lru_cache(maxsize=32)
def choosing(choice: Choice) -> Choosing:
    """Return a choice with its conditions compiled."""
    table, rows = choice.table, choice.table.rows
    values = [table.values_of(row) for row in rows]
    return Choosing(
        choice,
        {
            moment: tuple((predicate(each.when), each.by) for each in required)
            for moment, required in choice.requires.items()
        },
        {
            moment: tuple(
                (
                    pool,
                    predicate(pool.when),
                    tuple(predicate(substituted(pool.among, own)) for own in values),
                    tuple(tuple(predicate(substituted(when, own)) for when, _ in pool.others) for own in values),
                )
                for pool in pools
            )
            for moment, pools in choice.pools.items()
        },
        tuple(tuple(measure(substituted_term(each.amount, own)) for each in choice.within) for own in values),
        tuple(
            (
                each,
                tuple(
                    (measure(substituted_term(each.needs, own)), measure(substituted_term(each.room, own)))
                    for own in values
                ),
            )
            for each in choice.fits
        ),
        () if choice.otherwise is None else tuple(predicate(substituted(choice.otherwise, own)) for own in values),
        {},
    )


class RowsUnderRules:
    """The rows of a choice's table under one inference: what refuses each, and what prefers it."""

    def __init__(self, compiled: Choosing, inference: Inference, facts: Mapping[str, Any], moment: str) -> None:
        self.compiled = compiled
        self.choice = compiled.choice
        self.facts = facts
        self.moment = moment
        self._inference = inference
        self._excluding: list[tuple[str, frozenset[str]]] = []
        self._preferring: list[tuple[str, frozenset[str], int]] = []
        self.weights = dict.fromkeys(self.choice.table.by_id, 0)
        for rule, select, named in selects_of(inference, self.choice.table.name):
            if select.kind == "exclude":
                self._excluding.append((rule, compiled.rows_meant(select, None)))
            else:
                meant = compiled.rows_meant(select, named)
                self._preferring.append((rule, meant, select.weight))
                for row in meant:
                    self.weights[row] += select.weight

    @cached_property
    def open(self) -> tuple[bool, ...]:
        """Tell for each row whether nothing refuses it."""
        excluded = frozenset[str]().union(*(meant for _, meant in self._excluding))
        return tuple(
            row.id not in excluded and next(self._against(place), None) is None
            for place, row in enumerate(self.choice.table.rows)
        )

    def refusals(self, place: int) -> tuple[BrokenLimit, ...]:
        """Return what refuses a row: the limits that it breaks, then the rules that exclude it."""
        row = self.choice.table.rows[place]
        excluded = (BrokenLimit(rule) for rule, meant in self._excluding if row.id in meant)
        return (*self._against(place), *excluded)

    def behind(self, refusals: Iterable[BrokenLimit]) -> tuple[str, ...]:
        """Return the rules behind refusals."""
        resolved = self._inference.resolved
        rules: list[str] = []
        for limit, *_ in refusals:
            if isinstance(limit, str):
                rules.append(limit)
            else:
                decisions = (limit.cap,) if isinstance(limit, Within) else limit.by
                rules += (rule for name in decisions for rule in rules_of(resolved[name]))
        return once(rules)

    def messages(self, refusals: Iterable[BrokenLimit]) -> tuple[Message, ...]:
        """Say why a row is refused: by which limits, or else that rules exclude it."""
        choice, found = self.choice, []
        excluded = False
        for limit, needs, room, strict in refusals:
            if isinstance(limit, Within):
                most = {"bound": plain_number(round(float(room), 2))}
                bound = inner(Message(id="less_than" if strict else "at_most", params=most))
                params = {"amount": plain_number(needs), "limit": plain_number(room), "bound": bound}
                found.append(Message(id=f"{choice.name}.within.{choice.within.index(limit)}", params=params))
            elif isinstance(limit, Fits):
                params = {"needs": plain_number(needs), "room": plain_number(room)}
                found.append(Message(id=f"{choice.name}.fits.{choice.fits.index(limit)}", params=params))
            else:
                excluded = True
        if excluded and not found:
            return (Message(id=text_id(choice, "excluded"), params={}),)
        return tuple(found)

    def preferred_by(self, row: Row) -> tuple[str, ...]:
        """Return the rules that prefer a row."""
        return tuple(rule for rule, meant, _ in self._preferring if row.id in meant)

    def otherwise(self, place: int) -> bool:
        """Tell whether a row would be taken but for the limits of the day."""
        return bool(self.compiled.otherwise) and self.compiled.otherwise[place](self.facts) is True

    def _against(self, place: int) -> Iterator[BrokenLimit]:
        """Yield each limit that a row breaks."""
        decided = self._inference.decided
        for within, amount_of in zip(self.choice.within, self.compiled.amounts[place], strict=True):
            limit, strict = decided.get(within.cap, (None, False))
            amount = amount_of(self.facts) if limit is not None else None
            if amount is not None and (amount > limit or (strict and amount == limit)):
                yield BrokenLimit(within, amount, limit, strict)
        for fits, per_row in self.compiled.fits:
            if self.moment in fits.moments:
                needs, room = (side(self.facts) for side in per_row[place])
                if needs is not None and room is not None and needs > room:
                    yield BrokenLimit(fits, needs, room)


def selects_of(inference: Inference, table: str) -> list[tuple[str, Conclusion, Any]]:
    """Return what was concluded on the rows of a table: rule, conclusion, and the row's id where a fact names it."""
    return [(entry.rule, entry.conclusion, entry.amount) for entry in inference.selected(table)]


def rules_of(resolution: Resolution) -> list[str]:
    """Return the rules that carried a decision, each once."""
    return list(dict.fromkeys(entry.rule for entry in resolution.carried))


def once(words: Iterable[str]) -> tuple[str, ...]:
    """Return words in order, each once."""
    return tuple(dict.fromkeys(words))
