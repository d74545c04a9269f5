"""``springstep diary add``: a run written down, by options, as JSON or by a few questions."""

from __future__ import annotations

import pathlib
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import click

from springstep.cli.diary.answer_lines import say_answer
from springstep.cli.diary.ask_entry import ask_entry, leave, typed
from springstep.cli.diary.diary_page import saved_line
from springstep.cli.diary.entry_input import (
    OPTION_OF,
    around,
    entries_document,
    entries_from_json,
    entry_fields,
    given_by,
    named_by_options,
)
from springstep.cli.diary.refused import heard
from springstep.cli.diary.run_day import besides, is_long_ago, long_ago_error, long_ago_words, read_day
from springstep.cli.diary.urgent import Urgent
from springstep.cli.diary.which_diary import (
    diary_option,
    earlier_entries,
    earlier_recordings,
    opened,
    today_from,
    today_option,
)
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.cli.typed_lines import TypedLines, at_terminal
from springstep.diary.alike import alike
from springstep.diary.asked import APART, has_set, set_words
from springstep.diary.check import told_before
from springstep.diary.completing import complete, open_plan, refuse_too_much
from springstep.diary.day_words import spoken_day
from springstep.diary.entry import Entry
from springstep.diary.entry_words import bursts_words
from springstep.diary.errors import DiaryError
from springstep.diary.from_watch import bursts_found, differences, fields_told, run_words, unit_of
from springstep.diary.storage.store import Diary
from springstep.diary.table import json_line
from springstep.diary.watched import WatchedRun, taken_up, waiting_on
from springstep.engine.errors import Fault
from springstep.installed import default_rule_base

_AGAIN = "--again adds it as another run"


@click.command()
@entry_fields
@click.option("--apart", is_flag=True, help="Keep it separate from that day's plan and recording.")
@click.option("--again", is_flag=True, help="Add it even if a run like it is there: it was another one.")
@click.option("--long-ago", is_flag=True, help="Add it even if its day is more than a year ago.")
@click.option("--json", "source", metavar="FILE|-", help="Read one entry or a list of them from JSON.")
@today_option
@diary_option
def add(
    apart: bool,
    again: bool,
    long_ago: bool,
    source: str | None,
    today: str | None,
    place: pathlib.Path | None,
    **options: str | bool | None,
) -> None:
    """Add a run; without options, or with the day alone, you are asked a few questions.

    If that day has a plan, this completes it: of bursts done in full you need not repeat the efforts.
    """
    given, now = given_by(options), today_from(today)
    no_day = read_day(given, now)
    if source is not None and given:
        raise click.UsageError(
            "--json gives the whole entry; leave out " + ", ".join(OPTION_OF[name] for name in given)
        )

    def beside_plans(entries: Iterable[Entry]) -> list[Entry]:
        """Return the entries that a run may go with."""
        return [entry for entry in entries if not (apart and entry.bursts == "planned")]

    earlier = beside_plans(earlier_entries(place))
    recordings = () if apart else earlier_recordings(place)
    asked = source is None and set(given) <= {"day"}
    uid = uuid.uuid4().hex
    urgent = Urgent(place, lambda told: _entry(told, earlier, now, uid))
    document = entries_document(source) if source is not None else None

    def told(there: Sequence[Entry]) -> list[Entry]:
        """Return the entries that JSON or options make beside those that are there; raises ``DiaryError``."""
        with heard(document.value if document is not None else given, now):
            return sound(there)

    def sound(there: Sequence[Entry]) -> list[Entry]:
        if document is not None:
            made = entries_from_json(document, there, now)
        else:
            told_at = {"day": now, **_length_told(given, now, recordings), **given}
            with besides(no_day):
                made = [named_by_options(lambda: complete(told_at, there, now, default_rule_base()))]
            refuse_too_much(made[0], default_rule_base())
            if is_long_ago(made[0].day, now) and not long_ago:
                raise long_ago_error(made[0].day, now)
        _refuse_again(made, there, now, again=again)
        return made

    if asked:
        if no_day is not None:
            raise no_day
        with typed(urgent.undone) as lines:
            made = [_asked_for(given, earlier, now, lines, urgent, recordings, long_ago=long_ago)]
            _ask_again(made[0], earlier, now, lines, urgent, again=again)
    else:
        made = told(earlier)
    try:
        with opened(place, create=True) as book, book.writing():
            by_now = beside_plans(book.entries())
            if not asked and by_now != earlier:  # another program wrote meanwhile
                earlier, made = by_now, told(by_now)
            _write(book, made, urgent, earlier)
            there = () if apart else book.recordings.sound()  # one may be gone, or taken up, by now
            went_with = list(taken_up(made, there))
            book.recordings.keep(went_with)
            book.days.forget_old(now)
    except DiaryError:
        if asked:
            echo("Not saved. Your answers, to keep in a file and add later with --json FILE:", err=True)
            echo(json_line(made[0]))
        raise
    planned = {entry.uid for entry in earlier if entry.bursts == "planned"}
    for entry in made:
        with_plan = ", goes with that day's plan" if entry.uid in planned else ""
        echo(wrapped(f"{saved_line(entry, now)}{with_plan}", rest="  "))
        for line in (*_about_its_day(entry, earlier, now), *_of_watch(entry, went_with)):
            echo(wrapped(line))
    with opened(place) as book:
        say_answer(book, made, said=urgent.said)


