"""Give account of a lived season: each run, each week, and the whole in numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from springstep.diary.entry import SESSION
from springstep.engine.advice.decisions import BLOCKING, WITHOUT_BURSTS
from springstep.engine.advice.recommendation import ProgressionStep, Recommendation
from springstep.engine.advice.verdict import HOW_OFTEN
from springstep.engine.language.words import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.knowledge.facts import Case
from springstep.season.model import EASY_DAYS, SeasonModel
from springstep.season.report import Barred, Growth, Run, Season, Share, StepTime, Summary, Week
from springstep.season.simulate import LivedRun, LivedSeason, assumed_always, live, whole_case
from springstep.season.steps import moves_of
from springstep.season.words import model_words, outcome_words


def simulate(case: Case, model: SeasonModel, base: RuleBase) -> Season:
    """Follow the runner of a case through a season under a rule base, and give account of it.

    The case is one before a run; what it tells of today's tiredness and legs is left to the model, everything else
    holds all season. The same case, model and rule base give the same bytes. Raises ``CaseError``.
    """
    return season_of(live(case, model, base), model, base)


def season_of(lived: LivedSeason, model: SeasonModel, base: RuleBase) -> Season:
    """Return the account of a lived season."""
    runs = tuple(map(run_of, lived.runs))
    moves = tuple(moves_of(lived.runs))
    weeks = tuple(_weeks(runs, lived, model))
    summary = _summary(lived.runs, runs, weeks, base)
    steps = [run.step for run in runs if run.step is not None]
    says = outcome_words(summary, len(weeks), (steps[0], steps[-1]) if steps else None)
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
    )


def run_of(lived: LivedRun) -> Run:
    """Return the account of one run."""
    made, entry, session = lived.made, lived.entry, lived.made.session
    progression = made.decision("progression")
    step = made.step
    small = step is not None and session is not None and (session.efforts, session.effort_s) != _dose(step)
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
        barred=tuple(_barred(made)),
        smaller=made.decision("dose").reasons if small else (),
        became=entry.bursts,  # type: ignore[arg-type]  # a lived run is planned no more
        efforts_done=entry.efforts or 0,
        felt_after=entry.felt_after,
        after=str(lived.after.decision("progression").value) if lived.after is not None else None,
        case=dict(whole_case(made)),
    )


def _dose(step: ProgressionStep) -> tuple[int, int]:
    return step.efforts, step.effort_s


def _barred(made: Recommendation) -> Iterator[Barred]:
    """Yield what left a run without bursts: clearance, frequency, length, or that no set or drill is left."""
    if made.session is not None and made.session.kind == "bursts":
        return
    decisions = {decision.name: decision for decision in made.decisions}
    found = [name for name in BLOCKING if decisions[name].value in WITHOUT_BURSTS]
    if made.session is not None:
        found = ["clearance"]  # strides instead
    for name in found or ["dose" if decisions["dose"].value == "none" else "drill"]:
        yield Barred(decision=name, value=decisions[name].value, reasons=decisions[name].reasons)


def _weeks(runs: Sequence[Run], lived: LivedSeason, model: SeasonModel) -> Iterator[Week]:
    step: ProgressionStep | None = None
    for number in range(1, model.weeks + 1):
        here = [run for run in runs if run.week == number]
        easy = [run for run in here if run.run_kind in EASY_DAYS]
        planned = [run for run in here if run.planned == "bursts"]
        became = Counter(run.became for run in planned)
        doses = [run.efforts_done * (run.effort_s or 0) for run in planned]
        without = [run for run in easy if run.planned == "none"]
        not_due = sum({barred.decision for barred in run.barred} == {"due"} for run in without)
        step = planned[-1].step if planned else step
        phases = [str(run.case["season_phase"]) for run in here if "season_phase" in run.case]
        yield Week(
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
    """Tell what happens in a week: what hurts or has just healed, a race, a pause."""
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


def _summary(lived: Sequence[LivedRun], runs: Sequence[Run], weeks: Sequence[Week], base: RuleBase) -> Summary:
    easy = [run for run in runs if run.run_kind in EASY_DAYS]
    before = [_fired(run.made) for run in lived]
    fired = Counter(rule for made in before for rule in made)
    fired.update(rule for run in lived if run.after is not None for rule in _fired(run.after))
    always = set(before[0]).intersection(*before) if before else set()
    held = Counter(
        reason.rule
        for run in runs
        if run.planned == "bursts" and run.progression == "hold"
        for reason in run.progression_reasons
    )
    top, top_week = _top(runs, base)
    return Summary(
        runs=len(runs),
        easy_runs=len(easy),
        planned=sum(run.planned == "bursts" for run in runs),
        done=sum(week.done for week in weeks),
        partly=sum(week.partly for week in weeks),
        skipped=sum(week.skipped for week in weeks),
        strides=sum(week.strides for week in weeks),
        never_asked=len(runs) - len(easy),
        barred=tuple(_shares(easy)),
        rungs=tuple(_rungs(runs, weeks, base)),
        frequencies=tuple(_frequencies(runs, weeks)),
        top=top,
        top_week=top_week,
        growth=_growth(runs),
        held=_most(held, base),
        fired=_most(Counter({rule: count for rule, count in fired.items() if rule not in always}), base),
        always=tuple(rule.id for rule in base.rules if rule.id in always),
        never=tuple(
            rule.id
            for rule in base.rules
            if rule.id not in fired and rule.layer != "assume" and {"before", "after"} & set(rule.moments)
        ),
    )


def _fired(made: Recommendation) -> set[str]:
    return {firing.rule for firing in made.trace.firings}


def _most(counts: Counter[str], base: RuleBase) -> tuple[tuple[str, int], ...]:
    """Return counted rules, the most frequent first, in the rule base's order where they are equal."""
    place = {rule.id: index for index, rule in enumerate(base.rules)}
    return tuple(sorted(counts.items(), key=lambda entry: (-entry[1], place[entry[0]])))


