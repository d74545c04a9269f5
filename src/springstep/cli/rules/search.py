"""``springstep rules search``: the rules that contain some words, or cite a sentence."""

from __future__ import annotations

import click

from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.rules.list_rules import show_list
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.one_rule import rule_lines


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options()
def search(words: tuple[str, ...], as_json: bool, overlays: CoachRules) -> None:
    """Find the rules that contain all of these words, or cite this sentence."""
    base = overlays.rule_base_to_read
    found = [rule for rule in base.rules if all(_holds(rule, word, base) for word in words)]
    show_list(found, base, as_json=as_json)
    if not found:
        raise click.exceptions.Exit(1)


def _holds(rule: Rule, word: str, base: RuleBase) -> bool:
    text = " ".join([rule.id, rule.name, *rule_lines(rule, base)]).lower()
    return word.strip("[]") in rule.guide or word.lower() in text or word.lower() in text.replace("-", " ")
