"""From a case to a recommendation: infer, build the plan, and write down every decision with its reasons."""

from __future__ import annotations

import pathlib
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from springstep.engine.advice.decided import infer_decided
from springstep.engine.advice.decisions import DecisionWriter, cleared
from springstep.engine.advice.recommendation import NextStep, OverlayNote, ProgressionStep, Recommendation, Session
from springstep.engine.advice.session import Dose, choose_dose, choose_drill, fits_today, timeline
from springstep.engine.advice.trace import Choice, Trace
from springstep.engine.advice.tracing import firings_of, matched_of
from springstep.engine.advice.verdict import HOW_OFTEN, headline_of, verdict_of
from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.forward import Inference
from springstep.engine.inference.grounds import assumed_grounds
from springstep.engine.inference.history import Remembered, join
from springstep.engine.language.entries import Drill, Rung
from springstep.engine.language.vocabulary import case_facts
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.load import default_rule_base
from springstep.knowledge.facts import Case


def recommend(
    case: Case | Mapping[str, Any] | str | pathlib.Path,
    *,
    history: Iterable[Remembered] = (),
    rule_base: RuleBase | None = None,
) -> Recommendation:
    """Recommend what to do in one case, with the full trace.

    ``case`` is a ``Case``, a mapping of facts, or the path of a YAML or JSON file; a fact left out is unknown and
    taken at its most cautious. ``history`` is what a diary remembers of earlier sessions; what the case tells wins. The
    same case, history and rule base give the same bytes in any process and thread. Raises ``CaseError`` with every
    fault of the case, and ``KnowledgeError`` for a plan that a coach's overlays may not make.

    >>> plan = recommend({"pain": "none", "injuries": [], "fatigue": 8})
    >>> plan.verdict, plan.decision("clearance").value
    ('none', 'no_bursts_today')
    """
    base = rule_base or default_rule_base()
    valid = case_of(case, base)
    return build(base, valid, history, look_ahead=True)


def build(
    base: RuleBase,
    told: Case,
    history: Iterable[Remembered] = (),
    *,
    look_ahead: bool,
    not_asked: Collection[str] = (),
) -> Recommendation:
    """Build the recommendation of a valid case.

    ``look_ahead`` is for plans that go out to a runner: it also works out the step after some good weeks, and holds a
    plan made with overlays to the safety claims. Raises ``UndecidedError`` when the rules leave open what has to
    be decided, and ``KnowledgeError`` for a plan that breaks a claim which the overlays do not mean to go beyond.
    ``not_asked`` names facts that a consultation left out because they cannot change the outcome.
    """
    case, remembered = join(told, history)
    inference = _infer(base, facts_of(case, base, remembered))
    grounds = assumed_grounds(inference)
    moment = case.moment
    dose = choose_dose(base, inference) if moment != "during" else None
    rung = dose.rung if dose is not None and moment == "before" and cleared(inference) else None
    drill_choice = _drill_now(base, inference, case) if moment == "during" else None
    session = None
    if rung is not None:
        drill, gentler, drill_choice = _planned_drills(base, inference)
        if drill is not None:
            session = _session(inference, rung, drill, gentler)
    step = _step(base, inference, dose) if dose is not None and session is not None else None
    next_step = _next_step(base, case, inference, dose, session, step, look_ahead=look_ahead)
    writer = DecisionWriter(base, inference, grounds)
    decisions = writer.decisions(dose, drill_choice)
    verdict = verdict_of(moment, inference, session)
    choices = (dose.choice if dose is not None else None, drill_choice)
    made = Recommendation(
        moment=moment,
        verdict=verdict,
        headline=headline_of(moment, verdict, base, decisions, session, next_step, not_asked=not_asked),
        decisions=decisions,
        session=session,
        step=step if session is not None and session.kind == "bursts" else None,
        next_step=next_step,
        advice=writer.advice(),
        assumed=writer.assumed(),
        facts=tuple(matched_of(name, fact) for name, fact in sorted(inference.facts.items())),
        not_used=tuple(name for name in told.known() if moment not in case_facts()[name].moments),
        case=told.model_dump(mode="json", exclude_none=True),
        history=remembered,
        rules_digest=base.digest,
        overlays=_overlay_notes(base, inference),
        trace=Trace(
            firings=firings_of(inference, grounds), choices=tuple(choice for choice in choices if choice is not None)
        ),
    )
    return _held(base, made) if base.overlays and look_ahead else made


