"""``springstep consult``: the consultation in a terminal, one shell on the dialogue of the engine."""

from __future__ import annotations

import contextlib
import json
import pathlib
import sys
from collections.abc import Iterator, Mapping
from typing import Any, TextIO

import click

from springstep.cli import keeping
from springstep.cli.conversation import lines
from springstep.cli.remembering import Memory, diary_options
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.consultation.dialogue import Dialogue
from springstep.engine.consultation.events import Advised, Ended, Event, SaveAsked
from springstep.engine.consultation.questions import answer_words, may_be_unknown
from springstep.engine.consultation.state import State
from springstep.engine.errors import CaseError, Fault, SpringstepError
from springstep.engine.inference.case import case_from, read_case
from springstep.engine.rulebase.load import default_rule_base

PROMPT = "> "
_HINT = "You can also say: why, help, unknown, back, review, so far, save, quit."
_INTERRUPTED = 130


@click.command(epilog="Example: springstep consult --moment before")
@click.option("--moment", type=click.Choice(["before", "during", "after"]), help="When it is; asked unless said.")
@click.option("--resume", is_flag=True, help="Go on where the last consultation was left.")
@click.option("--answers", type=click.Path(path_type=pathlib.Path), metavar="FILE", help="Answer from a case file.")
@click.option(
    "--transcript", type=click.Path(path_type=pathlib.Path), metavar="FILE", help="Add what is said to a file."
)
@click.option("--state", type=click.Path(path_type=pathlib.Path), metavar="FILE", help="Keep the consultation here.")
@click.option("--plain", is_flag=True, help="No colours and nothing drawn: for screen readers.")
@click.option("--json", "as_json", is_flag=True, help="Print the recommendation as JSON; the talk goes to stderr.")
@diary_options
@click.pass_context
def consult(
    ctx: click.Context,
    moment: str | None,
    resume: bool,
    answers: pathlib.Path | None,
    transcript: pathlib.Path | None,
    state: pathlib.Path | None,
    plain: bool,
    as_json: bool,
    memory: Memory,
) -> None:
    """Ask only what matters, say why, and plan the run.

    Every answer is kept at once: after Ctrl-C, a closed terminal or a crash, --resume goes on.
    """
    if resume and (moment or answers):
        raise click.UsageError("--resume goes on as it was; it takes no --moment and no --answers")
    if plain:
        ctx.color = False
    dialogue = Dialogue()
    place = state or keeping.default_path()
    with _written_to(transcript) as written:
        shell = _Shell(dialogue, place, memory, written, plainly=plain, as_json=as_json)
        if answers is not None:
            shell.read_from(_answers(answers, moment))
        if resume:
            shell.run(*dialogue.resume(keeping.taken_up(place)), greet=False)
        else:
            moment = moment or (shell.first_moment if answers is not None else None)
            began = dialogue.begin(moment, history=memory.history(moment), usual=memory.usual())
            shell.run(*began, greet=answers is None)


@contextlib.contextmanager
def _written_to(path: pathlib.Path | None) -> Iterator[TextIO | None]:
    if path is None:
        yield None
        return
    try:
        with path.open("a", encoding="utf-8") as file:
            yield file
    except OSError as error:
        raise SpringstepError([Fault(f"cannot be written: {error.strerror or error}", source=str(path))]) from None


def _answers(path: pathlib.Path, moment: str | None) -> dict[str, Any]:
    """Read and check a case file whose facts answer the questions."""
    document = read_case(path)
    case = case_from(document, default_rule_base(), whole=False)
    told = case.model_dump(mode="json", exclude_none=True)
    return {**told, "moment": moment or told["moment"]}


