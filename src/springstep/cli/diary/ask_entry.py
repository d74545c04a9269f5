"""Ask for an entry of the diary step by step, on a terminal or over a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date, timedelta
from typing import Any

import click

from springstep.cli.text.lines import wrapped
from springstep.diary.entry import EARLIEST, SESSION, Entry, day_of, plain_text
from springstep.diary.questions import OF_A_SESSION, QUESTIONS, outdated, questions
from springstep.engine.frozen import Frozen
from springstep.engine.language.answers import AnswerError, choices, parse_answer
from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.language.wording import plain
from springstep.installed import default_rule_base

_PLACE = {info.name: place for place, info in enumerate(QUESTIONS)}
_NEEDED = ("day", "run_kind", "bursts", "efforts", "effort_s")
_NOTHING = ("none", "nothing", "no")
_HOW = "An empty line skips a question; help, back and quit always work. Nothing is saved before the last answer."


class Around(Frozen):
    """What is in the diary around a day: its plan, whether there was a session before, and what it warns of."""

    planned: Entry | None
    session_before: bool
    warning: str
    """The question whether what was logged is gone; empty when nothing waits for that answer."""


def ask_entry(
    known: Mapping[str, Any], around: Callable[[date], Around], *, today: date, drills: Collection[str]
) -> dict[str, Any]:
    """Return the answers by field; what is known is kept where an answer is left empty.

    Exits with 130 when the runner interrupts or quits, with 2 when the answers end too early.
    """
    click.echo(wrapped(_HOW), err=True)
    answers: dict[str, Any] = {"day": today, **known}
    before: list[tuple[str, dict[str, Any]]] = []
    while True:
        there = around(answers["day"])
        if there.planned is not None:
            answers = {"run_kind": there.planned.run_kind, "duration_min": there.planned.duration_min, **answers}
        plan = there.planned.plan if there.planned is not None else None
        asked = questions(answers, drills=drills, plan=plan, session_before=there.session_before, warning=there.warning)
        last = _PLACE[before[-1][0]] if before else -1
        info = next((one for one in asked if _PLACE[one.name] > last), None)
        if info is None:
            gone = outdated(answers) if answers.get("bursts") in SESSION else (*OF_A_SESSION, *outdated(answers))
            return {**answers, **dict.fromkeys(gone)}
        default = answers.get(info.name)
        if default is None and plan is not None and info.name in ("drill", "effort_s"):
            default = getattr(plan, info.name)
        answer = _answer(info, default, today=today, first=not before)
        if answer is _BACK:
            _, answers = before.pop()
        else:
            before.append((info.name, dict(answers)))
            answers[info.name] = answer


_BACK = object()


def _answer(info: FactInfo, default: Any, *, today: date, first: bool) -> Any:
    """Ask one question until its answer can be taken."""
    click.echo(click.style(wrapped(info.question), bold=True) + _shown(default), err=True)
    if info.kind != "text":
        click.echo(wrapped(_choices(info), first="  "), err=True)
    while True:
        text = _line().strip()
        match text.lower():
            case "quit":
                _leave("Nothing was saved.", 130)
            case "help" | "?":
                said = _choices(info) if info.kind != "text" else ""
                click.echo(wrapped(f"{info.help} {said}", first="  "), err=True)
            case "back" if first:
                click.echo("  This is the first question.", err=True)
            case "back":
                return _BACK
            case "" if default is not None:
                return default
            case "" | "unknown" if info.name not in _NEEDED:
                return "" if info.name == "note" else None
            case _:
                try:
                    return _meant(info, text, today)
                except AnswerError as error:
                    click.echo(wrapped(str(error), first="  "), err=True)
                except ValueError as error:
                    click.echo(wrapped(f"it {error}" if info.name == "note" else str(error), first="  "), err=True)


def _choices(info: FactInfo) -> str:
    return choices(info, default_rule_base().vocabulary)


def _meant(info: FactInfo, text: str, today: date) -> Any:
    if info.name == "note":
        return plain_text(text)
    if info.name != "day":
        if not text or text.lower() == "unknown":
            raise AnswerError("this one needs an answer", _choices(info))
        if info.most:
            parts = ["all well" if part.strip() in _NOTHING else part for part in text.lower().split(",")]
            return tuple(dict.fromkeys(parse_answer(info, part, default_rule_base().vocabulary) for part in parts))
        return parse_answer(info, text, default_rule_base().vocabulary)
    day = {"today": today, "yesterday": today - timedelta(days=1)}.get(text.lower()) or day_of(text)
    if not EARLIEST <= day <= today:
        raise ValueError(f"{day} is {'still to come' if day > today else 'too long ago'}; at the latest today, {today}")
    return day


def _shown(default: Any) -> str:
    return "" if default in (None, "") else f" [{default if isinstance(default, str) else _plain(default)}]"


def _plain(value: Any) -> str:
    """Write a value as people do, a day as its date."""
    return value.isoformat() if isinstance(value, date) else plain(value)


def _line(undone: str = "saved") -> str:
    """Read one line, with the terminal's own editing where there is one."""
    try:
        if sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty():
            return input("> ")
        click.echo("> ", nl=False, err=True)
        line = sys.stdin.readline() if sys.stdin is not None else ""
    except KeyboardInterrupt:
        click.echo(err=True)
        _leave(f"Interrupted: nothing was {undone}.", 130)
    except EOFError:
        line = ""
    except UnicodeDecodeError:
        return "\ufffe"  # no answer to anything
    if not line:
        click.echo(err=True)
        _leave(f"The answers ended too early: nothing was {undone}.", 2)
    return line


def _leave(words: str, code: int) -> Any:
    click.echo(words, err=True)
    raise click.exceptions.Exit(code)


def confirmed(question: str, answer: str) -> bool:
    """Ask for one certain answer, typed in full."""
    click.echo(question, err=True)
    return _line("deleted").strip().lower() == answer
