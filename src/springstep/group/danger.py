"""An answer that decides by itself is heard whatever is wrong with the others: sharp pain beside a misspelt shoe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.errors import CaseError, Fault
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document


def case_that_decides(told: Document, faults: Iterable[Fault], base: RuleBase, day: date) -> Case | None:
    """Return the case of the answers that nothing is wrong with, where nothing else could change what it comes to.

    ``None`` where something else could.
    """
    wrong = {fault.where.partition(".")[0].partition("[")[0] for fault in faults}
    if not isinstance(told.value, dict):
        return None
    sound = {name: value for name, value in told.value.items() if name not in wrong}
    try:
        case = case_from(replace(told, value=sound), base, whole=False, today=day)
    except CaseError:
        return None
    answers = {name: value for name, value in case.plain().items() if name != MOMENT}
    partial = partial_engine(base, case.moment).infer(answers)
    return case if settled(outcomes_left(base, partial)) else None
