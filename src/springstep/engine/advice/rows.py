"""The rows of a choice's table by what the rules concluded: which are open, what refuses each and what prefers it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from springstep.engine.advice.trace import ChoiceMade, Option
from springstep.engine.inference.conflict_resolution import Resolution
from springstep.engine.inference.derived_facts import note_words
from springstep.engine.inference.forward import Inference
from springstep.engine.language.choices import Choice, Fits, Pool, Within
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.evaluate import Measure, Predicate, measure, predicate
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

    def said(self, refusals: Iterable[BrokenLimit]) -> str:
        """Say in words why a row is refused: by which limits, or else that rules exclude it."""
        words = []
        excluded = False
        for limit, needs, room, strict in refusals:
            if isinstance(limit, Within):
                bound = f"{'less than ' if strict else 'at most '}{round(float(room), 2):g}"
                words.append(note_words(limit.refused, {"amount": needs, "limit": room, "bound": bound}))
            elif isinstance(limit, Fits):
                words.append(note_words(limit.refused, {"needs": needs, "room": room}))
            else:
                excluded = True
        if excluded and not words:
            return self.choice.texts.get("excluded", "excluded")
        return "; ".join(words)

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


class Forgone(NamedTuple):
    """A row that is passed over, the rules that keep it from being taken, and their limits in words."""

    place: int
    rules: tuple[str, ...]
    why: str


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
        return Forgone(place, tuple(rules), under_rules.said(refusals))

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
                why=self._why(place, row),
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

    def _why(self, place: int, row: Row) -> str:
        """Say why a row is taken or is not."""
        choice, texts, under_rules, best = self._choice, self._choice.texts, self._under_rules, self.best
        if refusals := under_rules.refusals(place):
            return under_rules.said(refusals)
        if self._pool is not None and not self.among(place):
            pool, _, _, others = under_rules.compiled.pools[under_rules.moment][self._pool]
            said = (say for (_, say), holds in zip(pool.others, others[place], strict=True) if holds(under_rules.facts))
            return next(said, "")
        if choice.take != "preferred":
            return "" if row is best else texts.get("passed", "")
        if best is None or row is best:
            return texts["most"] if self.weight(row) else texts["first"]
        lesser = self.weight(row) < self.weight(best)
        return texts["less" if lesser else "later"].format(chosen=choice.named(best))


def selects_of(inference: Inference, table: str) -> list[tuple[str, Conclusion, Any]]:
    """Return what was concluded on the rows of a table: rule, conclusion, and the row's id where a fact names it."""
    return [(entry.rule, entry.conclusion, entry.amount) for entry in inference.selected(table)]


def rules_of(resolution: Resolution) -> list[str]:
    """Return the rules that carried a decision, each once."""
    return list(dict.fromkeys(entry.rule for entry in resolution.carried))


def once(words: Iterable[str]) -> tuple[str, ...]:
    """Return words in order, each once."""
    return tuple(dict.fromkeys(words))