def _asked_for(
    given: dict[str, Any],
    earlier: Sequence[Entry],
    today: date,
    lines: TypedLines,
    urgent: Urgent,
    recordings: Sequence[WatchedRun],
    *,
    long_ago: bool,
) -> Entry:
    """Return the entry that answers make: of today's plan, of yesterday's if it was that run, or of another run."""
    day = _day(given) or today
    if is_long_ago(day, today) and not long_ago:
        if not at_terminal():
            raise long_ago_error(day, today)
        if not lines.yes(f"{long_ago_words(day, today)}. Was the run on that day?", default=False):
            leave(urgent.undone(), 0)
    planned = open_plan(earlier, day)
    before = open_plan(earlier, today - timedelta(days=1))
    if planned is None and before is not None and not given and at_terminal():
        question = f"Your plan of yesterday, {_planned_words(before)}, has no log: was it that run?"
        planned = before if lines.yes(question, default=True) else None
        day = before.day if planned is not None else day
    known: dict[str, Any] = {"day": day}
    if planned is not None and planned.plan is not None:
        length = {"duration_min": planned.duration_min} if planned.duration_min is not None else {}
        known |= {"run_kind": planned.run_kind, **length, **told_before(planned.plan)}
    plan = planned.plan if planned is not None else None
    watched = waiting_on(recordings, day, planned=has_set(plan))
    told = fields_told(watched, plan) if watched is not None else {}
    if watched is not None:
        unit = unit_of(earlier)
        found = bursts_found(watched, unit=unit)
        said = f"Your watch: {run_words(watched, unit=unit)}{f'; {found}' if found else ''}."
        echo(wrapped(f"{said} Another run than this one? Say quit, then springstep diary add --apart."), err=True)
        if any(doubt.kind == "fast" for doubt in watched.doubts):
            known.pop("run_kind", None)  # that it was the easy run of the plan is for the runner to say
    known |= told
    there = around(earlier, day, plan, today, told=told)
    return urgent.made(ask_entry(known, there, base=default_rule_base(), lines=lines, urgent=urgent))


def _entry(told: Mapping[str, Any], earlier: Sequence[Entry], today: date, uid: str) -> Entry:
    """Return the entry that answers make: the plan of its day completed, or a new one with this uid."""
    apart = told.get(APART, False)
    others = [one for one in earlier if one.bursts != "planned"] if apart else earlier
    entry = complete({name: value for name, value in told.items() if name != APART}, others, today, default_rule_base())
    return entry if any(one.uid == entry.uid for one in others) else replace(entry, uid=uid)


def _write(book: Diary, made: Sequence[Entry], urgent: Urgent, earlier: Sequence[Entry]) -> None:
    """Write entries down, over what was kept of them because of a danger; a plan that it was not after all is open."""
    plans = [one for one in earlier if one.uid in urgent.written - {made[0].uid}]
    book.merge([*made, *plans], replace=urgent.kept is not None, complete=True)


def _day(given: Mapping[str, Any]) -> date | None:
    """Return the day that options give, if they do."""
    day = given.get("day")
    return day if isinstance(day, date) else None


def _planned_words(entry: Entry) -> str:
    return set_words(entry.plan) if entry.plan is not None and entry.plan.efforts else "without bursts"


def _words(entry: Entry, today: date) -> str:
    minutes = f", {entry.duration_min:g} min" if entry.duration_min is not None else ""
    kind = entry.run_kind.replace("_", " ")
    return f"{kind} run on {spoken_day(entry.day, today)}{minutes}, {bursts_words(entry)} ({entry.short})"


def _refuse_again(made: Iterable[Entry], earlier: Sequence[Entry], today: date, *, again: bool) -> None:
    """Raise ``DiaryError`` for entries that look like ones that are there already, unless they are to be added."""
    faults, there = [], list(earlier)
    for entry in made:
        like = None if again else alike(entry, there)
        there.append(entry)
        if like is not None:
            faults.append(Fault("exists", f"there is such a run already: {_words(like, today)}", "", _AGAIN))
    if faults:
        raise DiaryError(faults)


def _ask_again(
    entry: Entry, earlier: Sequence[Entry], today: date, lines: TypedLines, urgent: Urgent, *, again: bool
) -> None:
    """Ask whether a run that looks like one that is there was another one; without a person it is refused."""
    like = None if again else alike(entry, earlier)
    if like is None:
        return
    if not at_terminal():
        _refuse_again([entry], earlier, today, again=again)
    if not lines.yes(f"There is such a run already: {_words(like, today)}. Was this another one?", default=False):
        leave("Not added again." if urgent.kept is None else f"Left: {urgent.undone()}", 0)


def _length_told(given: Mapping[str, Any], today: date, recordings: Sequence[WatchedRun]) -> dict[str, Any]:
    """Return the length of the run by its recording, if one of its day waits."""
    watched = waiting_on(recordings, _day(given) or today)
    return {} if watched is None else fields_told(watched, None)


def _of_watch(entry: Entry, recordings: Iterable[WatchedRun]) -> Iterable[str]:
    """Yield that a watch's recording is of an entry, and where it says otherwise."""
    for run in recordings:
        if run.entry == entry.uid:
            yield f"It goes with the run that your watch recorded, {run.short}."
            yield from differences(entry, run)


def _about_its_day(entry: Entry, earlier: Sequence[Entry], today: date) -> Iterable[str]:
    """Yield that an entry is dated ahead of the clock, and that the plan of the day before it waits for its log."""
    if entry.day > today:
        yield f"Its day, {spoken_day(entry.day, today)}, is ahead of this computer's clock; taken as it stands."
    waiting = open_plan(earlier, entry.day - timedelta(days=1))
    if waiting is not None:
        said = f"{_planned_words(waiting)}, has no log yet: springstep diary add --day {waiting.day}"
        yield f"Your plan of {spoken_day(waiting.day, today)}, {said}"
