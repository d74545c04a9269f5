"""What the diary's commands are given: options, JSON, the plan of the day; and the entries that these make."""

from __future__ import annotations

import pathlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, BinaryIO, TypeVar

import click

from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.diary.asked import Around
from springstep.diary.check import check_entry
from springstep.diary.completing import complete, refuse_too_much
from springstep.diary.day_words import spoken_day
from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.errors import DiaryError
from springstep.diary.exchange import STANDARD_INPUT
from springstep.diary.plain_answers import told_by
from springstep.diary.table import from_text
from springstep.diary.warned import question_of, warnings_of
from springstep.engine.errors import Fault, shown
from springstep.engine.text.source import Document, SourceError, parse_json, read_file, read_stream
from springstep.installed import default_rule_base

Command = TypeVar("Command", bound=Callable[..., Any])

_OPTIONS = {
    "day": ("--day", "YYYY-MM-DD", "The day of the run, as 2026-05-12, 12 May, monday or yesterday; today by default."),
    "run_kind": ("--kind", "recovery|easy|long|workout|race", "What kind of run it was."),
    "duration_min": ("--minutes", "N", "How long the run was."),
    "bursts": ("--bursts", "done|partly|skipped|none", "What became of the bursts."),
    "drill": ("--drill", "ID", "Which drill; `springstep rules drills` lists them."),
    "efforts": ("--efforts", "N", "How many efforts were done."),
    "effort_s": ("--seconds", "N", "How long each was."),
    "cues": ("--cues", "CUE,CUE", "What came up during the efforts, such as hip_stiffness; all_well: nothing."),
    "felt_during": ("--felt-during", "fresh|heavy|flooding", "How your legs felt during the efforts."),
    "felt_after": ("--felt", "fresh|normal|drained", "How you felt after the efforts."),
    "pelvis": ("--pelvis", "steady|unsteady", "How your pelvis was."),
    "weight_shift": ("--weight", "even|uneven", "How your weight passed from leg to leg."),
    "landings": ("--landings", "soft|hard", "How your landings were."),
    "fatigue_after": ("--fatigue", "0-10", "How tired the run left you."),
    "cadence": ("--cadence", "1-5", "How steady your cadence was; 5 very steady."),
    "stride": ("--stride", "1-5", "How even your stride was; 5 very even."),
    "spring": ("--spring", "1-5", "How springy your push-offs were; 5 very springy."),
    "return_to_pace": ("--return-to-pace", "1-5", "How soon you were back at pace; 5 at once."),
    "recovery": ("--recovery", "full|slow|poor", "How you had recovered from the session before."),
    "pain": ("--pain", "none|ache|sharp", "Whether anything hurts."),
    "pain_site": ("--pain-site", "SITE", "Where it hurts, such as knee."),
    "injury": ("--injury", "SITE", "Where you injured yourself on this run, such as ankle."),
    "note": ("--note", "TEXT", "Anything else."),
}
MOST_AT_ONCE = 1_000
"""How many entries one file may add."""
_FLAGS = {
    "form_held": ("--form-held", "--form-lost", "Whether form held to the end."),
    "warning_gone": ("--warning-gone", "--warning-there", "Whether what you logged earlier is gone."),
}
OPTION_OF = {name: option for name, (option, *_) in {**_OPTIONS, **_FLAGS}.items()}


def entry_fields(command: Command) -> Command:
    """Add the options for an entry's fields; texts are checked with the entry, so all faults come at once."""
    for name, (yes, no, text) in reversed(_FLAGS.items()):
        command = click.option(f"{yes}/{no}", name, default=None, help=text)(command)
    for name, (option, shape, text) in reversed(_OPTIONS.items()):
        command = click.option(option, name, metavar=shape, help=text)(command)
    return command


