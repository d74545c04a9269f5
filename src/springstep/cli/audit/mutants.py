"""``springstep audit mutants``: change each rule in small ways, and see which changes nobody would notice."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from springstep.cli.audit.solver import needs_solver
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.snapshot import FILE, load_snapshot, snapshot_case, snapshot_text
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.turns import in_turn
from springstep.installed import default_rule_base

if TYPE_CHECKING:
    from springstep.engine.audit.mutation_testing import MutantResult, MutationScore

ENOUGH = 0.95


@click.command(epilog="Example: springstep audit mutants --topic dose")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Only this rule; can be repeated.")
@click.option(
    "--topic", "topics", multiple=True, metavar="TOPIC", help="Only the rules of this topic; can be repeated."
)
@click.option("--all", "whole", is_flag=True, help="List every change with what notices it.")
@click.option(
    "--keep", is_flag=True, help="Add a runner to the snapshot for each unnoticed change, to notice it from then on."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
def mutants(rules: tuple[str, ...], topics: tuple[str, ...], whole: bool, keep: bool, as_json: bool) -> None:
    """Change each rule in small ways: a condition dropped, a number one up or down, another value, a conclusion gone.

    Every change should be noticed: by the rule's own examples, by a runner of the snapshot, or by a safety claim. The
    unnoticed changes are listed, and those proved to change nobody's advice. All rules take a minute or two. Exit code
    1 when fewer than 95 percent are noticed.
    """
    needs_solver()
    from springstep.engine.audit.mutation_testing import check_mutants  # takes the solver, an extra

    base = default_rule_base()
    wrong = [topic for topic in topics if topic not in base.topics]
    if wrong:
        raise click.BadParameter(f"no topic '{wrong[0]}'; topics: {', '.join(base.topics)}", param_hint="--topic")
    named = [base.rule(name).id for name in rules]
    chosen = [rule.id for rule in base.rules if rule.id in named or rule.topic in topics or not (named or topics)]
    score = check_mutants(base, chosen, progress=_show_progress if sys.stderr.isatty() else lambda done, total: None)
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
    if keep:
        _keep(score, base)
    if as_json:
        click.echo(score.to_json(indent=2))
    else:
        for line in _page(score, whole):
            click.echo(line)
    if score.share < ENOUGH:
        raise click.exceptions.Exit(1)


def _keep(score: MutationScore, base: RuleBase) -> None:
    """Add to the snapshot the runners who show the changes that went unnoticed."""
    found = [snapshot_case(result.case, [result.rule], base) for result in score.results if result.case is not None]
    with in_turn(base.folder / FILE):
        before = load_snapshot(base.folder)
        fresh = {each.to_json(): each for each in found if each.changes not in [one.changes for one in before]}
        atomic_write(base.folder / FILE, snapshot_text([*before, *fresh.values()]))
    click.echo(f"kept {len(fresh)} runners in {base.folder / FILE}", err=True)


def _show_progress(done: int, total: int) -> None:
    click.echo(f"\r\033[Krules: {done} of {total}", nl=False, err=True)


def _page(score: MutationScore, whole: bool) -> Iterator[str]:
    total = len(score.results)
    enough = "" if score.share >= ENOUGH else f"; the target is {ENOUGH:.0%}"
    yield heading(f"{score.noticed} of {total} small changes are noticed: {score.share:.1%}{enough}")
    for by, count in Counter(result.by for result in score.results).most_common():
        yield from columns([(f"{count}", _BY[by])])
    for by in ("nobody", "equal", *(("example", "approved case", "claim") if whole else ())):
        results = [result for result in score.results if result.by == by]
        if results:
            yield ""
            yield heading(_BY[by].capitalize())
            for result in results:
                yield _line(result)
    if any(result.by == "nobody" for result in score.results):
        yield ""
        yield wrapped(
            "--keep adds a runner to the snapshot for each unnoticed change: read them in knowledge/snapshot.json."
        )


def _line(result: MutantResult) -> str:
    what = f" ({result.what})" if result.by not in ("nobody", "equal") else ""
    return wrapped(f"{result.change}{what}", first=f"  {result.rule}  ", rest="           ")


_BY = {
    "example": "noticed by the rule's own examples",
    "approved case": "noticed by a runner of the snapshot, whose advice would change",
    "claim": "noticed by a safety claim",
    "equal": "equal: proved to change nobody's advice",
    "nobody": "unnoticed",
}
