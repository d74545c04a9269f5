"""``springstep schema``: the JSON Schemas that other programs read first."""

from __future__ import annotations

import json

import click

_NAMES = (
    "case",
    "recommendation",
    "explanation",
    "changes",
    "consultation",
    "events",
    "what-if",
    "audit",
    "difference",
    "season",
)


@click.command()
@click.argument("which", type=click.Choice(_NAMES))
def schema(which: str) -> None:
    """Print the JSON Schema of what goes in (case), what comes out, or what a consultation keeps and says."""
    from springstep.engine.schema import schema_of
    from springstep.schemas import json_schema

    if which == "season":  # a season stands above the engine, which does not know it
        from springstep.season.report import Season

        found = schema_of(Season)
    else:
        found = json_schema(which)
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