def given_by(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields that options give, and say where one is read as the safer of several readings."""
    given: dict[str, Any] = {}
    for name, value in options.items():
        if value is None or isinstance(value, bool):
            given |= {} if value is None else {name: value}
            continue
        told = told_by(name, value, default_rule_base())
        given[name] = from_text(name, told.value) if isinstance(told.value, str) else told.value
        if told.safer:
            echo(wrapped(f'{OPTION_OF[name]}: I read "{value}" as {told.safer}.'), err=True)
    return given


def drills() -> Mapping[str, Any]:
    """Return the drills of the rule base by id."""
    return default_rule_base().tables["drills"].by_id


def around(
    others: Sequence[Entry], day: date, plan: PlannedSession | None, today: date, *, told: Iterable[str] = ()
) -> Around:
    """Return what is in the diary around a run of a day, given its plan, the other entries, and what a watch told."""
    before = [entry for entry in others if entry.day <= day and entry.bursts != "planned"]
    base = default_rule_base()
    with_efforts = [place for place, entry in enumerate(before) if entry.has_efforts]
    since = before[with_efforts[-1] + 1 :] if with_efforts else []
    recovered = any(entry.recovery is not None for entry in since)
    return Around(
        plan=plan,
        recover_from=spoken_day(before[with_efforts[-1]].day, today) if with_efforts and not recovered else "",
        warning=question_of(warnings_of([entry for entry in others if entry.day <= day], base), base),
        told=tuple(told),
    )


def named_by_options(make: Callable[[], Entry]) -> Entry:
    """Make an entry, and name faults by the options that give the fields."""
    try:
        return make()
    except DiaryError as error:
        named = [replace(one, where=OPTION_OF.get(one.where.partition("[")[0], one.where)) for one in error.faults]
        raise DiaryError(named) from None


def entries_from_json(document: Document, earlier: Sequence[Entry], today: date) -> list[Entry]:
    """Return the entries of a JSON text, one object or a list; raises ``DiaryError`` with every fault."""
    items = document.value if isinstance(document.value, list) else [document.value]
    if len(items) > MOST_AT_ONCE:
        what = f"holds {len(items):,} entries"
        raise DiaryError(
            [document.fault("too_large", (), what, allowed=f"at most {MOST_AT_ONCE:,}; import takes more")]
        )
    made: list[Entry] = []
    faults: list[Fault] = []
    left = list(earlier)
    for number, item in enumerate(items):
        where = f"[{number}]." if isinstance(document.value, list) else ""
        try:
            if not isinstance(item, dict):
                check_entry(Document("", item, {}), today=today, drills=drills())
            entry = complete(item, left, today, default_rule_base())
            refuse_too_much(entry, default_rule_base())
            made.append(entry)
            left = [entry for entry in left if entry.uid != made[-1].uid]
        except DiaryError as error:
            faults += [replace(one, where=where + one.where, source=document.name) for one in error.faults]
    if faults:
        raise DiaryError(faults)
    return made


def standard_input() -> BinaryIO:
    """Return standard input as bytes; raises ``DiaryError`` when it is closed."""
    if sys.stdin is None:
        raise DiaryError([Fault("unreadable", "is closed", source=STANDARD_INPUT)])
    return sys.stdin.buffer


def entries_document(source: str) -> Document:
    """Return the JSON of a file, or of standard input for ``-``; raises ``DiaryError``."""
    try:
        if source == "-":
            return parse_json(read_stream(standard_input(), name=STANDARD_INPUT), name=STANDARD_INPUT)
        return parse_json(read_file(pathlib.Path(source)), name=source)
    except SourceError as error:
        raise DiaryError(error.faults) from None


def field_named(option: str) -> str:
    """Return the field that a word of ``--clear`` means."""
    for name, known in OPTION_OF.items():
        if option in (name, known.removeprefix("--")):
            return name
    words = ", ".join(known.removeprefix("--") for known in OPTION_OF.values())
    raise DiaryError([Fault("unknown_name", f"no field is called {shown(option)}", "--clear", f"allowed: {words}")])
