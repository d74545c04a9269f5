"""The verdict in one word, for programs, and the headline in one sentence, for the runner."""

from __future__ import annotations

from typing import TYPE_CHECKING

from springstep.engine.entries import Rung
from springstep.engine.inference import Inference
from springstep.engine.plan import Dose
from springstep.engine.rulebase import RuleBase

if TYPE_CHECKING:
    from springstep.engine.recommendation import NextStep, Session

HOW_OFTEN = {1: "every easy run", 2: "every second easy run", 3: "every third easy run"}


def verdict_of(moment: str, inference: Inference, dose: Dose | None, session: Session | None) -> str:
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
    if settled["clearance"].value == "no_bursts_today":
        return "none"
    return "not_due" if settled["due"].value == "not_due" else "none"


def headline_of(
    moment: str, verdict: str, base: RuleBase, inference: Inference, session: Session | None, next_step: NextStep | None
) -> str:
    """Return the one sentence that a runner reads first."""
    settled = inference.settled
    if moment == "during":
        return f"{base.decisions['next_action'].steps[verdict]}."
    if verdict == "stop":
        return "Stop: no bursts until it has been looked at."
    if moment == "after":
        lead = {
            "advance": "Well taken: one step on.",
            "hold": "Stay at this step.",
            "step_back": "One step back.",
            "restart": "Start again from the first step.",
        }[verdict]
        return f"{lead} {next_step.say}" if next_step is not None else lead
    if session is not None:
        set_words = f"{session.efforts} x {session.effort_s} s"
        if session.kind == "strides":
            return f"Gentle strides instead of bursts today: {set_words}."
        manner = ", gentler than usual" if settled["clearance"].value == "modify" else ""
        return f"Bursts today{manner}: {set_words} of {session.drill_name.lower()}."
    if verdict == "not_due":
        return "No bursts today: they are not due yet. Run easily."
    if settled["clearance"].value == "no_bursts_today":
        return "No bursts today. Run easily, or rest."
    return "No bursts today: not even the smallest set fits into this run. Run easily."


def next_words(inference: Inference, frequency: int, rung: Rung) -> str:
    """Tell the next session in one sentence."""
    return f"Next time {rung.efforts} x {rung.effort_s} s, {HOW_OFTEN[frequency]}."
