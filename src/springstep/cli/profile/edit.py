"""``springstep profile edit``: every answer of the profile asked for, one after the other."""

from __future__ import annotations

import contextlib
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import click

from springstep.cli.consult.event_lines import reminder
from springstep.cli.diary.which_diary import diary_option, today_option
from springstep.cli.profile.kept_profile import KeptProfile
from springstep.cli.profile.profile_page import race_words
from springstep.cli.profile.read_told import A_DAY, A_DAY_OR_MONTH, NO_RACE, RACE, read_race, read_told
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.consultation.questions import ask
from springstep.engine.consultation.state import State
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.inference.plain_answers import means_unknown
from springstep.engine.language.answers import AnswerError

_HOW = "An empty line keeps what stands; help, back, unknown and quit always work. Each answer is kept at once."
_AFTER = "season_phase"
"""The question after which the race is asked for."""
_INTERRUPTED = 130


@click.command()
@today_option
@diary_option
def edit(today: str | None, place: pathlib.Path | None) -> None:
    """Be asked for everything that stays true of you; an empty line keeps what stands."""
    kept = KeptProfile(place, today)
    kept.shown()  # a profile that cannot be read is refused before anything is asked
    echo(wrapped(_HOW))
    trail: list[str] = []
    while (name := next((each for each in _questions(kept) if each not in trail), None)) is not None:
        try:
            said = _asked(name, kept)
        except (KeyboardInterrupt, EOFError) as error:
            echo("\nWhat you answered is kept.")
            if isinstance(error, EOFError) and not _person():
                raise SpringstepError([Fault("missing", "the answers ended before the last question")]) from None
            raise click.exceptions.Exit(_INTERRUPTED if isinstance(error, KeyboardInterrupt) else 0) from None
        if said == "quit":
            break
        if said == "back":
            trail = trail[:-1]
        else:
            trail.append(name)
    echo("Kept. See it: springstep profile")


def _questions(kept: KeptProfile) -> Iterator[str]:
    """Yield what is to be asked, as far as the answers so far make it worth asking."""
    answers = {each.fact: each.value for each in kept.shown().answers}
    for fact in kept.base.vocabulary.kept:
        if kept.matters(fact, answers):
            yield fact
        if fact == _AFTER:
            yield RACE


def _asked(name: str, kept: KeptProfile) -> str:
    """Ask one question until it is answered; return ``back``, ``quit`` or nothing."""
    shown = kept.shown()
    stands = {each.fact: each.value for each in shown.answers}
    default: Any = shown.next_race if name == RACE else stands.get(name)
    for line in _race_lines(kept) if name == RACE else _lines(name, stands, kept):
        echo(line)
    while True:
        text = _line().strip()
        match text.lower():
            case "quit" | "back":
                return text.lower()
            case "help" | "?":
                echo(wrapped(A_DAY if name == RACE else kept.base.vocabulary.facts[name].help, first="  "))
            case "" if default is None:
                return ""
            case _:
                try:
                    _keep(name, text, default, kept)
                except AnswerError as error:
                    echo(wrapped(f"{error.what[0].upper()}{error.what[1:]}; {error.allowed}.", rest="  "))
                    if not _person():
                        raise SpringstepError([Fault(error.code, error.what, name, error.allowed)]) from None
                else:
                    return ""


def _keep(name: str, text: str, default: Any, kept: KeptProfile) -> None:
    """Keep what a line says; an empty one keeps what stands, as told today."""
    if name == RACE:
        if text:
            kept.keep_race(read_race(text, kept.today))
    elif means_unknown(text):
        kept.forget(name)
    else:
        kept.keep({name: read_told(name, text, kept.today, kept.base) if text else default})


def _lines(name: str, stands: dict[str, Any], kept: KeptProfile) -> Iterator[str]:
    asked = ask(State(moment="before", usual=stands), name, None, kept.base)
    yield ""
    yield from reminder(asked)
    if kept.base.vocabulary.kept[name].weeks_since:
        yield wrapped(f"{A_DAY_OR_MONTH[0].upper()}{A_DAY_OR_MONTH[1:]}.", first="  ")
    if asked.default is None:
        yield "  Press Enter to leave it open"


def _race_lines(kept: KeptProfile) -> Iterator[str]:
    race = kept.shown().next_race
    yield ""
    yield "When is your next race?"
    yield wrapped(f"{A_DAY[0].upper()}{A_DAY[1:]}, or {NO_RACE[0]}.", first="  ")
    yield f"  Press Enter for: {race_words(race, kept.today) if race is not None else 'none'}"


def _line() -> str:
    """Read one line, with the terminal's own editing where there is one."""
    if _person():
        with contextlib.suppress(ImportError):
            import readline  # noqa: F401  gives input() line editing; not every system has it
        return input("> ")
    line = sys.stdin.readline() if sys.stdin is not None else ""
    if not line:
        raise EOFError
    echo(f"> {line.rstrip()}")
    return line.removeprefix("\ufeff")


def _person() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
