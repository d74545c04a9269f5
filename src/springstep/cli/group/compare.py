"""Whose advice in a group differs between two rule bases, shown as a page or as JSON."""

from __future__ import annotations

import pathlib
from datetime import date

import click

from springstep.cli.audit.difference_page import NOTHING_TO_COMPARE
from springstep.cli.group.difference_lines import difference_lines
from springstep.cli.group.own_files import remembered_of
from springstep.cli.progress import progress
from springstep.cli.text.echo import echo
from springstep.engine.rulebase.base import RuleBase
from springstep.group.advice import AdvisedGroup, RulesOf, advise
from springstep.group.athletes import ToldGroup, read_group
from springstep.group.change import group_difference


def show_group_difference(
    path: pathlib.Path,
    first: RuleBase,
    second: RuleBase,
    *,
    rules_of: RulesOf | None,
    named: bool,
    whole: bool,
    as_json: bool,
) -> None:
    """Print whose advice differs, and exit with 1 when anyone's does, or when a line could not be read.

    ``rules_of`` gives the second rules of each athlete, where single ones have overlays of their own. ``named`` tells
    whether other rules were named; if not, some athlete has to have rules of her own.
    """
    group = read_group(path, second)
    if not named and not any(athlete.overlay for athlete in group.athletes):
        raise click.UsageError(NOTHING_TO_COMPARE)
    was = _advised(group, lambda athlete: first, "First rules")
    now = _advised(group, rules_of or (lambda athlete: second), "Second rules")
    found = group_difference(was, now, old=first.digest, new=second.digest)
    if as_json:
        echo(found.to_json(indent=2))
    else:
        for line in difference_lines(found, whole=whole):
            echo(line)
    if found.changed or found.faults:
        raise click.exceptions.Exit(1)


def _advised(group: ToldGroup, rules_of: RulesOf, label: str) -> AdvisedGroup:
    day = date.today()
    with progress(group.athletes, label) as athletes:
        return advise(group, athletes, rules_of=rules_of, recall=remembered_of(day), day=day)
