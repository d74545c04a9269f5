"""``springstep group``: what a whole group is advised, a line for each athlete, a card each, a page for all."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.diary.which_diary import today_from, today_option
from springstep.cli.group.group_lines import group_lines
from springstep.cli.group.own_files import remembered_of, rules_of_each
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.progress import progress
from springstep.cli.text.echo import echo
from springstep.diary.card import Card, card_of
from springstep.group.advice import AdvisedGroup, advise
from springstep.group.athletes import read_group


@click.command(epilog="Example: springstep group examples/group.csv --cards cards")
@click.argument("athletes", type=FilePath(), metavar="ATHLETES.xlsx|ATHLETES.csv|FOLDER")
@click.option(
    "--diaries", type=FilePath(file=False), metavar="FOLDER", help="Take each athlete's diary, NAME.db, from here."
)
@click.option("--cards", type=FilePath(file=False), metavar="FOLDER", help="Write a pocket card for each athlete.")
@click.option(
    "--card-form",
    "forms",
    type=click.Choice(["txt", "png", "svg", "pdf"]),
    multiple=True,
    help="What --cards writes: text, a picture, or a page of A6 to print (can be repeated); txt by default.",
)
@click.option(
    "--html", type=FilePath(folder=False), metavar="FILE", help="Write one page for all, with the cards, to print."
)
@click.option("--force", is_flag=True, help="Write over files that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@today_option
@rules_options()
def group(
    athletes: pathlib.Path,
    diaries: pathlib.Path | None,
    cards: pathlib.Path | None,
    forms: tuple[str, ...],
    html: pathlib.Path | None,
    force: bool,
    as_json: bool,
    today: str | None,
    overlays: CoachRules,
) -> None:
    """Advise a whole group: a line for each athlete, the worrying ones first.

    ATHLETES is a table with a line for each, or a folder of case files. Columns are called like facts (`springstep
    rules facts`), and cells are written as answers are. Columns `diary` and `overlay` name files beside the table, for
    one athlete. What cannot be read of one athlete is told with its line and column, and the others are advised all
    the same: exit code 1.
    """
    if forms and cards is None:
        raise click.UsageError("--card-form goes with --cards")
    day = today_from(today)
    if html is not None:
        refuse_to_write_over(html, force=force)
    found = read_group(athletes, overlays.rule_base, diaries=diaries)
    if diaries is not None:
        having = sum(each.diary is not None for each in found.athletes)
        echo(f"{having} of {len(found.athletes)} athletes have a diary", err=True)
    with progress(found.athletes, "Advising") as each:
        rules_of, recall = rules_of_each(overlays), remembered_of(day)
        advised = advise(found, each, rules_of=rules_of, recall=recall, day=day)
    made = _cards(advised) if cards is not None or html is not None else []
    if cards is not None:
        from springstep.cli.group.cards import card_files, write_cards  # draws pictures, which few ask for

        files = card_files(
            (each.athlete.name for each in advised.advised), cards, list(dict.fromkeys(forms or ("txt",)))
        )
        echo(f"wrote {write_cards(made, files, force=force)} cards into {cards}", err=True)
    if html is not None:
        from springstep.rendering.group.page import group_html  # takes Jinja2, an extra

        write_output(html, group_html(advised.record(), made), private=True)
    record = advised.record()
    if as_json:
        echo(record.to_json(indent=2))
    else:
        for line in group_lines(record):
            echo(line)
    if record.faults:
        raise click.exceptions.Exit(1)


def _cards(found: AdvisedGroup) -> list[Card]:
    with progress(found.advised, "Cards") as advised:
        return [card_of(each.made, each.base, day=found.day, runner=each.athlete.name) for each in advised]
