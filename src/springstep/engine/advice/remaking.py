"""A recommendation that was read is made anew: what the rules do not make of its case cannot be explained."""

from __future__ import annotations

from typing import Any

from springstep.engine.advice.recommend import RecommendationBuilder, build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import Case, case_from
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document


def remade(read: RecommendationRecord, base: RuleBase) -> RecommendationRecord:
    """Return what the rules make of the same case; raises ``QueryError`` where it is not what was read."""
    try:
        case = _case(read, base)
        made: RecommendationRecord = build(base, case, read.history, look_ahead=False, on=read.on)
        same = _explained(made, read) == _explained(read, read)
    except SpringstepError:
        same = False
    if not same:
        what = "this recommendation was changed since the rules made it"
        raise QueryError([Fault("damaged", what, allowed="recommend again")])
    return made


def _explained(made: RecommendationRecord, read: RecommendationRecord) -> tuple[Any, ...]:
    """Return what is explained of a recommendation, the same by whichever engine the rules were run."""
    told = (made.id, made.moment, made.verdict_code, made.bears, made.decisions, made.facts)
    return (*told, made.trace.firings, made.trace.choices) if read.has_trace else told


def builder_again(read: RecommendationRecord, base: RuleBase, *, look_ahead: bool) -> RecommendationBuilder:
    """Return the parts of the same recommendation, by the rules that made it."""
    return RecommendationBuilder(base, _case(read, base), read.history, look_ahead=look_ahead, on=read.on)


def _case(read: RecommendationRecord, base: RuleBase) -> Case:
    return case_from(Document("", thawed(read.case), {}), base, whole=False)
