"""The week ahead: each day is what the rules would say on it, with the diary as it would be by then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import Recommendation, recommend
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.history import history_of
from springstep.diary.plan import plan_of
from springstep.diary.week_ahead import RunAhead, UsualRun, WeekAhead, week_of
from springstep.engine.inference.remembered import Remembered
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand
from tests.strategies import cases, examples

BASE = default_rule_base()
STANDARD: dict[str, Any] = dict(BASE.standard_cases["before"])
MONDAY = date(2026, 12, 28)
EASY = UsualRun("easy")
DAILY = dict.fromkeys(range(7), EASY)
NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None}
DAYS_AWAY = timedelta(days=1)


def planned(case: Mapping[str, Any], day: date = MONDAY, number: int = 1, **changes: Any) -> Entry:
    """Return a day's entry: its plan is waiting, or what became of it."""
    made = recommend(dict(case))
    return entry_by_hand(
        number, day=day, run_kind=made.case.get("run_kind", "easy"), plan=plan_of(made),
        **{"bursts": "planned", "duration_min": None, **NOTHING, **changes},
    )  # fmt: skip


def done(case: Mapping[str, Any], day: date, number: int = 1, **changes: Any) -> Entry:
    """Return a session done as it was planned, with its log."""
    plan = recommend(dict(case)).session
    assert plan is not None
    log = {"felt_after": "normal", "form_held": True, "fatigue_after": 2, "cadence": 4, "stride": 4, **changes}
    return planned(
        case, day, number, bursts="done", drill=plan.drill, efforts=plan.efforts, effort_s=plan.effort_s, **log
    )


def easy(day: date, number: int, **changes: Any) -> Entry:
    return entry_by_hand(number, day=day, bursts="none", **{**NOTHING, **changes})


def week(entries: Sequence[Entry], usual: Mapping[int, UsualRun] = DAILY, **changes: Any) -> WeekAhead:
    return week_of(entries, usual, **{"today": MONDAY, "base": BASE, **changes})


def kinds(found: WeekAhead) -> list[str]:
    return [run.verdict for run in found.runs]


PAST = BASE.vocabulary.groups["history"] | {"sessions_done"}
BEGINNING = {**{name: value for name, value in STANDARD.items() if name not in PAST}, "sessions_done": 0}
FIRST = done(BEGINNING, MONDAY - timedelta(days=7))
HISTORY = [FIRST, easy(MONDAY - timedelta(days=5), 2), easy(MONDAY - timedelta(days=2), 3)]


def test_a_healthy_runner_gets_plain_sessions_as_often_as_the_rules_have_it() -> None:
    found = week(HISTORY)
    assert kinds(found) == ["bursts", "not_due", "not_due", "bursts", "not_due", "not_due", "bursts"]
    assert [run.day for run in found.runs] == [MONDAY + timedelta(days=place) for place in range(7)]
    assert found.last == date(2027, 1, 3)
    assert all(run.decision == "due" for run in found.runs)


def follow(run: RunAhead, made: Recommendation, number: int) -> Entry:
    """Write down what a runner would who does the day's run as planned."""
    session = made.session
    entry = easy(run.day, number, run_kind=run.run_kind, plan=plan_of(made), recovery="full", duration_min=50.0)
    if session is None:
        return entry
    log: dict[str, Any] = {"felt_during": "fresh", "felt_after": "normal", "form_held": True}
    log |= {"fatigue_after": 2, "cadence": 4, "stride": 4}
    did = {"bursts": "done", "drill": session.drill, "efforts": session.efforts, "effort_s": session.effort_s}
    return replace(entry, **did, **log)


@pytest.mark.parametrize("race", [None, date(2027, 1, 2), date(2027, 1, 6)])
@pytest.mark.parametrize("usual", [DAILY, {1: EASY, 3: EASY, 5: UsualRun("long"), 6: EASY}])
def test_who_lives_the_week_as_supposed_is_told_the_same_day_by_day(
    usual: dict[int, UsualRun], race: date | None
) -> None:
    found = week(HISTORY, usual, race=race)
    lived = list(HISTORY)
    day_after = {"long": "hard_yesterday", "race": "race_yesterday"}
    for number, run in enumerate(found.runs, 10):
        case = {name: value for name, value in STANDARD.items() if name not in PAST} | {"run_kind": run.run_kind}
        yesterday = [
            day_after[each.run_kind] for each in lived if run.day - each.day == DAYS_AWAY if each.run_kind in day_after
        ]
        history = history_of(lived, day=run.day, moment="before", base=BASE, race=race)
        answers = {**case, "today": yesterday, "recovery_between_sessions": "full"}
        made = recommend(answers, history=history)
        assert (run.verdict, run.headline) == (made.verdict, made.headline)
        lived.append(follow(run, made, number))


