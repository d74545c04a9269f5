"""``springstep audit mutants``: change each rule in small ways, and see which changes nobody would notice."""

from __future__ import annotations

import pathlib
import sys
from collections import Counter
from collections.abc import Iterator
from time import monotonic
from typing import TYPE_CHECKING

import click

from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.file_path import FilePath
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import CLEARED, echo
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.audit.snapshot import FILE, load_snapshot, snapshot_case, snapshot_text
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.turns import in_turn

if TYPE_CHECKING:
    from springstep.engine.audit.mutation_testing import MutantResult, MutationScore

ENOUGH = 0.97
"""The share that is noticed of the changes that change somebody's advice."""
_SECONDS = 60


@click.command(epilog="Example: springstep audit mutants --topic dose")
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Only this rule; can be repeated.")
@click.option(
    "--topic", "topics", multiple=True, metavar="TOPIC", help="Only the rules of this topic; can be repeated."
)
@click.option("--all", "whole", is_flag=True, help="List every change with what notices it.")
@click.option(
    "--keep", is_flag=True, help="Add a runner to the snapshot for each unnoticed change, to notice it from then on."
)
@click.option(
    "--results",
    "results_file",
    type=FilePath(folder=False),
    metavar="FILE",
    help="Keep what is found in this file, rule by rule, and go on from there when it is given again.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@knowledge_option(binds=True, writes=True)
def mutants(
    rules: tuple[str, ...],
    topics: tuple[str, ...],
    whole: bool,
    keep: bool,
    results_file: pathlib.Path | None,
    as_json: bool,
    knowledge: WhichRules,
) -> None:
    """Change each rule in small ways: a condition dropped, a number one up or down, another value, a conclusion gone.

    Every change should be noticed: by the rule's own examples, by a runner of the snapshot, or by a safety claim. The
    unnoticed changes are listed, and those proved to change nobody's advice. All rules take about an hour; progress is
    told on standard error, and --results lets you break off. Exit code 1 when fewer than 97 percent are noticed of
    those that change somebody's advice.
    """
    needs_solver()
    from springstep.engine.audit.mutation_results import ResultsFile  # takes the solver, an extra
    from springstep.engine.audit.mutation_testing import check_mutants  # takes it, too

    base = knowledge.rule_base
    wrong = [topic for topic in topics if topic not in base.topics]
    if wrong:
        raise click.BadParameter(f"no topic '{wrong[0]}'; topics: {', '.join(base.topics)}", param_hint="--topic")
    named = [base.rule(name).id for name in rules]
    chosen = [rule.id for rule in base.rules if rule.id in named or rule.topic in topics or not (named or topics)]
    file = ResultsFile(results_file, base) if results_file is not None else None
    known = {name: found for name, found in (file.known if file is not None else {}).items() if name in chosen}
    progress = _Progress(len(known), len(chosen))

    def found(rule: str, results: tuple[MutantResult, ...]) -> None:
        if file is not None:
            file.add(rule, results)
        progress.one_more()

    score = check_mutants(base, chosen, known=known, found=found)
    progress.end()
    if keep:
        _keep(score, base)
    if as_json:
        echo(score.to_json(indent=2))
    else:
        for line in _page(score, whole):
            echo(line)
    if score.share < ENOUGH:
        raise click.exceptions.Exit(1)


def _keep(score: MutationScore, base: RuleBase) -> None:
    """Add to the snapshot the runners who show the changes that went unnoticed."""
    found = [snapshot_case(result.case, [result.rule], base) for result in score.results if result.case is not None]
    with in_turn(base.folder / FILE):
        before = load_snapshot(base.folder)
        fresh = {each.to_json(): each for each in found if each.changes not in [one.changes for one in before]}
        atomic_write(base.folder / FILE, snapshot_text([*before, *fresh.values()]))
    echo(f"kept {len(fresh)} runners in {base.folder / FILE}", err=True)


class _Progress:
    """Tells on standard error how many rules are done: on a terminal in one line, elsewhere a line each minute."""

    def __init__(self, done: int, total: int) -> None:
        self._done, self._total = done, total
        self._terminal = sys.stderr.isatty()
        self._said = monotonic()

    def one_more(self) -> None:
        """Count one rule."""
        self._done += 1
        said = f"rules: {self._done} of {self._total}"
        if self._terminal:
            echo(f"{CLEARED}{said}", nl=False, err=True)
        elif monotonic() - self._said >= _SECONDS:
            self._said = monotonic()
            echo(said, err=True)

    def end(self) -> None:
        """Take the line away."""
        if self._terminal:
            echo(CLEARED, nl=False, err=True)


def _page(score: MutationScore, whole: bool) -> Iterator[str]:
    enough = "" if score.share >= ENOUGH else f"; the target is {ENOUGH:.0%}"
    yield heading(f"{score.noticed} of {score.counted} small changes are noticed: {score.share:.1%}{enough}")
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
