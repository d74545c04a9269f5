"""A case that an audit found, as an example file: the case, and what is advised, so that a test can hold it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.report import Audit, Witness
from springstep.engine.errors import Fault, QueryError, SpringstepError, nearest
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import case_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import parse, read_file


def witness_of_audit(audit: Audit, about: str | None) -> tuple[str, Witness]:
    """Return the story of a case, and whose it is: a finding's, a claim's or a rule's; raises ``QueryError``."""
    witnesses: dict[str, Witness] = {}
    for name, witness in _witnesses(audit):
        witnesses.setdefault(name, witness)
    if about is None:
        open_ids = [name for finding in audit.findings for name in (finding.id,) if name in witnesses]
        if not open_ids:
            raise QueryError("nothing is open that a case shows; name a claim, rule or finding with --of")
        about = open_ids[0]
    about = next((name for name in witnesses if name.lower() == about.lower()), about)
    if about not in witnesses:
        raise QueryError(f"no case is told for '{about}'; {nearest(about, witnesses)}")
    return about, witnesses[about]


def _witnesses(audit: Audit) -> Iterator[tuple[str, Witness]]:
    for finding in (*audit.findings, *audit.accepted):
        yield from ((finding.id, witness) for witness in finding.witnesses)
    for claim in audit.claims:
        yield from ((claim.id, witness) for witness in claim.witnesses)
    for card in audit.rules:
        if card.fires is not None:
            yield card.rule, card.fires


def witness_text(told: tuple[str, Witness], base: RuleBase) -> str:
    """Write a case as an example: what it shows, the case, and what is advised as the rules are now."""
    about, witness = told
    made = build(base, case_of(witness.case, base), look_ahead=False)
    found = {"about": about, "witness": witness.words, "case": witness.case, "advised": advised(made)}
    return yaml.safe_dump(thawed(found), sort_keys=False, allow_unicode=True, width=100)


def advised(made: RecommendationRecord) -> dict[str, Any]:
    """Return what an example holds of a recommendation: the verdict, every decision, and the rules that fired."""
    return {
        "verdict": made.verdict,
        "decisions": {decision.name: decision.value for decision in made.decisions},
        "fired": sorted({firing.rule for firing in made.trace.firings}),
    }


def check_witness(path: Path, base: RuleBase) -> dict[str, tuple[Any, Any]]:
    """Return in what an example file differs from what is advised now: by name what it holds, and what is so.

    Raises ``SpringstepError`` for a file that is no such example.
    """
    document = parse(read_file(path), name=str(path))
    told = document.value
    if not isinstance(told, Mapping) or not all(isinstance(told.get(part), Mapping) for part in ("case", "advised")):
        raise SpringstepError([Fault("is no example of an audit: it needs 'case' and 'advised'", source=str(path))])
    now = advised(build(base, case_of(told["case"], base), look_ahead=False))
    held = told["advised"]
    return {name: (held.get(name), now[name]) for name in now if held.get(name) != now[name]}
