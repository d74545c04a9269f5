"""``springstep rules export``: the rules as a workbook that a spreadsheet program opens."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped


@click.command(epilog="Example: springstep rules export rules.xlsx")
@click.argument("file", type=FilePath(folder=False))
@click.option("--force", is_flag=True, help="Overwrite an existing file.")
@knowledge_option(binds=True)
def export(file: pathlib.Path, force: bool, knowledge: WhichRules) -> None:
    """Write the rules into FILE (.xlsx), a sheet a topic and a row a rule, to be changed and imported again."""
    if file.suffix.lower() != ".xlsx":
        raise click.BadParameter(f"'{file}' is no name of a workbook; one ends in .xlsx")
    refuse_to_write_over(file, force=force)
    # needs pydantic, and openpyxl, an extra
    from springstep.sheets.sources import topic_files
    from springstep.sheets.writing import workbook_of

    base = knowledge.rule_base
    write_output(file, workbook_of(base))
    count = sum(len(each.rules) for each in topic_files(base))
    echo(wrapped(f"{count} rules on {len(base.topics)} sheets. After changing them: springstep rules import {file}"))
