"""``springstep rules render``: RULES.md written, or checked."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.options.output_file import write_output
from springstep.cli.text.echo import echo
from springstep.engine.errors import Fault, SpringstepError
from springstep.rendering.markdown.catalogue import render_catalogue

CATALOGUE = pathlib.Path("RULES.md")


@click.command()
@click.argument("file", type=FilePath(), default=CATALOGUE)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when the file is not what would be written.")
@rules_options(binds=True)
def render(file: pathlib.Path, check: bool, overlays: CoachRules) -> None:
    """Write RULES.md, the whole rule base as one document (or FILE; - for standard output)."""
    if check and str(file) == "-":
        raise click.UsageError("--check needs a file, not standard output")
    text = render_catalogue(overlays.rule_base)
    if str(file) == "-":
        echo(text, nl=False)
        return
    if not check:
        write_output(file, text)
        return
    try:
        stale = not file.exists() or file.read_bytes() != text.encode()
    except OSError as error:
        raise SpringstepError([Fault("unreadable", f"cannot be read: {error.strerror}", source=str(file))]) from None
    if stale:
        echo(f"{file} is stale: run 'springstep rules render'", err=True)
        raise click.exceptions.Exit(1)
