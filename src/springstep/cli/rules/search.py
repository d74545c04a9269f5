"""``springstep rules search``: the rules that would fire in what some words tell, read it, or contain the words."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import heading, wrapped
from springstep.engine.audit.rule_record import rule_summary
from springstep.engine.finding.search import Hit, How
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.rule_search import rules_found

_TITLES: dict[How, str] = {
    "fires": "These fire then",
    "may_fire": "These may fire then",
    "reads": "These read it",
    "words": "These hold the words",
}


@click.command(epilog="Example: springstep rules search returning calf in race week")
@click.argument("words", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options()
def search(words: tuple[str, ...], as_json: bool, overlays: CoachRules) -> None:
    """Find the rules that would fire in a situation, told in plain words, or that cite this sentence.

    Words are understood as answers are: a body part, a day, a surface, in whatever words. Rules that fire then come
    first, then those that may, then those that read it, then those that contain all of the words; each with why.
    """
    if not " ".join(words).strip():
        raise click.UsageError("say what to look for, such as: returning calf in race week")
    base = overlays.rule_base_to_read
    hits = rules_found(" ".join(words), base)
    if as_json:
        found = [{**rule_summary(base.by_id[hit.rule]), "how": hit.how, "why": hit.why} for hit in hits]
        echo(json.dumps(found, indent=2, ensure_ascii=False))
    else:
        _show(hits, base)
    if not hits:
        raise click.exceptions.Exit(1)


def _show(hits: Sequence[Hit], base: RuleBase) -> None:
    how = ""
    for hit in hits:
        if hit.how != how:
            how = hit.how
            echo(heading(_TITLES[hit.how]))
        echo(wrapped(f"{base.by_id[hit.rule].name.replace('-', ' ')}: {hit.why}", first=f"  {hit.rule}  "))
    echo(f"{len(hits)} of {len(base.rules)} rules")