def _shares(easy: Iterable[Run]) -> Iterator[Share]:
    found: dict[str, Counter[str]] = {}
    times: Counter[str] = Counter()
    for run in easy:
        for barred in run.barred:
            times[barred.decision] += 1
            found.setdefault(barred.decision, Counter()).update(reason.rule for reason in barred.reasons)
    for name, count in times.most_common():
        rules = sorted(found[name].items(), key=lambda entry: (-entry[1], entry[0]))
        yield Share(decision=name, runs=count, rules=tuple(rules))


def _rungs(runs: Sequence[Run], weeks: Sequence[Week], base: RuleBase) -> Iterator[StepTime]:
    for rung in base.ladder:
        dose = (rung.efforts, rung.effort_s)
        stood = sum(week.step is not None and _dose(week.step) == dose for week in weeks)
        sessions = sum(run.step is not None and _dose(run.step) == dose and run.became in SESSION for run in runs)
        yield StepTime(step=f"{rung.efforts} x {rung.effort_s} s", weeks=stood, sessions=sessions)


def _frequencies(runs: Sequence[Run], weeks: Sequence[Week]) -> Iterator[StepTime]:
    for frequency, words in sorted(HOW_OFTEN.items(), reverse=True):
        stood = sum(week.step is not None and week.step.frequency == frequency for week in weeks)
        sessions = sum(
            run.step is not None and run.step.frequency == frequency and run.became in SESSION for run in runs
        )
        yield StepTime(step=words, weeks=stood, sessions=sessions)


def _growth(runs: Sequence[Run]) -> Growth | None:
    """Return the largest growth from one set done to the next, the first of those that are equal."""
    done = [run for run in runs if run.planned == "bursts" and run.efforts_done]
    grown = [
        Growth(
            week=now.week,
            run=now.number,
            before=f"{before.efforts_done} x {before.effort_s} s",
            now=f"{now.efforts_done} x {now.effort_s} s",
            before_s=before.efforts_done * (before.effort_s or 0),
            now_s=now.efforts_done * (now.effort_s or 0),
        )
        for before, now in pairwise(done)
    ]
    largest = max(grown, key=lambda growth: growth.now_s - growth.before_s, default=None)
    return largest if largest is not None and largest.now_s > largest.before_s else None


def _top(runs: Sequence[Run], base: RuleBase) -> tuple[str, int | None]:
    """Tell the largest set done in full and when first, and the week if it is the ladder's top."""
    full = [run for run in runs if run.planned == "bursts" and run.became == "done"]
    if not full:
        return "No session was done in full.", None
    largest = max(full, key=lambda run: (run.efforts or 0) * (run.effort_s or 0))  # the first of them
    last, week = base.ladder[-1], largest.week
    if (largest.efforts, largest.effort_s) == (last.efforts, last.effort_s):
        return f"The top, {last.efforts} x {last.effort_s} s, was first done in week {week}.", week
    top, most = f"{last.efforts} x {last.effort_s} s", f"{largest.efforts} x {largest.effort_s} s"
    return f"The top, {top}, was not reached; the largest set done was {most}, first in week {week}.", None
