"""The dialogue as a state machine: a state and a line in, a state and events out; it never prints, asks or waits.

While a question stands, a line is an answer or one of a few commands; once the advice stands, a line is a question
about it. Nothing that is concluded is kept in the state: it follows from the answers and the rules at each step.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from springstep.engine.consultation.commands import Commands, advice_on
from springstep.engine.consultation.events import Changed, Ended, Event, Notice, Refused
from springstep.engine.consultation.inquiry import InquiryState, inquiry_of
from springstep.engine.consultation.progress import effects, settled_texts, standings
from springstep.engine.consultation.purpose import assumption_words, assumptions_of
from springstep.engine.consultation.questions import (
    UNKNOWN_WORDS,
    allowed,
    answer_words,
    ask,
    default_of,
    info_of,
    kept_instead,
    may_be_unknown,
    read_answer,
    with_answer,
)
from springstep.engine.consultation.state import Pending, State, case_so_far, recommendation_of, told
from springstep.engine.errors import CaseError, KnowledgeError, SpringstepError
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase

Turn = tuple[State, tuple[Event, ...]]


class DialogueMachine:
    """A consultation over one rule base; holds no state of its own, so one serves any number of consultations."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def begin(
        self,
        moment: str | None = None,
        *,
        history: Iterable[Remembered] = (),
        usual: dict[str, Any] | None = None,
        day: str = "",
    ) -> Turn:
        """Start a consultation: ask for the moment, or the first question of the one given.

        ``history`` is what a diary remembers, and is not asked for; ``usual`` holds answers of last time, offered as
        defaults. ``day`` is kept with the state, for the shell to know how old the answers are.
        """
        state = State(history=tuple(history), usual=usual or {}, day=day, rules_digest=self._base.digest)
        if moment is None:
            return state, (ask(state, "moment", None, self._base),)
        return self._answered(state, "moment", {"moment": moment})

    def resume(self, state: State) -> Turn:
        """Take up a saved state: the question that stood, or the advice, by the rules as they are now.

        How somebody is changes overnight: a state of another day is for beginning anew, with some answers as defaults.
        """
        if state.ended:
            state = replace(state, ended=False)
        state = replace(state, rules_digest=self._base.digest)
        if state.moment is None:
            return state, (ask(state, "moment", None, self._base),)
        return self._on(state)

    def respond(self, state: State, line: str) -> Turn:
        """Take one line: an answer, or a command.

        Raises ``KnowledgeError`` when the rules with their overlays make no plan for these answers.
        """
        if state.ended:
            return state, (Ended(),)
        try:
            return self._taken(state, line)
        except AnswerError as error:
            return state, (Refused(what=error.what, allowed=error.allowed), *self._again(state))
        except KnowledgeError:  # no mistake in an answer, and no other answer would mend it
            raise
        except SpringstepError as error:
            what = "; ".join(
                f"{fault.what}" + (f" ({fault.allowed})" if fault.allowed else "") for fault in error.faults
            )
            return state, (Refused(what=what), *self._again(state))

    def _taken(self, state: State, line: str) -> Turn:
        commands = Commands(self._base, state)
        done = commands.take(line)
        if done is not None:
            if isinstance(done, str):  # the question to go to
                return self._asking(state, done)
            return replace(state, ended=any(isinstance(event, Ended) for event in done)), done
        if state.asking is None:
            raise AnswerError(f"'{line.strip()}' is not understood", commands.allowed)
        return self._answer(state, state.asking, line)

    def _answer(self, state: State, fact: str, line: str) -> Turn:
        text = line.strip() or kept_instead(state, fact, self._base)
        if text and text.lower() not in UNKNOWN_WORDS:
            return self._answered(state, fact, read_answer(fact, text, self._base))
        has, value = (
            default_of(state, fact, self._base) if not text else (may_be_unknown(state, fact, self._base), None)
        )
        if not has:
            raise AnswerError(
                "this must be answered, as nothing careful can be taken in its place",
                allowed(info_of(fact, self._base), self._base),
            )
        turned, events = self._answered(state, fact, {fact: value})
        return turned, (*self._assumption(state, fact, value), *events)

    def _answered(self, state: State, fact: str, facts: dict[str, Any]) -> Turn:
        """Take up an answer; the answers given after it are kept."""
        if fact == "moment":
            moment = facts["moment"]
            facts_at = self._base.vocabulary.facts
            moments = facts_at[MOMENT].values
            if moment not in moments:
                raise CaseError(f"no moment is called '{moment}'; allowed: {', '.join(moments)}")
            kept = {name: value for name, value in state.answers.items() if moment in facts_at[name].moments}
            trail = tuple(name for name in state.trail if name in kept)
            return self._on(replace(state, moment=moment, answers=kept, trail=trail, asking=None, pending=None))
        pending = state.pending or self._pending(state, fact)
        answers = with_answer(state.answers, fact, facts, self._base)
        trail = state.trail if fact in state.trail else (*state.trail, fact)
        turned = replace(state, answers=answers, trail=trail, pending=pending)
        case_so_far(turned, self._base)  # refuses answers that contradict each other
        return self._on(turned)

    def _pending(self, state: State, fact: str) -> Pending | None:
        """Note how things stood before an answer that was given once is given anew."""
        if fact not in state.answers and fact not in {memory.fact for memory in state.history}:
            return None
        was = told(state, self._base).get(fact)
        advised = self._inquiry_state(state).settled
        return Pending(
            fact=fact,
            was=answer_words(fact, was, self._base),
            standing=self._standing(state, settled=advised),
            advised=advised,
        )

    def _on(self, state: State) -> Turn:
        """Go on to the next question that matters, or to the advice."""
        inquiry_state = self._inquiry_state(state)
        changed: tuple[Event, ...] = ()
        if inquiry_state.next is None:
            state, changed = self._told_change(replace(state, asking=None), settled=True)
            return state, (*changed, advice_on(state, self._base))
        if state.pending is not None and not state.pending.advised:
            state, changed = self._told_change(state, settled=False)
        state = replace(state, asking=inquiry_state.next)
        return state, (*changed, ask(state, inquiry_state.next, len(inquiry_state.open) - 1, self._base))

    def _asking(self, state: State, fact: str) -> Turn:
        """Go to a question, asked before or not."""
        state = replace(state, asking=fact)
        return state, self._again(state)

    def _again(self, state: State) -> tuple[Event, ...]:
        if state.asking is None:
            return ()
        if state.asking == "moment":
            return (ask(state, "moment", None, self._base),)
        without = {name: value for name, value in told(state, self._base).items() if name != state.asking}
        follow = [name for name in self._inquiry_state_of(state, without).open if name != state.asking]
        return (ask(state, state.asking, len(follow), self._base),)

    def _told_change(self, state: State, *, settled: bool) -> tuple[State, tuple[Event, ...]]:
        """Say what became of the decisions since an answer was changed."""
        pending = state.pending
        if pending is None:
            return state, ()
        state = replace(state, pending=None)
        now = answer_words(pending.fact, told(state, self._base).get(pending.fact), self._base)
        if now == pending.was:
            return state, ()
        after = self._standing(state, settled=settled and pending.advised)
        label = self._base.facts[pending.fact].label
        changed = Changed(label=label, was=pending.was, now=now, effects=effects(pending.standing, after))
        return state, (changed,)

    def _standing(self, state: State, *, settled: bool) -> dict[str, str]:
        if settled:
            return settled_texts(recommendation_of(state, self._base))
        inquiry_state = self._inquiry_state(state)
        return {each.title: each.text for each in standings(self._base, inquiry_state.partial, inquiry_state.left)}

    def _assumption(self, state: State, fact: str, value: Any) -> tuple[Event, ...]:
        """Say what is taken for an answer that is not known."""
        if value is not None or state.moment is None:
            return ()
        rules = assumptions_of(self._base, state.moment, fact)
        return tuple(
            Notice(lines=(f"Not known: {assumption_words(rule, self._base)}. {rule.because}",)) for rule in rules
        )

    def _inquiry_state(self, state: State) -> InquiryState:
        return self._inquiry_state_of(state, told(state, self._base))

    def _inquiry_state_of(self, state: State, answers: Mapping[str, Any]) -> InquiryState:
        assert state.moment is not None
        return inquiry_of(self._base, state.moment).inquiry_state(answers)
