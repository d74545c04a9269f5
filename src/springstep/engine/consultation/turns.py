"""One turn of a consultation: a line is taken as an answer or a command, and what follows is asked or advised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from springstep.engine.consultation.answer_notices import assumed, taken_as
from springstep.engine.consultation.begun_items import completed
from springstep.engine.consultation.changes import pending_change, report_change
from springstep.engine.consultation.check_in_phrases import such_as
from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.consultation.check_in_turns import asked, at_most_more, check_in_for, empty, settle, unknown
from springstep.engine.consultation.commands import Commands, advice_on
from springstep.engine.consultation.events import Asked, Ended, Event, Notice, Refused
from springstep.engine.consultation.inquiry import inquiry_of, inquiry_state_of
from springstep.engine.consultation.not_knowing import cost_of_not_knowing
from springstep.engine.consultation.overheard import overheard
from springstep.engine.consultation.questions import (
    answer_words,
    ask,
    default_of,
    may_be_unknown,
    volunteered_answer,
    with_answer,
)
from springstep.engine.consultation.state import State, answers_so_far, case_so_far
from springstep.engine.errors import CaseError, Fault, shown
from springstep.engine.inference.plain_answers import Understood, allowed, info_of, means_unknown, understand
from springstep.engine.language.answers import AnswerError, AskedBackError
from springstep.engine.language.check_ins import CheckIn
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.spoken.phrases import NONE
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase

Turn = tuple[State, tuple[Event, ...]]


class Turns:
    """The turns of consultations over one rule base, from states that fit it."""

    def __init__(self, base: RuleBase) -> None:
        self._base = base

    def taken(self, state: State, line: str) -> Turn:
        """Take one line; raises ``AnswerError`` or ``CaseError`` for one that cannot be taken."""
        commands = Commands(self._base, state)
        done = commands.take(line)
        if done is not None:
            if isinstance(done, str):  # the question to go to
                return self._asking(state, done)
            return replace(state, ended=any(isinstance(event, Ended) for event in done)), done
        try:
            if state.asking is None:
                raise AnswerError(f"'{line.strip()}' is not understood", commands.allowed)
            if state.asking in self._base.vocabulary.check_ins:
                return self._checked_in(state, self._base.vocabulary.check_ins[state.asking], line)
            return self._answer(state, state.asking, line)
        except AnswerError as error:
            besides = state.asking if isinstance(error, AskedBackError) else None
            heard = overheard(line, state, self._base, besides=besides)
            if heard is None:
                raise
            turned, events = self.answered(replace(state, unfinished=""), heard.fact, {heard.fact: heard.value})
            return turned, (Notice(lines=(f"Heard: {heard.words}. If it is not so: change {heard.fact}.",)), *events)

    def _checked_in(self, state: State, check_in: CheckIn, line: str) -> Turn:
        """Take the answer to a check-in: all of it, or none."""
        text = line.strip()
        if means_unknown(text) or (not text and state.hesitated == check_in.name):
            reading = unknown(check_in)
        elif text:
            try:
                reading = read_check_in(check_in, text, self._base)
            except AnswerError as error:
                error.unfinished = text
                raise
        elif state.unfinished and check_in.nothing:
            what = f"'{state.unfinished}' was not understood, so Enter does not say `{check_in.nothing[0]}`"
            raise AnswerError(what, such_as(check_in))
        elif check_in.name in state.met:
            return self.on(replace(state, hesitated=None))
        else:
            try:
                reading = empty(self._base, state, check_in)
            except AnswerError as error:
                state = replace(state, hesitated=check_in.name)
                return state, (Refused(what=error.what, allowed=error.allowed), *self.again(state))
        found = settle(self._base, state, check_in, reading)
        pending = state.pending or pending_change(state, check_in.name, self._base)
        spoken_of = (*check_in.facts, *check_in.also)
        turned = replace(
            state,
            answers=found.answers,
            opened=(*found.opened, *(name for name in state.opened if name not in spoken_of)),
            begun={**{n: v for n, v in state.begun.items() if n not in spoken_of}, **found.begun},
            unsaid=(*found.unsaid, *(name for name in state.unsaid if name not in check_in.facts)),
            met=tuple(dict.fromkeys((*state.met, check_in.name))),
            trail=tuple(dict.fromkeys((*state.trail, check_in.name))),
            hesitated=None,
            unfinished="",
            pending=pending,
        )
        case_so_far(turned, self._base)  # refuses answers that contradict each other
        said = listed((self._said(name, turned) for name in found.usual), last="and")
        reworded = "; ".join(
            f"{self._base.facts[name].label}: {answer_words(name, turned.answers[name], self._base)}"
            for name in reading.reworded
            if name in turned.answers
        )
        lines = [f"Taken as: {reworded}."] if reworded else []
        lines += [f"Taken as usual: {said}."] if said else []
        notice = (Notice(lines=tuple(lines)),) if lines else ()
        turned, events = self.on(turned)
        return turned, (*notice, *events)

    def _said(self, name: str, state: State) -> str:
        info = self._base.facts[name]
        return f"{info.label} {answer_words(name, state.answers[name], self._base)}"

    def _answer(self, state: State, fact: str, line: str) -> Turn:
        text = line.strip() or volunteered_answer(state, fact, self._base)
        if text and not means_unknown(text):
            if begun := state.begun.get(fact):
                return self.answered(state, fact, {fact: completed(tuple(begun), fact, text, self._base)})
            found = self._understood(state, fact, text)
            said = {name: note for name, note in state.said.items() if name not in found.facts}
            said |= {name: found.note for name in found.facts if found.note}
            turned, events = self.answered(replace(state, said=said, unfinished=""), fact, dict(found.facts))
            return turned, (*taken_as(found, self._base), *events)
        has, value = (
            default_of(state, fact, self._base) if not text else (may_be_unknown(state, fact, self._base), None)
        )
        if not has:
            info = info_of(fact, self._base)
            what = "this must be answered, as no cautious value can be assumed for it"
            may_be_none = info.kind == "items" or NONE in info.values
            raise AnswerError(
                f"{what}; say `none` if there is none" if may_be_none else what, allowed(info, self._base)
            )
        if not text and value is None and state.hesitated != fact:
            costs = cost_of_not_knowing(self._base, str(state.moment), answers_so_far(state, self._base), fact)
            if costs:
                state = replace(state, hesitated=fact)
                return state, (Notice(lines=costs), *self.again(state))
        if value is None:
            state = replace(state, said={name: note for name, note in state.said.items() if name != fact})
        turned, events = self.answered(replace(state, unfinished=""), fact, {fact: value})
        return turned, (*assumed(state, fact, value, self._base), *events)

    def _understood(self, state: State, fact: str, text: str) -> Understood:
        """Read an answer; where the one before was asked back, as the rest of it. A list begun is never begun anew."""
        known = {**state.usual, **state.answers}
        today = date.fromisoformat(state.day) if state.day else None
        if state.unfinished:
            try:
                whole = state.unfinished.replace("{}", text)
                return understand(fact, whole, self._base, today=today, known=known)
            except AnswerError:
                if self._base.vocabulary.facts[fact].kind == "items":
                    raise
        return understand(fact, text, self._base, today=today, known=known)

    def answered(self, state: State, fact: str, facts: dict[str, Any]) -> Turn:
        """Accept an answer; the answers given after it are kept."""
        if fact == "moment":
            moment = facts["moment"]
            facts_at = self._base.vocabulary.facts
            moments = facts_at[MOMENT].values
            if moment not in moments:
                raise CaseError(
                    [
                        Fault(
                            "unknown_name",
                            f"no moment is called {shown(moment)}",
                            allowed=f"allowed: {', '.join(moments)}",
                        )
                    ]
                )
            told = {name: value for name, value in state.answers.items() if name not in state.unsaid}
            kept = {name: value for name, value in told.items() if moment in facts_at[name].moments}
            met = tuple(name for name in state.met if moment in self._base.vocabulary.check_ins[name].moments)
            trail = tuple(name for name in state.trail if name in kept or name in met)
            state = replace(state, moment=moment, answers=kept, trail=trail, met=met, opened=(), begun={}, unsaid=())
            return self.on(replace(state, asking=None, pending=None, hesitated=None))
        pending = state.pending or pending_change(state, fact, self._base)
        answers = with_answer(state.answers, fact, facts, self._base)
        trail = state.trail if fact in state.trail else (*state.trail, fact)
        turned = replace(
            state,
            answers=answers,
            trail=trail,
            unsaid=tuple(name for name in state.unsaid if name != fact),
            opened=tuple(name for name in state.opened if name != fact),
            begun={name: items for name, items in state.begun.items() if name != fact},
            hesitated=None,
            pending=pending,
        )
        case_so_far(turned, self._base)  # refuses answers that contradict each other
        return self.on(turned)

    def on(self, state: State) -> Turn:
        """Go on to the next question that matters, or to the advice."""
        inquiry_state = inquiry_state_of(state, self._base)
        changed: tuple[Event, ...] = ()
        if inquiry_state.next is None:
            state, changed = report_change(replace(state, asking=None), self._base, settled=True)
            return state, (*changed, advice_on(state, self._base))
        if state.pending is not None and not state.pending.advised:
            state, changed = report_change(state, self._base, settled=False)
        check_in = check_in_for(self._base, state, inquiry_state.next, inquiry_state.open)
        state = replace(state, asking=check_in.name if check_in is not None else inquiry_state.next)
        return state, (*changed, self._question(state, inquiry_state.open))

    def _question(self, state: State, may: Iterable[str]) -> Asked:
        """Return the question that waits for an answer, where ``may`` are the facts that may still matter."""
        name = str(state.asking)
        more = at_most_more(self._base, state, name, may)
        if name in self._base.vocabulary.check_ins:
            return asked(self._base, state, self._base.vocabulary.check_ins[name], more, may)
        return ask(state, name, more, self._base)

    def _asking(self, state: State, fact: str) -> Turn:
        """Go to a question, whether or not it was asked before."""
        state = replace(state, asking=fact, unfinished="", hesitated=None)
        return state, self.again(state)

    def again(self, state: State) -> tuple[Event, ...]:
        """Ask the question that waits for an answer once more."""
        if state.asking is None:
            return ()
        if state.asking == "moment":
            return (ask(state, "moment", None, self._base),)
        check_in = self._base.vocabulary.check_ins.get(state.asking)
        again = {state.asking} if check_in is None else set(check_in.facts)
        without = {name: value for name, value in answers_so_far(state, self._base).items() if name not in again}
        return (self._question(state, inquiry_of(self._base, str(state.moment)).inquiry_state(without).open),)
