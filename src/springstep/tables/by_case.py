"""Single rows by the engine for single cases: those that are odd, faulty or doubted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Any

from springstep.engine.advice.carrying import carriers_of
from springstep.engine.advice.despite_faults import case_that_decides
from springstep.engine.advice.recommend import RecommendationBuilder, build
from springstep.engine.advice.row_limits import once, rules_of
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.inference.case import Case, case_of
from springstep.engine.language.evaluate import Predicate, predicate
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.session.short_page import reasons_declared
from springstep.tables.layout import ASSUMED, CODE, DECIDES, FIRED, REASONS, VERDICT
from springstep.tables.results import ResultColumns, RowResults


def put_row(
    row: int,
    told: Mapping[str, Any],
    results: RowResults,
    layout: ResultColumns,
    *,
    whole: bool,
    wrong: tuple[Fault, ...] = (),
) -> None:
    """Advise one row and take down what is said of it, or what is wrong with it; ``wrong`` is so already.

    Where what is wrong cannot change her verdict, as beside sharp pain, it stands beside what is wrong, and why.
    """
    base = layout.base
    try:
        made = _advised(told, base, whole=whole)
    except SpringstepError as error:
        put_verdict(row, told, results, layout, whole=whole, wrong=(*wrong, *error.faults))
        return
    if wrong:
        results.faults[row] = wrong
    inference, plan = made.inference, made.plan
    values = _verdict(made)
    for name, (value, strict) in inference.decided.items():
        values[name] = plain_number(value)
        if name in layout.strict:
            values[f"{name}_is_too_much"] = strict
    values |= {name: chosen.value for name, chosen in plan.chosen.items()}
    values |= {each.name: plain_number(plan.facts.get(each.name)) for each in base.plan}
    results.put(row, values, {FIRED: [fired.rule.id for fired in inference.fired], **_reasons(made)})


def put_verdict(
    row: int,
    told: Mapping[str, Any],
    results: RowResults,
    layout: ResultColumns,
    *,
    whole: bool,
    wrong: tuple[Fault, ...],
) -> None:
    """Take down what is wrong with a row, and its verdict where its other answers decide that alone."""
    base = layout.base
    results.faults[row] = wrong
    case = case_that_decides(told, wrong, base, lambda sound: case_of(sound, base, whole=False))
    if case is not None:
        with suppress(SpringstepError):  # an overlay breaks a claim
            made = _advised(case, base, whole=False)
            results.put(row, _verdict(made), _reasons(made))


def _verdict(made: RecommendationBuilder) -> dict[str, Any]:
    verdict = made.plan.verdict
    return {MOMENT: made.case.moment, VERDICT: verdict.name, CODE: verdict.code, DECIDES: _deciding(made)}


def _reasons(made: RecommendationBuilder) -> dict[str, Sequence[str]]:
    behind = _behind(made, _deciding(made))
    return {REASONS: behind, ASSUMED: [rule for rule in behind if made.writer.assumed_below(rule)]}


def carried_by(told: Mapping[str, Any], decision: str, base: RuleBase, *, whole: bool) -> tuple[str, ...]:
    """Return the rules behind a decision of one row that is advised."""
    return _behind(_advised(told, base, whole=whole), decision)


def _advised(told: Mapping[str, Any] | Case, base: RuleBase, *, whole: bool) -> RecommendationBuilder:
    """Return the parts of the plan of a row; raises ``SpringstepError``, also where overlays break a safety claim."""
    case = case_of(told, base, whole=whole)
    if base.overlays:
        build(base, case, look_ahead=True)
    return RecommendationBuilder(base, case)


def _deciding(made: RecommendationBuilder) -> str:
    """Return the decision whose reason decides a plan; one always does."""
    declared = _declared(made.base, made.case.moment)
    return next(decision for decision, holds in declared if holds(made.plan.facts) is True)


@memoized
def _declared(base: RuleBase, moment: str) -> tuple[tuple[str, Predicate], ...]:
    names = {**base.facts, **base.plan_names}
    declared = reasons_declared(base, moment)
    return tuple((decision, predicate(parse_condition(when, names))) for decision, when in declared)


def _behind(made: RecommendationBuilder, decision: str) -> tuple[str, ...]:
    """Return the rules that carried a decision, or that are behind a choice."""
    if decision in made.plan.chosen:
        return carriers_of(made.plan.chosen[decision], made.inference)
    return once(rules_of(made.inference.resolved[decision]))
