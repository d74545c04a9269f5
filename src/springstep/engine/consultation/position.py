"""One look at a consultation: what is left of the outcome after some answers, and which questions may matter."""

from __future__ import annotations

from typing import NamedTuple

from springstep.engine.advice.outcome import OutcomesLeft, outcomes_left
from springstep.engine.consultation.relevance import may_matter
from springstep.engine.inference.open_facts import Answers
from springstep.engine.inference.partial_inference import Partial, partial_engine
from springstep.engine.language.abstract_values import AbstractValue
from springstep.engine.rulebase.base import RuleBase


class ConsultationPosition(NamedTuple):
    """What some answers leave open."""

    answers: Answers
    partial: Partial
    left: OutcomesLeft
    may: frozenset[str]
    """The questions that may still matter."""


class PositionFinder:
    """Looks at the consultations of one moment."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._engine = partial_engine(base, moment)

    def at(self, answers: Answers) -> ConsultationPosition:
        """Look at these answers."""
        return self._seen(answers, self._engine.infer(answers))

    def after(self, position: ConsultationPosition, name: str, value: object) -> ConsultationPosition:
        """Look at one answer more."""
        return self._seen({**position.answers, name: value}, self._engine.after(position.partial, {name: value}))

    def _seen(self, answers: Answers, partial: Partial) -> ConsultationPosition:
        left = outcomes_left(self._base, partial)
        told = {name: value for name, value in answers.items() if not isinstance(value, AbstractValue)}
        return ConsultationPosition(answers, partial, left, may_matter(self._base, partial, left, told))
