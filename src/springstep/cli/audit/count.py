"""``springstep audit count``: for how many runners each rule fires, and each claim says anything."""

from __future__ import annotations

from collections.abc import Iterator

import click

from springstep.cli.audit.counting import needs_counting
from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.shares_report import ShareOfClaim, Shares, SharesAt
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase


@click.command(epilog="Example: springstep audit count RDY-020 CLM-360")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options(binds=True)
def count(ids: tuple[str, ...], as_json: bool, overlays: CoachRules) -> None:
    """Show for which part of all runners each rule fires, and each safety claim about one runner says anything.

    IDs are rules and claims; without any, all are shown. Exact, and not sampled: counted is every combination of
    answers that the rules or claims tell apart, with one injury, one stiff place and so on at most. Takes up to a
    minute.
    """
    needs_solver()
    needs_counting()
    from springstep.engine.audit.how_many import shares  # takes the solver and the counting, extras

    base = overlays.rule_base
    found = shares(base, ids)
    if as_json:
        echo(found.to_json(indent=2))
        return
    for line in count_page(found, base):
        echo(line)


def count_page(found: Shares, base: RuleBase) -> Iterator[str]:
    """Yield the page of what was counted."""
    for place, each in enumerate(found.moments):
        if place:
            yield ""
        yield from _moment(each, base)


def _moment(each: SharesAt, base: RuleBase) -> Iterator[str]:
    words = base.vocabulary.moments[each.moment]
    yield heading(f"{words[0].upper()}{words[1:]}: {each.of_words} {base.domain.subject}s told apart")
    if each.untold:
        labels = listed([base.facts[name].label for name in each.untold], last="and")
        yield wrapped(f"Taken as not told: {labels}, for too much depends on it together with other numbers.")
    if each.rules:
        yield "  rules fire for"
        rows = [(share.id, f"{share.words} ({base.by_id[share.id].name.replace('-', ' ')})") for share in each.rules]
        yield from (f"  {line}" for line in columns(rows))
    if each.claims:
        yield "  claims say something of"
        yield from (f"  {line}" for line in columns([(share.id, _of_claim(share)) for share in each.claims]))
    if each.not_counted:
        yield wrapped(f"Not counted, for they read what is taken as not told: {listed(each.not_counted, last='and')}.")


def _of_claim(share: ShareOfClaim) -> str:
    return share.words if share.broken == "0" else f"{share.words}; broken for {share.broken_words}"
