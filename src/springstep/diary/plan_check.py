"""What a kept plan is based on, checked as strictly as what is typed: its answers, and what the diary remembered.

The rules may have changed since a plan was made: an answer to a question that there is no more stays as it is, and is
never read. An answer to a question that there is has to be one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from springstep.diary.entry import PlannedSession
from springstep.engine.errors import CaseError, Fault, nearest
from springstep.engine.inference.case import case_from
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.language.fact_info import is_unknown
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.installed import default_rule_base

_BEFORE = "before"


def told_in(plan: PlannedSession | None, name: str, base: RuleBase) -> Any:
    """Return an answer that a plan was made from; ``None`` where it holds none to that question."""
    value = plan.case.get(name) if plan is not None else None
    return value if _fits(name, value, base) else None


def answers_in(plan: PlannedSession | None, base: RuleBase) -> dict[str, Any]:
    """Return the answers that a plan was made from and that are still answers, by fact."""
    answers = plan.case if plan is not None else {}
    return {name: value for name, value in answers.items() if _fits(name, value, base)}


def remembered_in(plan: PlannedSession | None, base: RuleBase) -> dict[str, Any]:
    """Return what the diary had remembered for a plan and that still is an answer, by fact."""
    told = {name: found["value"] for name, found in plan.history.items()} if plan is not None else {}
    return {name: value for name, value in told.items() if _fits(name, value, base)}


def plan_faults(plan: PlannedSession, document: Document) -> Iterator[Fault]:
    """Yield what is wrong with the answers and memories of the plan that a document holds as ``plan``."""
    base = default_rule_base()
    remembered = {name: found["value"] for name, found in plan.history.items()}
    wrong = False
    for where, answers in ((("case",), plan.case), (("history",), remembered)):
        for name, value in answers.items():
            for fault in _faults(plan, name, value, base):
                wrong = True
                yield _at(document, (*where, name), fault)
    if wrong:
        return
    known = {name: value for name, value in plan.case.items() if name in base.vocabulary.facts}
    try:
        moment = case_from(Document("", known, {}), base, whole=False).moment
    except CaseError as error:
        yield from (_at(document, ("case",), fault) for fault in error.faults)
        return
    if moment != _BEFORE:
        yield document.fault("out_of_place", ("plan", "case"), "is no case before a run", allowed=f"moment: {_BEFORE}")


def _faults(plan: PlannedSession, name: str, value: Any, base: RuleBase) -> Iterator[Fault]:
    if name not in base.vocabulary.facts:
        if plan.rules_digest == base.digest:
            yield Fault("unknown_name", "is no fact", name, nearest(name, base.vocabulary.facts))
    elif not _fits(name, value, base):
        try:
            case_from(Document("", {name: value}, {}), base, whole=False)
        except CaseError as error:
            yield from error.faults
        else:
            yield Fault("not_allowed", "is no value that a plan keeps", name, base.vocabulary.facts[name].allowed())


def _fits(name: str, value: Any, base: RuleBase) -> bool:
    """Tell whether a value is an answer, as a plan keeps it: known, and not in other words."""
    if is_unknown(value) or plainly_valid(base.vocabulary, {name: value}) is None:
        return False
    info = base.vocabulary.facts[name]
    return info.kind != "row" or value in base.tables[info.table].by_id


def _at(document: Document, path: tuple[str, ...], fault: Fault) -> Fault:
    """Return a fault of an answer at its place in the document of the entry."""
    there = document.fault(fault.code, ("plan", *path), fault.what, allowed=fault.allowed)
    return replace(there, where=".".join(("plan", path[0], *filter(None, (fault.where,)))))
