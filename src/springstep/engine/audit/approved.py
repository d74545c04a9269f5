"""Approved runners: for every conclusion of every rule one whose advice hangs on it, and what that advice is.

An audit finds them (a runner for whom something would be different without the conclusion); a coach reads and approves
them; from then on they are examples. A change of the rules that changes what any of them is told is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.audit.report import Audit
from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.inference.case import case_of
from springstep.engine.record import Record, adapter
from springstep.engine.rulebase.base import RuleBase

FILE = "approved.json"


class Told(Record):
    """What a runner is told, as far as an approval goes."""

    verdict: str
    decisions: dict[str, Any]
    drill: str | None
    advice: Annotated[tuple[str, ...], Field(description="Topic and rule of everything said, such as `watch:LOG-010`.")]


class ApprovedRunner(Record):
    """One runner and what he is told."""

    shows: Annotated[tuple[str, ...], Field(description="The rules whose conclusions are seen here.")]
    changes: Annotated[
        dict[str, Any], Field(description="How the case differs from the standard runner of its moment.")
    ]
    told: Told

    def case(self, base: RuleBase) -> dict[str, Any]:
        """Return the whole case."""
        standard = base.standard_runners[self.changes["moment"]]
        merged = {**standard, **self.changes}
        return {name: value for name, value in merged.items() if value != "unknown"}


def told_to(made: Recommendation) -> Told:
    """Return what a recommendation tells."""
    return Told(
        verdict=made.verdict,
        decisions={decision.name: decision.value for decision in made.decisions},
        drill=made.session.drill if made.session is not None else None,
        advice=tuple(sorted(f"{advice.topic}:{rule}" for advice in made.advice for rule in advice.rules)),
    )


def approve(audit: Audit, base: RuleBase) -> tuple[ApprovedRunner, ...]:
    """Return the runners whom an audit found for the rules' conclusions, each once, with what they are told now."""
    shown: dict[str, tuple[Mapping[str, Any], list[str]]] = {}
    for rule, case in _found(audit):
        key = json.dumps(case, sort_keys=True)
        shown.setdefault(key, (case, []))[1].append(rule)
    return tuple(approved(case, rules, base) for case, rules in shown.values())


def approved(case: Mapping[str, Any], rules: Iterable[str], base: RuleBase) -> ApprovedRunner:
    """Return a runner with what is told now, and the rules whose conclusions are seen."""
    made = build(base, case_of(case, base), look_ahead=False)
    return ApprovedRunner(shows=tuple(dict.fromkeys(rules)), changes=_changes(case, base), told=told_to(made))


def _found(audit: Audit) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for card in audit.rules:
        for conclusion in card.conclusions:
            if conclusion.story is not None:
                yield card.rule, conclusion.story.case


def _changes(case: Mapping[str, Any], base: RuleBase) -> dict[str, Any]:
    standard = base.standard_runners[case["moment"]]
    missing = {name: "unknown" for name in standard if name not in case}
    changed = {name: value for name, value in case.items() if standard.get(name) != value or name == "moment"}
    return {**changed, **missing}


def load_approved(folder: Path) -> tuple[ApprovedRunner, ...]:
    """Read the approved runners of a knowledge folder; raises ``KnowledgeError``."""
    path = folder / FILE
    try:
        found: tuple[ApprovedRunner, ...] = adapter(tuple[ApprovedRunner, ...]).validate_json(path.read_bytes())
    except (OSError, ValueError) as error:
        raise KnowledgeError([Fault(f"cannot be read: {error}", source=FILE)]) from None
    return found


def approved_text(runners: Iterable[ApprovedRunner]) -> str:
    """Write approved runners, a runner a line, so that a change shows which of them is advised otherwise."""
    lines = ",\n".join(runner.to_json() for runner in runners)
    return f"[\n{lines}\n]\n"


def changed_for(base: RuleBase, runners: Iterable[ApprovedRunner]) -> Iterator[tuple[ApprovedRunner, str]]:
    """Yield the runners who are advised otherwise than approved, and in what."""
    for runner in runners:
        now = told_to(build(base, case_of(runner.case(base), base), look_ahead=False))
        if now != runner.told:
            yield runner, ", ".join(_differences(runner.told, now))


def _differences(held: Told, now: Told) -> Iterator[str]:
    if held.verdict != now.verdict:
        yield f"verdict {now.verdict}, approved {held.verdict}"
    for name in {**held.decisions, **now.decisions}:
        if held.decisions.get(name) != now.decisions.get(name):
            yield f"{name} {now.decisions.get(name)}, approved {held.decisions.get(name)}"
    if held.drill != now.drill:
        yield f"drill {now.drill}, approved {held.drill}"
    if held.advice != now.advice:
        yield "other advice"
