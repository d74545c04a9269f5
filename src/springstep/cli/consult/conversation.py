"""The consultation with a person, or with a file of answers instead: what is said, read and saved."""

from __future__ import annotations

import contextlib
import pathlib
import shlex
import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, BinaryIO

import click

from springstep.cli.consult import saved_consultation
from springstep.cli.consult.event_lines import lines, reminder
from springstep.cli.consult.saved_case import write_case
from springstep.cli.options.diary_memory import STANDING, Memory
from springstep.cli.text.lines import wrapped
from springstep.engine.consultation.dialogue import DialogueMachine
from springstep.engine.consultation.events import Advised, Asked, Ended, Event, Refused, SaveAsked
from springstep.engine.consultation.questions import answer_words, may_be_unknown
from springstep.engine.consultation.state import State
from springstep.engine.errors import CaseError, Fault, SpringstepError
from springstep.engine.inference.case import case_from, read_case
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import cannot_be_written
from springstep.session.recommendation import Recommendation

_PROMPT = "> "
_HINT = "You can also say: why, help, unknown, back, review, so far, save, quit."


def _answers(path: pathlib.Path, moment: str | None, base: RuleBase) -> dict[str, Any]:
    """Read and check a case file whose facts answer the questions."""
    document = read_case(path)
    case = case_from(document, base, whole=False)
    given = case.plain()
    return {**given, "moment": moment or given["moment"]}


