"""A season in numbers: what barred sessions and how often, how long each step lasted, which rules fired."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from springstep.diary.entry import SESSION
from springstep.engine.advice.recommendation import Reason
from springstep.engine.rulebase.base import RuleBase
from springstep.season.model import EASY_DAYS
from springstep.season.report import Growth, Run, SeasonWeek, Share, StepTime, Summary
from springstep.season.simulate import LivedRun
from springstep.session.recommendation import Recommendation
from springstep.session.sets import ProgressionStep
from springstep.session.texts import how_often

RECENT_WEEKS = 4
"""A set has grown when it is larger than any of these weeks before; a single small day is no measure."""


def dose_of(step: ProgressionStep) -> tuple[int, int]:
    """Return the efforts of a step and the seconds of each."""
    return step.efforts, step.effort_s


def seconds_done(run: Run) -> int:
    """Return the seconds of bursts that were done in a run."""
    return run.efforts_done * (run.effort_s or 0)


def held_by(run: Run) -> tuple[Reason, ...]:
    """Return what kept the step: the reasons of the progression, or what refuses a larger set although it is open."""
    return run.bound if run.progression == "advance" else run.progression_reasons


def _stayed(runs: Sequence[Run]) -> Iterator[Run]:
    """Yield the runs with planned bursts that stay at the step before."""
    planned = [run for run in runs if run.planned == "bursts"]
    for place, run in enumerate(planned):
        moved = place > 0 and run.step != planned[place - 1].step
        if run.progression == "hold" or (run.progression == "advance" and not moved):
            yield run


def summary_of(lived: Sequence[LivedRun], runs: Sequence[Run], weeks: Sequence[SeasonWeek], base: RuleBase) -> Summary:
    """Return the numbers of a season."""
    easy = [run for run in runs if run.run_kind in EASY_DAYS]
    before = [_fired(run.made) for run in lived]
    fired = Counter(rule for made in before for rule in made)
    fired.update(rule for run in lived if run.after is not None for rule in _fired(run.after))
    always = set(before[0]).intersection(*before) if before else set()
    held = Counter(reason.rule for run in _stayed(runs) for reason in held_by(run))
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
        doses=tuple(_doses(runs, weeks, base)),
        frequencies=tuple(_frequencies(runs, weeks, base)),
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
    """Return counted rules, the most frequent first, in the rule base's order if equal."""
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


def _doses(runs: Sequence[Run], weeks: Sequence[SeasonWeek], base: RuleBase) -> Iterator[StepTime]:
    stood = Counter(dose_of(week.step) for week in weeks if week.step is not None)
    sessions = Counter(dose_of(run.step) for run in runs if run.step is not None and run.became in SESSION)
    for row in base.tables["sets"].rows:
        dose = (row["efforts"], row["effort_s"])
        if dose in stood or dose in sessions:
            yield StepTime(step=base.choices["dose"].written(row), weeks=stood[dose], sessions=sessions[dose])


def _frequencies(runs: Sequence[Run], weeks: Sequence[SeasonWeek], base: RuleBase) -> Iterator[StepTime]:
    for frequency in sorted(map(int, base.decisions["frequency"].names), reverse=True):
        stood = sum(week.step is not None and week.step.frequency == frequency for week in weeks)
        sessions = sum(
            run.step is not None and run.step.frequency == frequency and run.became in SESSION for run in runs
        )
        yield StepTime(step=how_often(base, frequency), weeks=stood, sessions=sessions)


def _growth(runs: Sequence[Run]) -> Growth | None:
    """Return the largest growth over the sets of the weeks before, the first if several are equal."""
    done = [run for run in runs if run.planned == "bursts" and run.efforts_done]
    grown = []
    for place, now in enumerate(done[1:], 1):
        recent = [run for run in done[:place] if _day(now) - _day(run) <= 7 * RECENT_WEEKS] or [done[place - 1]]
        before = max(recent, key=seconds_done)
        grown.append(
            Growth(
                week=now.week,
                run=now.number,
                before=f"{before.efforts_done} x {before.effort_s} s",
                now=f"{now.efforts_done} x {now.effort_s} s",
                before_s=seconds_done(before),
                now_s=seconds_done(now),
            )
        )
    largest = max(grown, key=lambda growth: growth.now_s - growth.before_s, default=None)
    return largest if largest is not None and largest.now_s > largest.before_s else None


def _day(run: Run) -> int:
    return 7 * run.week + run.weekday


def _top(runs: Sequence[Run], base: RuleBase) -> tuple[str, int | None]:
    """Return the largest set done in full and when first, in words, and the week if it is the largest there is."""
    full = [run for run in runs if run.planned == "bursts" and run.became == "done"]
    if not full:
        return "No session was done in full.", None
    largest = max(full, key=lambda run: (run.efforts or 0) * (run.effort_s or 0))  # the first of them
    last, week = base.tables["sets"].rows[-1], largest.week
    top, most = base.choices["dose"].written(last), f"{largest.efforts} x {largest.effort_s} s"
    if (largest.efforts, largest.effort_s) == (last["efforts"], last["effort_s"]):
        return f"The top, {top}, was first done in week {week}.", week
    return f"The top, {top}, was not reached; the largest set done was {most}, first in week {week}.", None
