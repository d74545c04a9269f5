"""Whether a recommendation that was read is the one that the rules make of its case: no other can be explained."""

from __future__ import annotations

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import case_from
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document


def check_held(read: RecommendationRecord, base: RuleBase) -> None:
    """Raise ``QueryError`` for a recommendation that was changed since these rules made it."""
    try:
        case = case_from(Document("", thawed(read.case), {}), base, whole=False)
        held = _explained(build(base, case, read.history, look_ahead=False)) == _explained(read)
    except SpringstepError:
        held = False
    if not held:
        what = "this recommendation was changed since the rules made it"
        raise QueryError([Fault("damaged", what, allowed="recommend again")])


def _explained(made: RecommendationRecord) -> tuple[object, ...]:
    """Return what is explained of a recommendation, the same by whichever engine the rules were run."""
    return made.moment, made.verdict, made.bears, made.decisions, made.facts, made.trace.firings, made.trace.choices
