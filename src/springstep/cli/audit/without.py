"""``springstep audit without``: whose advice changes when a rule is switched off, or a proof that nobody's does."""

from __future__ import annotations

import click

from springstep.cli.audit.counting import counted_option, needs_counting
from springstep.cli.audit.difference_page import CHARACTERS, show_difference
from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.knowledge import CoachRules, rules_options


@click.command(epilog="Example: springstep audit without RDY-050")
@click.argument("rule_id", metavar="RULE-ID")
@click.option("--all", "whole", is_flag=True, help="Show in full for whom, and all advice.")
@counted_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options(binds=True)
def without(rule_id: str, whole: bool, count: bool, as_json: bool, overlays: CoachRules) -> None:
    """Show whose advice changes when one rule is switched off.

    Each decision comes with one runner, and for whom else it holds. Exit code 1 when anyone's advice changes.
    """
    needs_solver()
    if count:
        needs_counting()
    # takes the solver, an extra
    from springstep.engine.audit.difference import compare
    from springstep.engine.audit.switching_off import without as switched_off

    base = overlays.rule_base
    characters = None if whole or as_json else CHARACTERS
    found = compare(base, switched_off(base, rule_id), count=count, characters=characters)
    show_difference(found, whole=whole, as_json=as_json)
