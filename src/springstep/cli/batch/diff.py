"""``springstep batch diff``: whose plan an overlay, or other rules, would change."""

from __future__ import annotations

import contextlib
import pathlib

import click

from springstep.cli.batch.extra import needs_arrow
from springstep.cli.batch.shares import share
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.output_file import refuse_to_write_over, write_output
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.installed import default_rule_base, load_rule_base
from springstep.rendering.pictures.figure import Format


@click.command(epilog="Example: springstep batch diff athletes.parquet --overlay mine.yaml -o changed.csv")
@click.argument("athletes", type=FilePath(folder=False, exists=True), metavar="ATHLETES.parquet|csv|jsonl")
@click.option(
    "--overlay",
    "files",
    type=FilePath(exists=True),
    metavar="FILE",
    multiple=True,
    help="The overlay (a file or a folder; can be repeated).",
)
@click.option("--knowledge", type=FilePath(file=False, exists=True), metavar="FOLDER", help="Other rules altogether.")
@click.option("-o", "--output", type=FilePath(folder=False), metavar="FILE", help="Write the changed rows to a table.")
@click.option("--svg", type=FilePath(folder=False), metavar="FILE", help="Draw the verdicts of both as SVG.")
@click.option("--png", type=FilePath(folder=False), metavar="FILE", help="Draw the verdicts of both as PNG.")
@click.option("--keep", metavar="COLUMN", multiple=True, help="Carry this column over, such as a name; repeatable.")
@click.option("--told-only", is_flag=True, help="Compare rows, too, in which something required is missing.")
@click.option("--force", is_flag=True, help="Write over files that are there.")
def diff(
    athletes: pathlib.Path,
    files: tuple[pathlib.Path, ...],
    knowledge: pathlib.Path | None,
    output: pathlib.Path | None,
    svg: pathlib.Path | None,
    png: pathlib.Path | None,
    keep: tuple[str, ...],
    told_only: bool,
    force: bool,
) -> None:
    """Tell whose plan changes where rules of yours are laid over the guide's, or take their place.

    Each row is advised by the rules as they come with springstep, and by yours: how many plans differ, in what, and by
    which rules.
    """
    if not files and knowledge is None:
        raise click.UsageError("name an overlay with --overlay, or other rules with --knowledge")
    needs_arrow()
    from springstep.tables.comparing import changes_between, changes_schema  # takes an extra
    from springstep.tables.writing import table_writer

    asked: tuple[tuple[pathlib.Path | None, Format], ...] = ((svg, "svg"), (png, "png"))
    pictures = [(path, form) for path, form in asked if path is not None]
    for path in (output, *(path for path, _ in pictures)):
        if path is not None:
            refuse_to_write_over(path, force=force)
    before, after = default_rule_base(), load_rule_base(knowledge, overlays=files)
    whole = not told_only
    with contextlib.ExitStack() as stack:
        if output is None:
            found = changes_between(athletes, before, after, keep=keep, whole=whole)
        else:
            schema = changes_schema(athletes, before, keep)
            write = stack.enter_context(table_writer(output, schema, over=force))
            found = changes_between(athletes, before, after, keep=keep, whole=whole, write=write)
    sound = found.rows - found.faulty
    echo(f"{found.rows:,} rows; something is wrong with {found.faulty:,}")
    echo(f"{found.changed:,} plans differ ({share(found.changed, sound)})")
    for (one, other), count in found.verdicts.most_common():
        if one != other:
            echo(f"  {one} -> {other}: {count:,} ({share(count, sound)})")
    for name, count in found.columns.most_common():
        echo(f"  {name} differs in {count:,}")
    for rule, count in found.by.most_common():
        because = (after.by_id.get(rule) or before.by_id[rule]).because
        echo(wrapped(f"  {rule} fired in {count:,} of them: {because}", rest="    "))
    for path, form in pictures:
        from springstep.rendering.pictures.verdicts import draw_verdicts  # takes matplotlib, an extra

        write_output(path, draw_verdicts(found.verdicts, form))
