"""Ways in which open questions could be answered: the answers that rules tell apart, and full sets of answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from random import Random
from typing import Any

from springstep.engine.inference.derived_facts import broken_by, mended, unasked
from springstep.engine.inference.open_facts import Answers
from springstep.engine.language.abstract_values import AbstractValue
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact, comparisons
from springstep.engine.language.fact_info import FactInfo, Item, Scope
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_MIXED = 14


class Completions:
    """Answers to the questions of one moment; always the same for the same rule base, in any process."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._vocabulary = base.vocabulary
        self._moment = moment
        self.questions = tuple(info.name for info in base.vocabulary.questions_at(moment))
        """Every fact that may be asked."""
        self._values = {info.name: tuple(self._worth_trying(info)) for info in base.vocabulary.asked_at(moment)}
        self._daring = {name: value for name, value in base.domain.daring.items() if name in self.questions}
        self._standard = {name: base.standard_cases[moment].get(name) for name in self.questions}
        self._volunteered = tuple(
            (info.name, info.answers) for info in base.vocabulary.asked_at(moment) if info.volunteered and info.answers
        )

    def values(self, name: str, answers: Answers) -> Iterator[Any]:
        """Yield the answers to one question that rules tell apart, ``None`` last where it may be left unknown."""
        known = {other: value for other, value in answers.items() if not isinstance(value, AbstractValue)}
        for value in self._values[name]:
            if value is None or self._fits(name, value, known):
                yield value

    def _fits(self, name: str, value: Any, known: Mapping[str, Any]) -> bool:
        """Tell whether an answer needs no change to those already given."""
        return not any(
            next(iter(constraint.mends), None) == name
            and broken_by(constraint, self._vocabulary, {**known, name: value})
            for constraint in self._vocabulary.constraints
        )

    def within(self, answers: Answers) -> dict[str, Any]:
        """Return one full set of answers; for an abstract value one of its numbers; decisions are left out."""
        facts = self._vocabulary.facts
        known = {n: int(v.low) if isinstance(v, AbstractValue) else v for n, v in answers.items() if n in facts}
        return self._completed(known, self._standard)

    def whole(self, answers: Answers) -> Iterator[dict[str, Any]]:
        """Yield full sets of answers: the standard case, a daring one, all unknown, and mixtures with random ones."""
        yield self._completed(answers, self._standard)
        yield self._completed(answers, self._standard | self._daring)
        yield self._completed(answers, {})
        chance = Random(f"{self._moment} {sorted(answers.items(), key=lambda item: item[0])!r}")
        for _ in range(_MIXED):
            daring = chance.random()
            drawn = {
                name: self._standard[name] if chance.random() < daring else chance.choice(self._values[name])
                for name in self.questions
            }
            yield self._completed(answers, drawn)

    def _completed(self, answers: Answers, drawn: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the open questions as drawn, and keep the whole free of contradictions."""
        whole = {name: drawn.get(name) for name in self.questions} | dict(answers)
        for name in self.questions:
            required = self._moment in self._vocabulary.facts[name].required_at
            if whole[name] is None and name not in answers and required:
                whole[name] = self._standard[name]
        for name, question in self._volunteered:
            others = [other for other in self._vocabulary.defined[question].reads if other != name]
            if answers.get(name) is not None and all(whole.get(other) is not None for other in others):
                whole[question] = answers.get(question)
        untold = dict.fromkeys(
            name for name in unasked(self._vocabulary, whole) if name in whole and name not in answers
        )
        whole |= untold
        return {**whole, **dict.fromkeys(whole), **mended(self._vocabulary, whole, keep=answers)}

    def _worth_trying(self, info: FactInfo) -> Iterator[Any]:
        match info.kind:
            case "word":
                yield from info.values
            case "flag":
                yield from (True, False)
            case "items":
                yield from _lists(self._vocabulary.list_scopes[info.name])
            case "quantity":
                yield from info.tried
            case "number":
                yield from self._numbers(info)
            case "row":
                yield from self._base.tables[info.table].by_id
        if self._moment not in info.required_at:
            yield None

    def _numbers(self, info: FactInfo) -> Iterator[int]:
        """Yield both ends, and the numbers at which some condition changes."""
        low, high = info.minimum or 0, info.maximum if info.maximum is not None else 100
        turns: set[float] = {low, high, *info.tried}
        for rule in self._base.rules:
            for limit in turning_points(self._base.condition(rule), info.name):
                turns |= {limit - 1, limit, limit + 1}
        for definition in self._vocabulary.definitions:
            for way in definition.ways:
                turns |= set(turning_points(way.when, info.name))
        return (int(turn) for turn in sorted(turns) if low <= turn <= high)


@memoized
def completions_of(base: RuleBase, moment: str) -> Completions:
    """Return the ways in which the questions of a moment could be answered."""
    return Completions(base, moment)


def turning_points(condition: Condition, fact: str) -> Iterator[float]:
    """Yield the numbers that a condition compares a fact with."""
    for atom in comparisons(condition):
        match atom:
            case Compare(_, Fact(name), Constant(value)) | Compare(_, Constant(value), Fact(name)) if name == fact:
                yield float(value)


def _lists(scope: Scope) -> Iterator[list[Item]]:
    """Yield the empty list, and each list of one item."""
    first, *others = (info.values for info in scope.fields.values())
    yield []
    for rest in product(*map(reversed, others)):
        yield from ([scope.item((one, *rest))] for one in first)
