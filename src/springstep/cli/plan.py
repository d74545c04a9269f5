"""``springstep plan``: a plan as files for a watch, a calendar, and programs that know workouts."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, time

import click

from springstep.cli.drawn_code import ENDS, STANDARD_OUTPUT, drawn_code
from springstep.cli.options.advised_case import advised
from springstep.cli.options.case_file import case_document
from springstep.cli.options.clock_time import ClockTime
from springstep.cli.options.diary_memory import Memory, diary_options
from springstep.cli.options.file_path import FilePath, ends_in
from springstep.cli.options.kept_plan import plan_to_hand
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.cli.text.run_page import run_lines
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.workouts.named_run import NamedRun
from springstep.formats.workouts.naming import named_run
from springstep.session.recommendation import Recommendation

_FILE = FilePath(folder=False)
_HOW = "Nothing is written: --fit FILE.fit is for a watch, --ics FILE.ics for a calendar; --help names the others."


@click.command(epilog="Example: springstep plan --fit run.fit --ics run.ics")
@click.argument("case", metavar="[CASE.yaml|CASE.json|-]", required=False)
@click.option("--plan", type=_FILE, metavar="FILE", help="Take this plan, as `springstep recommend --json` printed it.")
@click.option("--fit", type=_FILE, metavar="FILE.fit", help="Write a workout for a watch.")
@click.option("--ics", type=_FILE, metavar="FILE.ics", help="Write an event for a calendar.")
@click.option("--icu", type=_FILE, metavar="FILE|-", help="Write the text of a workout for intervals.icu, or print it.")
@click.option("--zwo", type=_FILE, metavar="FILE.zwo", help="Write a workout for Zwift.")
@click.option("--qr", type=_FILE, metavar="FILE.png|.svg|-", help="Draw the event as a QR code, for a phone.")
@click.option("--at", type=ClockTime(), metavar="HH:MM", help="When the run starts; the event lasts all day otherwise.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print the workout as JSON for programs.")
@overlay_options
@diary_options
def plan(
    case: str | None,
    plan: pathlib.Path | None,
    fit: pathlib.Path | None,
    ics: pathlib.Path | None,
    icu: pathlib.Path | None,
    zwo: pathlib.Path | None,
    qr: pathlib.Path | None,
    at: time | None,
    force: bool,
    as_json: bool,
    memory: Memory,
    overlays: Overlays,
) -> None:
    """Put a plan on a watch or into a calendar: each burst with its drill, each recovery until you end it.

    The plan is the one that the diary keeps for today; or the one of a CASE, a YAML or JSON file of facts, or - for
    standard input. What is written is read back before it is kept. A plan to stop or to rest is no run: nothing is
    written then, and the exit code is 1.
    """
    asked = {"fit": fit, "ics": ics, "icu": icu, "zwo": zwo, "qr": qr}
    files = {kind: path for kind, path in asked.items() if path is not None}
    _check_options(case, plan, files, at, as_json)
    for path in files.values():
        if str(path) != STANDARD_OUTPUT:
            refuse_to_write_over(path, force=force)
    base = overlays.rule_base
    made = _plan(case, plan, memory, base)
    run = named_run(made, base, day=memory.today)
    if run is None:
        if as_json:
            echo("null")
        echo(wrapped(f"{made.headline} That is no run to put on a watch; nothing is written."), err=True)
        raise click.exceptions.Exit(1)
    written = {kind: _WRITERS[kind](run, path, at) for kind, path in files.items()}
    for kind, path in files.items():
        if str(path) != STANDARD_OUTPUT:
            write_output(path, written[kind], private=True)
    kept_on = memory.today if case is None and plan is None else made.on
    for line in _shown(made, run, base, files, written, as_json=as_json, on=kept_on):
        echo(line)


def _check_options(
    case: str | None, plan: pathlib.Path | None, files: dict[str, pathlib.Path], at: time | None, as_json: bool
) -> None:
    """Refuse options that contradict each other, and names by which other programs would not know a file."""
    if case is not None and plan is not None:
        raise click.UsageError("a CASE and --plan are two plans; give one of them")
    if at is not None and not {"ics", "qr"} & files.keys():
        raise click.UsageError("--at goes with --ics or --qr")
    printed = [f"--{kind} -" for kind, path in files.items() if str(path) == STANDARD_OUTPUT]
    if len([*printed, *(("--json",) if as_json else ())]) > 1:
        raise click.UsageError(
            f"one thing on standard output: {' or '.join([*printed, *(['--json'] if as_json else [])])}"
        )
    if len({path.resolve() for path in files.values()}) < len(files):
        raise click.UsageError("two files have the same name")
    for kind, path in files.items():
        if kind in _ENDS and not (kind in _PRINTED and str(path) == STANDARD_OUTPUT):
            ends_in(path, *_ENDS[kind], option=f"--{kind}")


def _plan(case: str | None, plan: pathlib.Path | None, memory: Memory, base: RuleBase) -> Recommendation:
    if case is None and plan is None and not memory.wanted:
        raise click.UsageError("without the diary, give a CASE or --plan FILE")
    if case is not None:
        return advised(case_document(case), memory, base)
    return plan_to_hand(plan, memory.named, memory.today, base, or_give="a case, or a plan with --plan FILE")


def _shown(
    made: Recommendation,
    run: NamedRun,
    base: RuleBase,
    files: dict[str, pathlib.Path],
    written: dict[str, bytes],
    *,
    as_json: bool,
    on: date | None,
) -> Iterator[str]:
    """Yield what is printed: what was asked for on standard output, else the steps; ``on`` is the day of the plan."""
    printed = [kind for kind, path in files.items() if str(path) == STANDARD_OUTPUT]
    if printed:
        yield from written[printed[0]].decode().removesuffix("\n").split("\n")
    elif as_json:
        from springstep.api import workout  # few ask for it

        told = workout(made, rule_base=base)
        yield replace(told, on=on).to_json(indent=2) if told is not None else "null"
    else:
        yield from run_lines(run)
        if not files:
            yield wrapped(_HOW)


def _fit(run: NamedRun, path: pathlib.Path, at: time | None) -> bytes:
    from springstep.formats.workouts.fit import fit_file  # slow to import, as are the libraries of all of these

    return fit_file(run)


def _ics(run: NamedRun, path: pathlib.Path, at: time | None) -> bytes:
    from springstep.formats.workouts.calendar import calendar_file, run_event  # as above

    return calendar_file([run_event(run, at=at)])


def _icu(run: NamedRun, path: pathlib.Path, at: time | None) -> bytes:
    from springstep.formats.workouts.interval_text import interval_text  # as above

    return interval_text(run).encode()


def _zwo(run: NamedRun, path: pathlib.Path, at: time | None) -> bytes:
    from springstep.formats.workouts.zwift import zwift_file  # as above

    return zwift_file(run)


def _qr(run: NamedRun, path: pathlib.Path, at: time | None) -> bytes:
    from springstep.formats.workouts.qr_code import run_code  # as above

    return drawn_code(run_code(run, at=at), path)


_WRITERS: dict[str, Callable[[NamedRun, pathlib.Path, time | None], bytes]] = {
    "fit": _fit,
    "ics": _ics,
    "icu": _icu,
    "zwo": _zwo,
    "qr": _qr,
}
_ENDS = {"fit": (".fit",), "ics": (".ics",), "zwo": (".zwo",), "qr": ENDS}
_PRINTED = ("icu", "qr")
"""What may be printed, too."""
