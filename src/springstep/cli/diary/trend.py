"""``springstep diary trend``: week by week how much was done and how it was, and a picture of it."""

from __future__ import annotations

import json
import pathlib

import click

from springstep.cli.diary.activity_lines import watch_trend_lines
from springstep.cli.diary.diary_page import week_table, week_words
from springstep.cli.diary.which_diary import diary_option, opened
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.text.echo import echo
from springstep.diary.trend import weeks
from springstep.diary.watch_trend import watch_trends
from springstep.rendering.pictures.figure import Format
from springstep.rendering.pictures.weeks import draw_weeks


@click.command()
@click.option("--svg", type=FilePath(), metavar="FILE", help="Draw the weeks, for a report.")
@click.option("--png", type=FilePath(), metavar="FILE", help="The same as a bitmap.")
@click.option("--force", is_flag=True, help="Write over pictures that are there.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--plain", "in_words", is_flag=True, help="Words and numbers only, for a screen reader.")
@diary_option
def trend(
    svg: pathlib.Path | None,
    png: pathlib.Path | None,
    force: bool,
    as_json: bool,
    in_words: bool,
    place: pathlib.Path | None,
) -> None:
    """Show week by week how much was done and how it was, and draw it.

    A time away of more than twelve weeks is not told week by week. Where a watch recorded runs, what it shows of
    cadence, stride and ground contact at a like easy pace follows.
    """
    with opened(place) as book:
        found, recordings = weeks(book.entries()), book.recordings.all()
    watched = watch_trends(recordings)
    asked: tuple[tuple[pathlib.Path | None, Format], ...] = ((svg, "svg"), (png, "png"))
    for path, form in asked:
        if path is not None:
            refuse_to_write_over(path, force=force)
            write_output(path, draw_weeks(found, form), private=True)
    if as_json:
        rows = [{"week": week.name, **json.loads(week.to_json())} for week in found]
        echo(json.dumps(rows, indent=2, ensure_ascii=False))
    elif not found and not recordings:
        echo("no entries", err=True)
    else:
        if found:
            for line in week_words(found) if in_words else week_table(found):
                echo(line)
        for line in watch_trend_lines(watched, len(recordings)):
            echo(line)
