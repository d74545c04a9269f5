"""The plan that an answer is checked against: as it was made, or made again from its receipt."""

from __future__ import annotations

from typing import Any

from springstep.engine.advice.recommend import build
from springstep.engine.errors import Fault, QueryError, SpringstepError, shown
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import case_from
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.engine.rulebase.installed_base import installed
from springstep.engine.text.source import Document
from springstep.prose.held import HeldPlan
from springstep.receipts.receipt import Receipt
from springstep.session.recommendation import Recommendation


def held_by(given: Recommendation | Receipt, rule_base: RuleBase | None = None) -> HeldPlan:
    """Return what a plan, or the plan behind a receipt, holds; raises ``QueryError`` for any other."""
    if isinstance(given, Recommendation):
        return HeldPlan(given, given.rule_base(rule_base))
    if isinstance(given, Receipt):
        base = installed(given.rules.digest) if rule_base is None else checked_base(rule_base)
        if base is None or base.digest != given.rules.digest:
            what = "this receipt is of a plan that another rule base made"
            raise QueryError([Fault("conflict", what, allowed="pass that one as rule_base")])
        return HeldPlan(_made_again(given, base), base)
    allowed = "what `recommend` or `Recommendation.receipt` returns"
    raise QueryError([Fault("wrong_type", f"{shown(given)} is no plan and no receipt", allowed=allowed)])


def _made_again(receipt: Receipt, base: RuleBase) -> Recommendation:
    told = {name: _number(value, base, name) for name, value in receipt.inputs.items()}
    try:
        case = case_from(Document("", told, {}), base, whole=False)
        plan: Recommendation = build(base, case, look_ahead=True, on=receipt.on)
        same = (plan.verdict_code, {each.name for each in plan.decisions}) == (
            receipt.verdict_code,
            set(receipt.decisions),
        )
        same = same and all(_same(each.value, receipt.decisions[each.name]) for each in plan.decisions)
    except SpringstepError:
        same = False
    if not same:
        raise QueryError([Fault("damaged", "the decision of this receipt does not follow from its answers")])
    return plan


def _number(value: Any, base: RuleBase, name: str) -> Any:
    """Return a decimal that a receipt writes as a text as the number that it is."""
    info = base.facts.get(name)
    if isinstance(value, str) and info is not None and info.kind == "number":
        return float(value)
    return thawed(value)


def _same(value: Any, told: Any) -> bool:
    return str(value) == str(told) or (not isinstance(value, str) and float(value) == float(told))