def test_the_plan_of_today_stands_as_its_answers_were_told() -> None:
    plan = planned({**STANDARD, "legs": "flooding"}, number=9)
    found = week([*HISTORY, plan])
    assert found.runs[0].verdict == "none" and found.runs[0].rules == ("RDY-060",) and found.runs[0].told
    assert found.runs[1].verdict == "bursts" and not found.runs[1].told, "the legs are fresh again, as is supposed"


def test_a_run_written_down_today_is_not_to_come() -> None:
    found = week([*HISTORY, done(STANDARD, MONDAY, 9)])
    assert found.runs[0].day == MONDAY + DAYS_AWAY
    assert kinds(found)[:3] == ["not_due", "not_due", "bursts"]


def test_pain_that_was_told_is_never_supposed_away() -> None:
    for last in (easy(MONDAY - DAYS_AWAY, 8, pain="ache"), planned({**STANDARD, "pain": "ache"}, number=8)):
        found = week([*HISTORY, last])
        assert not any(run.efforts for run in found.runs)
        assert {run.decision for run in found.runs} == {"clearance"}
    gone = [easy(MONDAY - 3 * DAYS_AWAY, 7, pain="ache"), easy(MONDAY - DAYS_AWAY, 8, pain="none", warning_gone=True)]
    assert "bursts" in kinds(week([*HISTORY, *gone]))


@pytest.mark.parametrize("day", [MONDAY, MONDAY - DAYS_AWAY])
def test_a_fever_lasts_until_a_later_run(day: date) -> None:
    ill = planned({**STANDARD, "today": ["fever", "heat"]}, day, 8, bursts="planned" if day == MONDAY else "skipped")
    assert not any(run.efforts for run in week([*HISTORY, ill]).runs)
    if day < MONDAY:
        well = week([*HISTORY, ill, easy(MONDAY, 9)], today=MONDAY)
        assert any(run.efforts for run in well.runs)


def test_of_several_plans_for_a_day_the_last_counts() -> None:
    plans = [planned({**STANDARD, "legs": legs}, number=9 + n) for n, legs in enumerate(("flooding", "fresh"))]
    assert week([*HISTORY, *plans]).runs[0].verdict == "bursts"
    assert week([*HISTORY, *reversed(plans)]).runs[0].verdict == "none"


def test_a_warning_that_nobody_said_is_gone_bars_the_week() -> None:
    found = week([*HISTORY, easy(MONDAY - DAYS_AWAY, 8, cues=("dizzy",))])
    assert not any(run.efforts for run in found.runs)


@pytest.mark.parametrize("status", ["active", "returning"])
def test_an_injury_stands(status: str) -> None:
    injured = {**BEGINNING, "injuries": [{"site": "ankle", "status": status}]}
    last = planned(injured, MONDAY - 2 * DAYS_AWAY, 8, bursts="none" if status == "active" else "skipped")
    found = week([last])
    with_a_set = [run for run in found.runs if run.efforts]
    assert not with_a_set if status == "active" else all(run.decision == "clearance" for run in with_a_set)


def test_the_week_of_a_race_shows_it() -> None:
    race = date(2027, 1, 2)
    found = week([done(STANDARD, FIRST.day), *HISTORY[1:]], race=race)
    assert [run.days_to_race for run in found.runs] == [5, 4, 3, 2, 1, 0, None]
    assert found.runs[5].run_kind == "race" and found.runs[5].decision == "room"
    assert found.runs[0].efforts and found.runs[0].decision == "clearance", "a reminder with care"
    assert [run.efforts for run in found.runs[4:]] == [None] * 3, "the day before, the race, and the day after"


def test_without_a_race_the_days_to_it_are_unknown() -> None:
    assert {run.days_to_race for run in week(HISTORY).runs} == {None}


def test_a_race_on_a_day_off_is_a_run_all_the_same() -> None:
    found = week(HISTORY, {0: EASY}, race=MONDAY + 3 * DAYS_AWAY)
    assert [run.run_kind for run in found.runs] == ["easy", "race"]


def test_a_length_of_the_week_is_taken() -> None:
    short = week(HISTORY, {0: UsualRun("easy", {"duration_min": 12})})
    assert short.runs[0].efforts is None and short.runs[0].decision == "room"
    assert week(HISTORY, {0: UsualRun("easy", {"distance": "10 km"})}).runs[0].efforts


