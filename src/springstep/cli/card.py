"""``springstep card``: a plan on a pocket card, as text, as a picture and on a page of A6."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.which_diary import diary_option, today_from, today_option
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.kept_plan import plan_to_hand
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.text.card_page import card_lines
from springstep.cli.text.echo import echo
from springstep.diary.card import Card, card_of
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.pictures.card import draw_card
from springstep.rendering.pictures.figure import Format

_PICTURES: dict[str, Format] = {".png": "png", ".svg": "svg"}
_FILE = FilePath(folder=False)


@click.command(epilog="Example: springstep card --pdf card.pdf")
@click.option("--plan", type=_FILE, metavar="FILE", help="Take this plan, as `springstep recommend --json` printed it.")
@click.option("--picture", type=_FILE, metavar="FILE.png|.svg", help="Draw the card, for a phone.")
@click.option("--pdf", type=_FILE, metavar="FILE.pdf", help="Draw it on one page of A6, to print.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@today_option
@diary_option
@click.option("--no-diary", is_flag=True, help="Use no diary: the plan is the one of --plan.")
@overlay_options
def card(
    plan: pathlib.Path | None,
    picture: pathlib.Path | None,
    pdf: pathlib.Path | None,
    force: bool,
    as_json: bool,
    today: str | None,
    place: pathlib.Path | None,
    no_diary: bool,
    overlays: Overlays,
) -> None:
    """Put today's plan on a pocket card, with what to do if something comes up on the run.

    The plan is the one that the diary keeps for today. What to do on each cue is worked out by the rules, with this
    plan; `springstep cue` says more.
    """
    if no_diary and place is not None:
        raise click.UsageError("--diary and --no-diary contradict each other")
    if no_diary and plan is None:
        raise click.UsageError("without the diary, give --plan FILE")
    if picture is not None and picture.suffix.lower() not in _PICTURES:
        raise click.BadParameter(f"{picture} ends in neither .png nor .svg", param_hint="--picture")
    asked: list[tuple[pathlib.Path, Format]] = [] if pdf is None else [(pdf, "pdf")]
    if picture is not None:
        asked.append((picture, _PICTURES[picture.suffix.lower()]))
    for path, _ in asked:
        refuse_to_write_over(path, force=force)
    made = _card(plan, place, today, overlays.rule_base)
    for path, form in asked:
        write_output(path, draw_card(made, form), private=True)
    if as_json:
        echo(made.to_json(indent=2))
        return
    for line in card_lines(made):
        echo(line)


def _card(plan: pathlib.Path | None, place: pathlib.Path | None, today: str | None, base: RuleBase) -> Card:
    """Return the card of the plan in a file, or of the plan that the diary keeps for the day."""
    day = today_from(today)
    made = plan_to_hand(plan, place, day, base, or_give="one with --plan FILE")
    return card_of(made, base, day=day if plan is None else None)
