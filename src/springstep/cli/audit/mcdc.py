"""``springstep audit mcdc``: for each condition two runners whom it alone tells apart, run again and shown."""

from __future__ import annotations

import json

import click

from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import heading, wrapped
from springstep.engine.audit.mcdc.table import ConditionShown, load_table, stale
from springstep.engine.errors import Fault, QueryError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.conditions import shown


@click.command()
@click.option("--rule", "rule_id", metavar="ID", help="Only the conditions of this rule.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@knowledge_option()
def mcdc(rule_id: str | None, as_json: bool, knowledge: WhichRules) -> None:
    """Show for each condition two runners whom it alone tells apart (modified condition/decision coverage).

    Every pair is run through the engine again; exit code 1 when one does not show its condition any more.
    `springstep audit approve` works them out afresh.
    """
    base = knowledge.rule_base
    table = load_table(base.folder)
    rows = table if rule_id is None else _of_rule(table, rule_id, base)
    old = [*map(str, stale(table, base))]
    if as_json:
        found = {"conditions": [json.loads(row.to_json()) for row in rows], "stale": old}
        echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        _show(rows, base)
        pairs = sum(not row.why_none for row in table)
        echo(f"{pairs} of {len(table)} conditions are shown by two runners; {len(old)} are out of date")
        for line in old:
            echo(wrapped(line, first="  - "))
    if old:
        raise click.exceptions.Exit(1)


def _of_rule(table: tuple[ConditionShown, ...], rule_id: str, base: RuleBase) -> tuple[ConditionShown, ...]:
    rule = base.rule(rule_id)
    rows = tuple(row for row in table if row.rule == rule.id)
    if not rows:
        raise QueryError(
            [
                Fault(
                    "not_found",
                    f"{rule.id} has no condition of which two runners are kept",
                    allowed="those of basis guide have",
                )
            ]
        )
    return rows


def _show(rows: tuple[ConditionShown, ...], base: RuleBase) -> None:
    for rule in dict.fromkeys(row.rule for row in rows):
        echo(heading(f"{rule} {base.by_id[rule].name.replace('-', ' ')}" if rule in base.by_id else rule))
        for row in rows:
            if row.rule == rule:
                condition, answer, told = shown(row, base)
                echo(wrapped(": ".join(part for part in (condition, answer) if part), first="  "))
                echo(wrapped(told, first="    "))
