"""``springstep audit diff``: two rule bases compared by what they advise, not by their lines."""

from __future__ import annotations

import pathlib

import click

from springstep.cli.audit.counting import counted_option, needs_counting
from springstep.cli.audit.difference_page import CHARACTERS, NOTHING_TO_COMPARE, show_difference
from springstep.cli.audit.git_revision import knowledge_at
from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import load_rule_base


@click.command(
    epilog="Examples: springstep audit diff HEAD~1; springstep audit diff --overlay my-rules.yaml --group group.csv"
)
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--group",
    "group",
    type=FilePath(),
    metavar="ATHLETES",
    help="Compare what a group is advised, as `springstep group` reads it, in place of all athletes.",
)
@click.option("--all", "whole", is_flag=True, help="Show in full for whom, and all advice.")
@counted_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options(binds=True)
def diff(
    old: str | None,
    new: str | None,
    group: pathlib.Path | None,
    whole: bool,
    count: bool,
    as_json: bool,
    overlays: CoachRules,
) -> None:
    """Show whose advice differs between two rule bases, decision by decision, or prove that nobody's does.

    OLD and NEW are knowledge folders, or git revisions of the repository here. By default NEW is the rules that lie
    here, else those that come with springstep, with the overlays; and OLD the same rules without any. Exit code 1 when
    anyone's advice differs.
    """
    overlays.knowledge.take_in_front()
    if group is not None and count:
        raise click.UsageError("--count counts all athletes, and --group compares your own")
    if group is not None:
        # What reads groups is needed only here, and no solver is.
        from springstep.cli.group.compare import show_group_difference
        from springstep.cli.group.own_files import rules_of_each

        first, second = _both(old, new, overlays)
        each = rules_of_each(overlays) if new is None else None
        named = old is not None or new is not None or bool(second.overlays)
        show_group_difference(group, first, second, rules_of=each, named=named, whole=whole, as_json=as_json)
        return
    needs_solver()
    if count:
        needs_counting()
    from springstep.engine.audit.difference import compare  # takes the solver, an extra

    first, second = _both(old, new, overlays)
    if old is None and new is None and not second.overlays:
        raise click.UsageError(NOTHING_TO_COMPARE)
    characters = None if whole or as_json else CHARACTERS
    found = compare(first, second, count=count, characters=characters)
    show_difference(found, whole=whole, as_json=as_json)


def _both(old: str | None, new: str | None, overlays: CoachRules) -> tuple[RuleBase, RuleBase]:
    """Return the two rule bases that are compared."""
    first = rule_base_of(old) if old is not None else load_rule_base(overlays.knowledge.folder)
    return first, rule_base_of(new) if new is not None else overlays.rule_base


def rule_base_of(name: str) -> RuleBase:
    """Load a rule base from a folder or a git revision; raises ``SpringstepError``."""
    if _is_folder(name):
        return load_rule_base(pathlib.Path(name))
    with knowledge_at(name) as folder:
        return load_rule_base(folder)


def _is_folder(name: str) -> bool:
    try:
        return pathlib.Path(name).is_dir()
    except OSError:  # longer than any name
        return False
