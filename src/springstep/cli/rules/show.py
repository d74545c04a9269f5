"""``springstep rules show``: one rule with everything, the code it runs as, or one safety claim."""

from __future__ import annotations

import json
import pathlib

import click

from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.rules.standing import standing
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import columns, heading
from springstep.cli.text.rule_page import rule_page
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.of_files import CLAIMS
from springstep.engine.audit.items.of_rules import RULES
from springstep.engine.audit.rule_record import rule_record
from springstep.engine.compiled.listing import code_of
from springstep.engine.language.claims import Claim
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import sentence_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims


@click.command()
@click.argument("rule_id", metavar="ID")
@click.option("--code", is_flag=True, help="Show the Python code generated from the rule, by moment.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option(
    "--signatures",
    "file",
    type=FilePath(folder=False, exists=True),
    metavar="FILE",
    help="Read signatures and remarks from this file; by default from where `audit sign` keeps them.",
)
@rules_options()
def show(rule_id: str, code: bool, as_json: bool, file: pathlib.Path | None, overlays: CoachRules) -> None:
    """Show everything about one rule, by id or name, or a safety claim by its id."""
    base = overlays.rule_base_to_read
    claim = next((claim for claim in load_claims(base) if claim.id.lower() == rule_id.lower()), None)
    if claim is not None:
        if code:
            raise click.UsageError(f"{claim.id} is a claim, which is proved, not run; --code is for rules")
        _show_claim(claim, base, as_json, file)
        return
    rule = base.rule(rule_id)
    if code:
        _show_code(rule, base, as_json)
        return
    extra = standing(base, f"{RULES}/{rule.id}", file)
    if as_json:
        record = {**rule_record(rule, base), **{section.key: section.record for section in extra}}
        echo(json.dumps(record, indent=2, ensure_ascii=False))
        return
    for line in rule_page(rule, base, extra=extra):
        echo(line)


def _show_code(rule: Rule, base: RuleBase, as_json: bool) -> None:
    found = code_of(rule, base)
    if as_json:
        echo(json.dumps({"id": rule.id, "layer": rule.layer, "code": found}, indent=2, ensure_ascii=False))
        return
    for moment, text in found.items():
        echo(heading(f"{rule.id} {moment}"))
        echo(text, nl=False)


def _show_claim(claim: Claim, base: RuleBase, as_json: bool, file: pathlib.Path | None) -> None:
    fields = {
        "says": claim.says,
        "formal": claim.formal,
        "moments": ", ".join(claim.moments),
        "basis": claim.basis,
        "guide": sentence_words(claim.guide) or "the guide is silent",
    }
    name = f"{CLAIMS}/{claim.id}"
    extra = (
        standing(base, name, file) if name in items(base) else []
    )  # the promise of a rule's words is signed with the rule
    if as_json:
        records = {section.key: section.record for section in extra}
        echo(json.dumps({"id": claim.id, "name": claim.name, **fields, **records}, indent=2, ensure_ascii=False))
        return
    echo(heading(f"{claim.id} {claim.name.replace('-', ' ')}"))
    rows = [(name.capitalize(), words) for name, words in fields.items()]
    for line in columns([*rows, *(row for section in extra for row in section.rows)]):
        echo(line)
