"""A case that an audit found, as an example file: the case and its advice, so that a test can check it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.report import Audit, Witness
from springstep.engine.errors import Fault, QueryError, SpringstepError, nearest, shown
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import case_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import parse, read_file


def witness_of_audit(audit: Audit, about: str | None) -> tuple[str, Witness]:
    """Return a witness and what it shows: a finding, a claim or a rule, by id; raises ``QueryError``."""
    witnesses: dict[str, Witness] = {}
    for name, witness in _witnesses(audit):
        witnesses.setdefault(name, witness)
    if about is None:
        open_ids = [name for finding in audit.findings for name in (finding.id,) if name in witnesses]
        if not open_ids:
            raise QueryError(
                [
                    Fault(
                        "not_found",
                        "no open finding has a case to show",
                        allowed="name a claim, rule or finding with --of",
                    )
                ]
            )
        about = open_ids[0]
    about = next((name for name in witnesses if name.lower() == about.lower()), about)
    if about not in witnesses:
        raise QueryError(
            [Fault("not_found", f"there is no case for {shown(about)}", allowed=nearest(about, witnesses))]
        )
    return about, witnesses[about]


def _witnesses(audit: Audit) -> Iterator[tuple[str, Witness]]:
    for finding in (*audit.findings, *audit.accepted):
        yield from ((finding.id, witness) for witness in finding.witnesses)
    for claim in audit.claims:
        yield from ((claim.id, witness) for witness in claim.witnesses)
    for card in audit.rules:
        if card.fires is not None:
            yield card.rule, card.fires


def witness_text(shown: tuple[str, Witness], base: RuleBase) -> str:
    """Write a case as an example: what it shows, the case, and its advice under the present rules."""
    about, witness = shown
    made = build(base, case_of(witness.case, base), look_ahead=False)
    found = {"about": about, "witness": witness.words, "case": witness.case, "advised": advised(made)}
    return yaml.safe_dump(thawed(found), sort_keys=False, allow_unicode=True, width=100)


def advised(made: RecommendationRecord) -> dict[str, Any]:
    """Return the parts of a recommendation that an example holds: verdict, decisions, and rules fired."""
    return {
        "verdict": made.verdict,
        "decisions": {decision.name: decision.value for decision in made.decisions},
        "fired": sorted({firing.rule for firing in made.trace.firings}),
    }


def check_witness(path: Path, base: RuleBase) -> dict[str, tuple[Any, Any]]:
    """Return where an example file differs from the advice now: by name, what it holds and what is advised.

    Raises ``SpringstepError`` for a file that is not such an example.
    """
    document = parse(read_file(path), name=str(path))
    example = document.value
    if not isinstance(example, Mapping) or not all(
        isinstance(example.get(part), Mapping) for part in ("case", "advised")
    ):
        raise SpringstepError(
            [Fault("missing", "is not an example from an audit: it needs 'case' and 'advised'", source=str(path))]
        )
    now = advised(build(base, case_of(example["case"], base), look_ahead=False))
    held = example["advised"]
    return {name: (held.get(name), now[name]) for name in now if held.get(name) != now[name]}
