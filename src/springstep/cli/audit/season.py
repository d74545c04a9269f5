"""``springstep audit season``: a runner followed through a simulated season, to see what the rules do over months."""

from __future__ import annotations

import pathlib
from dataclasses import replace
from typing import Any

import click

from springstep.cli.audit.season_page import season_page
from springstep.cli.options.case_file import case_document
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.text.echo import echo
from springstep.engine.errors import Fault
from springstep.engine.inference.case import case_from
from springstep.rendering.pictures.figure import Format
from springstep.rendering.pictures.season import draw_season
from springstep.season.account import simulate
from springstep.season.model import RESPONSES, SeasonModel, week_of
from springstep.season.model_file import ModelError, changed, model_text, read_model

_FILE = FilePath()


class Parts(click.ParamType[dict[str, Any]]):
    """Numbers and words joined by colons, such as ``9:calf``: the fields of one part of the model."""

    def __init__(self, name: str, *fields: str, least: int = 1) -> None:
        self.name = name
        self._fields = fields
        self._least = least

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, Any]:
        """Read the fields; whether they are allowed is checked with the whole model."""
        words = str(value).split(":")
        if not self._least <= len(words) <= len(self._fields) or not all(words):
            self.fail(f"{value!r} is not understood; write it as {self.name}", param, ctx)
        return {
            name: int(word) if word.isascii() and word.isdigit() and len(word) < 10 else word
            for name, word in zip(self._fields, words, strict=False)
        }


_HURT = Parts("WEEK[:SITE[:ACTIVE_WEEKS[:RETURNING_WEEKS]]]", "week", "site", "active_weeks", "returning_weeks")
_PAUSE = Parts("WEEK[:WEEKS]", "week", "weeks")
_PHASE = Parts("PHASE:WEEKS", "phase", "weeks", least=2)


@click.command(epilog="Example: springstep audit season examples/first-session.yaml --responds well --hurt 9:calf")
@click.argument("case", metavar="CASE.yaml|CASE.json|-", required=False)
@click.option("--weeks", type=int, metavar="N", help="How many weeks; 26 by default.")
@click.option("--responds", type=click.Choice(list(RESPONSES)), help="How the runner responds; average by default.")
@click.option("--runs", type=click.IntRange(1, 7), help="Runs a week; 5 by default.")
@click.option("--easy", type=click.IntRange(1, 7), help="How many of them are easy; the others are long or workouts.")
@click.option("--phases", metavar="PHASE:WEEKS,...", help="Such as early:8,build:10,competition:6,transition:2.")
@click.option("--race", "races", type=int, multiple=True, metavar="WEEK", help="A race on this week's Sunday.")
@click.option(
    "--hurt",
    type=_HURT,
    multiple=True,
    metavar="WEEK[:SITE]",
    help="Hurt from this week on; 9:calf:2:4 is two weeks active, then four coming back.",
)
@click.option("--pause", type=_PAUSE, multiple=True, metavar="WEEK[:WEEKS]", help="Weeks without any run.")
@click.option("--seed", type=int, metavar="N", help="Seed of the chance events; 0 by default.")
@click.option(
    "--model", "file", type=_FILE, metavar="FILE", help="Read the whole model from a file; other options change it."
)
@click.option("--print-model", is_flag=True, help="Only print the model, as a file to start from.")
@click.option("--svg", type=_FILE, metavar="FILE", help="Draw the season.")
@click.option("--png", type=_FILE, metavar="FILE", help="The same as a bitmap.")
@click.option("--force", is_flag=True, help="Overwrite existing pictures.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options()
def season(
    case: str | None,
    file: pathlib.Path | None,
    print_model: bool,
    svg: pathlib.Path | None,
    png: pathlib.Path | None,
    force: bool,
    as_json: bool,
    overlays: CoachRules,
    **options: Any,
) -> None:
    """Follow a simulated runner through a season under the rules.

    CASE describes the runner; tiredness, injuries and the log come from a model, which is stated on the page and can
    be changed. The model is for looking at the rules; it is not physiology. Before each run the rules are asked as a
    runner with a diary would ask them, so what changes, and why, is what the rules really do.
    """
    model = _model(file, options)
    if print_model:
        echo(model_text(model), nl=False)
        return
    if case is None:
        raise click.UsageError("say whose season: give a case file, such as examples/first-session.yaml")
    asked: tuple[tuple[pathlib.Path | None, Format], ...] = ((svg, "svg"), (png, "png"))
    pictures = [(path, form) for path, form in asked if path is not None]
    for path, _ in pictures:
        refuse_to_write_over(path, force=force)
    base = overlays.rule_base
    found = simulate(case_from(case_document(case), base), model, base)
    for path, form in pictures:
        write_output(path, draw_season(found, form), private=True)
    if as_json:
        echo(found.to_json(indent=2))
        return
    for line in season_page(found, model, base):
        echo(line)


def _model(file: pathlib.Path | None, options: dict[str, Any]) -> SeasonModel:
    """Return the model that a file and the options give; raises ``SpringstepError`` with every fault."""
    model = read_model(file) if file is not None else SeasonModel()
    changes = _changes(model, options)
    try:
        return changed(model, changes)
    except ModelError as error:
        raise ModelError(_by_option(error.faults)) from None


def _changes(model: SeasonModel, options: dict[str, Any]) -> dict[str, Any]:
    changes = {name: options[name] for name in ("weeks", "seed") if options[name] is not None}
    if options["responds"] is not None:
        changes["response"] = RESPONSES[options["responds"]].model_dump(mode="json")
    if options["runs"] is not None or options["easy"] is not None:
        changes["week"] = list(_week(options["runs"], options["easy"]))
    if options["phases"] is not None:
        changes["phases"] = [_PHASE.convert(part, _parameter("phases"), None) for part in options["phases"].split(",")]
    for name, option in (("races", "races"), ("injuries", "hurt"), ("pauses", "pause")):
        if options[option]:
            changes[name] = [*model.model_dump(mode="json")[name], *options[option]]
    return changes


def _week(runs: int | None, easy: int | None) -> tuple[str, ...]:
    whole = runs if runs is not None else max(5, easy or 0)
    if easy is not None and easy > whole:
        raise click.UsageError(f"--easy {easy} is more than --runs {whole}")
    return week_of(whole, easy if easy is not None else max(1, whole - 2))


_OPTIONS = {"races": "--race", "injuries": "--hurt", "pauses": "--pause", "phases": "--phases", "week": "--runs"}


def _by_option(faults: tuple[Fault, ...]) -> list[Fault]:
    """Name the option instead of the field of the model."""

    def named(where: str) -> str:
        field = where.split("[")[0].split(".")[0]
        return f"{_OPTIONS.get(field, f'--{field}')} ({where})" if where else where

    return [replace(fault, where=named(fault.where)) for fault in faults]


def _parameter(name: str) -> click.Parameter:
    return next(param for param in season.params if param.name == name)
