"""An answer that decides by itself is heard whatever is wrong with the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.errors import CaseError, Fault
from springstep.engine.inference.case import Case
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase


def case_that_decides(
    told: Any, faults: Iterable[Fault], base: RuleBase, read: Callable[[Mapping[str, Any]], Case]
) -> Case | None:
    """Return the case of the answers that nothing is wrong with, where nothing else could change what it comes to.

    ``read`` makes a case, which need not be whole, of answers. ``None`` where something else could.
    """
    wrong = {fault.where.partition(".")[0].partition("[")[0] for fault in faults}
    if not isinstance(told, Mapping):
        return None
    try:
        case = read({name: value for name, value in told.items() if name not in wrong})
    except CaseError:
        return None
    answers = {name: value for name, value in case.plain().items() if name != MOMENT}
    partial = partial_engine(base, case.moment).infer(answers)
    return case if settled(outcomes_left(base, partial)) else None
