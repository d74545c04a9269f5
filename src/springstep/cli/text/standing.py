"""What of a recommendation stands once the strictest has decided, and what a runner's own answers took the place of."""

from __future__ import annotations

from springstep.engine.advice.recommendation import Advice
from springstep.engine.inference.remembered import Remembered
from springstep.session.recommendation import Recommendation

_DECIDES = {"before": "clearance", "during": "next_action", "after": "clearance"}
"""The decision that may end it all."""
_CARRYING_ON = ("cue", "next_step")
"""The topics of advice on how to carry on."""


def standing_advice(recommendation: Recommendation) -> list[Advice]:
    """Return the advice without what milder rules say about how to carry on, where stricter ones have decided.

    That is what a rule says of the next step when it asked for less caution on every decision that it bears on; and
    once the bursts, the run or hopping is over, all that other rules than those which ended it say of carrying on.
    """
    carried = {rule for decision in recommendation.decisions for rule in decision.rules}
    overruled = {rule for decision in recommendation.decisions for rule in decision.dominated} - carried
    ended = recommendation.verdict in ("end_bursts", "stop")
    deciding = set(recommendation.decision(_DECIDES[recommendation.moment]).rules)

    def stands(advice: Advice) -> bool:
        if advice.topic not in _CARRYING_ON:
            return True
        return bool(deciding & set(advice.rules)) if ended else not overruled.issuperset(advice.rules)

    return [advice for advice in recommendation.advice if stands(advice)]


def overruled(recommendation: Recommendation) -> list[Remembered]:
    """Return what the diary remembered and the runner's own answers were taken instead of."""
    return [m for m in recommendation.history if m.overruled and m.fact in recommendation.case]
