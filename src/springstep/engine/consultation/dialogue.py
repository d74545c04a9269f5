"""The dialogue as a state machine: a state and a line in, a state and events out; it never prints, asks or waits.

While a question is open, a line is an answer or one of a few commands; once there is advice, a line is a question
about it. The state holds no conclusions: they follow from the answers and the rules at each step.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from springstep.engine.consultation.commands import advice_on
from springstep.engine.consultation.events import Ended, Event, Notice, Refused
from springstep.engine.consultation.questions import ask
from springstep.engine.consultation.state import State
from springstep.engine.consultation.state_check import checked_day, checked_usual, made_here, sound
from springstep.engine.consultation.turns import Turn, Turns
from springstep.engine.errors import CaseError, Fault, KnowledgeError, RecordError, SpringstepError, shown
from springstep.engine.inference.history import checked
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.answers import AnswerError, AskedBackError
from springstep.engine.language.spoken.lines import checked_line
from springstep.engine.rulebase.base import RuleBase, checked_base


class DialogueMachine:
    """Consultations over one rule base; it holds no state, so one machine serves any number of them."""

    def __init__(self, base: RuleBase) -> None:
        self._base = checked_base(base)
        self._turns = Turns(base)

    def begin(
        self,
        moment: str | None = None,
        *,
        history: Iterable[Remembered] = (),
        usual: dict[str, Any] | None = None,
        day: str = "",
        one_by_one: bool = False,
    ) -> Turn:
        """Start a consultation: ask for the moment, or the first question of the one given.

        ``history`` is what a diary remembers, and is not asked for; ``usual`` holds last time's answers, offered as
        defaults. ``day`` is stored in the state, so that the shell knows how old the answers are. ``one_by_one`` asks
        for each fact by itself, as programs need it that answer from a case; otherwise check-ins ask for several.
        A moment that there is not is refused, and the moment asked for. Raises ``CaseError`` for a history, a day or
        usual answers that are none.
        """
        state = State(
            history=checked(history, self._base),
            usual=checked_usual({} if usual is None else usual, self._base),
            day=checked_day(day),
            rules_digest=self._base.digest,
            one_by_one=bool(one_by_one),
        )
        if moment is None:
            return self._made((state, (ask(state, "moment", None, self._base),)))
        try:
            return self._made(self._turns.answered(state, "moment", {"moment": moment}))
        except CaseError as error:
            return self._made((state, (self._refused(error), *self._turns.again(state))))

    def resume(self, state: State) -> Turn:
        """Resume a saved state: go to the open question, or to the advice, by the rules as they are now.

        Answers may change overnight: with a state of another day, begin again and pass some answers as defaults.
        Raises ``RecordError`` for a state that no dialogue over these rules can have made.
        """
        return self._made(self._resumed(sound(state, self._base)))

    def respond(self, state: State, line: str) -> Turn:
        """Take one line: an answer, or a command.

        Raises ``KnowledgeError`` when the rules with their overlays make no plan for these answers, and
        ``RecordError`` for a state that no dialogue over these rules can have made, or a line that is no text.
        """
        state = sound(state, self._base)
        if not isinstance(line, str):
            raise RecordError([Fault("wrong_type", f"a line is text, not {shown(line)}")])
        return self._made(self._responded(state, line))

    def again(self, state: State) -> tuple[Event, ...]:
        """Return the question that waits, or the advice, once more, for a shell that shows all of a page anew.

        Raises ``RecordError`` for a state that no dialogue over these rules can have made.
        """
        state = sound(state, self._base)
        return (advice_on(state, self._base),) if state.advised else self._turns.again(state)

    def _made(self, turn: Turn) -> Turn:
        """Return a turn whose state need not be checked when it comes back."""
        return made_here(turn[0], self._base), turn[1]

    def _resumed(self, state: State) -> Turn:
        if state.ended:
            state = replace(state, ended=False)
        state = replace(state, rules_digest=self._base.digest)
        if state.moment is None:
            return state, (ask(state, "moment", None, self._base),)
        turned, events = self._turns.on(state)
        if state.unfinished and turned.asking is not None:
            told = state.unfinished.replace("{}", "...")
            said = f'Understood so far: "{told}". Say only what is missing there.'
            if turned.asking in self._base.vocabulary.check_ins:
                said = f'Not understood: "{told}". Say it in other words.'
            return turned, (Notice(lines=(said,)), *events)
        return turned, events

    def _responded(self, state: State, line: str) -> Turn:
        if state.ended:
            return state, (Ended(),)
        try:
            return self._turns.taken(state, checked_line(line))
        except AnswerError as error:
            state = replace(state, unfinished=error.unfinished or state.unfinished)
            allowed_now = "" if isinstance(error, AskedBackError) else error.allowed
            return state, (Refused(what=error.what, allowed=allowed_now), *self._turns.again(state))
        except KnowledgeError:  # not a mistake in an answer, and no other answer would help
            raise
        except SpringstepError as error:
            return state, (self._refused(error), *self._turns.again(state))

    def _refused(self, error: SpringstepError) -> Refused:
        """Return the refusal of an answer by the check of a case."""
        words = (f"{fault.what}" + (f" ({fault.allowed})" if fault.allowed else "") for fault in error.faults)
        return Refused(what="; ".join(words))
