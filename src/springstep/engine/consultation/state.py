"""What a dialogue remembers: a frozen value that goes to JSON and back, so that any shell can save and resume it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Annotated, Any, ClassVar, Literal

from springstep.engine.advice.recommend import build
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import forbidden, unasked
from springstep.engine.inference.history import overlay
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.record import Described, OneOf, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document

_STRICT: Any = {"extra": "forbid", "strict": True, "revalidate_instances": "always"}


class Pending(Record):
    """A changed answer whose effect is still to be reported."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    fact: str
    was: str
    standing: dict[str, str]
    """Each decision's title and how it stood before the change."""
    advised: bool


class State(Record):
    """A consultation so far. It holds answers and questions, never conclusions: these follow from it and the rules."""

    __pydantic_config__: ClassVar[Any] = _STRICT

    moment: Annotated[str | None, OneOf("moment")] = None
    answers: Annotated[dict[str, Any], Described("Every answer given, by fact; null where it is not known.")] = field(
        default_factory=dict
    )
    history: Annotated[tuple[Remembered, ...], Described("What the diary remembers.")] = ()
    usual: Annotated[dict[str, Any], Described("Last time's answers, offered as defaults.")] = field(
        default_factory=dict
    )
    reasons: Annotated[dict[str, str], Described("What the shell knows and a question says first, by fact.")] = field(
        default_factory=dict
    )
    trail: Annotated[tuple[str, ...], Described("The questions asked, in order.")] = ()
    asking: Annotated[str | None, Described("The question that waits for an answer: a fact, or a check-in.")] = "moment"
    said: Annotated[dict[str, str], Described("How answers were told, by fact, where not as the value itself.")] = (
        field(default_factory=dict)
    )
    unfinished: Annotated[str, Described("What was told and is open: a line not understood, or {} for the rest.")] = ""
    one_by_one: Annotated[bool, Described("Whether each fact is asked by itself, without check-ins.")] = False
    met: Annotated[tuple[str, ...], Described("The check-ins that were answered.")] = ()
    unsaid: Annotated[tuple[str, ...], Described("The facts that were settled by not being named in a check-in.")] = ()
    opened: Annotated[
        tuple[str, ...], Described("What has to be asked by itself: what was named in a check-in, or by the shell.")
    ] = ()
    begun: Annotated[
        dict[str, Any], Described("By list fact the items named in a check-in, some without all their fields.")
    ] = field(default_factory=dict)
    hesitated: Annotated[str | None, Described("The question at which an empty answer was given once.")] = None
    day: Annotated[str, Described("The day of the answers, if the shell gave it.")] = ""
    pending: Pending | None = None
    ended: bool = False
    rules_digest: str = ""
    format: Literal["springstep-consultation/1"] = "springstep-consultation/1"

    @property
    def advised(self) -> bool:
        """Tell whether nothing is left to ask and the advice is given."""
        return self.asking is None


def answers_so_far(state: State, base: RuleBase) -> dict[str, Any]:
    """Return the answers at this point, including what the diary remembers, ``None`` for what is not known.

    An answer wins over a memory, even *not known*. Answers that others rule out, and those to questions of another
    moment, are kept but do not count.
    """
    vocabulary = base.vocabulary
    here = {info.name for info in vocabulary.asked_at(state.moment)} if state.moment is not None else vocabulary.facts
    gone = forbidden(vocabulary, state.answers)
    answers = {name: value for name, value in state.answers.items() if name not in gone and name in here}
    known = {name: value for name, value in answers.items() if value is not None}
    remembered = [memory for memory in state.history if memory.fact in here]
    memories = {m.fact: m.value for m in overlay(known, remembered, vocabulary) if not m.overruled}
    return {**memories, **answers}


def case_so_far(state: State, base: RuleBase) -> Case:
    """Return the case that the answers make, without the questions not asked; raises ``CaseError``."""
    known = answers_so_far(state, base)
    by_hand = {name: value for name, value in state.answers.items() if value is not None and name in known}
    case = case_from(Document("", {MOMENT: state.moment, **by_hand}, {}), base, whole=False)
    return replace(case, said={fact: note for fact, note in state.said.items() if fact in by_hand})


def recommendation_of(state: State, base: RuleBase) -> Any:
    """Return the recommendation for what is answered, of the subject's own kind; raises ``CaseError``."""
    case = case_so_far(state, base)
    history = [memory for memory in state.history if state.answers.get(memory.fact, memory.value) is not None]
    return build(base, case, history, look_ahead=True, not_asked=not_asked(state, base))


def not_asked(state: State, base: RuleBase) -> tuple[str, ...]:
    """Return the questions of the moment that have no answer, in the vocabulary's order."""
    return unanswered(answers_so_far(state, base), state.moment or "", base)


def unanswered(answered: Mapping[str, Any], moment: str, base: RuleBase) -> tuple[str, ...]:
    """Return the questions of a moment that these answers leave open, in the vocabulary's order."""
    gone = forbidden(base.vocabulary, answered) | unasked(base.vocabulary, answered)
    questions = (info for info in base.vocabulary.questions_at(moment) if not info.recalls or info.recalls in answered)
    return tuple(info.name for info in questions if info.name not in answered and info.name not in gone)
