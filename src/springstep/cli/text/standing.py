"""What of a recommendation stands, and what a runner's own answers took the place of."""

from __future__ import annotations

from springstep.engine.advice.recommendation import Advice
from springstep.engine.inference.remembered import Remembered
from springstep.session.recommendation import Recommendation


def standing_advice(recommendation: Recommendation) -> list[Advice]:
    """Return the advice without what milder rules say about how to carry on, where stricter ones have decided."""
    return [advice for advice in recommendation.advice if advice.stands]


def overruled(recommendation: Recommendation) -> list[Remembered]:
    """Return what the diary remembered and the runner's own answers were taken instead of."""
    return [m for m in recommendation.history if m.overruled and m.fact in recommendation.case]
