"""Where on the run a burst belongs: the advice that bears on its place, and whether the runner has to choose it."""

from __future__ import annotations

from springstep.engine.advice.recommendation import Advice, RecommendationRecord
from springstep.engine.rulebase.base import RuleBase
from springstep.session.short_page import Line, short_page_of, to_mind
from springstep.session.watch_words import watch_words


def where_said(made: RecommendationRecord, base: RuleBase) -> tuple[Advice, ...]:
    """Return the advice on where each burst is done, by the topics declared; first where the place is chosen, in order.

    What is to be borne in mind for the whole run is not repeated.
    """
    places = watch_words(base).places
    minded = [advice for line in _minded(base) for advice in to_mind(made, base, line.topics)]
    said = [each for each in made.advice if each.topic in places.topics and each not in minded]
    said = [each for each in said if not set(each.rules) <= set(places.leave_out)]
    order = {rule: at for at, rule in enumerate(places.choose)}
    return tuple(sorted(said, key=lambda each: min(order.get(rule, len(order)) for rule in each.rules)))


def place_is_chosen(made: RecommendationRecord, base: RuleBase) -> bool:
    """Tell whether the runner chooses when the place for a burst has come, so that no clock may start it."""
    return any(is_chosen(advice, base) for advice in where_said(made, base))


def is_chosen(advice: Advice, base: RuleBase) -> bool:
    """Tell whether advice has the runner choose the place, so that it is needed before the effort, too."""
    return not set(watch_words(base).places.choose).isdisjoint(advice.rules)


def _minded(base: RuleBase) -> list[Line]:
    return [line for line in short_page_of(base).pages["session"] if line.shows == "mind"]
