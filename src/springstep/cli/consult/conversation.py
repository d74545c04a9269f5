"""The consultation with a person, or with a file of answers instead: what is said, read and saved."""

from __future__ import annotations

import contextlib
import pathlib
import shlex
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from springstep.cli.consult import saved_consultation
from springstep.cli.consult.ahead import Ahead
from springstep.cli.consult.answer_file import AnswerFile
from springstep.cli.consult.event_lines import lines, reminder, spoken
from springstep.cli.consult.line_input import PROMPT, LineInput, at_terminal
from springstep.cli.consult.plan_offer import QUESTION, PlanOffer
from springstep.cli.consult.saved_case import write_case
from springstep.cli.consult.unanswered import unanswered
from springstep.cli.options.diary_memory import Memory
from springstep.cli.text.echo import echo, unstyled
from springstep.cli.text.lines import wrapped
from springstep.cli.text.pager import show
from springstep.cli.working import working
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Advised, Asked, Ended, Event, SaveAsked
from springstep.engine.consultation.state import State
from springstep.engine.errors import CaseError, Fault, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.appending import Appending
from springstep.session.recommendation import Recommendation

_AFTER_KEEPING = "Press Enter to leave, or ask further."
_HINT = "You can also say: why, help, unknown, back, review, so far, save, quit."


