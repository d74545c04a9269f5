"""What a watch gives reason to ask or to say beside a question, whose answer only the runner gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

from springstep.engine.consultation.state import State, answers_so_far
from springstep.engine.record import Described, OneOf, Record
from springstep.engine.rulebase.base import RuleBase


class WatchProposal(Record):
    """What a watch says of a fact, and the answer that is offered, which is never a bolder one than leaving it open."""

    fact: Annotated[str, OneOf("fact")]
    suggests: Annotated[str | None, Described("The answer offered; null where there is none.")]
    say: Annotated[str, Described("What the runner is told in the question.")]
    source: str
    asks: Annotated[bool, Described("Whether it is a reason to ask; otherwise it is said where that is asked.")] = True


def with_proposals(state: State, proposals: Sequence[WatchProposal], base: RuleBase) -> State:
    """Return a consultation whose questions say what a watch says, and which asks what that gives reason to ask.

    What is suggested is what an empty answer stands for; a fact that is answered by now is left alone.
    """
    known = answers_so_far(state, base)
    here = {info.name for info in base.vocabulary.asked_at(state.moment)} if state.moment is not None else set()
    taken = [each for each in proposals if each.fact in here and each.fact not in known]
    if not taken:
        return state
    offered = {each.fact: each.suggests for each in taken if each.suggests is not None}
    opened = dict.fromkeys((*(each.fact for each in taken if each.asks), *state.opened))
    reasons = {each.fact: each.say for each in taken}
    return replace(
        state,
        opened=tuple(opened),
        usual={**state.usual, **offered},
        reasons={**state.reasons, **reasons},
    )
