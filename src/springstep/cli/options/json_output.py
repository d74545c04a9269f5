"""JSON for other programs, on standard output or in a file."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.output_file import write_output
from springstep.cli.text.echo import echo

json_output_option = click.option(
    "-o", "--output", type=FilePath(folder=False), metavar="FILE", help="Write the JSON to a file, not the terminal."
)


def print_json(text: str, output: pathlib.Path | None, *, private: bool = False) -> None:
    """Print a JSON text, or write it to a file, its owner's only if it is ``private``."""
    if output is None:
        echo(text)
    else:
        write_output(output, f"{text}\n", private=private)
