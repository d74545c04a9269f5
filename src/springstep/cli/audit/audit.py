"""The whole audit: run it, show it, write it as a page, and save one of its runners."""

from __future__ import annotations

import os
import pathlib
import sys

import click

from springstep.cli.audit.audit_page import audit_page
from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.knowledge import CoachRules
from springstep.cli.options.output_file import write_output
from springstep.cli.options.signature_file import signatures_path
from springstep.cli.text.echo import CLEARED, echo
from springstep.engine.audit.report import Audit
from springstep.engine.audit.signing.files import read_signatures
from springstep.engine.audit.signing.in_audit import with_signatures
from springstep.engine.audit.witness_files import witness_of_audit, witness_text
from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.rendering.html.audit_html import audit_html
from springstep.rendering.html.pictures import rule_pictures

_PROCESSES = 2
"""Each further process has to turn the rules into formulas too, and gains less than the one before."""
_FEW_RULES = 60
"""Up to so many rules, starting other processes is not worth it."""


def run_audit(
    rules: CoachRules,
    *,
    as_json: bool,
    html: pathlib.Path | None,
    whole: bool,
    save: pathlib.Path | None,
    about: str | None,
    signatures: pathlib.Path | None,
) -> None:
    """Audit the rules, show the result, and exit with 1 when anything is open; raises ``SpringstepError``."""
    base, faults = rules.as_far_as_read()
    signed = read_signatures(signatures or signatures_path())
    found = with_signatures(_audited(base, faults), base, signed)
    if html is not None:
        write_output(html, audit_html(found, base, pictures=rule_pictures(base)))
    if save is not None:
        atomic_write(save, witness_text(witness_of_audit(found, about), base), over=False)
        echo(f"wrote {save}", err=True)
    if as_json:
        echo(found.to_json(indent=2))
    else:
        for line in audit_page(found, base, whole=whole):
            echo(line)
    if not found.clean:
        raise click.exceptions.Exit(1)


def _audited(base: RuleBase, faults: tuple[Fault, ...]) -> Audit:
    needs_solver()
    from springstep.engine.audit.full_audit import audit  # takes the solver, an extra

    with_progress = sys.stderr.isatty()
    processes = min(_PROCESSES, os.cpu_count() or 1) if len(base.rules) > _FEW_RULES else 1
    try:
        return audit(base, faults=faults, processes=processes, progress=_show_progress if with_progress else _be_quiet)
    finally:
        if with_progress:
            echo(CLEARED, nl=False, err=True)


def _show_progress(part: str, done: int, total: int) -> None:
    echo(f"{CLEARED}{part}: {done} of {total}", nl=False, err=True)


def _be_quiet(part: str, done: int, total: int) -> None:
    pass
