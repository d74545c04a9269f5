"""The snapshot: for every conclusion of every rule, an approved case whose advice depends on it, and that advice.

An audit finds the cases: something would be different for them without the conclusion. The person responsible reads
and approves them, and from then on they serve as examples. A change of the rules that changes the advice on any of
them is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from springstep.engine.audit.advice_probe import AdviceGiven, probe
from springstep.engine.audit.kept_cases import read_kept, whole_case
from springstep.engine.audit.report import Audit
from springstep.engine.errors import CaseError, KnowledgeError
from springstep.engine.inference.case import case_of
from springstep.engine.inference.examples import UNKNOWN
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.wording import listed
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase

FILE = "snapshot.json"


class SnapshotCase(Record):
    """One approved case and its advice."""

    shows: Annotated[tuple[str, ...], Described("The rules whose conclusions show here.")]
    changes: Annotated[dict[str, Any], Described("How it differs from the standard case of its moment.")]
    told: AdviceGiven
    """The advice approved."""

    def case(self, base: RuleBase) -> dict[str, Any]:
        """Return the whole case; raises ``KnowledgeError`` where it has no moment."""
        return whole_case(self.changes, base, source=FILE)


class Lost(NamedTuple):
    """An approved case that can be kept no longer, and why."""

    approved: SnapshotCase
    why: str


def lost(kept: Iterable[SnapshotCase], base: RuleBase) -> Iterator[Lost]:
    """Yield the cases kept so far that no case can be any more, and those whose rules are all gone."""
    for each in kept:
        gone = [rule for rule in each.shows if rule not in base.by_id]
        if len(gone) == len(each.shows):
            are = "is" if len(gone) == 1 else "are"
            yield Lost(each, f"{listed(gone, last='and')} {are} gone" if gone else "no rule is named that it shows")
            continue
        try:
            case_of(each.case(base), base)
        except (CaseError, KnowledgeError) as error:
            yield Lost(each, f"there can be no such {base.domain.subject} any more ({error.faults[0]})")


def approve(audit: Audit, base: RuleBase, kept: Iterable[SnapshotCase] = ()) -> tuple[SnapshotCase, ...]:
    """Return the cases kept so far and those that an audit found for the rules' conclusions, each once, told anew.

    Those that are ``lost`` are left out.
    """
    shown: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for rule, case in (*_kept_cases(kept, base), *_witness_cases(audit)):
        key = json.dumps(case, sort_keys=True)
        shown.setdefault(key, (case, []))[1].append(rule)
    return tuple(snapshot_case(case, rules, base) for case, rules in shown.values())


def snapshot_case(case: Mapping[str, Any], rules: Iterable[str], base: RuleBase) -> SnapshotCase:
    """Return a case with its advice now, and the rules whose conclusions it shows."""
    advice = probe(case, base).advice_given()
    return SnapshotCase(shows=tuple(dict.fromkeys(rules)), changes=_changes(case, base), told=advice)


def _kept_cases(kept: Iterable[SnapshotCase], base: RuleBase) -> Iterator[tuple[str, Mapping[str, Any]]]:
    every = list(kept)
    gone = [each.approved for each in lost(every, base)]
    for each in every:
        if each not in gone:
            case = case_of(each.case(base), base).plain()
            yield from ((rule, case) for rule in each.shows if rule in base.by_id)


def _witness_cases(audit: Audit) -> Iterator[tuple[str, Mapping[str, Any]]]:
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
    """Read the snapshot of a knowledge folder; raises ``KnowledgeError``."""
    found: tuple[SnapshotCase, ...] = read_kept(folder / FILE, tuple[SnapshotCase, ...])
    return found


def snapshot_text(cases: Iterable[SnapshotCase]) -> str:
    """Write a snapshot, one case per line, so that a diff shows which of them get other advice."""
    lines = ",\n".join(each.to_json() for each in cases)
    return f"[\n{lines}\n]\n"
