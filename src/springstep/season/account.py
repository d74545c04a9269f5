"""Report on a simulated season: each run, each week, and the whole in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from springstep.engine.advice.recommendation import Reason
from springstep.engine.inference.case import Case
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.season.model import EASY_DAYS, SeasonModel
from springstep.season.report import Barred, Run, Season, SeasonWeek
from springstep.season.simulate import LivedRun, LivedSeason, assumed_always, live, whole_case
from springstep.season.steps import moves_of
from springstep.season.summary import dose_of, seconds_done, summary_of
from springstep.season.words import model_words, outcome_words
from springstep.session.barring import barring
from springstep.session.recommendation import Recommendation
from springstep.session.sets import ProgressionStep


def simulate(case: Case, model: SeasonModel, base: RuleBase) -> Season:
    """Follow the runner of a case through a season under a rule base, and report on it.

    The case is one before a run. The model sets tiredness, legs and what hurts, and lets experience and bad nights
    come; everything else stays all season as the case gives it. The same case, model and rule base give the same
    bytes. Raises ``CaseError``.
    """
    return season_of(live(case, model, base), model, base)


def season_of(lived: LivedSeason, model: SeasonModel, base: RuleBase) -> Season:
    """Return the account of a lived season."""
    runs = tuple(run_of(run, base) for run in lived.runs)
    moves = tuple(moves_of(lived.runs))
    weeks = tuple(_weeks(runs, lived, model))
    summary = summary_of(lived.runs, runs, weeks, base)
    steps = [run.step for run in runs if run.step is not None]
    says = outcome_words(summary, len(weeks), (steps[0], steps[-1]) if steps else None, base)
    return Season(
        says=says,
        model=model.model_dump(mode="json"),
        model_words=tuple(model_words(model)),
        not_told=assumed_always(lived.runs),
        weeks=weeks,
        moves=moves,
        runs=runs,
        summary=summary,
        rules_digest=base.digest,
        overlays=tuple(f"{overlay.name} of {overlay.author}, {overlay.date}" for overlay in base.overlays),
    )


def run_of(lived: LivedRun, base: RuleBase) -> Run:
    """Return the account of one run."""
    made, entry, session = lived.made, lived.entry, lived.made.session
    progression = made.decision("progression")
    step = made.step
    return Run(
        number=lived.number,
        week=lived.week,
        weekday=lived.weekday,
        run_kind=entry.run_kind,
        verdict=made.verdict,
        planned=session.kind if session is not None else "none",
        efforts=session.efforts if session is not None else None,
        effort_s=session.effort_s if session is not None else None,
        drill=session.drill if session is not None else None,
        step=step,
        progression=str(progression.value),
        progression_reasons=progression.reasons,
        barred=tuple(_barred(made, base)),
        smaller=_refusing(made, *dose_of(step)) if step is not None else (),
        bound=_refusing(made, made.decision("reached_efforts").value, made.decision("reached_effort_s").value),
        became=entry.bursts,  # type: ignore[arg-type]  # a lived run is no longer just planned
        efforts_done=entry.efforts or 0,
        felt_after=entry.felt_after,
        after=str(lived.after.decision("progression").value) if lived.after is not None else None,
        case=dict(whole_case(made)),
    )


def _refusing(made: Recommendation, efforts: int, effort_s: int) -> tuple[Reason, ...]:
    """Return why today's set is smaller than this one: what caps its efforts, their length, or the whole set."""
    session = made.session
    if session is None or session.kind != "bursts" or (session.efforts, session.effort_s) == (efforts, effort_s):
        return ()
    refused = {
        "efforts": made.decision("efforts").value < efforts,
        "effort_s": made.decision("effort_s").value < effort_s,
        "total_s": made.decision("total_s").value <= efforts * effort_s,  # it stays under
    }
    names = [name for name, refuses in refused.items() if refuses] or ["dose"]
    return tuple({reason.rule: reason for name in names for reason in made.decision(name).reasons}.values())


def _barred(made: Recommendation, base: RuleBase) -> Iterator[Barred]:
    """Yield what left a run without bursts: decisions that a set cannot have, or that no set or drill is left."""
    if made.session is not None and made.session.kind == "bursts":
        return
    decisions = {decision.name: decision for decision in made.decisions}
    found: tuple[str, ...] = barring(made, base)
    if made.session is not None:
        found = ("clearance",)  # strides instead
    for name in found or ("dose" if decisions["dose"].value == "none" else "drill",):
        yield Barred(decision=name, value=decisions[name].value, reasons=decisions[name].reasons)


def _weeks(runs: Sequence[Run], lived: LivedSeason, model: SeasonModel) -> Iterator[SeasonWeek]:
    step: ProgressionStep | None = None
    for number in range(1, model.weeks + 1):
        here = [run for run in runs if run.week == number]
        easy = [run for run in here if run.run_kind in EASY_DAYS]
        planned = [run for run in here if run.planned == "bursts"]
        became = Counter(run.became for run in planned)
        doses = [seconds_done(run) for run in planned]
        without = [run for run in easy if run.planned == "none"]
        not_due = sum({barred.decision for barred in run.barred} == {"due"} for run in without)
        step = planned[-1].step if planned else step
        phases = [str(run.case["season_phase"]) for run in here if "season_phase" in run.case]
        yield SeasonWeek(
            number=number,
            phase=phases[0] if phases else model.phase_in(number) or "",
            events=tuple(_events(model, number, here, [run for run in runs if run.week < number])),
            runs=len(here),
            easy_runs=len(easy),
            planned=len(planned),
            done=became["done"],
            partly=became["partly"],
            skipped=became["skipped"],
            strides=sum(run.planned == "strides" for run in here),
            barred=len(without) - not_due,
            not_due=not_due,
            dose_s=sum(doses),
            largest_s=max(doses, default=0),
            step=step,
            tolerance_s=round(lived.tolerance_s[number - 1], 2),
        )


def _events(model: SeasonModel, week: int, here: Sequence[Run], earlier: Sequence[Run]) -> Iterator[str]:
    """Yield what happens in a week: what hurts or has just healed, a race, a pause."""
    now, then = (
        {injury["site"]: injury["status"] for run in runs[:1] for injury in run.case["injuries"]}
        for runs in (here, earlier[::-1])
    )
    for site, status in now.items():
        if status != "resolved":
            yield f"{plain(site)} {'hurt' if status == 'active' else 'returning'}"
        elif then.get(site, "resolved") != "resolved":
            yield f"{plain(site)} healed"
    if week in model.races:
        yield "race"
    if model.paused_in(week):
        yield "away"
