"""``springstep messages``: every text of a decision card or a plan by its id, for who translates them."""

from __future__ import annotations

import json
import pathlib

import click

from springstep.api import messages as texts_by_id
from springstep.cli.options.json_output import json_output_option, print_json


@click.command(epilog="Example: springstep messages -o texts.json")
@click.option("--plans", is_flag=True, help="Print every text of whole plans, too.")
@json_output_option
def messages(plans: bool, output: pathlib.Path | None) -> None:
    """Print every text of a decision card by its id, in English, as JSON.

    A translation is the same file in another language: `springstep recommend CASE --decision-card --texts FILE`, or
    with --json in place of --decision-card for one of whole plans.
    """
    print_json(json.dumps(texts_by_id(plans=plans), indent=2, ensure_ascii=False), output)
