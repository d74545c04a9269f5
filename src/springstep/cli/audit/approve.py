"""``springstep audit approve``: keep a snapshot: for every conclusion, a runner whose advice depends on it."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator

import click

from springstep.cli.audit.approved_page import changed_lines, lost_lines
from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.audit.items.approval import approval_findings
from springstep.engine.audit.items.approved import FILE as RECORD
from springstep.engine.audit.items.approved import approved_text
from springstep.engine.audit.mcdc.table import FILE as PAIRS
from springstep.engine.audit.mcdc.table import load_table, stale, table_text
from springstep.engine.audit.snapshot import FILE, SnapshotCase, load_snapshot, lost, snapshot_text
from springstep.engine.audit.snapshot import approve as approved_by
from springstep.engine.audit.told_otherwise import changed_for
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write


@click.command()
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; list what is not as approved, the runners whose advice differs, and the conditions not shown; "
    "exit 1 if any.",
)
@click.option("--drop", is_flag=True, help="Drop the runners that can be kept no longer; each is told with the reason.")
@knowledge_option(binds=True, writes=True)
def approve(check: bool, drop: bool, knowledge: WhichRules) -> None:
    """Keep a snapshot: for every conclusion of a rule, a runner whose advice depends on it, and that advice.

    For every condition two runners whom it alone tells apart are kept, too; `springstep audit mcdc` shows them.
    Runners kept before stay, with their advice of now. Where one can be kept no longer, as its rules are gone, nothing
    is written unless you say --drop. All that the knowledge says is kept as well, rule by rule and entry by entry. The
    files are written next to the rules. Read them before you commit them: from then on, --check, the audit and the
    tests compare with them.
    """
    base = knowledge.rule_base
    before = load_snapshot(base.folder) if check or (base.folder / FILE).exists() else ()
    if check and drop:
        raise click.UsageError("--check writes nothing, so it drops nothing")
    if check:
        _check(before, base)
        return
    gone = list(lost(before, base))
    for line in lost_lines(gone, base):
        echo(line, err=drop)
    if gone and not drop:
        echo(f"{len(gone)} of {len(before)} runners would be dropped; nothing is written. --drop drops them")
        raise click.exceptions.Exit(1)
    needs_solver()
    from springstep.engine.audit.full_audit import audit  # takes the solver, an extra
    from springstep.engine.audit.mcdc.search import coverage  # so does this

    path = pathlib.Path(base.folder, FILE)
    runners = approved_by(audit(base), base, before)
    atomic_write(path, snapshot_text(runners))
    dropped = f", {len(gone)} of them dropped" if gone else ""
    echo(f"wrote {len(runners)} runners to {path}, {len(before)} before{dropped}", err=True)
    table, pairs = tuple(coverage(base)), pathlib.Path(base.folder, PAIRS)
    atomic_write(pairs, table_text(table))
    echo(f"wrote {len(table)} conditions to {pairs}", err=True)
    record = pathlib.Path(base.folder, RECORD)
    atomic_write(record, approved_text(base))
    echo(f"wrote all that the knowledge says to {record}", err=True)


def _check(approved: tuple[SnapshotCase, ...], base: RuleBase) -> None:
    """Tell what is no longer as approved, and exit with 1 if anything is."""
    found = list(_not_as_approved(approved, base))
    for line in found:
        echo(line)
    if found[1:]:
        raise click.exceptions.Exit(1)


def _not_as_approved(approved: tuple[SnapshotCase, ...], base: RuleBase) -> Iterator[str]:
    yield from (wrapped(finding.says, rest="    ") for finding in approval_findings(base))
    yield from map(str, stale(load_table(base.folder), base))
    changed = changed_for(base, approved)
    yield from changed_lines(changed)
    yield f"{len(changed)} of {len(approved)} runners of the snapshot get different advice"
