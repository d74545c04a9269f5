"""``springstep schema``: the JSON Schemas that other programs read first."""

from __future__ import annotations

import json

import click

_NAMES = ("case", "recommendation", "explanation", "changes", "consultation", "events")


@click.command()
@click.argument("which", type=click.Choice(_NAMES))
def schema(which: str) -> None:
    """Print the JSON Schema of what goes in (case), what comes out, or what a consultation keeps and says."""
    from springstep.engine.schema import json_schema

    click.echo(json.dumps(json_schema(which), indent=2, ensure_ascii=False))
