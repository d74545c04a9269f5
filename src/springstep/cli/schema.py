"""``springstep schema``: the JSON Schemas that other programs read first."""

from __future__ import annotations

import json

import click


@click.command()
@click.argument("which", type=click.Choice(["case", "recommendation", "explanation", "changes"]))
def schema(which: str) -> None:
    """Print the JSON Schema of what goes in (case) or comes out."""
    from springstep.engine.advice.schema import json_schema

    click.echo(json.dumps(json_schema(which), indent=2, ensure_ascii=False))