def _infer(base: RuleBase, facts: Mapping[str, FactValue]) -> Inference:
    if not base.overlays:
        return infer_decided(base, facts)
    from springstep.engine.advice.overlaid import infer_overlaid

    return infer_overlaid(base, facts)


def _overlay_notes(base: RuleBase, inference: Inference) -> tuple[OverlayNote, ...]:
    if not base.overlays:
        return ()
    from springstep.engine.advice.overlaid import notes_of

    return notes_of(base, inference)


def _held(base: RuleBase, made: Recommendation) -> Recommendation:
    from springstep.engine.advice.relaxed import held_to_claims

    return held_to_claims(base, made)


def _planned_drills(base: RuleBase, inference: Inference) -> tuple[Drill | None, Drill | None, Choice]:
    """Choose the drill of a planned session, and what to switch to when it is too much."""
    strides = next(drill for drill in base.drills if drill.role == "stand_in")
    role = "stand_in" if inference.settled["clearance"].value == "strides_instead" else "burst"
    drill, choice = choose_drill(base, inference, role=role)
    if drill is None or drill is strides:
        return drill, None, choice
    gentlest = next((d for d in base.drills if d.role == "burst"), strides)
    return drill, strides if drill is gentlest else gentlest, choice


def _drill_now(base: RuleBase, inference: Inference, case: Case) -> Choice | None:
    """Choose what to switch to in the middle of a run; ``None`` when the drill stays or the bursts end."""
    action = inference.settled["next_action"].value
    if action == "gentler_drill":
        drill, choice = choose_drill(base, inference, role="burst", gentler_than=case.current_drill or "")
        if drill is not None:
            return choice
    if action in ("gentler_drill", "strides_instead"):
        return choose_drill(base, inference, role="stand_in")[1]
    return None


def _session(inference: Inference, rung: Rung, drill: Drill, gentler: Drill | None) -> Session:
    return Session(
        kind="strides" if drill.role == "stand_in" else "bursts",
        drill=drill.id,
        drill_name=drill.name,
        how=drill.how,
        feel=drill.feel,
        efforts=rung.efforts,
        effort_s=rung.effort_s,
        total_s=rung.efforts * rung.effort_s,
        rest_s=int(inference.settled["rest_s"].value),
        contact=str(inference.settled["contact"].value),
        gentler_drill=gentler.id if gentler is not None else None,
        timeline=timeline(inference, rung, drill),
    )


def _step(base: RuleBase, inference: Inference, dose: Dose) -> ProgressionStep:
    """Tell the step that today's session belongs to, however small today's own caps make it."""
    level = max(dose.level, _told_level(inference))
    rung = base.ladder[int(min(level, inference.settled["dose_level"].value)) - 1]
    frequency = int(inference.settled["frequency"].value)
    return ProgressionStep(frequency=frequency, efforts=rung.efforts, effort_s=rung.effort_s)


def _told_level(inference: Inference) -> int:
    told = inference.facts.get("step_level")
    return int(told.value) if told is not None else 1


