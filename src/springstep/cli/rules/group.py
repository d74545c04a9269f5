"""The group ``springstep rules``: read the rule base as a coach does."""

from __future__ import annotations

import click

from springstep.cli.lazy_group import LazyGroup

_COMMANDS = {
    "list": ("springstep.cli.rules.list_rules:list_rules", "List the rules by topic."),
    "search": ("springstep.cli.rules.search:search", "Find the rules that contain some words, or cite a sentence."),
    "show": ("springstep.cli.rules.show:show", "Show everything about one rule, or a safety claim."),
    "graph": ("springstep.cli.rules.graph:graph", "Draw which facts the rules read and what they conclude."),
    "drills": ("springstep.cli.rules.drills:drills", "List the drills with the attributes that rules choose by."),
    "facts": ("springstep.cli.rules.facts:facts", "List the facts a case may hold, and what is allowed."),
    "ledger": ("springstep.cli.rules.ledger:ledger", "Show what became of every sentence of the guide."),
    "render": ("springstep.cli.rules.render:render", "Write RULES.md, the whole rule base as one document."),
    "export": ("springstep.cli.rules.export_workbook:export", "Write the rules as a workbook, a sheet a topic."),
    "import": (
        "springstep.cli.rules.import_workbook:import_rules",
        "Take up what was changed in a workbook: as an overlay, or as an edit.",
    ),
    "book": ("springstep.cli.rules.book:book", "Print the rules as plain JSON, for programs that run or check them."),
    "new": ("springstep.cli.rules.new:new", "Draft a new rule with the next free id, or with ID."),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS)
def rules() -> None:
    """Read the rules: what they say, why, and what they rest on."""
