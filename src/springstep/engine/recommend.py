"""From a case to a recommendation: infer, build the plan, and write down every decision with its reasons."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable, Mapping
from typing import Any

from springstep.engine.case import FactValue, case_of, facts_of
from springstep.engine.entries import Drill
from springstep.engine.inference import Fired, Inference, infer
from springstep.engine.joins import Concluded, Settlement
from springstep.engine.load import default_rule_base
from springstep.engine.plan import Dose, choose_dose, choose_drill, timeline
from springstep.engine.recommendation import (
    Advice,
    Assumed,
    Basis,
    Decision,
    NextStep,
    Reason,
    Recommendation,
    Session,
)
from springstep.engine.rulebase import RuleBase
from springstep.engine.rules import Advise, Assume, Bound, Rule, Select, Step
from springstep.engine.trace import Choice, Conclusion, Firing, Matched, Trace
from springstep.engine.verdict import HOW_OFTEN, headline_of, next_words, verdict_of
from springstep.engine.words import amount_words, plain, selector_words
from springstep.knowledge.facts import Case

BASES: tuple[Basis, ...] = ("guide", "inference", "convention")
WITHOUT_SESSION = ("no_bursts_today", "stop_and_refer")


def recommend(
    case: Case | Mapping[str, Any] | str | pathlib.Path, *, rule_base: RuleBase | None = None
) -> Recommendation:
    """Recommend what to do in one case, with the full trace.

    ``case`` is a ``Case``, a mapping of facts, or the path of a YAML or JSON file; a fact left out is unknown and
    taken at its most cautious. The same case and rule base give the same bytes in any process and thread. Raises
    ``CaseError`` with every fault of the case.

    >>> plan = recommend({"pain": "none", "injuries": [], "fatigue": 8})
    >>> plan.verdict, plan.decision("clearance").value
    ('none', 'no_bursts_today')
    """
    base = rule_base or default_rule_base()
    valid = case_of(case, base)
    return build(base, valid, look_ahead=True)


def build(base: RuleBase, case: Case, *, look_ahead: bool) -> Recommendation:
    """Build the recommendation of a valid case; ``look_ahead`` also works out the step after some good weeks."""
    inference = infer(base, facts_of(case, base))
    moment = case.moment
    choices: list[Choice] = []
    dose = drill = gentler = None
    if moment != "during":
        dose = choose_dose(base, inference)
        choices.append(dose.choice)
    session_open = moment == "before" and dose is not None and dose.rung is not None and _cleared(inference)
    if session_open or moment == "during":
        drill, gentler, drill_choice = _drills(base, inference, case)
        choices.append(drill_choice)
    session = None
    if session_open and dose is not None and dose.rung is not None and drill is not None:
        session = _session(inference, dose, drill, gentler)
    firings = _firings(inference, base)
    decisions = _decisions(base, inference, choices, dose, session_open=session_open)
    next_step = _next_step(base, case, inference, dose, session, look_ahead=look_ahead)
    verdict = verdict_of(moment, inference, dose, session)
    return Recommendation(
        moment=moment,
        verdict=verdict,
        headline=headline_of(moment, verdict, base, inference, session, next_step),
        decisions=decisions,
        session=session,
        next_step=next_step,
        advice=_advice(base, inference),
        assumed=_assumed(inference),
        facts=tuple(_matched(name, fact) for name, fact in sorted(inference.facts.items())),
        case=case.model_dump(mode="json", exclude_none=True),
        rules_digest=base.digest,
        trace=Trace(firings=firings, choices=tuple(choices)),
    )


def _cleared(inference: Inference) -> bool:
    settled = inference.settled
    return settled["clearance"].value not in WITHOUT_SESSION and settled["due"].value == "due"


def _drills(base: RuleBase, inference: Inference, case: Case) -> tuple[Drill | None, Drill | None, Choice]:
    """Choose the drill and what to switch to when it is too much."""
    clearance = inference.settled.get("clearance")
    strides = next(drill for drill in base.drills if drill.role == "stand_in")
    role = "stand_in" if clearance is not None and clearance.value == "strides_instead" else "burst"
    current = case.current_drill or ""
    wants_gentler = case.moment == "during" and inference.settled["next_action"].value == "gentler_drill"
    drill, choice = choose_drill(base, inference, role=role, avoid=current if wants_gentler else "")
    if drill is None or drill is strides:
        return drill, None, choice
    gentlest = next((d for d in base.drills if d.role == "burst"), strides)
    return drill, strides if drill is gentlest else gentlest, choice


def _session(inference: Inference, dose: Dose, drill: Drill, gentler: Drill | None) -> Session:
    rung = dose.rung
    assert rung is not None
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


def _next_step(
    base: RuleBase, case: Case, inference: Inference, dose: Dose | None, session: Session | None, *, look_ahead: bool
) -> NextStep | None:
    """Work out the next step: after a run from its own decisions, before it by the same rules after good weeks."""
    if dose is None or dose.rung is None:
        return None
    frequency = int(inference.settled["frequency"].value)
    if case.moment == "after":
        say = next_words(inference, frequency, dose.rung)
        return NextStep(frequency=frequency, efforts=dose.rung.efforts, effort_s=dose.rung.effort_s, say=say)
    if session is None or not look_ahead:
        return None
    ahead = infer(base, facts_of(_after_good_weeks(case, session, frequency), base))
    rung = choose_dose(base, ahead).rung
    if rung is None:
        return None
    here = (frequency, session.efforts, session.effort_s)
    there = (int(ahead.settled["frequency"].value), rung.efforts, rung.effort_s)
    return NextStep(frequency=there[0], efforts=there[1], effort_s=there[2], say=_step_words(here, there))


def _after_good_weeks(case: Case, session: Session, frequency: int) -> Case:
    """Take today's plan as done well for some weeks, everything else about the runner as it is."""
    kept = {
        name: getattr(case, name) for name in ("goal", "experience", "has_coach", "season_phase", "injuries", "pain")
    }
    return Case(
        **kept,
        moment="after",
        sessions_done=(case.sessions_done or 0) + 3,
        every_nth_easy_run=frequency,
        last_efforts=session.efforts,
        last_effort_s=session.effort_s,
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
        last_drill=session.drill,
    )


