"""``springstep audit``: prove what must hold for every athlete, and show a coach what the rules do."""

from __future__ import annotations

import os
import pathlib
import sys

import click

from springstep.cli.audit_page import audit_page
from springstep.cli.lazy import LazyGroup
from springstep.cli.overlays import Overlays, overlay_options
from springstep.engine.audit.report import Audit
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write

_COMMANDS = {
    "why-not": ("springstep.cli.audit_why_not", "Why a rule, drill or value did not come into play for one runner."),
    "what-if": ("springstep.cli.audit_what_if", "One runner now and with other answers, side by side."),
    "without": ("springstep.cli.audit_without", "Whose advice changes when a rule is switched off, or nobody's."),
    "diff": ("springstep.cli.audit_diff", "Two rule bases: for each decision, whose advice changes."),
    "mutants": ("springstep.cli.audit_mutants", "Change each rule a little: which changes would nobody notice?"),
    "approve": ("springstep.cli.audit_approve", "Keep a runner for every conclusion as an example, or check them."),
    "season": ("springstep.cli.audit_season", "Follow a simulated runner through a season: what moves, and why."),
    "sign": ("springstep.cli.audit_sign", "Sign the rules that you stand behind."),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option(
    "--html",
    "html",
    type=click.Path(path_type=pathlib.Path, dir_okay=False),
    metavar="FILE",
    help="Write one page with everything: claims, findings, every rule's card, the graph.",
)
@click.option("--all", "whole", is_flag=True, help="Fold no list and tell every runner's story.")
@click.option(
    "--save-case",
    "save",
    type=click.Path(path_type=pathlib.Path, dir_okay=False),
    metavar="FILE",
    help="Keep the runner of a finding, claim or rule (see --of) as an example that can be tested.",
)
@click.option(
    "--signatures",
    "file",
    type=click.Path(path_type=pathlib.Path, dir_okay=False),
    metavar="FILE",
    help="Read the signatures from this file; else from where `audit sign` keeps them.",
)
@click.option("--of", "about", metavar="ID", help="Whose runner --save-case keeps; the first one found unless told.")
@overlay_options
@click.pass_context
def audit(
    ctx: click.Context,
    as_json: bool,
    html: pathlib.Path | None,
    whole: bool,
    save: pathlib.Path | None,
    about: str | None,
    file: pathlib.Path | None,
    overlays: Overlays,
) -> None:
    """Read every rule, prove what can never happen, and say what a coach should look at.

    Without a command everything is audited: each safety claim is proved for all athletes or broken by one of them, each
    rule and the rule base as a whole are searched for gaps, conflicts and what does nothing. Exit code 0 when nothing
    is open, 1 with findings.
    """
    if ctx.invoked_subcommand is not None:
        return
    if about is not None and save is None:
        raise click.UsageError("--of goes with --save-case")
    if save is not None and save.exists():
        raise SpringstepError([Fault("is there already and is not written over", source=str(save))])
    base = overlays.rule_base
    from springstep.cli.audit_sign import signatures_path
    from springstep.engine.audit.signing import read_signatures, with_signatures

    signatures = read_signatures(file or signatures_path())
    found = with_signatures(_run(base), base, signatures)
    if html is not None:
        atomic_write(html, _page(found, base))
        click.echo(f"wrote {html}", err=True)
    if save is not None:
        from springstep.engine.audit.witness import story_of_audit, witness_text

        atomic_write(save, witness_text(story_of_audit(found, about), base), over=False)
        click.echo(f"wrote {save}", err=True)
    if as_json:
        click.echo(found.to_json(indent=2))
    else:
        for line in audit_page(found, base, whole=whole):
            click.echo(line)
    if not found.clean:
        raise click.exceptions.Exit(1)


_PROCESSES = 2
"""Each more has to put the rules into formulas, too, and gains less than the one before."""
_FEW_RULES = 60
"""What so many rules take is not worth the start of other processes."""


def _run(base: RuleBase) -> Audit:
    needs_solver()
    from springstep.engine.audit.whole import audit as audit_base

    with_progress = sys.stderr.isatty()
    processes = min(_PROCESSES, os.cpu_count() or 1) if len(base.rules) > _FEW_RULES else 1
    try:
        return audit_base(base, processes=processes, progress=_tell if with_progress else _be_quiet)
    finally:
        if with_progress:
            click.echo("\r\033[K", nl=False, err=True)


def _tell(part: str, done: int, total: int) -> None:
    click.echo(f"\r\033[K{part}: {done} of {total}", nl=False, err=True)


def _be_quiet(part: str, done: int, total: int) -> None:
    pass


def needs_solver() -> None:
    """Raise ``SpringstepError`` when the solver is not installed."""
    try:
        import z3  # noqa: F401  looked for only
    except ImportError:
        raise SpringstepError(
            [Fault("an audit needs the z3 solver", allowed="pip install 'springstep[audit]'")]
        ) from None


def _page(found: Audit, base: RuleBase) -> str:
    from springstep.engine.audit.graph.build import rule_graph
    from springstep.rendering.graph.svg import graph_svg
    from springstep.rendering.html.audit_html import audit_html

    return audit_html(found, base, graph_svg=graph_svg(rule_graph(base), links="#{}"))