class Talk:
    """Shows events and reads lines, from the terminal or from a file of answers."""

    def __init__(
        self,
        place: pathlib.Path | None,
        memory: Memory,
        written: BinaryIO | None,
        base: RuleBase,
        *,
        plainly: bool,
        as_json: bool,
    ) -> None:
        self._dialogue = DialogueMachine(base)
        self._place = place or saved_consultation.default_path()
        self._go_on = "springstep consult --resume" + (f" --state {shlex.quote(str(place))}" if place else "")
        self._memory = memory
        self._written = written
        self._plainly = plainly
        self._as_json = as_json
        self._base = base
        self._given: Mapping[str, Any] | None = None
        self._source = ""
        self._made: Recommendation | None = None
        self._asked: Asked | None = None
        self._advised = False
        self._left_before: State | None = None

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
        today = self._memory.today.isoformat()
        if state.day not in ("", today):
            self._say(
                wrapped(
                    f"That was on {state.day}. How you feel changes overnight, so today's consultation starts afresh."
                )
            )
            usual = {name: value for name, value in state.answers.items() if name in STANDING and value is not None}
            history = self._memory.history(state.moment)
            self._talk(*self._dialogue.begin(state.moment, history=history, usual=usual, day=today))
            return
        if reread_diary and state.moment is not None:
            state = replace(state, history=tuple(self._memory.history(state.moment)))
        self._talk(*self._dialogue.resume(state))

    def answer_from(self, path: pathlib.Path, moment: str | None) -> None:
        """Hold the consultation without a person: a case file answers, and wins over the diary."""
        self._given, self._source = _answers(path, moment, self._base), str(path)
        state, events = self._begun(self._given["moment"])
        facts = self._base.vocabulary.facts
        never_asked = [info.name for info in facts.values() if state.moment in info.volunteered_at and not info.answers]
        unasked = {name: self._given[name] for name in never_asked if name in self._given}
        unasked |= {m.fact: self._given[m.fact] for m in state.history if self._given.get(m.fact, m.value) != m.value}
        if unasked:
            state, events = self._dialogue.resume(replace(state, answers=unasked))
        self._talk(state, events)

    def interrupted(self) -> None:
        """Say that nothing is lost."""
        self._say("")
        self._leave()

    def _begun(self, moment: str | None) -> tuple[State, tuple[Event, ...]]:
        return self._dialogue.begin(
            moment,
            history=self._memory.history(moment),
            usual=self._memory.usual(),
            day=self._memory.today.isoformat(),
        )

    def _talk(self, state: State, events: tuple[Event, ...]) -> None:
        """Talk until the runner leaves or the answers run out."""
        while True:
            self._keep(state)  # before anything is shown, so that no answer is lost
            self._advised = state.advised
            for event in _spoken(events):
                self._show(event)
            self._remind(events)
            if any(isinstance(event, Ended) for event in events):
                self._leave()
                return
            if self._made is not None and (self._as_json or self._given is not None):
                if self._as_json:
                    click.echo(self._made.to_json(indent=2))
                return
            try:
                line = self._line(state)
            except EOFError:
                self._ended_early()
                return
            if not line.strip() and state.advised:
                events = ()
                continue
            state, events = self._respond(state, line)

    def _remind(self, events: tuple[Event, ...]) -> None:
        """Ask again when the last thing said was not the question."""
        if self._advised or self._asked is None or isinstance(events[-1], (Asked, Ended)):
            return
        self._say("")
        for line in reminder(self._asked, plainly=self._plainly):
            self._say(line)

    def _keep(self, state: State) -> None:
        """Save every step; an earlier unfinished consultation is replaced only at the first answer."""
        if self._given is not None or (self._left_before is not None and not state.answers):
            return
        saved_consultation.keep(state, self._place)
        self._left_before = None

    def _respond(self, state: State, line: str) -> tuple[State, tuple[Event, ...]]:
        turned, events = self._dialogue.respond(state, line)
        for event in events:
            if isinstance(event, Refused) and self._given is not None:
                raise CaseError(
                    [Fault(event.what, where=state.asking or "", allowed=event.allowed, source=self._source)]
                )
        if turned.moment is not None and turned.moment != state.moment:  # the diary remembers other facts then
            turned = replace(turned, history=tuple(self._memory.history(turned.moment)))
            return self._dialogue.resume(turned)
        return turned, events

    def _line(self, state: State) -> str:
        if self._given is not None:
            line = self._from_file(state, self._given)
            self._say(f"{_PROMPT}{line}")
            return line
        if sys.stdin is not None and sys.stdin.isatty():
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  gives input() line editing and history
            apart = self._as_json and not sys.stdout.isatty()  # the prompt must not get into the JSON
            click.echo(_PROMPT if apart else "", nl=False, err=self._as_json)
            line = input("" if apart else _PROMPT)
            self._write(f"{_PROMPT}{line}")
            return line
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        self._say(f"{_PROMPT}{line.rstrip()}")
        return line.rstrip("\n")

    def _from_file(self, state: State, given: Mapping[str, Any]) -> str:
        fact = state.asking or ""
        facts = self._base.vocabulary.facts
        if fact not in given:
            fact = next((name for name in given if facts[name].answers == fact), fact)
        if fact in given:
            value = given[fact]
            if facts[fact].kind in ("quantity", "row", "number"):
                return str(value)
            return plain(value) if isinstance(value, str) else answer_words(fact, value, self._base)
        if not may_be_unknown(state, fact, self._base):
            raise CaseError([Fault("needs an answer in the file of answers", where=fact, source=self._source)])
        return "unknown"

    def _show(self, event: Event) -> None:
        if isinstance(event, SaveAsked):
            self._save(event)
        if isinstance(event, Asked):
            self._asked = event
        if isinstance(event, Advised):
            self._made = event.recommendation
            if self._as_json:
                return
        for line in lines(event, self._base, plainly=self._plainly):
            self._say(line)

    def _say(self, line: str) -> None:
        click.echo(line, err=self._as_json)
        self._write(click.unstyle(line))

    def _write(self, line: str) -> None:
        if self._written is None:
            return
        try:
            self._written.write(f"{line}\n".encode("utf-8", "replace"))
        except OSError as error:
            raise cannot_be_written(self._written.name, error) from None

    def _save(self, event: SaveAsked) -> None:
        if event.target:
            said = write_case(event.target, event.case)
        elif self._made is not None and self._advised and self._made.moment == "before":
            said = self._memory.keep_plan(self._made)
        else:
            said = f"Every answer is saved in {self._place}. To continue later: {self._go_on}"
        self._say(wrapped(said))

    def _leave(self) -> None:
        if self._advised or self._given is not None:
            return
        kept = "Your answers are saved" if self._left_before is None else "The unfinished consultation is still kept"
        self._say(wrapped(f"{kept}. Continue with: {self._go_on}"))

    def _ended_early(self) -> None:
        """Handle the end of the input: on a terminal the runner leaves; from a pipe the answers are too few."""
        self._say("")
        self._leave()
        if not self._advised and not (sys.stdin is not None and sys.stdin.isatty()):
            raise SpringstepError("the answers ended before the advice")


def _spoken(events: tuple[Event, ...]) -> Iterator[Event]:
    """Yield events; a refusal does not say what is allowed when the question after it does."""
    for place, event in enumerate(events):
        following = events[place + 1] if place + 1 < len(events) else None
        if isinstance(event, Refused) and isinstance(following, Asked) and event.allowed == following.allowed:
            yield replace(event, allowed="")
        else:
            yield event