def _step_words(here: tuple[int, int, int], there: tuple[int, int, int]) -> str:
    if here == there:
        return f"Stay with {here[1]} x {here[2]} s, {HOW_OFTEN[here[0]]}, for now."
    change = (
        f"{HOW_OFTEN[there[0]]}, the dose unchanged"
        if there[0] != here[0]
        else f"{there[1]} x {there[2]} s, {HOW_OFTEN[there[0]]} as now"
    )
    return f"After three sessions and two weeks at this step, all done, logged and taken well: {change}."


def _firings(inference: Inference, base: RuleBase) -> tuple[Firing, ...]:
    return tuple(_firing(seq, fired, inference, base) for seq, fired in enumerate(inference.fired, 1))


def _firing(seq: int, fired: Fired, inference: Inference, base: RuleBase) -> Firing:
    rule = fired.rule
    return Firing(
        seq=seq,
        rule=rule.id,
        name=rule.name,
        layer=rule.layer,
        item=dict(fired.item.value) if fired.item is not None else None,
        matched=tuple(_matched(name, fact) for name, fact in fired.matched),
        conclusions=tuple(
            record for entry in fired.concluded if (record := _conclusion(entry, inference, base)) is not None
        ),
        because=rule.because,
        basis=rule.basis,
        guide=rule.guide,
    )


def _matched(name: str, fact: FactValue) -> Matched:
    return Matched(fact=name, value=_jsonable(fact.value), source=fact.source, note=fact.note)


def _jsonable(value: Any) -> Any:
    return [dict(part) for part in value] if isinstance(value, (list, tuple)) else value


def _conclusion(entry: Concluded, inference: Inference, base: RuleBase) -> Conclusion | None:
    match entry.conclusion:
        case Step(decision, _) | Bound(decision, _, _, _, _):
            settlement = inference.settled.get(decision)
            if settlement is None:
                return None  # a decision of another moment
            carried = any(entry is other for other in settlement.carried)
            kind = entry.conclusion.kind if isinstance(entry.conclusion, Bound) else "step"
            return Conclusion(
                kind=kind,
                target=decision,
                value=entry.amount,
                carried=carried,
                strict=getattr(entry.conclusion, "strict", False),
                dominated_by=() if carried else _ids(settlement.carried),
            )
        case Select(kind, where, _, id_from):
            words = plain(entry.amount) if id_from else selector_words(where)
            return Conclusion(kind=kind, target="drills", value=words, carried=True)
        case Advise(topic, say):
            return Conclusion(kind="advise", target=topic, value=say, carried=True)
        case Assume(fact, _, _):
            return Conclusion(kind="assume", target=fact, value=_jsonable(entry.amount), carried=True)


def _ids(entries: Iterable[Concluded]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(entry.rule for entry in entries))


def _decisions(
    base: RuleBase, inference: Inference, choices: list[Choice], dose: Dose | None, *, session_open: bool
) -> tuple[Decision, ...]:
    """Write every settled decision, and those of the plan builder, with the rules that carried them."""
    found = [_settled_decision(base, s) for s in inference.settled.values() if s.value is not None]
    if dose is not None:
        found.append(_dose_decision(base, inference, dose, session_open=session_open))
    for choice in choices:
        if choice.decision == "drill":
            found.append(_drill_decision(base, choice))
    return tuple(found)


