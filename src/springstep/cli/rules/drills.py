"""``springstep rules drills``: the drills with the attributes that rules choose by."""

from __future__ import annotations

import json

import click

from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import columns, heading
from springstep.engine.language.wording import plain, sentence_words

_ATTRIBUTES = ("landing", "impact", "direction", "purpose", "difficulty", "emphasis", "calf_load")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@knowledge_option()
def drills(as_json: bool, knowledge: WhichRules) -> None:
    """List the drills with the attributes that rules choose by."""
    table = knowledge.rule_base.tables["drills"]
    if as_json:
        echo(json.dumps([drill.cells for drill in table.rows], indent=2, ensure_ascii=False))
        return
    for drill in table.rows:
        attributes = (f"{table.columns[name].words} {plain(drill[name])}" for name in _ATTRIBUTES)
        echo(heading(f"{drill['name']}  ({drill.id})"))
        rows = [
            ("How", drill["how"]),
            ("Feel", drill["feel"]),
            ("Attributes", ", ".join(attributes)),
            ("Guide", sentence_words(drill["guide"]) or "ours"),
        ]
        for line in columns(rows):
            echo(line)
