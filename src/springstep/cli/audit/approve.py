"""``springstep audit approve``: keep a snapshot: for every conclusion, a runner whose advice depends on it."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.audit.solver import needs_solver
from springstep.engine.audit.snapshot import FILE, changed_for, load_snapshot, snapshot_text
from springstep.engine.audit.snapshot import approve as approved_by
from springstep.engine.text.atomic import atomic_write
from springstep.installed import default_rule_base


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list the runners whose advice differs from the snapshot; exit 1 if any.",
)
def approve(check: bool) -> None:
    """Keep a snapshot: for every conclusion of a rule, a runner whose advice depends on it, and that advice.

    The snapshot is written next to the rules. Read it before you commit it: from then on, --check and the tests
    compare the advice with it.
    """
    base = default_rule_base()
    if check:
        changed = list(changed_for(base, load_snapshot(base.folder)))
        for runner, what in changed:
            click.echo(f"{', '.join(runner.shows)}: {what}")
        click.echo(f"{len(changed)} of {len(load_snapshot(base.folder))} runners of the snapshot get different advice")
        if changed:
            raise click.exceptions.Exit(1)
        return
    needs_solver()
    from springstep.engine.audit.full_audit import audit  # takes the solver, an extra

    path = pathlib.Path(base.folder, FILE)
    runners = approved_by(audit(base), base)
    atomic_write(path, snapshot_text(runners))
    click.echo(f"wrote {len(runners)} runners to {path}", err=True)
