"""What may be supposed in place of an answer: which answer, and then what it were, as the question itself asks it."""

from __future__ import annotations

from typing import NamedTuple

from springstep.engine.consultation.questions import answer_words, ask
from springstep.engine.consultation.state import State, answers_so_far
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.filled import filled_in
from springstep.rendering.consultation.lines import AGAIN, SUPPOSE, WHAT_IF, Entered, as_answer, asks_for
from springstep.rendering.consultation.picks import Pick, capital
from springstep.rendering.consultation.questions import QuestionForm, exact_form_of


class Supposition(NamedTuple):
    """What a form asks about a plan: which answer were another, or what it were."""

    answers: tuple[Pick, ...]
    """The answers to choose from, each with what it is."""
    fact: str = ""
    """The answer that was chosen; empty while none is."""
    label: str = ""
    form: QuestionForm | None = None
    entered: Entered | None = None
    """How the form is filled in."""
    begun: bool = False
    """Whether it was just asked for."""


def what_if_of(state: State, entered: Entered, base: RuleBase) -> Supposition:
    """Return what is asked of a plan, after what was entered."""
    known = {name: value for name, value in answers_so_far(state, base).items() if name != MOMENT}
    offered = {
        base.facts[name].answers or name: Pick(
            base.facts[name].answers or name, capital(base.facts[name].label), answer_words(name, value, base)
        )
        for name, value in known.items()
    }
    do, fact = asks_for(entered)
    if do == AGAIN or fact not in offered or do not in (SUPPOSE, WHAT_IF):
        return Supposition(tuple(offered.values()), begun=do == AGAIN)
    asked = ask(state, fact, None, base)
    form = exact_form_of(asked, base)
    stands = entered if do == WHAT_IF else filled_in(form, asked, state, base)
    return Supposition(
        tuple(offered.values()), fact, base.facts[fact].label, form, as_answer(stands), begun=do == SUPPOSE
    )
