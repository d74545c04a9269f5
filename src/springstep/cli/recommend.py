"""``springstep recommend``: one case in, one page, explanation, trace or JSON out."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Any

import click

from springstep.cli.options.advised_case import advised, moment_in
from springstep.cli.options.case_file import case_document
from springstep.cli.options.diary_memory import Memory, diary_options
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.json_output import json_output_option, print_json
from springstep.cli.options.overlays import Overlays, answered_all_the_same, overlay_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import tree
from springstep.cli.text.pager import show
from springstep.cli.text.plan_page import page
from springstep.cli.text.reason_lines import change_lines, trace_lines
from springstep.cli.text.short_page import short_page
from springstep.engine.errors import QueryError
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document, parse, read_file
from springstep.session.recommendation import Recommendation

if TYPE_CHECKING:
    from springstep.engine.explain.explanation import Depth
    from springstep.receipts.receipt import Receipt


_MORE = "--full shows the whole page, --why DECISION a reason."
_KEPT = f"Kept as the plan of today. {_MORE}"
_NOT_KEPT = "Not kept: --save keeps it. --full: the whole page; --why DECISION: a reason."


@click.command(epilog="Example: springstep recommend examples/first-session.yaml --why dose")
@click.argument("case", metavar="CASE.yaml|CASE.json|-")
@click.option("--why", "why", metavar="DECISION", help="Explain a decision, down to answers and sentences.")
@click.option("--depth", type=click.Choice(["short", "mid", "long"]), help="How deep --why goes; mid by default.")
@click.option(
    "--why-not", "why_not", metavar="DRILL|RULE|DECISION=VALUE", help="Explain why not, with your own values."
)
@click.option("--what-would-change", "change", metavar="DECISION", help="Find the smallest changes that change it.")
@click.option(
    "--budget", type=click.IntRange(min=1), metavar="CHANGES", help="How many changes --what-would-change may try."
)
@click.option("--moment", type=click.Choice(["before", "during", "after"]), help="Take the case at this moment.")
@click.option("--trace", "show_trace", is_flag=True, help="Show every firing in order: what it matched and concluded.")
@click.option("--full", is_flag=True, help="Show the whole page: how to do it, every decision, all that goes with it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@click.option("--no-trace", "without_trace", is_flag=True, help="With --json: leave out the trace, most of the text.")
@click.option("--decision-card", "as_card", is_flag=True, help="Print the plan as a card for other programs, as JSON.")
@click.option(
    "--texts",
    type=FilePath(folder=False, exists=True),
    metavar="FILE",
    help="With --decision-card, or --json --no-trace: a translation.",
)
@click.option("--receipt", "as_receipt", is_flag=True, help="Print what others need to check the decision, as JSON.")
@click.option("--least", is_flag=True, help="With --receipt: only the answers that force the decision.")
@click.option("--key", type=FilePath(folder=False), metavar="FILE", help="With --receipt: sign with this OpenSSH key.")
@json_output_option
@click.option("--log", type=FilePath(file=False), metavar="FOLDER", help="Add the decision to a log, without answers.")
@click.option("--log-answers", is_flag=True, help="With --log: log the whole receipt, answers and all.")
@click.option("--save", "save", is_flag=True, help="Keep the plan in the diary, for the day's log.")
@overlay_options
@diary_options
def recommend(
    case: str,
    why: str | None,
    depth: Depth | None,
    why_not: str | None,
    change: str | None,
    budget: int | None,
    moment: str | None,
    show_trace: bool,
    full: bool,
    as_json: bool,
    without_trace: bool,
    as_card: bool,
    texts: pathlib.Path | None,
    as_receipt: bool,
    least: bool,
    key: pathlib.Path | None,
    output: pathlib.Path | None,
    log: pathlib.Path | None,
    log_answers: bool,
    save: bool,
    memory: Memory,
    overlays: Overlays,
) -> None:
    """Recommend what to do in the case of one runner.

    The case is a YAML or JSON file of facts, or - for standard input; `springstep rules facts` lists the facts. A fact
    that is left out is unknown and taken at its most cautious. With a diary, earlier sessions are read from it.
    """
    asked = [name for name, value in (("--why", why), ("--why-not", why_not), ("--what-would-change", change)) if value]
    flags = (("--trace", show_trace), ("--full", full), ("--decision-card", as_card), ("--receipt", as_receipt))
    asked += [name for name, flag in flags if flag]
    if len(asked) > 1:
        raise click.UsageError(f"one question at a time: {' or '.join(asked)}")
    if without_trace and (asked or not as_json):
        raise click.UsageError("--no-trace goes with --json, for the plan")
    if output is not None and not (as_json or as_card or as_receipt):
        raise click.UsageError("--output goes with --json, --decision-card or --receipt")
    if (least or key is not None) and not as_receipt:
        raise click.UsageError("--least and --key go with --receipt")
    if log_answers and log is None:
        raise click.UsageError("--log-answers goes with --log")
    if texts is not None and not (as_card or (as_json and without_trace)):
        raise click.UsageError("--texts goes with --decision-card, or with --json --no-trace")
    if depth is not None and why is None:
        raise click.UsageError("--depth goes with --why")
    if budget is not None and change is None:
        raise click.UsageError("--budget goes with --what-would-change")
    base, wrong = overlays.rule_base_or_guides()
    document = case_document(case)
    if moment is not None and isinstance(document.value, dict):
        document = Document(document.name, {**document.value, "moment": moment}, document.positions)
    if save and moment_in(document, base) not in (None, "before"):
        raise click.UsageError("--save keeps a plan, so it needs a case before a run")
    memory.may_start = save
    made = advised(document, memory, base)
    if wrong is not None:
        answered_all_the_same(made, base, wrong)
    if save:
        echo(memory.keep_plan(made), err=True)
    if log is not None:
        from springstep.receipts.decision_log import DecisionLog  # off unless it is asked for

        ticket = DecisionLog(log, answers=log_answers).add(made.receipt(rule_base=base))
        echo(f"logged as entry {ticket.entry} of {log}; its secret is {ticket.secret}", err=True)
    if why is not None:
        _print(made.why(why, depth=depth or "mid", rule_base=base), as_json)
    elif why_not is not None:
        _print(made.why_not(why_not, rule_base=base), as_json)
    elif change is not None:
        _print_changes(made, change, base, budget=budget, as_json=as_json)
    elif as_card:
        card = made.card(texts=_texts(texts) if texts is not None else None, rule_base=base)
        print_json(card.to_json(indent=2), output, private=True)
    elif as_receipt:
        print_json(_receipt(made, base, least=least, key=key).to_json(indent=2), output, private=True)
    elif texts is not None:
        print_json(made.translated(_texts(texts), indent=2, rule_base=base), output, private=True)
    elif as_json:
        print_json(made.to_json(indent=2, trace=not without_trace), output, private=True)
    elif show_trace or full:
        show(trace_lines(made) if show_trace else page(made, base, not_asked=_needless(made, base)))
    else:
        last = _KEPT if save else _NOT_KEPT if made.moment == "before" else _MORE
        for line in short_page(made, base, not_asked=_needless(made, base), last=last):
            echo(line)


def _receipt(made: Recommendation, base: RuleBase, *, least: bool, key: pathlib.Path | None) -> Receipt:
    receipt = made.receipt(least=least, rule_base=base)
    if key is not None:
        from springstep.cli.audit.key_password import password_of
        from springstep.engine.audit.signing.keys import read_private_key  # takes an extra
        from springstep.receipts.signing import signed

        return signed(receipt, read_private_key(key, lambda: password_of(key)))
    return receipt


def _texts(path: pathlib.Path) -> dict[str, str]:
    """Read a translation of the messages; what is wrong with it is told when it is used."""
    told = parse(read_file(path), name=str(path))
    if not isinstance(told.value, dict):
        raise QueryError([told.fault("wrong_type", (), "a translation is a mapping of ids to texts")])
    return told.value


def _needless(made: Recommendation, base: RuleBase) -> tuple[str, ...]:
    """Return what was left out although no answer would change the plan, as a consultation leaves it unasked."""
    if not made.assumed:
        return ()
    from springstep.engine.consultation.inquiry import needless  # only a case with gaps needs it

    return needless(made, base)


def _print(explanation: Any, as_json: bool) -> None:
    if as_json:
        echo(explanation.to_json(indent=2))
        return
    for line in tree(explanation):
        echo(line)


def _print_changes(made: Recommendation, decision: str, base: RuleBase, *, budget: int | None, as_json: bool) -> None:
    changes = made.what_would_change(decision, rule_base=base, budget=budget)
    if as_json:
        echo(changes.to_json(indent=2))
        return
    for line in change_lines(made.decision(decision), changes, base, given=made.case):
        echo(line)
