"""What a dialogue remembers: a frozen value that goes to JSON and back, so that any shell can save and resume it."""

from __future__ import annotations

from dataclasses import field
from typing import Annotated, Any, Literal

from pydantic import Field

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.inference.case import case_from
from springstep.engine.inference.history import Remembered, overlay
from springstep.engine.language.vocabulary import VOLUNTEERED, case_facts
from springstep.engine.record import Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.knowledge.facts import Case


class Pending(Record):
    """A change of an answer whose effect is still to be told."""

    fact: str
    was: str
    standing: dict[str, str]
    """Each decision's title and how it stood before the change."""
    advised: bool


class State(Record):
    """A consultation so far. It holds answers and places, never conclusions: those follow from it and the rules."""

    moment: Literal["before", "during", "after"] | None = None
    answers: Annotated[
        dict[str, Any], Field(description="Every answer given, by fact; null where it is not known.")
    ] = field(default_factory=dict)
    history: Annotated[tuple[Remembered, ...], Field(description="What the diary remembers.")] = ()
    usual: Annotated[dict[str, Any], Field(description="Answers of last time, offered as defaults.")] = field(
        default_factory=dict
    )
    trail: Annotated[tuple[str, ...], Field(description="The questions asked, in order.")] = ()
    asking: Annotated[str | None, Field(description="The question that waits for an answer.")] = "moment"
    day: Annotated[str, Field(description="The day of the answers, if the shell told it.")] = ""
    pending: Pending | None = None
    ended: bool = False
    rules_digest: str = ""
    format: Literal["springstep-consultation/1"] = "springstep-consultation/1"

    @property
    def advised(self) -> bool:
        """Tell whether nothing is left to ask and the advice stands."""
        return self.asking is None


def told(state: State, base: RuleBase) -> dict[str, Any]:
    """Return what is answered at this point, the diary's memories among it, ``None`` for what is not known.

    An answer wins over a memory, *not known* too. Where no session was ever done, answers about earlier ones are kept
    but do not count.
    """
    answers = dict(state.answers)
    if answers.get("sessions_done") == 0:
        answers = {name: value for name, value in answers.items() if name not in base.history}
    known = {name: value for name, value in answers.items() if value is not None}
    memories = {memory.fact: memory.value for memory in overlay(known, state.history) if not memory.overruled}
    return {**memories, **answers}


def case_so_far(state: State, base: RuleBase) -> Case:
    """Return the case that the answers make, questions not asked left out; raises ``CaseError``."""
    known = told(state, base)
    by_hand = {name: value for name, value in state.answers.items() if value is not None and name in known}
    return case_from(Document("", {"moment": state.moment, **by_hand}, {}), base, whole=False)


def recommendation_of(state: State, base: RuleBase) -> Recommendation:
    """Return the recommendation for what is answered; raises ``CaseError``."""
    case = case_so_far(state, base)
    history = [memory for memory in state.history if state.answers.get(memory.fact, memory.value) is not None]
    return build(base, case, history, look_ahead=True, not_asked=not_asked(state, base))


def not_asked(state: State, base: RuleBase) -> tuple[str, ...]:
    """Return the questions of the moment that have no answer, in the vocabulary's order."""
    answered = told(state, base)
    no_history = answered.get("sessions_done") == 0
    return tuple(
        name
        for name, info in case_facts().items()
        if state.moment in info.moments
        and name not in ("moment", *VOLUNTEERED, *answered)
        and not (no_history and name in base.history)
    )
