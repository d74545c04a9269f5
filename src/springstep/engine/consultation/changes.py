"""A changed answer, and how the decisions changed with it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from springstep.engine.consultation.events import Changed, Event
from springstep.engine.consultation.inquiry import inquiry_state_of
from springstep.engine.consultation.progress import decisions_so_far, effects, settled_texts
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.state import Pending, State, answers_so_far, recommendation_of
from springstep.engine.rulebase.base import RuleBase


def pending_change(state: State, name: str, base: RuleBase) -> Pending | None:
    """Note how things stand before the answer to a question is changed; ``None`` where it has none yet."""
    if _told_as(name, {*state.answers, *state.met, *(memory.fact for memory in state.history)}, base) is None:
        return None
    advised = inquiry_state_of(state, base).settled
    return Pending(
        fact=name,
        was=_stands(state, name, base),
        standing=_decisions(state, base, settled=advised),
        advised=advised,
    )


def report_change(state: State, base: RuleBase, *, settled: bool) -> tuple[State, tuple[Event, ...]]:
    """Report how the decisions changed since an answer was changed."""
    pending = state.pending
    if pending is None:
        return state, ()
    state = replace(state, pending=None)
    was, now = _apart(pending.was, _stands(state, pending.fact, base))
    if now == was:
        return state, ()
    after = _decisions(state, base, settled=settled and pending.advised)
    named = base.vocabulary.check_ins.get(pending.fact) or base.facts[pending.fact]
    return state, (Changed(label=named.label, was=was, now=now, effects=effects(pending.standing, after)),)


def _stands(state: State, name: str, base: RuleBase) -> str:
    """Say what is answered to a question, for a check-in fact by fact."""
    known = answers_so_far(state, base)
    check_in = base.vocabulary.check_ins.get(name)
    if check_in is None:
        told = _told_as(name, [fact for fact, value in known.items() if value is not None], base) or name
        return answer_words(told, known.get(told), base)
    return "; ".join(f"{base.facts[each].label} {answer_words(each, known.get(each), base)}" for each in check_in.facts)


def _told_as(name: str, told: Collection[str], base: RuleBase) -> str | None:
    """Return what a question was answered with: its own fact, or another one in its place; ``None`` with neither."""
    instead = (each.name for each in base.vocabulary.facts.values() if each.answers == name)
    return next((each for each in (name, *instead) if each in told), None)


def _apart(was: str, now: str) -> tuple[str, str]:
    """Leave out of two answers to a check-in what is the same in both."""
    before, after = was.split("; "), now.split("; ")
    if len(before) != len(after):
        return was, now
    apart = [(one, other) for one, other in zip(before, after, strict=True) if one != other]
    return "; ".join(one for one, _ in apart), "; ".join(other for _, other in apart)


def _decisions(state: State, base: RuleBase, *, settled: bool) -> dict[str, str]:
    if settled:
        return settled_texts(recommendation_of(state, base), base)
    inquiry_state = inquiry_state_of(state, base)
    return {each.title: each.text for each in decisions_so_far(base, inquiry_state.partial, inquiry_state.left)}
