"""``springstep rules list``: the rules by topic."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import heading, wrapped
from springstep.engine.audit.rule_record import rule_summary
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import sentence_words
from springstep.engine.rulebase.base import RuleBase


@click.command("list")
@click.option("--topic", help="Only the rules of one topic.")
@click.option("--basis", type=click.Choice(["guide", "inference", "convention"]), help="Only rules of one basis.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options()
def list_rules(topic: str | None, basis: str | None, as_json: bool, overlays: CoachRules) -> None:
    """List the rules by topic."""
    base = overlays.rule_base_to_read
    if topic is not None and topic not in base.topics:
        raise click.BadParameter(f"no topic '{topic}'; topics: {', '.join(base.topics)}", param_hint="--topic")
    found = [r for r in base.rules if topic in (None, r.topic) and basis in (None, r.basis)]
    show_list(found, base, as_json=as_json)


def show_list(found: Sequence[Rule], base: RuleBase, *, as_json: bool) -> None:
    """Print some of the rules, each in a few lines, or as JSON."""
    if as_json:
        echo(json.dumps([rule_summary(rule) for rule in found], indent=2, ensure_ascii=False))
        return
    topic = ""
    for rule in found:
        if rule.topic != topic:
            topic = rule.topic
            echo(heading(base.topics[topic]))
        words = f"{rule.name.replace('-', ' ')}: {rule.because} {sentence_words(rule.guide)} {rule.basis}"
        echo(wrapped(" ".join(words.split()), first=f"  {rule.id}  "))
    echo(f"{len(found)} of {len(base.rules)} rules")
