"""``springstep audit why-not``: why a drill, a value or a rule did not come into play for one runner."""

from __future__ import annotations

import click

from springstep.cli.options.case_file import case_document
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import tree
from springstep.engine.advice.recommend import build
from springstep.engine.explain.why_not import why_not as explain_why_not
from springstep.engine.inference.case import case_from


@click.command("why-not", epilog="Example: springstep audit why-not examples/stiff-hips.yaml RDY-040")
@click.argument("case", metavar="CASE.yaml|CASE.json|-")
@click.argument("target", metavar="RULE|DRILL|DECISION=VALUE")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options()
def why_not(case: str, target: str, as_json: bool, overlays: CoachRules) -> None:
    """Explain why not, with the runner's own values.

    TARGET is a rule (INJ-040: which part of its condition failed, or what dominated it), a drill (bounding) or a
    decision with a value (clearance=go, dose="5 x 12 s").
    """
    base = overlays.rule_base
    made = build(base, case_from(case_document(case), base), look_ahead=False)
    explanation = explain_why_not(made, target, base=base)
    if as_json:
        echo(explanation.to_json(indent=2))
        return
    for line in tree(explanation):
        echo(line)
