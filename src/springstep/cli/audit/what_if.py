"""``springstep audit what-if``: what one runner is advised now and with other answers, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

import click

from springstep.cli.options.case_file import case_document
from springstep.cli.options.knowledge import CoachRules, rules_options
from springstep.cli.text.echo import echo, styled
from springstep.cli.text.lines import bullets, cited, heading, width, wrapped
from springstep.engine.advice.recommendation import Advice
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.told_changes import read_changes
from springstep.engine.explain.what_if import RuleFired, Side, Supposed, WhatIf
from springstep.engine.explain.what_if import what_if as suppose
from springstep.engine.inference.case import case_from
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_GAP = "  "
_NOTHING = "(not decided)"
_MOST = 6


@click.command("what-if", epilog="Example: springstep audit what-if examples/stiff-hips.yaml fatigue=8 sleep=poor")
@click.argument("case", metavar="CASE.yaml|CASE.json|-")
@click.argument("changes", metavar="FACT=VALUE...", nargs=-1, required=True)
@click.option("--all", "whole", is_flag=True, help="Show every list of rules and advice in full.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@rules_options()
def what_if(case: str, changes: tuple[str, ...], whole: bool, as_json: bool, overlays: CoachRules) -> None:
    """Show side by side what a runner is advised now, and would be advised with other answers.

    Write values as in a consultation: fatigue=8, sleep=unknown, "injuries=knee returning, calf resolved". A list may
    also be YAML or JSON. `springstep rules facts` lists the facts.
    """
    base = overlays.rule_base
    valid = case_from(case_document(case), base)
    found = suppose(valid, read_changes(changes, base), base=base)
    if as_json:
        echo(found.to_json(indent=2))
        return
    for line in lines(found, base, whole=whole):
        echo(line)


def lines(found: WhatIf, base: RuleBase, *, whole: bool = False) -> Iterator[str]:
    """Yield the two runners side by side: headline, decisions with their rules, rules and advice of one side alone.

    ``whole`` shows every list in full.
    """
    yield from _changes(found.changes, base)
    if not found.changes:
        return
    both = found.comparison
    yield ""
    yield from _beside("Now", "With the change" + ("s" if len(found.changes) > 1 else ""), bold=True)
    yield from _beside(*both.headlines)
    if not both.decisions:
        yield ""
        yield "No decision differs."
    for each in both.decisions:
        yield ""
        yield heading(each.title)
        yield from _beside(_text(each.now), _text(each.then))
        yield from _beside(_rules(each.now), _rules(each.then), colour="cyan")
    yield from _fired("Rules that fire only then", both.starting, base, whole)
    yield from _fired("Rules that fire only now", both.stopping, base, whole)
    yield from _said("Said only then", both.advice_new, whole)
    yield from _said("Said only now", both.advice_gone, whole)


def _changes(changes: Sequence[Supposed], base: RuleBase) -> Iterator[str]:
    if not changes:
        yield "The case says that already, so nothing differs."
    for each in changes:
        if not (each.follows and each.then is None):
            now, then = (answer_words(each.fact, value, base) for value in (each.now, each.then))
            follows = " (follows)" if each.follows else ""
            yield wrapped(f"{base.facts[each.fact].label}: {now} -> {then}{follows}", rest="    ")
    dropped = [base.facts[each.fact].label for each in changes if each.follows and each.then is None]
    if dropped:
        yield wrapped(f"left out, as it would contradict that: {', '.join(dropped)}", rest="    ")


def _fired(title: str, fired: Sequence[RuleFired], base: RuleBase, whole: bool) -> Iterator[str]:
    """Yield the rules of one side; those that only give advice, which is shown below, by id alone."""
    speaking = {each.rule for each in fired if base.by_id[each.rule].only_says}
    acting = [each for each in fired if each.rule not in speaking]
    rest = list(dict.fromkeys(each.rule for each in fired if each.rule in speaking))
    if fired:
        yield ""
        yield heading(title)
        yield from _folded([_rule(each) for each in acting], whole)
    if rest:
        lead = "and advice only" if acting else "advice only"
        yield wrapped(f"{lead}: {', '.join(rest)}", first="  ")


def _rule(each: RuleFired) -> str:
    item = f" ({', '.join(plain(value) for value in each.item.values())})" if each.item else ""
    return wrapped(f"{each.name.replace('-', ' ')}{item}: {each.because}", first=f"  {each.rule}  ")


def _said(title: str, advice: Sequence[Advice], whole: bool) -> Iterator[str]:
    if advice:
        yield ""
        yield heading(title)
        words = (f"{each.say} {cited(each.guide, each.basis)}, {', '.join(each.rules)}" for each in advice)
        yield from _folded(list(bullets(words)), whole)


def _folded(items: Sequence[str], whole: bool) -> Iterator[str]:
    most = len(items) if whole or len(items) <= _MOST + 1 else _MOST
    yield from items[:most]
    if len(items) > most:
        yield f"  and {len(items) - most} more: --all"


def _text(side: Side | None) -> str:
    return _NOTHING if side is None else side.text


def _rules(side: Side | None) -> str:
    return ", ".join(side.rules) if side is not None else ""


def _beside(left: str, right: str, *, bold: bool = False, colour: str | None = None) -> Iterator[str]:
    """Yield two texts side by side, each wrapped in its half of the line."""
    half = (width() - 2 - len(_GAP)) // 2
    for one, other in zip_longest(*(_lines(text, half) for text in (left, right)), fillvalue=""):
        first = _styled(one.ljust(half) + _GAP if other else one, bold, colour)
        yield "  " + first + (_styled(other, bold, colour) if other else "")


def _lines(text: str, half: int) -> Iterable[str]:
    return wrap(text, half, break_long_words=False, break_on_hyphens=False)


def _styled(text: str, bold: bool, colour: str | None) -> str:
    return styled(text, bold=bold or None, fg=colour)
