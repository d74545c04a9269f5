"""The verdict in one word, for programs, and the headline in one sentence, for the runner."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from springstep.engine.inference.forward import Inference
from springstep.engine.language.vocabulary import case_facts
from springstep.engine.rulebase.base import RuleBase

if TYPE_CHECKING:
    from springstep.engine.advice.recommendation import Decision, NextStep, Session

HOW_OFTEN = {1: "every easy run", 2: "every second easy run", 3: "every third easy run"}


_ASKED = {"step_level": "step_efforts", "distance_mi": "pace", "last_purpose": "last_drill"}


def asked_as(fact: str) -> str:
    """Return for a derived fact the one that a runner can tell, for any other the fact itself."""
    return _ASKED.get(fact, fact)


def verdict_of(moment: str, inference: Inference, session: Session | None) -> str:
    """Return one word: what kind of session today, what to do now, or how the progression goes on."""
    settled = inference.settled
    if moment == "during":
        return str(settled["next_action"].value)
    if settled["clearance"].value == "stop_and_refer":
        return "stop"
    if moment == "after":
        return str(settled["progression"].value)
    if session is not None:
        return session.kind
    due_only = settled["clearance"].value != "no_bursts_today" and settled["due"].value == "not_due"
    return "not_due" if due_only else "none"


def headline_of(
    moment: str,
    verdict: str,
    base: RuleBase,
    decisions: tuple[Decision, ...],
    session: Session | None,
    next_step: NextStep | None,
    *,
    not_asked: Collection[str] = (),
) -> str:
    """Return the one sentence that a runner reads first.

    ``not_asked`` names facts that are known not to matter, so it asks for none of them.
    """
    made = {decision.name: decision for decision in decisions}
    if moment == "during":
        return f"{base.decisions['next_action'].steps[verdict]}."
    if verdict == "stop":
        return "Stop: no bursts until it has been looked at."
    if moment == "after":
        return _after(verdict, made["progression"], next_step)
    if session is not None:
        return _with_session(session, made["clearance"], not_asked)
    left_open = made["due" if verdict == "not_due" else "dose"].left_open
    asked = tuple(fact for fact in (*left_open, *made["clearance"].left_open) if asked_as(fact) not in not_asked)
    if left_open and asked:
        return f"No bursts planned: too much is left open. Tell first: {_listed(asked)}."
    if verdict == "not_due":
        return "No bursts today: they are not due yet. Run easily."
    if made["clearance"].value == "no_bursts_today":
        return "No bursts today. Run easily, or rest."
    return "No bursts today: not even the smallest set fits into this run. Run easily."


def _with_session(session: Session, clearance: Decision, not_asked: Collection[str]) -> str:
    set_words = f"{session.efforts} x {session.effort_s} s"
    left_open = tuple(fact for fact in clearance.left_open if asked_as(fact) not in not_asked)
    caution = f" So careful because not told: {_listed(left_open)}." if left_open else ""
    if session.kind == "strides":
        return f"Gentle strides instead of bursts today: {set_words}.{caution}"
    manner = ", gentler than usual" if clearance.value == "modify" else ""
    return f"Bursts today{manner}: {set_words} of {session.drill_name.lower()}.{caution}"


def _after(verdict: str, progression: Decision, next_step: NextStep | None) -> str:
    lead = {
        "advance": "Well taken: one step on.",
        "hold": "Stay at this step.",
        "step_back": "One step back.",
        "restart": "Start again from the first step.",
    }[verdict]
    if progression.left_open:
        lead += f" Not told: {_listed(progression.left_open)}."
    return f"{lead} {next_step.say}" if next_step is not None else lead


def _listed(facts: tuple[str, ...]) -> str:
    """Name the facts left open, the first four of them."""
    order = list(case_facts())
    names = sorted({asked_as(fact) for fact in facts}, key=order.index)
    return ", ".join(case_facts()[name].label for name in names[:4]) + (
        f" and {len(names) - 4} more" if len(names) > 4 else ""
    )
