"""What of a plan stands: of advice once the strictest has decided, of what a diary remembered beside answers."""

from __future__ import annotations

from dataclasses import replace

from springstep.engine.advice.recommend import RecommendationBuilder
from springstep.engine.advice.recommendation import Advice, Decision, RecommendationRecord
from springstep.engine.inference.remembered import Remembered

_DECIDES = {"before": "clearance", "during": "next_action", "after": "clearance"}
"""The decision that may end it all."""
_CARRYING_ON = ("cue", "next_step")
"""The topics of advice on how to carry on."""
_ENDED = ("end_bursts", "stop")


def advice_with_standing(made: RecommendationBuilder) -> tuple[Advice, ...]:
    """Return the advice, each with whether it stands.

    What a rule says of carrying on does not where it asked for less caution on every decision that it bears on; and
    once the bursts, the run or hopping is over, all that other rules than those which ended it say of it.
    """
    decisions: tuple[Decision, ...] = made.part("decisions")
    carried = {rule for decision in decisions for rule in decision.rules}
    overruled = {rule for decision in decisions for rule in decision.dominated} - carried
    ended = made.plan.verdict.name in _ENDED
    decides = _DECIDES[made.case.moment]
    deciding = {rule for decision in decisions if decision.name == decides for rule in decision.rules}

    def stands(advice: Advice) -> bool:
        if advice.topic not in _CARRYING_ON:
            return True
        return bool(deciding & set(advice.rules)) if ended else not overruled.issuperset(advice.rules)

    return tuple(each if stands(each) else replace(each, stands=False) for each in made.writer.advice())


def standing_advice(recommendation: RecommendationRecord) -> list[Advice]:
    """Return the advice without what milder rules say about how to carry on, where stricter ones have decided."""
    return [advice for advice in recommendation.advice if advice.stands]


def overruled(recommendation: RecommendationRecord) -> list[Remembered]:
    """Return what the diary remembered and other answers of the runner's own were taken instead of."""
    own = recommendation.case
    return [m for m in recommendation.history if m.overruled and m.fact in own and own[m.fact] != m.value]