class Talk:
    """Shows events and reads lines, from the terminal or from a file of answers."""

    def __init__(
        self,
        place: pathlib.Path | None,
        memory: Memory,
        written: Appending | None,
        base: RuleBase,
        *,
        plainly: bool,
        as_json: bool,
        one_by_one: bool,
    ) -> None:
        self._dialogue = DialogueMachine(base)
        self._place = place or saved_consultation.default_path()
        self._kept = saved_consultation.KeptState(self._place)
        self._input = LineInput(say=self._say, write=self._write, apart=as_json)
        self._offer = PlanOffer(memory, lambda said: self._say(wrapped(said)))
        self._ahead = Ahead(self._dialogue, base)
        self._one_by_one = one_by_one
        self._go_on = "springstep consult --resume" + (f" --state {shlex.quote(str(place))}" if place else "")
        self._memory = memory
        self._written = written
        self._plainly = plainly
        self._as_json = as_json
        self._base = base
        self._file: AnswerFile | None = None
        self._made: Recommendation | None = None
        self._asked: Asked | None = None
        self._advised = False
        self._left_before: State | None = None
        self._told_before: Mapping[str, Any] = {}
        """What an advice was given on before this talk, and so was kept then."""

    def begin(self, moment: str | None) -> None:
        """Start a consultation with a person."""
        kept = saved_consultation.kept_at(self._place)
        if kept is not None and kept.answers and not kept.advised:
            self._left_before = kept
        if not self._as_json:
            self._say(wrapped(_HINT))
        if self._left_before is not None:
            self._say("")
            self._say(
                wrapped(
                    f"An earlier consultation is unfinished, and is kept until you answer here. To continue it: quit, "
                    f"then {self._go_on}"
                )
            )
        self._talk(*self._begun(moment))

    def resume(self, *, reread_diary: bool) -> None:
        """Continue the saved consultation; ``reread_diary`` asks the diary again what it remembers."""
        state = saved_consultation.taken_up(self._place, self._base)
        state = replace(state, one_by_one=state.one_by_one or self._one_by_one)
        today = self._memory.today.isoformat()
        if state.day not in ("", today):
            self._say(
                wrapped(
                    f"That was on {state.day}. How you feel changes overnight, so today's consultation starts afresh."
                )
            )
            kept = self._base.vocabulary.kept
            told = {name: value for name, value in state.answers.items() if name in kept and value is not None}
            self._one_by_one = state.one_by_one
            self._talk(*self._begun(state.moment, {**self._memory.usual(), **told}))
            return
        if state.advised:
            self._told_before = state.answers
        if reread_diary and state.moment is not None:
            state = replace(state, history=tuple(self._memory.history(state.moment)))
        self._talk(*self._dialogue.resume(state))

    def answer_from(self, path: pathlib.Path, moment: str | None) -> None:
        """Hold the consultation without a person: a case file answers, and wins over the diary."""
        self._file = AnswerFile(path, moment, self._base, self._memory.today)
        for told in self._file.safer:
            self._say(wrapped(f"{told[0].upper()}{told[1:]}"))
        state, events = self._begun(self._file.moment)
        if unasked := self._file.unasked(state):
            state, events = self._dialogue.resume(replace(state, answers=unasked))
        self._talk(state, events)

    def interrupted(self) -> None:
        """Say that nothing is lost."""
        self._say("")
        self._leave()

    def _begun(self, moment: str | None, usual: dict[str, Any] | None = None) -> tuple[State, tuple[Event, ...]]:
        with working():
            begun = self._dialogue.begin(
                moment,
                history=self._memory.history(moment),
                usual=self._memory.usual() if usual is None else usual,
                day=self._memory.today.isoformat(),
                one_by_one=self._one_by_one or self._file is not None,
            )
        if waiting := self._memory.waiting(moment):
            self._say(wrapped(waiting))
        return self._asking_of_the_watch(*begun)

    def _asking_of_the_watch(self, state: State, events: tuple[Event, ...]) -> tuple[State, tuple[Event, ...]]:
        """Take up what a watch says in the questions; a case file answers without being asked."""
        if self._file is not None or state.advised:
            return state, events
        asking = self._memory.asking(state)
        return (state, events) if asking is state else self._dialogue.resume(asking)

    def _talk(self, state: State, events: tuple[Event, ...]) -> None:
        """Talk until the runner leaves or the answers run out."""
        while True:
            self._keep(state)  # before anything is shown, so that no answer is lost
            self._advised = state.advised
            for event in spoken(events):
                self._show(event)
            self._keep_told(state, events)
            self._remind(events)
            if any(isinstance(event, Ended) for event in events):
                self._offer_again()
                self._leave()
                return
            if self._made is not None and (self._as_json or self._file is not None):
                if self._as_json:
                    echo(self._made.to_json(indent=2))
                return
            try:
                line = self._line(state)
            except EOFError:
                self._ended_early()
                return
            if state.advised and self._offer.take(line):
                self._say(_AFTER_KEEPING)
                events = ()
            elif state.advised and not line.strip():
                events = (Ended(),) if at_terminal() else ()
            else:
                state, events = self._respond(state, line)

    def _offer_again(self) -> None:
        """Offer on leaving to keep a plan that was neither kept nor turned down."""
        if self._offer.waits and at_terminal():
            with contextlib.suppress(EOFError):
                self._offer.take(self._input.line(QUESTION))

    def _keep_told(self, state: State, events: tuple[Event, ...]) -> None:
        """Keep what was told of what stays true, once there is advice; a case file is no runner who tells it."""
        if self._file is not None or not any(isinstance(event, Advised) for event in events):
            return
        told = {name: value for name, value in state.answers.items() if self._told_before.get(name) != value}
        try:
            said = self._memory.keep_told(told)
        except SpringstepError as error:  # the advice stands all the same
            said = f"Not kept for next time: {error}"
        if said:
            self._say("")
            self._say(wrapped(said))

    def _remind(self, events: tuple[Event, ...]) -> None:
        """Ask again when the last thing said was not the question."""
        if self._advised or self._asked is None or isinstance(events[-1], (Asked, Ended)):
            return
        self._say("")
        for line in reminder(self._asked, plainly=self._plainly):
            self._say(line)

    def _keep(self, state: State) -> None:
        """Save every step; an earlier unfinished consultation is replaced only at the first answer."""
        if self._file is not None or (self._left_before is not None and not state.answers):
            return
        try:
            self._kept.keep(state)
        except SpringstepError as error:
            if not state.answers:
                raise  # before anything is lost
            echo(f"springstep: {error}", err=True)
        self._left_before = None

    def _respond(self, state: State, line: str) -> tuple[State, tuple[Event, ...]]:
        with working():
            turned, events = self._dialogue.respond(state, line)
        source = self._file.source if self._file is not None else "standard input"
        fault = None if at_terminal() else unanswered(state, turned, events, source)
        if fault is not None:
            if fault.code == "not_understood":
                self._keep(turned)  # with what was understood where something was asked back
            self._leave()
            raise CaseError([fault])
        if turned.moment is not None and turned.moment != state.moment:  # the diary remembers other facts then
            turned = replace(turned, history=tuple(self._memory.history(turned.moment)))
            return self._asking_of_the_watch(*self._dialogue.resume(turned))
        return turned, events

    def _line(self, state: State) -> str:
        if self._file is not None:
            line = self._file.line(state)
            self._say(f"{PROMPT}{line}")
            return line
        if at_terminal():
            self._ahead.start(state)
        return self._input.line(QUESTION if state.advised and self._offer.waits and at_terminal() else PROMPT)

    def _show(self, event: Event) -> None:
        if isinstance(event, SaveAsked):
            self._save(event)
        if isinstance(event, Asked):
            self._asked = event
        if isinstance(event, Advised):
            self._made = event.recommendation
            if self._made.moment == "before" and at_terminal() and self._file is None and not self._as_json:
                self._offer.show(self._made)
            if self._as_json:
                return
        shown = lines(event, self._base, plainly=self._plainly, asking_on=self._file is None)
        if isinstance(event, Advised) and event.full:
            whole = list(shown)
            for line in whole:
                self._write(unstyled(line))
            show(whole, plainly=self._plainly)
            return
        for line in shown:
            self._say(line)

    def _say(self, line: str) -> None:
        echo(line, err=self._as_json)
        self._write(unstyled(line))

    def _write(self, line: str) -> None:
        if self._written is not None:
            self._written.add(f"{line}\n".encode("utf-8", "replace"))

    def _save(self, event: SaveAsked) -> None:
        if event.target:
            said = write_case(event.target, event.case)
        elif self._made is not None and self._advised and self._made.moment == "before":
            self._offer.keep(self._made)
            return
        elif self._kept.lost:
            said = f"Your answers are not saved: {self._kept.lost}"
        else:
            said = f"Every answer is saved in {self._place}. To continue later: {self._go_on}"
        self._say(wrapped(said))

    def _leave(self) -> None:
        if self._advised or self._file is not None or self._kept.lost:
            return
        kept = "Your answers are saved" if self._left_before is None else "The unfinished consultation is still kept"
        self._say(wrapped(f"{kept}. Continue with: {self._go_on}"))

    def _ended_early(self) -> None:
        """Handle the end of the input: on a terminal the runner leaves; from a pipe the answers are too few."""
        self._say("")
        self._leave()
        if not self._advised and not at_terminal():
            raise SpringstepError([Fault("missing", "the answers ended before the advice")])
