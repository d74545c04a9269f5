"""Proofs that a question matters: two full sets of answers that differ in it alone and come to different outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import count, islice
from typing import Any, TypeVar

from springstep.engine.advice.outcome import OutcomesLeft, outcomes_left, settled
from springstep.engine.consultation.completions import Completions
from springstep.engine.consultation.position import ConsultationPosition
from springstep.engine.frozen import Frozen
from springstep.engine.inference.derived_facts import broken, mended, unasked
from springstep.engine.inference.memo import Memo
from springstep.engine.inference.open_facts import Answers
from springstep.engine.inference.partial_inference import Partial, partial_engine
from springstep.engine.language.conditions import names_in
from springstep.engine.language.partial_evaluation import HOLDS, partial_condition
from springstep.engine.rulebase.base import RuleBase

Item = TypeVar("Item")


class Buffered(Iterable[Item]):
    """The items of an iterator, drawn on first use, that can be iterated any number of times."""

    def __init__(self, items: Iterator[Item]) -> None:
        self._items = items
        self._drawn: list[Item] = []

    def __iter__(self) -> Iterator[Item]:
        for place in count():
            if place == len(self._drawn):
                more = list(islice(self._items, 1))
                if not more:
                    return
                self._drawn += more
            yield self._drawn[place]


class QuestionWitness(Frozen):
    """Two full sets of answers that differ in one question alone and come to different outcomes."""

    fact: str
    one: Mapping[str, Any]
    other: Mapping[str, Any]


class Witnesses:
    """Finds witnesses among the completions of what is answered."""

    def __init__(self, base: RuleBase, moment: str, completions: Completions) -> None:
        self._base = base
        self._engine = partial_engine(base, moment)
        self._completions = completions
        constraints = base.vocabulary.constraints
        self._constrained = {name for each in constraints for name in names_in(each.never)}
        defined = base.vocabulary.defined.values()
        self._making = {name for each in defined if each.name in self._engine.open for name in each.reads}
        """The facts that an askable derived fact is made of: while one is open, the derived fact is not derived."""
        self._never = tuple(Memo(names_in(each.never), partial_condition(each.never)) for each in constraints)

    def among(self, position: ConsultationPosition) -> Callable[[str], QuestionWitness | None]:
        """Return a function that finds, for a question, two completions that differ in it alone and in the outcome."""
        wholes = Buffered(
            (whole, self._engine.after(position.partial, whole)) for whole in self._completions.whole(position.answers)
        )
        return lambda name: next((found for each in wholes for found in self._apart(name, *each)), None)

    def _apart(self, name: str, whole: Answers, partial: Partial) -> Iterator[QuestionWitness]:
        """Yield two answers to a question that have different outcomes with all else answered."""
        if name in unasked(self._base.vocabulary, whole):
            return
        free = False
        if name not in self._making:
            opened = self._engine.after(partial, {name: self._engine.open[name]})
            free = name not in self._constrained or not any(never(opened.known.given) & HOLDS for never in self._never)
            if free and settled(outcomes_left(self._base, opened)):
                return
        first: dict[str, Any] | None = None
        outcome: OutcomesLeft = {}
        for value in self._completions.values(name, whole):
            attempt = {**whole, name: value} if free else self._consistent({**whole, name: value}, name)
            if attempt is None:
                continue
            partial, found = self._come_to(partial, attempt)
            if first is None:
                first, outcome = attempt, found
            elif found != outcome:
                yield QuestionWitness(name, first, attempt)
                return

    def between(self, position: ConsultationPosition, other: Answers) -> QuestionWitness | None:
        """Go from one full set of answers to another, one answer at a time, until the outcome changes."""
        here, there = self._completions.within(position.answers), self._completions.within(other)
        partial, outcome = self._come_to(position.partial, here)
        for name in self._completions.questions:
            if here[name] == there[name]:
                continue
            step = self._consistent({**here, name: there[name]}, name)
            if step is None:
                return None
            partial, found = self._come_to(partial, step)
            if found != outcome:
                return QuestionWitness(name, here, step)
            here = step
        return None

    def _come_to(self, before: Partial, whole: Answers) -> tuple[Partial, OutcomesLeft]:
        """Return the outcome of a full set of answers, continuing from another partial inference."""
        was = before.known.answers
        more = {name: value for name, value in whole.items() if name not in was or was[name] is not value}
        partial = self._engine.after(before, more)
        return partial, outcomes_left(self._base, partial)

    def _consistent(self, whole: dict[str, Any], changed: str) -> dict[str, Any] | None:
        """Repair what a changed answer rules out; ``None`` when the answers still contradict each other."""
        if changed not in self._constrained:
            return whole
        vocabulary = self._base.vocabulary
        found = {**dict.fromkeys(whole), **mended(vocabulary, whole, keep=(changed,))}
        ahead = (name for name in found if found[name] != whole[name] and name in self._mending(changed))
        if next(ahead, None) is not None or next(broken(vocabulary, found), None) is not None:
            return None
        return found

    def _mending(self, changed: str) -> frozenset[str]:
        """Return the answers that must not change when another one does."""
        return frozenset(
            name
            for each in self._base.vocabulary.constraints
            if next(iter(each.mends), None) == changed
            for name in each.mends
            if name != changed
        )
