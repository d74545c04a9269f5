"""``springstep audit sheet``: a sheet to print and sign by hand."""

from __future__ import annotations

import pathlib
from datetime import date

import click

from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.options.signature_file import file_option
from springstep.engine.audit.signing.files import read_signatures
from springstep.rendering.html.sign_off_html import sign_off_html


@click.command(epilog="Example: springstep audit sheet -o sign-off.html")
@click.option(
    "-o", "--output", "output", type=FilePath(folder=False), required=True, metavar="FILE", help="The page to write."
)
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--on", "day", type=DayType(), metavar="YYYY-MM-DD", help="The day; today by default.")
@file_option(begun=False)
@rules_options(binds=True)
def sheet(output: pathlib.Path, force: bool, day: date | None, path: pathlib.Path, overlays: CoachRules) -> None:
    """Write a sign-off sheet of a few pages, for A4: what is signed, what changed since, remarks, and lines to sign on.

    The digests on it say what a signature by hand is for: another word in any rule gives other digests.
    """
    refuse_to_write_over(output, force=force)
    made = sign_off_html(overlays.rule_base, read_signatures(path), on=(day or date.today()).isoformat())
    write_output(output, made)
