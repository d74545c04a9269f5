"""``springstep messages``: every text of a decision card by its id, for who translates them."""

from __future__ import annotations

import json

import click

from springstep.api import messages as texts_by_id
from springstep.cli.text.echo import echo


@click.command(epilog="Example: springstep messages > texts.json")
def messages() -> None:
    """Print every text of a decision card by its id, in English, as JSON.

    A translation is the same file in another language: `springstep recommend CASE --decision-card --texts FILE`.
    """
    echo(json.dumps(texts_by_id(), indent=2, ensure_ascii=False))
