"""Approved cases: for every conclusion of every rule one whose advice hangs on it, and what that advice is.

An audit finds them (a case for which something would be different without the conclusion); whoever is responsible reads
and approves them; from then on they are examples. A change of the rules that changes what any of them is told is
noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from springstep.engine.audit.advice_probe import AdviceGiven, telling
from springstep.engine.audit.report import Audit
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.inference.examples import UNKNOWN, laid_over
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.record import Described, Record, adapter
from springstep.engine.rulebase.base import RuleBase

FILE = "snapshot.json"


class SnapshotCase(Record):
    """One case and what is told."""

    shows: Annotated[tuple[str, ...], Described("The rules whose conclusions are seen here.")]
    changes: Annotated[dict[str, Any], Described("How it differs from the standard case of its moment.")]
    told: AdviceGiven

    def case(self, base: RuleBase) -> dict[str, Any]:
        """Return the whole case."""
        return laid_over(base, self.changes[MOMENT], self.changes)


def approve(audit: Audit, base: RuleBase) -> tuple[SnapshotCase, ...]:
    """Return the cases that an audit found for the rules' conclusions, each once, with what is told now."""
    shown: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for rule, case in _found(audit):
        key = json.dumps(case, sort_keys=True)
        shown.setdefault(key, (case, []))[1].append(rule)
    return tuple(approved(case, rules, base) for case, rules in shown.values())


def approved(case: Mapping[str, Any], rules: Iterable[str], base: RuleBase) -> SnapshotCase:
    """Return a case with what is told now, and the rules whose conclusions are seen."""
    told = telling(case, base).told()
    return SnapshotCase(shows=tuple(dict.fromkeys(rules)), changes=_changes(case, base), told=told)


def _found(audit: Audit) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for card in audit.rules:
        for conclusion in card.conclusions:
            if conclusion.witness is not None:
                yield card.rule, conclusion.witness.case


def _changes(case: Mapping[str, Any], base: RuleBase) -> dict[str, Any]:
    standard = base.standard_cases[case[MOMENT]]
    missing = {name: UNKNOWN for name in standard if name not in case}
    changed = {name: value for name, value in case.items() if standard.get(name) != value or name == MOMENT}
    return {**changed, **missing}


def load_snapshot(folder: Path) -> tuple[SnapshotCase, ...]:
    """Read the approved cases of a knowledge folder; raises ``KnowledgeError``."""
    path = folder / FILE
    try:
        found: tuple[SnapshotCase, ...] = adapter(tuple[SnapshotCase, ...]).validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KnowledgeError([Fault(f"cannot be read: {error}", source=FILE)]) from None
    return found


def snapshot_text(cases: Iterable[SnapshotCase]) -> str:
    """Write approved cases, one a line, so that a change shows which of them is advised otherwise."""
    lines = ",\n".join(each.to_json() for each in cases)
    return f"[\n{lines}\n]\n"


def changed_for(base: RuleBase, cases: Iterable[SnapshotCase]) -> Iterator[tuple[SnapshotCase, str]]:
    """Yield the cases that are advised otherwise than approved, and in what."""
    for each in cases:
        now = telling(each.case(base), base).told()
        if now != each.told:
            yield each, ", ".join(_differences(each.told, now))


def _differences(held: AdviceGiven, now: AdviceGiven) -> Iterator[str]:
    if held.verdict != now.verdict:
        yield f"verdict {now.verdict}, approved {held.verdict}"
    for name in {**held.decisions, **now.decisions}:
        if held.decisions.get(name) != now.decisions.get(name):
            yield f"{name} {now.decisions.get(name)}, approved {held.decisions.get(name)}"
    if held.advice != now.advice:
        yield "other advice"
