"""What a watch gives reason to ask before a run: said before the question, whose answer only the runner gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from springstep.diary.wellness_proposals import WellnessProposal
from springstep.engine.consultation.state import State, answers_so_far
from springstep.engine.rulebase.base import RuleBase


def with_proposals(
    state: State, proposals: Sequence[WellnessProposal], base: RuleBase
) -> tuple[State, tuple[WellnessProposal, ...]]:
    """Return a consultation that asks each fact of a proposal by itself, and the proposals that it takes up.

    What is suggested is what Enter stands for; a fact that is answered by now is left alone.
    """
    known = answers_so_far(state, base)
    here = {info.name for info in base.vocabulary.asked_at(state.moment)} if state.moment is not None else set()
    taken = tuple(each for each in proposals if each.fact in here and each.fact not in known)
    offered = {each.fact: each.suggests for each in taken if each.suggests is not None}
    opened = dict.fromkeys((*(each.fact for each in taken), *state.opened))
    return replace(state, opened=tuple(opened), usual={**state.usual, **offered}), taken
