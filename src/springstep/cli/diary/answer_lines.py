"""What the rules answer to an entry, in a few plain lines after it was saved."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from springstep.cli.diary.entry_input import OPTION_OF
from springstep.cli.text.echo import echo, styled
from springstep.cli.text.lines import bullets, wrapped
from springstep.diary.answer import answer_to
from springstep.diary.answer_words import BurstsBarred, GoesOn, barred, goes_on
from springstep.diary.counting import SOUND
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.profile import Profile, beside, read_profile
from springstep.diary.storage.store import Diary
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation


def say_answer(
    diary: Diary,
    made: Iterable[Entry],
    *,
    in_short: bool = False,
    said: Callable[[list[str]], bool] = lambda lines: False,
) -> None:
    """Say what the rules answer to the latest of the entries just written down; ``in_short`` only what bars bursts.

    ``said`` tells which lines the person has before her already.
    """
    latest = max(made, key=lambda entry: entry.day, default=None)
    if latest is None:
        return
    base, entries = default_rule_base(), diary.entries()
    answer = _answer(diary, latest, entries)
    if bars := barred(answer, base):
        lines = list(barred_lines(bars))
        for line in [] if said(lines) else lines:
            echo(line)
    elif not in_short and latest.bursts != "planned":
        for line in _goes_on(latest, goes_on(latest, entries, answer, base)):
            echo(line)


def stop_lines(diary: Diary, entry: Entry, entries: Sequence[Entry]) -> list[str]:
    """Return what the rules answer to an entry that tells a danger, the whole diary in order; nothing otherwise."""
    bars = barred(_answer(diary, entry, entries), default_rule_base())
    return list(barred_lines(bars)) if bars is not None and bars.stopped else []


def _answer(diary: Diary, entry: Entry, entries: Sequence[Entry]) -> Recommendation:
    profile = _profile(beside(diary.path))
    return answer_to(entry, entries, base=default_rule_base(), race=diary.race(), profile=profile)


def _profile(path: pathlib.Path) -> Profile:
    """Return the profile; one that cannot be read is told and left out, as what bars bursts must still be said."""
    try:
        return read_profile(path, default_rule_base())
    except DiaryError as error:
        for fault in error.faults:
            echo(f"springstep: {fault}", err=True)
        return Profile()


def barred_lines(bars: BurstsBarred) -> Iterator[str]:
    """Yield what bars the next bursts, and what to do about it."""
    yield styled(wrapped(bars.said), bold=True, fg="red" if bars.stopped else None)
    yield from bullets(bars.advice)


def _goes_on(entry: Entry, found: GoesOn) -> Iterator[str]:
    if found.counts:
        yield wrapped(found.counts)
    if found.missing:
        given = " ".join(_option(name) for name in found.missing)
        yield wrapped(f"Such as: springstep diary edit {entry.short} {given}")
    if found.step:
        yield wrapped(found.step)
    if found.because:
        yield wrapped(found.because, first="  ")
    if found.left_out:
        yield wrapped(found.left_out, first="  ")
    if found.next_bursts:
        yield wrapped(found.next_bursts)


def _option(name: str) -> str:
    return OPTION_OF[name] if SOUND[name] is True else f"{OPTION_OF[name]} {SOUND[name]}"