class _Shell:
    """Shows events and reads lines, from the terminal or from a file of answers."""

    def __init__(
        self,
        dialogue: Dialogue,
        place: pathlib.Path,
        memory: Memory,
        written: TextIO | None,
        *,
        plainly: bool,
        as_json: bool,
    ) -> None:
        self._dialogue = dialogue
        self._place = place
        self._memory = memory
        self._written = written
        self._plainly = plainly
        self._as_json = as_json
        self._base = default_rule_base()
        self._told: Mapping[str, Any] | None = None
        self._made: Recommendation | None = None

    @property
    def first_moment(self) -> str:
        """Return the moment that the file of answers is for."""
        assert self._told is not None
        return str(self._told["moment"])

    def read_from(self, told: Mapping[str, Any]) -> None:
        """Answer from these facts instead of asking a person."""
        self._told = told

    def run(self, state: State, events: tuple[Event, ...], *, greet: bool) -> None:
        """Talk until the runner leaves, or the answers are used up."""
        if greet and not self._as_json:
            self._say(_HINT)
        while True:
            if self._told is None:
                keeping.keep(state, self._place)  # before anything is shown, so that what was answered is never lost
            for event in events:
                self._show(event)
            if any(isinstance(event, Ended) for event in events):
                self._leave(state)
                return
            if self._made is not None and (self._as_json or self._told is not None):
                if self._as_json:
                    click.echo(self._made.to_json(indent=2))
                return
            try:
                line = self._line(state)
            except EOFError:
                self._ended_early(state)
                return
            except KeyboardInterrupt:
                self._say("")
                self._leave(state)
                raise click.exceptions.Exit(_INTERRUPTED) from None
            if not line.strip() and state.advised:
                events = ()
                continue
            state, events = self._respond(state, line)

    def _respond(self, state: State, line: str) -> tuple[State, tuple[Event, ...]]:
        turned, events = self._dialogue.respond(state, line)
        if state.moment is None and turned.moment is not None:  # only now is it known what the diary has to tell
            history = tuple(self._memory.history(turned.moment))
            if history:
                return self._dialogue.begin(turned.moment, history=history, usual=turned.usual)
        return turned, events

    def _line(self, state: State) -> str:
        if self._told is not None:
            line = self._from_file(state, self._told)
            self._say(f"{PROMPT}{line}")
            return line
        if sys.stdin is not None and sys.stdin.isatty():
            with contextlib.suppress(ImportError):
                import readline  # noqa: F401  gives input() line editing and history
            click.echo("", nl=False, err=self._as_json)
            line = input(PROMPT)
            self._write(f"{PROMPT}{line}")
            return line
        line = sys.stdin.readline() if sys.stdin is not None else ""
        if not line:
            raise EOFError
        self._say(f"{PROMPT}{line.rstrip()}")
        return line.rstrip("\n")

    def _from_file(self, state: State, told: Mapping[str, Any]) -> str:
        fact = state.asking or ""
        if fact == "duration_min" and fact not in told and "distance" in told:
            fact = "distance"
        if fact in told:
            value = told[fact]
            return value if isinstance(value, str) else answer_words(fact, value, self._base)
        if not may_be_unknown(state, fact):
            raise CaseError([Fault("must be answered in the file of answers", where=fact)])
        return "unknown"

    def _show(self, event: Event) -> None:
        if isinstance(event, SaveAsked):
            self._save(event)
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
        if self._written is not None:
            self._written.write(line + "\n")
            self._written.flush()

    def _save(self, event: SaveAsked) -> None:
        if event.target:
            self._say(_write_case(pathlib.Path(event.target).expanduser(), event.case))
        elif self._made is not None and self._made.moment == "before":
            self._say(self._memory.keep_plan(self._made))
        else:
            self._say(f"Every answer is kept in {self._place}; `springstep consult --resume` goes on.")

    def _leave(self, state: State) -> None:
        if not state.advised and self._told is None:
            self._say("Your answers are kept. Go on with: springstep consult --resume")

    def _ended_early(self, state: State) -> None:
        """Tell what the end of the input means: leaving, on a terminal; too few answers, from a pipe."""
        self._say("")
        self._leave(state)
        if not state.advised and not (sys.stdin is not None and sys.stdin.isatty()):
            raise SpringstepError("the answers ended before the advice")


def _write_case(path: pathlib.Path, case: Mapping[str, Any]) -> str:
    """Write a case file that `springstep recommend` reads; never over another file."""
    import yaml

    text = json.dumps(case, indent=2, ensure_ascii=False) + "\n"
    if path.suffix != ".json":
        text = yaml.safe_dump(dict(case), sort_keys=False, allow_unicode=True)
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        return f"{path} is there already; nothing was written. Choose another name."
    except OSError as error:
        return f"{path} cannot be written: {error.strerror or error}."
    return f"Written to {path}; `springstep recommend {path}` reads it."
