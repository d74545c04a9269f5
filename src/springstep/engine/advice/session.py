"""The plan builder: turn what the rules settled into a session on a clock, and note each choice.

The only arithmetic outside the rules. It takes the highest rung of the dose ladder that no cap refuses and that fits
into the run, and the drill that most preferences speak for among those that nothing excludes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from springstep.engine.advice.trace import Choice, Option
from springstep.engine.frozen import Frozen
from springstep.engine.inference.case import KM_PER_MILE, pace_min_per_mile
from springstep.engine.inference.forward import Inference
from springstep.engine.inference.joins import Concluded, Settlement
from springstep.engine.language.entries import Drill, Rung
from springstep.engine.language.rules import Select
from springstep.engine.record import Record
from springstep.engine.rulebase.base import RuleBase

HALF_MINUTE_S = 30


class Segment(Record):
    """One stretch of the run's timeline, in seconds from the start; distances where the pace is known."""

    kind: Literal["easy", "burst", "recovery"]
    start_s: int
    end_s: int
    number: int | None = None
    say: str
    start_km: float | None = None
    start_mi: float | None = None


class Dose(Frozen):
    """The rung chosen, or none, and the choice as it is traced."""

    level: int
    rung: Rung | None
    choice: Choice


def choose_dose(base: RuleBase, inference: Inference) -> Dose:
    """Take the highest rung that no cap refuses and that fits into the run; level 0 when there is none."""
    settled, facts = inference.settled, inference.facts
    length = facts.get("duration_min")
    available_s = length.value * 60 if length is not None and settled.get("total_s") is not None else None
    options: list[Option] = []
    chosen = 0
    for level in range(len(base.ladder), 0, -1):
        rung = base.ladder[level - 1]
        refused, why = refusals(level, rung, settled, available_s)
        taken = not why and not chosen
        chosen = level if taken else chosen
        reason = why or ("" if taken else "a higher rung is open")
        options.append(Option(value=dose_words(rung), taken=taken, refused_by=refused, why=reason))
    rung_taken = base.ladder[chosen - 1] if chosen else None
    choice = Choice(
        decision="dose",
        chosen=dose_words(rung_taken) if rung_taken else "none",
        how="the highest rung of the dose ladder that no cap refuses and that fits into the run",
        options=tuple(options),
    )
    return Dose(chosen, rung_taken, choice)


def fits_today(inference: Inference, rung: Rung) -> bool:
    """Tell whether a rung would keep to the hourly cap and the clock of this run."""
    total, length = inference.settled["total_s"], inference.facts["duration_min"].value * 60
    amount = rung.efforts * rung.effort_s
    within = amount < total.value or (amount == total.value and not total.strict)
    return within and _needed_s(rung, inference.settled) <= length


def dose_words(rung: Rung) -> str:
    """Write a rung as people do: ``3 x 8 s``."""
    return f"{rung.efforts} x {rung.effort_s} s"


def refusals(
    level: int, rung: Rung, settled: Mapping[str, Settlement], available_s: float | None
) -> tuple[tuple[str, ...], str]:
    """Return the rules that refuse a rung and the reason in words; no words when it is open."""
    amounts = {
        "dose_level": level,
        "efforts": rung.efforts,
        "effort_s": rung.effort_s,
        "total_s": rung.efforts * rung.effort_s,
    }
    rules: list[str] = []
    words: list[str] = []
    for name, amount in amounts.items():
        cap = settled.get(name)
        if cap is None or cap.value is None:
            continue
        if amount > cap.value or (cap.strict and amount == cap.value):
            rules += _rule_ids(cap.carried)
            words.append(_refusal_words(name, amount, cap))
    if available_s is not None:
        needed = _needed_s(rung, settled)
        if needed > available_s:
            rules += [
                rule for name in ("warm_up_min", "rest_s", "cool_down_min") for rule in _rule_ids(settled[name].carried)
            ]
            needed_min, run_min = float(needed / 60), float(available_s / 60)
            words.append(f"needs {needed_min:.1f} min with warm-up and recoveries, the run has {run_min:g}")
    return tuple(dict.fromkeys(rules)), "; ".join(words)


def _refusal_words(name: str, amount: float, cap: Settlement) -> str:
    limit = f"{'less than ' if cap.strict else 'at most '}{round(float(cap.value), 2):g}"
    return {
        "dose_level": f"no higher than rung {float(cap.value):g} of the dose ladder for now",
        "efforts": f"{amount:g} efforts, {limit} allowed",
        "effort_s": f"{amount:g} s an effort, {limit} s allowed",
        "total_s": f"{amount:g} s in all, {limit} s allowed",
    }[name]


def _rule_ids(concluded: tuple[Concluded, ...]) -> list[str]:
    return list(dict.fromkeys(entry.rule for entry in concluded))


def _needed_s(rung: Rung, settled: Mapping[str, Settlement]) -> Any:
    easy_min = settled["warm_up_min"].value + settled["cool_down_min"].value
    needed: Any = easy_min * 60 + rung.efforts * (rung.effort_s + settled["rest_s"].value)
    return needed


