"""``springstep audit approve``: keep a snapshot: for every conclusion, a runner whose advice depends on it."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.engine.audit.mcdc.table import FILE as PAIRS
from springstep.engine.audit.mcdc.table import load_table, stale, table_text
from springstep.engine.audit.snapshot import FILE, load_snapshot, snapshot_text
from springstep.engine.audit.snapshot import approve as approved_by
from springstep.engine.audit.told_otherwise import changed_for
from springstep.engine.text.atomic import atomic_write


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list the runners whose advice differs, and the conditions not shown; exit 1 if any.",
)
@knowledge_option(binds=True, writes=True)
def approve(check: bool, knowledge: WhichRules) -> None:
    """Keep a snapshot: for every conclusion of a rule, a runner whose advice depends on it, and that advice.

    For every condition two runners whom it alone tells apart are kept, too; `springstep audit mcdc` shows them.
    Runners kept before stay, with their advice of now. Both files are written next to the rules. Read them before you
    commit them: from then on, --check and the tests compare the advice with them.
    """
    base = knowledge.rule_base
    if check:
        old = [*map(str, stale(load_table(base.folder), base))]
        for line in old:
            echo(line)
        changed = list(changed_for(base, load_snapshot(base.folder)))
        for each in changed:
            echo(f"{', '.join(each.rules)}: {each.says}")
        echo(f"{len(changed)} of {len(load_snapshot(base.folder))} runners of the snapshot get different advice")
        if changed or old:
            raise click.exceptions.Exit(1)
        return
    needs_solver()
    from springstep.engine.audit.full_audit import audit  # takes the solver, an extra
    from springstep.engine.audit.mcdc.search import coverage  # so does this

    path = pathlib.Path(base.folder, FILE)
    before = load_snapshot(base.folder) if path.exists() else ()
    runners = approved_by(audit(base), base, before)
    atomic_write(path, snapshot_text(runners))
    echo(f"wrote {len(runners)} runners to {path}, {len(before)} before", err=True)
    table, pairs = tuple(coverage(base)), pathlib.Path(base.folder, PAIRS)
    atomic_write(pairs, table_text(table))
    echo(f"wrote {len(table)} conditions to {pairs}", err=True)
