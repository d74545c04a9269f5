"""One look at a consultation: what is left of the outcome after some answers, and which questions may matter."""

from __future__ import annotations

from typing import NamedTuple

from springstep.engine.advice.outcome import OutcomesLeft, outcomes_left
from springstep.engine.consultation.relevance import may_matter
from springstep.engine.inference.open_facts import Answers
from springstep.engine.inference.partial import Partial, partial_engine
from springstep.engine.language.regions import Region
from springstep.engine.rulebase.base import RuleBase


class Look(NamedTuple):
    """What some answers leave open."""

    answers: Answers
    partial: Partial
    left: OutcomesLeft
    may: frozenset[str]
    """The questions that may still matter."""


class Looking:
    """Looks at the consultations of one moment."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._engine = partial_engine(base, moment)

    def at(self, answers: Answers) -> Look:
        """Look at these answers."""
        return self._seen(answers, self._engine.infer(answers))

    def after(self, look: Look, name: str, value: object) -> Look:
        """Look at one answer more."""
        return self._seen({**look.answers, name: value}, self._engine.after(look.partial, {name: value}))

    def _seen(self, answers: Answers, partial: Partial) -> Look:
        left = outcomes_left(self._base, partial)
        told = {name: value for name, value in answers.items() if not isinstance(value, Region)}
        return Look(answers, partial, left, may_matter(self._base, partial, left, told))
