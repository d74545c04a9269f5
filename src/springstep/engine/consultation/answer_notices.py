"""What is said of an answer when it is taken: how it was read, or what is assumed where it is unknown."""

from __future__ import annotations

from typing import Any

from springstep.engine.consultation.events import Event, Notice
from springstep.engine.consultation.purpose import assumption_words, assumptions_of
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.state import State
from springstep.engine.inference.plain_answers import Understood
from springstep.engine.language.spoken.phrases import NONE
from springstep.engine.rulebase.base import RuleBase


def taken_as(found: Understood, base: RuleBase) -> tuple[Event, ...]:
    """Say how an answer was read that was told in other words than the value's, unless it is a plain yes or no."""
    plain_enough: tuple[Any, ...] = (NONE, [], True, False)
    if not found.said or all(value in plain_enough for value in found.facts.values()):
        return ()
    taken = [(base.facts[name].label, answer_words(name, value, base)) for name, value in found.facts.items()]
    words = "; ".join(words if place == 0 else f"{label}: {words}" for place, (label, words) in enumerate(taken))
    return (Notice(lines=(f"Taken as: {words}.",)),)


def assumed(state: State, fact: str, value: Any, base: RuleBase) -> tuple[Event, ...]:
    """Report what is assumed for an unknown answer."""
    if value is not None or state.moment is None:
        return ()
    rules = assumptions_of(base, state.moment, fact)
    return tuple(Notice(lines=(f"Not known, so {assumption_words(rule, base)}. {rule.because}",)) for rule in rules)