def _next_step(
    base: RuleBase,
    case: Case,
    inference: Inference,
    dose: Dose | None,
    session: Session | None,
    step: ProgressionStep | None,
    *,
    look_ahead: bool,
) -> NextStep | None:
    """Work out the next step: after a run from its own decisions, before it by the same rules after good weeks."""
    if dose is None or dose.rung is None:
        return None
    frequency = int(inference.settled["frequency"].value)
    if case.moment == "after":
        return _next_session(inference, frequency, dose.rung)
    if session is None or step is None or not look_ahead:
        return None
    ahead = _infer(base, facts_of(_after_good_weeks(case, step, session.drill), base))
    rung = choose_dose(base, ahead).rung
    if rung is None:
        return None
    there = int(ahead.settled["frequency"].value)
    if ahead.settled["progression"].value != "advance":
        say = _staying_words(there, rung, _told_level(inference), inference, base)
        return NextStep(frequency=there, efforts=rung.efforts, effort_s=rung.effort_s, say=say)
    longer = "" if fits_today(inference, rung) else " It needs a longer run than today's."
    say = _step_words(frequency, there, rung, earned=_earned(inference)) + longer
    return NextStep(frequency=there, efforts=rung.efforts, effort_s=rung.effort_s, say=say)


def _next_session(inference: Inference, frequency: int, rung: Rung) -> NextStep | None:
    """Tell the next session after a run; none while something has to be looked at first."""
    clearance = inference.settled["clearance"].value
    if clearance == "stop_and_refer":
        return None
    lead = "Once nothing hurts any more: " if clearance == "no_bursts_today" else "Next time: "
    say = (
        f"{lead}{rung.efforts} x {rung.effort_s} s, {HOW_OFTEN[frequency]}, on a run of {_least_min(rung)} min or more."
    )
    return NextStep(frequency=frequency, efforts=rung.efforts, effort_s=rung.effort_s, say=say)


def _least_min(rung: Rung) -> int:
    """Return the whole minutes from which a run keeps a rung under the hourly cap; 20 at least."""
    return max(20, rung.efforts * rung.effort_s // 2 + 1)


def _after_good_weeks(case: Case, step: ProgressionStep, drill: str) -> Case:
    """Take the present step as done well for some weeks, everything else about the runner as it is."""
    kept = {
        name: getattr(case, name) for name in ("goal", "experience", "has_coach", "season_phase", "injuries", "pain")
    }
    return Case(
        **kept,
        moment="after",
        sessions_done=(case.sessions_done or 0) + 3,
        every_nth_easy_run=step.frequency,
        step_efforts=step.efforts,
        step_effort_s=step.effort_s,
        last_completed="all",
        response_logged=True,
        form_held=True,
        felt_after="normal",
        recovery_between_sessions="full",
        weeks_at_step=2,
        sessions_at_step=3,
        fatigue_trend="same",
        cadence_trend="same",
        stride_trend="same",
        spring_trend="same",
        return_to_pace_trend="same",
        last_drill=drill,
    )


def _staying_words(frequency: int, rung: Rung, told: int, inference: Inference, base: RuleBase) -> str:
    """Tell a dose that stays for now, and that a passing limit does not take a step away."""
    say = f"Keep to {rung.efforts} x {rung.effort_s} s, {HOW_OFTEN[frequency]}, for now."
    step = base.ladder[told - 1]
    if inference.settled["progression"].value == "hold" and (step.efforts, step.effort_s) > (
        rung.efforts,
        rung.effort_s,
    ):
        say += f" Your step of {step.efforts} x {step.effort_s} s stays yours."
    return say


def _earned(inference: Inference) -> bool:
    """Tell whether sessions and weeks at the step are enough already, so that only today speaks against more."""
    facts = inference.facts
    enough = all(
        name in facts and facts[name].value >= least for name, least in (("sessions_at_step", 3), ("weeks_at_step", 2))
    )
    return enough and inference.settled["progression"].value == "hold"


def _step_words(here: int, there: int, rung: Rung, *, earned: bool) -> str:
    change = (
        f"{HOW_OFTEN[there]}, the dose unchanged"
        if there != here
        else f"{rung.efforts} x {rung.effort_s} s, {HOW_OFTEN[there]} as now"
    )
    if earned:
        return f"As soon as nothing speaks against it: {change}."
    return f"After three sessions and two weeks at this step, all done, logged and taken well: {change}."
