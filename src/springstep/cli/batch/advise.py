"""``springstep batch advise``: a whole table of athletes advised into another, and why of one row of it."""

from __future__ import annotations

import contextlib
import pathlib
import sys
from collections.abc import Callable, Iterator

import click

from springstep.api import recommend
from springstep.cli.batch.extra import needs_arrow
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import tree
from springstep.cli.text.plan_page import page
from springstep.engine.errors import Fault, SpringstepError


@click.command(epilog="Example: springstep batch athletes.parquet -o plans.parquet --keep athlete")
@click.argument("athletes", type=FilePath(folder=False, exists=True), metavar="ATHLETES.parquet|csv|jsonl")
@click.option(
    "-o", "--output", type=FilePath(folder=False), metavar="FILE", help="The table to write, by its ending as above."
)
@click.option("--keep", metavar="COLUMN", multiple=True, help="Carry this column over, such as a name; repeatable.")
@click.option("--told-only", is_flag=True, help="Advise rows, too, in which something required is missing.")
@click.option("--threads", type=click.IntRange(1, 256), help="How many share the work; one for each core by default.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--why", "row", type=click.IntRange(0), metavar="ROW", help="Explain one row, the first is 0.")
@click.option("--of", "decision", metavar="DECISION", help="With --why: one decision of it, such as clearance.")
@overlay_options
def advise(
    athletes: pathlib.Path,
    output: pathlib.Path | None,
    keep: tuple[str, ...],
    told_only: bool,
    threads: int | None,
    force: bool,
    row: int | None,
    decision: str | None,
    overlays: Overlays,
) -> None:
    """Advise every row of a table by the rules as alone: a column for each decision, what fired, what is wrong.

    Columns are called like facts (`springstep rules facts`). A row with something wrong says so, and ends nothing:
    exit code 1. What was broken off goes on where it stopped when the same command is given again.
    """
    if (output is None) == (row is None):
        raise click.UsageError("name a table to write with -o, or a row to explain with --why")
    if decision is not None and row is None:
        raise click.UsageError("--of goes with --why")
    needs_arrow()
    base = overlays.rule_base
    if row is not None:
        from springstep.tables.files import case_at  # takes an extra

        made = recommend(case_at(athletes, row, base), rule_base=base, whole=not told_only, row=row)
        for line in tree(made.why(decision, rule_base=base)) if decision is not None else page(made, base):
            echo(line)
        return
    assert output is not None
    from springstep.engine.text.opening import is_there
    from springstep.tables.batch import advise_file  # takes an extra

    if is_there(output) and not force:
        fault = Fault("exists", "is there already", allowed="--force writes over it", source=str(output))
        raise SpringstepError([fault])
    with _counting() as done:
        found = advise_file(
            athletes, output, base, keep=keep, whole=not told_only, over=force, threads=threads, done=done
        )
    resumed = f", {found.resumed:,} of them before" if found.resumed else ""
    echo(f"{found.rows:,} rows advised into {output}{resumed}; something is wrong with {found.faulty:,}", err=True)
    if found.faulty:
        raise click.exceptions.Exit(1)


@contextlib.contextmanager
def _counting() -> Iterator[Callable[[int], None]]:
    """Yield what counts the rows that are done, on a terminal's standard error alone."""
    if sys.stderr is None or not sys.stderr.isatty():
        yield lambda rows: None
        return
    total = 0

    def done(rows: int) -> None:
        nonlocal total
        total += rows
        sys.stderr.write(f"\rAdvising: {total:,} rows")
        sys.stderr.flush()

    try:
        yield done
    finally:
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()
