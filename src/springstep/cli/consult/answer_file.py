"""A case file that answers the questions of a consultation in place of a person."""

from __future__ import annotations

import pathlib
from datetime import date
from typing import Any

from springstep.engine.consultation.questions import answer_words, may_be_unknown
from springstep.engine.consultation.state import State
from springstep.engine.errors import CaseError, Fault
from springstep.engine.inference.case import case_from, read_case
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase


class AnswerFile:
    """The answers of a file, read and checked; raises ``CaseError``."""

    def __init__(self, path: pathlib.Path, moment: str | None, base: RuleBase, today: date) -> None:
        case = case_from(read_case(path), base, whole=False, today=today)
        given = case.plain()
        self._given = {**given, "moment": moment or given["moment"]}
        self._base = base
        self.source = str(path)
        self.safer = tuple(case.safer.values())
        """Where a safer reading was taken, in words."""

    @property
    def moment(self) -> str:
        """Return the moment that it is about."""
        return str(self._given["moment"])

    def unasked(self, state: State) -> dict[str, Any]:
        """Return what it says of facts that nobody is asked for, and what differs from what the diary remembers."""
        facts = self._base.vocabulary.facts.values()
        never = [info.name for info in facts if state.moment in info.volunteered_at and not info.answers]
        found = {name: self._given[name] for name in never if name in self._given}
        told = {m.fact: self._given[m.fact] for m in state.history if self._given.get(m.fact, m.value) != m.value}
        return {**found, **told}

    def line(self, state: State) -> str:
        """Return the answer to the question that a state asks, as a person would type it; raises ``CaseError``."""
        fact = state.asking or ""
        facts = self._base.vocabulary.facts
        if fact not in self._given:
            fact = next((name for name in self._given if facts[name].answers == fact), fact)
        if fact in self._given:
            value = self._given[fact]
            if facts[fact].kind in ("quantity", "row", "number"):
                return str(value)
            return plain(value) if isinstance(value, str) else answer_words(fact, value, self._base)
        if not may_be_unknown(state, fact, self._base):
            raise CaseError(
                [Fault("missing", "needs an answer in the file of answers", where=fact, source=self.source)]
            )
        return "unknown"
