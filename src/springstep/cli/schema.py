"""``springstep schema``: the JSON Schemas for other programs."""

from __future__ import annotations

import json

import click

from springstep.cli.text.echo import echo
from springstep.schemas import NAMES, json_schema


@click.command()
@click.argument("which", type=click.Choice(NAMES))
def schema(which: str) -> None:
    """Print the JSON Schema of what goes in (case), what comes out, or what a consultation saves and says."""
    echo(json.dumps(json_schema(which), indent=2, ensure_ascii=False))
