"""Single rows by the engine for single cases: those that are odd, faulty or doubted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.advice.plan import defined
from springstep.engine.advice.recommend import build
from springstep.engine.errors import SpringstepError
from springstep.engine.inference.case import case_of
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.session.holding import plan_facts
from springstep.session.recommendation import Recommendation
from springstep.session.short_page import deciding
from springstep.tables.layout import CODE, DECIDES, VERDICT
from springstep.tables.results import ResultColumns, RowResults


def advise_row(told: Mapping[str, Any], base: RuleBase, *, whole: bool) -> Recommendation:
    """Return the plan of one row, held to the safety claims where overlays took part; raises ``SpringstepError``."""
    made: Recommendation = build(base, case_of(told, base, whole=whole), look_ahead=bool(base.overlays))
    return made


def put_row(row: int, told: Mapping[str, Any], results: RowResults, layout: ResultColumns, *, whole: bool) -> None:
    """Advise one row and take down what is said of it, or what is wrong with it."""
    base = layout.base
    try:
        made = advise_row(told, base, whole=whole)
        decision = deciding(made, base)
    except SpringstepError as error:
        results.faults[row] = error.faults
        return
    values: dict[str, Any] = {MOMENT: made.moment, VERDICT: made.verdict, CODE: made.verdict_code}
    for each in made.decisions:
        values[each.name] = each.value
        if each.name in layout.strict:
            values[f"{each.name}_is_too_much"] = each.strict
    facts = plan_facts(made, base)
    for definition in base.plan:
        values[definition.name] = facts[definition.name] = defined(definition, facts)
    values[DECIDES] = decision.name
    fired = [firing.rule for firing in made.trace.firings]
    results.put(row, values, fired, [reason.rule for reason in decision.reasons])


def carried_by(told: Mapping[str, Any], decision: str, base: RuleBase, *, whole: bool) -> tuple[str, ...]:
    """Return the rules behind a decision of one row that is advised."""
    return tuple(reason.rule for reason in advise_row(told, base, whole=whole).decision(decision).reasons)
