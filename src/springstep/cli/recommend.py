"""``springstep recommend``: one case in, one page, explanation, trace or JSON out."""

from __future__ import annotations

import json
import pathlib
import sys
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

import click

from springstep.cli.page import page
from springstep.cli.text import heading, tree, wrapped
from springstep.engine.advice.recommend import recommend as recommend_case
from springstep.engine.advice.recommendation import Decision, Recommendation
from springstep.engine.advice.trace import Firing
from springstep.engine.inference.case import case_from, read_case, read_case_stream
from springstep.engine.language.words import plain
from springstep.engine.rulebase.load import default_rule_base
from springstep.engine.text.source import Document

if TYPE_CHECKING:
    from springstep.engine.advice.explanation import Depth


@click.command(epilog="Example: springstep recommend examples/first-session.yaml --why dose")
@click.argument("case", metavar="CASE.yaml|CASE.json|-")
@click.option("--why", "why", metavar="DECISION", help="Explain a decision, down to answers and sentences.")
@click.option("--depth", type=click.Choice(["short", "mid", "long"]), help="How deep --why goes; mid unless said.")
@click.option("--why-not", "why_not", metavar="DRILL|DECISION=VALUE", help="Explain why not, with your own values.")
@click.option("--what-would-change", "change", metavar="DECISION", help="Find the smallest changes that change it.")
@click.option("--moment", type=click.Choice(["before", "during", "after"]), help="Take the case at this moment.")
@click.option("--trace", "show_trace", is_flag=True, help="Show every firing in order: what it matched and concluded.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def recommend(
    case: str,
    why: str | None,
    depth: Depth | None,
    why_not: str | None,
    change: str | None,
    moment: str | None,
    show_trace: bool,
    as_json: bool,
) -> None:
    """Recommend what to do in the case of one runner.

    The case is a YAML or JSON file of facts, or - for standard input; `springstep rules facts` lists the facts. A fact
    that is left out is unknown and taken at its most cautious.
    """
    asked = [name for name, value in (("--why", why), ("--why-not", why_not), ("--what-would-change", change)) if value]
    if len(asked) + show_trace > 1:
        raise click.UsageError(f"one question at a time: {' or '.join([*asked, *(['--trace'] * show_trace)])}")
    if depth is not None and why is None:
        raise click.UsageError("--depth goes with --why")
    base = default_rule_base()
    document = _document(case)
    if moment is not None and isinstance(document.value, dict):
        document = Document(document.name, {**document.value, "moment": moment}, document.positions)
    made = recommend_case(case_from(document, base), rule_base=base)
    if why is not None:
        _print(made.why(why, depth=depth or "mid"), as_json)
    elif why_not is not None:
        _print(made.why_not(why_not), as_json)
    elif change is not None:
        _print_changes(made, change, as_json)
    elif as_json:
        click.echo(made.to_json(indent=2))
    else:
        for line in _trace(made) if show_trace else page(made):
            click.echo(line)


def _document(case: str) -> Document:
    if case != "-":
        return read_case(pathlib.Path(case))
    return read_case_stream(sys.stdin.buffer if sys.stdin is not None else None)


def _print(explanation: Any, as_json: bool) -> None:
    if as_json:
        click.echo(explanation.to_json(indent=2))
        return
    for line in tree(explanation):
        click.echo(line)


def _print_changes(made: Recommendation, decision: str, as_json: bool) -> None:
    changes = made.what_would_change(decision)
    if as_json:
        click.echo(json.dumps([asdict(change) for change in changes], indent=2, ensure_ascii=False))
        return
    now = made.decision(decision)
    click.echo(heading(wrapped(f"{now.title}: {now.text}")))
    titles = {"looser": "What would allow more", "stricter": "What would ask for more caution", "other": "Otherwise"}
    for direction, title in titles.items():
        told = [change for change in changes if change.direction == direction]
        if told:
            click.echo(heading(title))
        for change in told:
            later = any(part.when == "in_time" for part in change.changes)
            click.echo(wrapped(change.text + (" (not today)" if later else ""), first="  - "))
    if not any(change.direction == "looser" for change in changes):
        click.echo(wrapped(_no_looser(now)))


def _no_looser(decision: Decision) -> str:
    """Say why nothing would allow more: answers are missing, or it rests on what no answer changes."""
    scheme = default_rule_base().decisions.get(decision.name)
    if scheme is not None and decision.value == next(iter(scheme.steps), None):
        return "Nothing more can be allowed."
    if decision.left_open:
        return "Answer first what was left open: " + ", ".join(decision.left_open) + "."
    rules = ", ".join(decision.rules)
    return f"No change of up to three answers that are yours to change would allow more: it rests on {rules}."


def _trace(made: Recommendation) -> Iterator[str]:
    for firing in made.trace.firings:
        yield from _firing(firing)
    for choice in made.trace.choices:
        yield heading(f"choice  {choice.decision}: {plain(choice.chosen)}")
        yield wrapped(choice.how, first="      ")
        for option in choice.options:
            mark = "taken" if option.taken else "not taken"
            refused = f" ({', '.join(option.refused_by)})" if option.refused_by else ""
            yield wrapped(
                f"{plain(option.value)}: {mark}; {option.why or 'open'}{refused}", first="      - ", rest="        "
            )


def _firing(firing: Firing) -> Iterator[str]:
    item = f" for {', '.join(plain(value) for value in firing.item.values())}" if firing.item else ""
    yield heading(f"{firing.seq:3}  {firing.layer:7} {firing.rule} {firing.name}{item}")
    matched = "; ".join(
        f"{plain(m.fact)} {plain(m.value)} ({m.source}{' by ' + m.note if m.source == 'assumed' else ''})"
        for m in firing.matched
    )
    yield wrapped(f"matched: {matched or 'every case at this moment'}", first="      ", rest="        ")
    for conclusion in firing.conclusions:
        fate = "carried" if conclusion.carried else f"dominated by {', '.join(conclusion.dominated_by)}"
        strict = "less than " if conclusion.strict else ""
        what = f"{conclusion.kind} {plain(conclusion.target)}: {strict}{plain(conclusion.value)}"
        yield wrapped(f"concluded: {what} [{fate}]", first="      ", rest="        ")
