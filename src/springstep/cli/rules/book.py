"""``springstep rules book``: the rules as plain data, for programs that run or check them."""

from __future__ import annotations

import pathlib

import click

from springstep.api import rules_book
from springstep.cli.options.json_output import json_output_option, print_json
from springstep.cli.options.knowledge import CoachRules, rules_options


@click.command(epilog="Example: springstep rules book -o book.json")
@json_output_option
@rules_options()
def book(output: pathlib.Path | None, overlays: CoachRules) -> None:
    """Print the rules as plain JSON: what a receipt is verified by, and what any program can run.

    Its SHA-256 is that of its text without the line end, and stands in every receipt that these rules made.
    """
    print_json(rules_book(overlays.rule_base), output)
