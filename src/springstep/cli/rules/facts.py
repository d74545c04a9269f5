"""``springstep rules facts``: what a case may hold."""

from __future__ import annotations

import json
from typing import Any

import click

from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import heading, wrapped
from springstep.engine.language.fact_info import FactInfo

_FIELDS = (
    *("name", "kind", "label", "question", "help", "unit", "values", "minimum", "maximum", "integer"),
    *("moments", "required_at", "change", "derived_from"),
)


@click.command()
@click.option("--moment", type=click.Choice(["before", "during", "after"]), help="Only facts asked at this moment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@knowledge_option()
def facts(moment: str | None, as_json: bool, knowledge: WhichRules) -> None:
    """List the facts a case may hold: names, what they mean, what is allowed."""
    vocabulary = knowledge.rule_base.vocabulary
    found = [info for info in vocabulary.facts.values() if moment is None or moment in info.moments]
    if as_json:
        echo(json.dumps([_fact(info) for info in found], indent=2, ensure_ascii=False))
        return
    for info in found:
        must = f", required {vocabulary.when(info.required_at)}" if info.required_at else ""
        echo(heading(info.name) + must)
        echo(wrapped(f"{info.question} {info.explained}", first="  "))
        if info.kind != "quantity":
            echo(wrapped(info.allowed(), first="  "))
        for field in vocabulary.fields_of(info.name):
            name = field.name.split(".")[1]
            echo(wrapped(f"{name}: {field.question} {field.explained} {field.allowed()}", first="    "))


def _fact(info: FactInfo) -> dict[str, Any]:
    """Return a fact for programs; a quantity has several units, which its help names."""
    fields = {name: getattr(info, name) for name in _FIELDS} | {"help": info.explained}
    return {**fields, "unit": ""} if info.kind == "quantity" else fields
