"""Ask for an entry of the diary question by question, on a terminal or over a pipe."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click

from springstep.cli.diary.urgent import WORST, Urgent
from springstep.cli.text.echo import echo, styled
from springstep.cli.text.lines import wrapped
from springstep.cli.typed_lines import TypedLines, at_terminal
from springstep.diary.asked import APART, OPENED, Around, RunQuestion, asked_after
from springstep.diary.entry import SESSION, SIGNS, plain_text
from springstep.diary.entry_words import dose_words
from springstep.diary.limits import INTERVALS, too_much
from springstep.diary.questions import OF_A_SESSION, outdated
from springstep.diary.replies import reply
from springstep.engine.errors import Code, Fault, RefusedError, SpringstepError, shown
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_HOW = "Enter leaves a question out. At each you can also say help, back, note WORDS or quit."


def ask_entry(
    known: Mapping[str, Any], there: Around, *, base: RuleBase, lines: TypedLines, urgent: Urgent
) -> dict[str, Any]:
    """Return the answers by field, with ``_apart`` where it was another run than the planned one.

    What is known is kept where an entry is edited and an answer is left empty. A person is asked again where an answer
    cannot be taken; without one it ends the command with 2. Exits with 130 when the runner quits. ``urgent`` is shown
    each answer, so that a danger is answered before anything else is asked.
    """
    echo(wrapped(_HOW), err=True)
    answers: dict[str, Any] = dict(known)
    before: list[tuple[str, dict[str, Any]]] = []
    while True:
        if answers.get(APART) and there.plan is not None:
            length = {name: answers[name] for name in there.told if name == "duration_min"}
            there = Around(None, there.recover_from, there.warning, there.editing, tuple(length))
            before, answers = [], {APART: True, "day": answers["day"], **length}
        last = before[-1][0] if before else ""
        asked = _next(asked_after(answers, there), {name for name, _ in before}, last)
        if asked is None:
            return _told(answers)
        told = _answer(asked, answers, there, base, lines, urgent, first=not before)
        if told is None:
            _, answers = before.pop()
        else:
            before.append((asked.name, dict(answers)))
            answers |= told
            open_pain = bool(answers.get(OPENED)) and answers.get("pain") is None
            worst = {"pain": WORST} if open_pain else {}
            urgent.told(_told({**answers, **worst}), open_pain=open_pain)


def _next(asked: tuple[RunQuestion, ...], answered: set[str], last: str) -> RunQuestion | None:
    """Return the first question after the last one that was answered; one that an answer takes away is passed over."""
    names = [one.name for one in asked]
    start = names.index(last) + 1 if last in names else 0
    return next((one for one in asked[start:] if one.name not in answered), None)


def _told(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that were told, without those that other answers rule out."""
    gone = outdated(answers) if answers.get("bursts") in SESSION else (*OF_A_SESSION, *outdated(answers))
    told = {name: value for name, value in answers.items() if not name.startswith("_") or name == APART}
    return {**told, **dict.fromkeys(gone)}


def _answer(
    asked: RunQuestion,
    known: Mapping[str, Any],
    there: Around,
    base: RuleBase,
    lines: TypedLines,
    urgent: Urgent,
    *,
    first: bool,
) -> dict[str, Any] | None:
    """Ask one question until its answer can be taken; ``None`` to go back."""
    default = f" [{_kept(asked, known)}]" if there.editing else ""
    echo(styled(wrapped(asked.question + default), bold=True), err=True)
    refused = ""
    while True:
        text = lines.line().strip()
        word, _, rest = text.partition(" ")
        match word.lower():
            case "quit" if not rest:
                undone = urgent.undone()
                leave(f"{undone[:1].upper()}{undone[1:]}", 130)
            case "help" | "?" if not rest:
                examples = " or ".join(asked.examples)
                echo(wrapped(f"{asked.help} You can say {examples}, for example.", first="  "), err=True)
            case "" if refused and asked.silence:
                say = f"say {' or '.join(asked.examples)}"
                what = f"{shown(refused)} was not understood, so Enter does not say nothing; {say}"
                _refuse(asked, "not_understood", what, urgent)
            case "back" if not rest and first:
                echo("  This is the first question.", err=True)
            case "back" if not rest:
                return None
            case _:
                try:
                    if word.lower() == "note" and rest:
                        known = {**known, "note": plain_text(rest)}
                        echo("  Noted.", err=True)
                        continue
                    told = {"note": known.get("note"), **reply(asked, text, known, there, base)}
                    if _goes(asked, {**known, **told}, there, base, lines, urgent):
                        if told["note"] != known.get("note"):
                            echo(wrapped(f"Noted: {told['note']}", first="  "), err=True)
                        return told
                except AnswerError as error:
                    refused = text
                    _refuse(asked, error.code, str(error), urgent)
                except RefusedError as error:
                    _refuse(asked, error.code, f"it {error}", urgent)
                echo(styled(wrapped(asked.question), bold=True), err=True)


def _refuse(asked: RunQuestion, code: Code, what: str, urgent: Urgent) -> None:
    """Say why an answer cannot be taken; without a person that ends the command, so that no line answers another."""
    if not at_terminal():
        raise SpringstepError([Fault(code, f"{what}; {urgent.undone()}", where=asked.name)])
    echo(wrapped(what[:1].upper() + what[1:], first="  "), err=True)


def _goes(
    asked: RunQuestion, known: Mapping[str, Any], there: Around, base: RuleBase, lines: TypedLines, urgent: Urgent
) -> bool:
    """Tell whether a set can be what was done; one that no session can be is asked about, or refused."""
    if asked.name not in ("bursts", "efforts"):
        return True
    efforts, effort_s = known.get("efforts"), known.get("effort_s") or (there.plan.effort_s if there.plan else None)
    what = too_much(efforts, effort_s, base=base, duration_min=known.get("duration_min"), plan=there.plan)
    if not what:
        return True
    if not at_terminal():
        raise SpringstepError(
            [Fault("out_of_range", f"{what}; {urgent.undone()}", where=asked.name, allowed=INTERVALS)]
        )
    echo(wrapped(f"{what}. It would not count as done as planned; {INTERVALS}.", first="  "), err=True)
    return lines.yes(f"Was it really {dose_words(efforts, effort_s)}?", default=False)


def _kept(asked: RunQuestion, known: Mapping[str, Any]) -> str:
    """Say what an empty answer keeps."""
    names = ("bursts", "efforts", "effort_s", "drill") if asked.name == "bursts" else asked.fields
    said = [
        f"{name if name in SIGNS else ''} {plain(known[name])}".strip()
        for name in names
        if known.get(name) not in (None, "")
    ]
    return ", ".join(said) or "not told"


def leave(words: str, code: int) -> Any:
    """Say something and end the command."""
    echo(words, err=True)
    raise click.exceptions.Exit(code)


@contextmanager
def typed(undone: Callable[[], str]) -> Iterator[TypedLines]:
    """Read what is typed; to break off, or the end of the input, ends with what ``undone`` says has become of it."""
    with TypedLines() as lines:
        try:
            yield lines
        except KeyboardInterrupt:
            echo(err=True)
            leave(f"Interrupted: {undone()}", 130)
        except EOFError:
            echo(err=True)
            leave(f"The answers ended too early: {undone()}", 2)
        except UnicodeDecodeError:
            leave(f"That is no text: {undone()}", 2)


def confirmed(question: str, answer: str) -> bool:
    """Ask for one certain answer, typed in full."""
    echo(question, err=True)
    with typed(lambda: "nothing was deleted") as lines:
        return lines.line().strip().lower() == answer
