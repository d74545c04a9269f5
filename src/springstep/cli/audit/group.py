"""The group ``springstep audit``: prove what must hold for every athlete, and show a coach what the rules do."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.lazy_group import LazyGroup
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.engine.errors import Fault, SpringstepError

_COMMANDS = {
    "why-not": (
        "springstep.cli.audit.why_not:why_not",
        "Why a rule, drill or value did not come into play for one runner.",
    ),
    "what-if": ("springstep.cli.audit.what_if:what_if", "One runner now and with other answers, side by side."),
    "without": (
        "springstep.cli.audit.without:without",
        "Whose advice changes when a rule is switched off, if anyone's.",
    ),
    "diff": ("springstep.cli.audit.diff:diff", "Two rule bases: for each decision, whose advice changes."),
    "count": ("springstep.cli.audit.count:count", "For how many runners each rule fires: exact, and not sampled."),
    "mutants": (
        "springstep.cli.audit.mutants:mutants",
        "Change each rule a little: which changes go unnoticed?",
    ),
    "plants": (
        "springstep.cli.audit.plants:plants",
        "Plant faults into copies of the rules: which are named?",
    ),
    "mcdc": (
        "springstep.cli.audit.mcdc:mcdc",
        "For each condition two runners whom it alone tells apart.",
    ),
    "approve": (
        "springstep.cli.audit.approve:approve",
        "Write a snapshot, a runner for every conclusion, or check it.",
    ),
    "season": (
        "springstep.cli.audit.season:season",
        "Follow a simulated runner through a season: what changes, and why.",
    ),
    "sign": ("springstep.cli.audit.sign:sign", "Sign what you stand behind: rules, drills, claims, all that decides."),
    "signed": ("springstep.cli.audit.signed:signed", "Who has signed what, and what changed since."),
    "signers": ("springstep.cli.audit.signers:signers", "Say who is to sign."),
    "remark": ("springstep.cli.audit.remark:remark", "Agree, disagree or ask something about a rule or anything else."),
    "sheet": ("springstep.cli.audit.sheet:sheet", "Write a sign-off sheet of a few pages, to print and sign by hand."),
    "verify": ("springstep.cli.audit.verify:verify", "Check signatures against the keys of those who sign."),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, invoke_without_command=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option(
    "--html",
    "html",
    type=FilePath(folder=False),
    metavar="FILE",
    help="Write one page with everything: claims, findings, every rule's card, the graph.",
)
@click.option("--all", "whole", is_flag=True, help="Show every list and every runner in full.")
@click.option(
    "--save-case",
    "save",
    type=FilePath(folder=False),
    metavar="FILE",
    help="Save the runner of a finding, claim or rule (see --of) as an example that can be tested.",
)
@click.option(
    "--signatures",
    "file",
    type=FilePath(folder=False, exists=True),
    metavar="FILE",
    help="Read the signatures from this file; by default from where `audit sign` keeps them.",
)
@click.option("--of", "about", metavar="ID", help="Whose runner --save-case saves; by default the first found.")
@rules_options(binds=True)
@click.pass_context
def audit(
    ctx: click.Context,
    as_json: bool,
    html: pathlib.Path | None,
    whole: bool,
    save: pathlib.Path | None,
    about: str | None,
    file: pathlib.Path | None,
    overlays: CoachRules,
) -> None:
    """Read every rule, prove what can never happen, and say what a coach should look at.

    Without a command everything is audited: each safety claim is proved for all athletes or broken by one of them, and
    each rule and the rule base as a whole are searched for gaps, conflicts and rules without effect. Exit code 0
    when nothing is open, 1 with findings.
    """
    if ctx.invoked_subcommand is not None:
        if overlays.knowledge.named:
            raise click.UsageError(f"--knowledge goes after '{ctx.invoked_subcommand}'")
        return
    if about is not None and save is None:
        raise click.UsageError("--of goes with --save-case")
    if save is not None and save.exists():
        raise SpringstepError([Fault("exists", "already exists and is not overwritten", source=str(save))])
    # A subcommand starts without what only the whole audit needs.
    from springstep.cli.audit.audit import run_audit

    run_audit(overlays, as_json=as_json, html=html, whole=whole, save=save, about=about, signatures=file)
