"""``springstep audit plants``: plant faults into copies of the knowledge, and see which of them the audit names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from springstep.cli.audit.solver import needs_solver
from springstep.cli.options.knowledge import WhichRules, knowledge_option
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import columns, heading, wrapped
from springstep.engine.errors import Fault, QueryError, nearest, shown

if TYPE_CHECKING:
    from springstep.engine.audit.plant_check import PlantResult, PlantScore


@click.command(epilog="Example: springstep audit plants how-fresh did-it-slip")
@click.argument("names", nargs=-1, metavar="[FAULT]...")
@click.option("--quick", is_flag=True, help="Leave out what takes the solver: proofs and claims.")
@click.option("--all", "whole", is_flag=True, help="List every fault with what notices it.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")
@knowledge_option(binds=True)
def plants(names: tuple[str, ...], quick: bool, whole: bool, as_json: bool, knowledge: WhichRules) -> None:
    """Plant faults such as a tired editor makes into copies of the knowledge, and tell which of them are named.

    The faults stand in planted_faults.yaml: a rule taken out, a cap one too high, advice against the rule's own step, a
    question turned round, and so on. A fault counts as noticed only where what is found points at the rule, row, claim
    or question at fault. What notices quickest is asked first: reading the files, the checks, the rules' examples, the
    approved runners; then proofs and claims. Exit code 1 when a fault goes unnoticed that is not listed as open.
    """
    needs_solver()
    from springstep.engine.audit.plant_check import check_plants  # takes the solver, an extra
    from springstep.engine.rulebase.plant_file import FILE, load_plants

    base = knowledge.rule_base
    known = [each.plant for each in load_plants(base.folder)]
    if not known:
        raise QueryError([Fault("not_found", "there are no faults to plant", allowed=f"{FILE} holds them")])
    for name in names:
        if name not in known:
            raise QueryError(
                [Fault("unknown_name", f"no planted fault is called {shown(name)}", allowed=nearest(name, known))]
            )
    score = check_plants(base, names, proofs=not quick)
    if as_json:
        echo(score.to_json(indent=2))
    else:
        for line in _page(score, whole or bool(names)):
            echo(line)
    if score.missed:
        raise click.exceptions.Exit(1)


def _page(score: PlantScore, whole: bool) -> Iterator[str]:
    yield heading(f"{score.noticed} of {len(score.kinds)} kinds of planted faults are noticed and named")
    for by, count in Counter(result.by for result in score.results if result.noticed).most_common():
        yield from columns([(f"{count}", _BY[by])])
    if whole:
        yield ""
        for result in score.results:
            if result.noticed:
                yield from _told(result)
    for title, results in (("Unnoticed", score.missed), ("Open", score.open)):
        if results:
            yield ""
            yield heading(title)
            for result in results:
                yield from _told(result)


def _told(result: PlantResult) -> Iterator[str]:
    yield wrapped(f"{result.kind}", first=f"  {result.plant}  ", rest="    ")
    if result.open and not result.noticed:
        yield wrapped(result.open, first="    ", rest="    ")
    if result.what:
        found = _BY.get(result.by, "found, but it does not point at the fault")
        yield wrapped(f"{found}: {result.what}", first="    ", rest="    ")


_BY = {
    "load": "by reading the files",
    "check": "by a check",
    "approved": "by what was approved",
    "proof": "by a proof about the rules",
    "claim": "by a safety claim",
    "record": "only by the record of what was approved",
}