def _settled_decision(base: RuleBase, settlement: Settlement) -> Decision:
    shape = base.decisions[settlement.decision]
    if shape.kind == "scale":
        text = shape.steps[settlement.value]
    else:
        text = amount_words(shape, settlement.value, strict=settlement.strict)
    rules = _ids(settlement.carried)
    dominated = tuple(rule for rule in _ids(settlement.dominated) if rule not in rules)
    return _decision(base, shape.name, shape.title, settlement.value, text, rules, dominated)


def _decision(
    base: RuleBase,
    name: str,
    title: str,
    value: Any,
    text: str,
    rules: tuple[str, ...],
    dominated: tuple[str, ...] = (),
) -> Decision:
    return Decision(
        name=name,
        title=title,
        value=value,
        text=text,
        reasons=tuple(_reason(base.by_id[rule]) for rule in rules),
        dominated=dominated,
    )


def _reason(rule: Rule) -> Reason:
    return Reason(rule=rule.id, because=rule.because, guide=rule.guide, basis=rule.basis)


def _sentences(rules: Iterable[Rule]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(number for rule in rules for number in rule.guide))


def _bases(rules: Iterable[Rule]) -> tuple[Basis, ...]:
    used = {rule.basis for rule in rules}
    return tuple(basis for basis in BASES if basis in used)


def _dose_decision(base: RuleBase, inference: Inference, dose: Dose, *, session_open: bool) -> Decision:
    """Say what dose was chosen and by which rules: those that refuse the next rung, or every rung."""
    options = dose.choice.options
    if inference.facts["moment"].value == "before" and not session_open and not _cleared(inference):
        blocking = [
            s
            for s in (inference.settled["clearance"], inference.settled["due"])
            if s.value in (*WITHOUT_SESSION, "not_due")
        ]
        rules = tuple(dict.fromkeys(rule for s in blocking for rule in _ids(s.carried)))
        return _decision(base, "dose", "Dose", "none", "No bursts in this run", rules)
    if dose.rung is None:
        return _decision(base, "dose", "Dose", "none", f"No set fits: {options[-1].why}", options[-1].refused_by)
    position = next(index for index, option in enumerate(options) if option.taken)
    if position:
        above = options[position - 1]
        text = f"{dose.choice.chosen}; the next rung, {above.value}, is not open: {above.why}"
        return _decision(base, "dose", "Dose", dose.choice.chosen, text, above.refused_by)
    top = _ids(inference.settled["efforts"].carried) + _ids(inference.settled["effort_s"].carried)
    return _decision(base, "dose", "Dose", dose.choice.chosen, "The top of the ladder", tuple(dict.fromkeys(top)))


def _drill_decision(base: RuleBase, choice: Choice) -> Decision:
    taken = next((option for option in choice.options if option.taken), None)
    if taken is None:
        rules = tuple(dict.fromkeys(rule for option in choice.options for rule in option.refused_by))
        return _decision(base, "drill", "Drill", "none", "No drill is left", rules)
    preferring = taken.why.removeprefix("preferred by ").split(", ") if taken.why.startswith("preferred") else []
    excluding = [rule for option in choice.options for rule in option.refused_by]
    rules = tuple(dict.fromkeys([*preferring, *excluding]))
    return _decision(base, "drill", "Drill", taken.value, base.drill_by_id[taken.value].name, rules)


def _advice(base: RuleBase, inference: Inference) -> tuple[Advice, ...]:
    """Fold the advice of all firings: the same words once, with every rule that says them, by topic."""
    said: dict[tuple[str, str], list[str]] = {}
    for fired in inference.fired:
        for entry in fired.concluded:
            if isinstance(entry.conclusion, Advise):
                rules = said.setdefault((entry.conclusion.topic, entry.conclusion.say), [])
                if fired.rule.id not in rules:
                    rules.append(fired.rule.id)
    place = {rule.id: index for index, rule in enumerate(base.rules)}
    ordered = sorted(said.items(), key=lambda entry: (entry[0][0], min(place[rule] for rule in entry[1])))
    return tuple(
        Advice(
            topic=topic,
            say=say,
            rules=tuple(rules),
            guide=_sentences(base.by_id[rule] for rule in rules),
            basis=_bases(base.by_id[rule] for rule in rules),
        )
        for (topic, say), rules in ordered
    )


def _assumed(inference: Inference) -> tuple[Assumed, ...]:
    return tuple(
        Assumed(
            fact=entry.conclusion.fact, value=_jsonable(entry.amount), rule=fired.rule.id, because=fired.rule.because
        )
        for fired in inference.fired
        for entry in fired.concluded
        if isinstance(entry.conclusion, Assume)
    )
