"""``springstep batch shares``: how many rows of a table are told what, and by which rules."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.batch.extra import needs_arrow
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.overlays import Overlays, overlay_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped

_MOST_RULES = 5
"""How many rules are told of each verdict."""


@click.command(epilog="Example: springstep batch shares athletes.parquet --keep athlete")
@click.argument("athletes", type=FilePath(folder=False, exists=True), metavar="ATHLETES.parquet|csv|jsonl")
@click.option("--keep", metavar="COLUMN", multiple=True, help="A column that is no fact, and let be; repeatable.")
@click.option("--told-only", is_flag=True, help="Count rows, too, in which something required is missing.")
@overlay_options
def shares(athletes: pathlib.Path, keep: tuple[str, ...], told_only: bool, overlays: Overlays) -> None:
    """Count what the rows of a table are told, and which rules carried the decision behind each verdict."""
    needs_arrow()
    from springstep.tables.comparing import shares_of  # takes an extra

    base = overlays.rule_base
    found = shares_of(athletes, base, keep=keep, whole=not told_only)
    despite = f", {found.despite:,} of which have a verdict all the same" if found.despite else ""
    echo(f"{found.rows:,} rows; something is wrong with {found.faulty:,}{despite}")
    for verdict, count in found.verdicts.most_common():
        echo(f"{verdict}: {count:,} ({share(count, found.verdicts.total())})")
        for on, counted in (("", found.reasons), (", on an answer left out", found.assumed)):
            rules = [(rule, times) for (of, rule), times in counted.most_common() if of == verdict]
            for rule, times in rules[:_MOST_RULES]:
                told = f"{times:,} ({share(times, count)}) by {rule}{on}: {base.by_id[rule].because}"
                echo(wrapped(f"  {told}", rest="    "))
            if len(rules) > _MOST_RULES:
                echo(f"  and by {len(rules) - _MOST_RULES} more rules{on}")
    if found.assumed:
        echo(wrapped("An answer left out is taken at its most cautious: what a rule says there, nobody said."))


def share(count: int, of: int) -> str:
    """Write a part of a whole in percent.

    >>> share(1, 3), share(0, 0)
    ('33.3 %', '0.0 %')
    """
    return f"{100 * count / of if of else 0:.1f} %"