def exclusions(base: RuleBase, inference: Inference) -> dict[str, tuple[str, ...]]:
    """Return for each drill the rules that exclude it; an empty tuple when none does."""
    selects = _selects(inference, "exclude")
    return {
        drill.id: tuple(dict.fromkeys(rule for rule, select, _ in selects if fits(drill, select, None)))
        for drill in base.drills
    }


def choose_drill(
    base: RuleBase, inference: Inference, *, role: str, gentler_than: str = ""
) -> tuple[Drill | None, Choice]:
    """Take the allowed drill of a role that most preferences speak for; the gentler one of equals.

    ``gentler_than`` leaves only the drills that stand before this one in the catalogue, which goes from gentle to hard.
    """
    excluded = exclusions(base, inference)
    preferences = _selects(inference, "prefer")
    preferring = {
        drill.id: [(rule, select.weight) for rule, select, wanted in preferences if fits(drill, select, wanted)]
        for drill in base.drills
    }
    weights = {name: sum(weight for _, weight in speaking) for name, speaking in preferring.items()}
    order = [drill.id for drill in base.drills]
    gentle = order[: order.index(gentler_than)] if gentler_than else order
    open_drills = [d for d in base.drills if d.role == role and not excluded[d.id] and d.id in gentle]
    best = max(open_drills, key=lambda drill: weights[drill.id], default=None)
    options = tuple(
        Option(
            value=drill.id,
            taken=drill is best,
            weight=weights[drill.id],
            preferred_by=tuple(rule for rule, _ in preferring[drill.id]),
            refused_by=excluded[drill.id],
            why=_drill_reason(drill, best, weights, open_drills, role, excluded=bool(excluded[drill.id])),
        )
        for drill in base.drills
    )
    how = "most weight of preferences among the drills that nothing excludes; of equals the gentler"
    return best, Choice(decision="drill", chosen=best.id if best else "none", how=how, options=options)


def _drill_reason(
    drill: Drill, best: Drill | None, weights: Mapping[str, int], open_drills: list[Drill], role: str, *, excluded: bool
) -> str:
    if excluded:
        return "excluded"
    if drill.role != role:
        return "only in place of bursts" if drill.role == "stand_in" else "gentle strides take its place"
    if drill not in open_drills:
        return "not gentler than the present drill"
    if best is None or drill is best:
        return "most preferred" if weights[drill.id] else "the gentlest that is open"
    return f"{best.name} is preferred" if weights[drill.id] < weights[best.id] else f"{best.name} is gentler"


def _selects(inference: Inference, kind: str) -> list[tuple[str, Select, Any]]:
    return [
        (entry.rule, entry.conclusion, entry.amount)
        for fired in inference.fired
        for entry in fired.concluded
        if isinstance(entry.conclusion, Select) and entry.conclusion.kind == kind
    ]


def fits(drill: Drill, select: Select, wanted: Any) -> bool:
    """Tell whether a conclusion means a drill; ``wanted`` is the drill's id where a fact names it."""
    if select.id_from:
        return bool(drill.id == wanted)
    return all(getattr(drill, name) in values for name, values in select.where)


def timeline(inference: Inference, rung: Rung, drill: Drill) -> tuple[Segment, ...]:
    """Spread the efforts evenly between warm-up and easy end; starts fall on half minutes where there is room."""
    settled = inference.settled
    end_s = round(inference.facts["duration_min"].value * 60)
    first_s = int(settled["warm_up_min"].value * 60)
    rest_s = int(settled["rest_s"].value)
    window_s = end_s - int(settled["cool_down_min"].value * 60) - first_s
    spacing_s = window_s // rung.efforts
    if spacing_s // HALF_MINUTE_S * HALF_MINUTE_S >= rung.effort_s + rest_s:
        spacing_s = spacing_s // HALF_MINUTE_S * HALF_MINUTE_S
    pace = pace_min_per_mile(inference.facts)
    segments = [_segment("easy", 0, first_s, "Easy running to warm up", pace)]
    for number in range(1, rung.efforts + 1):
        start_s = first_s + (number - 1) * spacing_s
        over_s, calm_s = start_s + rung.effort_s, start_s + rung.effort_s + rest_s
        following_s = first_s + number * spacing_s if number < rung.efforts else end_s
        segments.append(_segment("burst", start_s, over_s, f"{drill.name}, {rung.effort_s} s", pace, number))
        segments.append(_segment("recovery", over_s, calm_s, "Easy jog until the breath is quiet", pace, number))
        if following_s > calm_s:
            say = "Easy running at your usual pace" if number < rung.efforts else "Easy running to the end"
            segments.append(_segment("easy", calm_s, following_s, say, pace))
    return tuple(segments)


def _segment(
    kind: Literal["easy", "burst", "recovery"],
    start_s: int,
    end_s: int,
    say: str,
    pace: float | None,
    number: int | None = None,
) -> Segment:
    miles = start_s / 60 / pace if pace else None
    return Segment(
        kind=kind,
        start_s=start_s,
        end_s=end_s,
        number=number,
        say=say,
        start_km=round(miles * KM_PER_MILE, 2) if miles is not None else None,
        start_mi=round(miles, 2) if miles is not None else None,
    )