def test_sessions_before_the_diary_go_on_counting() -> None:
    """The diary knows no session; the last plan told of earlier ones, and time has gone on since."""
    case = {**STANDARD, "easy_runs_since_bursts": 0, "sessions_at_step": 1, "weeks_at_step": 1}
    plan = planned(case, MONDAY - 2 * DAYS_AWAY, 1, bursts="none")
    plan = replace(plan, plan=replace(plan.plan, kind="none"))
    found = week([plan])
    assert kinds(found)[:3] == ["not_due", "bursts", "not_due"], "that run and the first of the week come between"


def test_what_a_later_plan_told_of_the_last_session_stands() -> None:
    """The log does not say how the runner felt afterwards; the plan of an easy run after it does."""
    session = done(STANDARD, MONDAY - timedelta(days=9), felt_after=None)
    since = [easy(MONDAY - timedelta(days=6), 2), easy(MONDAY - timedelta(days=4), 3)]
    told = {**{name: value for name, value in STANDARD.items() if name not in PAST}, "legs": "flooding"}
    plan = planned(told, MONDAY - timedelta(days=2), 4, bursts="none")
    assert plan.plan is not None

    def after(**answers: Any) -> RunAhead:
        return week([session, *since, replace(plan, plan=replace(plan.plan, case={**told, **answers}))]).runs[0]

    assert (after(felt_after="normal").efforts, after(felt_after="drained").efforts) == (4, 3)


def test_what_is_remembered_besides_the_diary_is_taken_before_what_is_supposed() -> None:
    told = [
        Remembered(fact="fatigue", value=9, note="the club"),
        Remembered(fact="injuries", value=[], note="the club"),
    ]
    assert not any(run.efforts for run in week(HISTORY, told=told).runs)


def test_somebody_of_whom_nothing_is_known_is_not_planned_for() -> None:
    with pytest.raises(DiaryError, match="not enough to plan a week; answer `springstep consult` once"):
        week([easy(MONDAY - DAYS_AWAY, 1)])
    told = [Remembered(fact="goal", value="economy", note="the club")]
    found = week([], told=told)
    assert not any(run.efforts for run in found.runs)
    assert found.runs[0].short == "too little is told" and found.runs[0].missing


@pytest.mark.parametrize("today", [date.max, date.max - DAYS_AWAY, date(9999, 12, 25), date(2027, 12, 30)])
def test_the_calendar_may_end(today: date) -> None:
    entries = [replace(entry, day=today - (MONDAY - entry.day)) for entry in HISTORY]
    found = week(entries, today=today)
    assert [run.day for run in found.runs] == [
        today + timedelta(days=place) for place in range(7) if (date.max - today).days >= place
    ]


def test_an_entry_of_a_later_day_keeps_its_place() -> None:
    """A traveller may have written down a run of tomorrow: it is no run to come, and counts from its own day on."""
    found = week([*HISTORY, easy(MONDAY + DAYS_AWAY, 9)])
    assert [run.day for run in found.runs][:2] == [MONDAY, MONDAY + 2 * DAYS_AWAY]
    assert kinds(found)[:3] == ["bursts", "not_due", "bursts"]


@examples(40)
@given(
    cases("before"),
    st.dictionaries(st.integers(0, 6), st.sampled_from(["easy", "long", "workout"])),
    st.none() | st.integers(7, 400),
    st.booleans(),
)
def test_any_runner_has_a_week(case: dict[str, Any], usual: dict[int, str], days: int | None, sessions: bool) -> None:
    entry = planned(case, MONDAY - DAYS_AWAY, bursts="none")
    assert entry.plan is not None
    entry = replace(entry, plan=replace(entry.plan, kind="none"))
    race = None if days is None else MONDAY + timedelta(days=days)
    entries = [*(HISTORY[:2] if sessions else ()), entry]
    found = week(entries, {day: UsualRun(kind) for day, kind in usual.items()}, race=race)
    assert sorted(run.day.weekday() for run in found.runs) == sorted(usual)
    assert WeekAhead.from_json(found.to_json()) == found
    for run in found.runs:
        assert run.rules and all(rule in BASE.by_id for rule in run.rules)
        assert run.efforts is None or run.run_kind == "easy"
        untold = run.why.startswith("Not told, so taken with caution: ")
        assert untold or run.why == BASE.by_id[run.rules[0]].because
    hurting = case.get("pain") in ("ache", "sharp")
    assert not (hurting and any(run.efforts for run in found.runs))
