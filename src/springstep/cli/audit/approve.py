"""``springstep audit approve``: keep, for every conclusion, a runner whose advice hangs on it, as examples."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.audit.solver import needs_solver
from springstep.engine.audit.snapshot import FILE, changed_for, load_snapshot, snapshot_text
from springstep.engine.audit.snapshot import approve as approved_by
from springstep.engine.text.atomic import atomic_write
from springstep.installed import default_rule_base


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; tell who would be advised otherwise than approved; exit 1.")
def approve(check: bool) -> None:
    """Keep for every rule's conclusions the runners whose advice hangs on them, with what they are told.

    They are written beside the rules, to be read before they are committed, and are examples from then on: with
    --check, and in the tests, every one of them must be told the same again.
    """
    base = default_rule_base()
    if check:
        changed = list(changed_for(base, load_snapshot(base.folder)))
        for runner, what in changed:
            click.echo(f"{', '.join(runner.shows)}: {what}")
        click.echo(f"{len(changed)} of {len(load_snapshot(base.folder))} approved runners are told something else")
        if changed:
            raise click.exceptions.Exit(1)
        return
    needs_solver()
    from springstep.engine.audit.full_audit import audit  # takes the solver, an extra

    path = pathlib.Path(base.folder, FILE)
    runners = approved_by(audit(base), base)
    atomic_write(path, snapshot_text(runners))
    click.echo(f"wrote {len(runners)} runners to {path}", err=True)
