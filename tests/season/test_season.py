"""What holds over any season: small steps, no bursts while hurt, the hourly cap, a new start after a gap."""

from __future__ import annotations

import dataclasses
from itertools import pairwise

import pytest
from hypothesis import given

from springstep import CaseError, recommend
from springstep.diary.check import entry_of, fields_of_entry
from springstep.engine.inference.case import case_of
from springstep.season.account import simulate
from springstep.season.model import SeasonModel
from springstep.season.model_file import changed
from springstep.season.report import Run, Season
from springstep.season.simulate import FIRST, live
from tests.season.conftest import PRACTISED, RUNNER, calm, level_of, preset, season_of, seasons
from tests.strategies import BASE, DRILLS, examples


def level(run: Run) -> int:
    assert run.step is not None
    return level_of(run.step.efforts, run.step.effort_s)


def planned(season: Season) -> list[Run]:
    return [run for run in season.runs if run.planned == "bursts"]


def statuses(run: Run) -> set[str]:
    return {injury["status"] for injury in run.case["injuries"]}


def one_step_up_at_a_time_and_never_both(season: Season) -> None:
    for before, now in pairwise(planned(season)):
        assert before.step is not None and now.step is not None
        higher, oftener = level(now) - level(before), before.step.frequency - now.step.frequency
        assert max(higher, 0) + max(oftener, 0) <= 1, f"run {now.number}"


def a_step_on_is_earned(season: Season) -> None:
    for run in planned(season):
        if run.progression == "advance":
            assert run.case["weeks_at_step"] >= 2 and run.case["sessions_at_step"] >= 3


def no_bursts_while_hurt(season: Season) -> None:
    assert not [run.number for run in season.runs if "active" in statuses(run) and run.planned != "none"]


def less_than_two_seconds_a_minute(season: Season) -> None:
    for run in season.runs:
        if run.planned == "bursts":
            assert run.efforts is not None and run.effort_s is not None
            assert run.efforts * run.effort_s < 2 * run.case["duration_min"]


def bursts_only_in_easy_runs_with_enough_between(season: Season) -> None:
    """Strides in the place of bursts count as a session, too, but not before the first session with bursts."""
    easy_since: int | None = None
    begun = bool(season.runs[0].case.get("sessions_done"))
    for run in season.runs:
        if run.planned == "bursts":
            assert run.run_kind in ("easy", "recovery") and run.step is not None
            assert easy_since is None or easy_since >= run.step.frequency - 1, f"run {run.number}"
        begun = begun or (run.planned == "bursts" and run.became in ("done", "partly"))
        if run.became in ("done", "partly") and begun:
            easy_since = 0
        elif easy_since is not None and run.run_kind in ("easy", "recovery"):
            easy_since += 1


def a_gap_makes_smaller(season: Season) -> None:
    done = [run for run in planned(season) if run.became in ("done", "partly")]
    for before, now in pairwise(done):
        days = 7 * (now.week - before.week) + now.weekday - before.weekday
        if days >= 56:
            assert level(now) == 1 and now.step is not None and now.step.frequency == 3
        elif days >= 28:
            assert level(now) < level(before) or level(now) == 1


def weeks_and_summary_agree_with_the_runs(season: Season) -> None:
    summary = season.summary
    assert len(season.weeks) == season.model["weeks"]
    assert sum(week.runs for week in season.weeks) == summary.runs == len(season.runs)
    assert summary.planned == len(planned(season)) == summary.done + summary.partly + summary.skipped
    for week in season.weeks:
        assert week.planned + week.strides + week.barred + week.not_due == week.easy_runs
    assert all(count for _, count in summary.fired)
    assert not {rule for rule, _ in summary.fired} & {*summary.never, *summary.always}


def every_move_has_a_reason(season: Season) -> None:
    assert all(move.reasons for move in season.moves)
    seen = [(run.number, run.step) for run in planned(season)]
    moved = {move.run: move.now for move in season.moves}
    standing = None
    for number, step in seen:
        standing = moved.get(number, standing)
        assert standing == step


CHECKS = (
    one_step_up_at_a_time_and_never_both,
    a_step_on_is_earned,
    no_bursts_while_hurt,
    less_than_two_seconds_a_minute,
    bursts_only_in_easy_runs_with_enough_between,
    a_gap_makes_smaller,
    weeks_and_summary_agree_with_the_runs,
    every_move_has_a_reason,
)


@given(seasons())
@examples(12)
def test_every_season_keeps_to_the_limits(season: Season) -> None:
    for check in CHECKS:
        check(season)
    assert Season.from_json(season.to_json()) == season


def test_strides_before_the_first_bursts_are_no_session() -> None:
    week = ["off", "easy", "off", "workout", "off", "easy", "long"]
    season = season_of({"weeks": 6, "week": week, "races": [1], "response": {"race_costs": 7.0}}, duration_min=35)
    assert [run.planned for run in season.runs if run.planned != "none"][:2] == ["strides", "bursts"]
    for check in CHECKS:
        check(season)


def test_who_responds_well_gets_further_than_who_tires_easily() -> None:
    largest = {
        name: max(week.largest_s for week in preset(name, 24).weeks) for name in ("well", "average", "tires-easily")
    }
    assert largest["well"] >= largest["average"] > largest["tires-easily"]
    assert preset("well", 24).summary.top_week is not None
    assert preset("tires-easily", 24).summary.top_week is None


def test_the_erratic_runner_skips_and_forgets_the_log() -> None:
    season = preset("erratic")
    assert season.summary.skipped
    held = dict(season.summary.held)
    assert "PRG-030" in held and "PRG-040" in held, "not done, and not logged, are seen in the reasons"


def test_tiredness_turns_the_dose_back() -> None:
    tired = season_of({"weeks": 12, "response": calm("average", tolerance_s=26.0, adapts_s=0.0, cost_per_10_s=6.0)})
    back = [move for move in tired.moves if "smaller" in move.what]
    assert back
    assert {reason.rule for move in back for reason in move.reasons} & {"PRG-070", "PRG-080", "PRG-100", "DIA-105"}


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_season() -> None:
    changes = {"weeks": 4, "response": calm("erratic", swing=1.6)}
    assert season_of(changes).to_json() == season_of(changes).to_json()
    assert season_of({**changes, "seed": 7}).runs != season_of(changes).runs


def test_a_days_luck_does_not_depend_on_what_was_decided_before() -> None:
    changes = {"weeks": 3, "response": calm("average", swing=1.5, adapts_s=0.0)}
    short, long = (season_of(changes, duration_min=minutes) for minutes in (15, 60))
    assert not planned(short) and planned(long)
    assert [run.case["fatigue"] for run in short.runs] == [run.case["fatigue"] for run in long.runs]


def test_each_run_can_be_asked_again_from_its_case() -> None:
    for run in preset("average").runs[:40]:
        again = recommend(run.case)
        assert again.verdict == run.verdict
        assert again.decision("progression").value == run.progression
        assert again.session is None or (again.session.efforts, again.session.effort_s) == (run.efforts, run.effort_s)


def test_the_simulated_log_is_a_sound_diary() -> None:
    model = changed(SeasonModel(), {"weeks": 10, "injuries": [{"week": 5}], "response": calm("erratic", skips=0.2)})
    lived = live(case_of(RUNNER, BASE), model, BASE)
    assert len(lived.runs) == 50
    for run in lived.runs:
        assert entry_of(fields_of_entry(run.entry), today=run.entry.day, drills=DRILLS) == run.entry
    assert lived.runs[0].entry.day == FIRST and FIRST.weekday() == 0


def test_a_practised_runner_goes_on_from_the_step_that_the_case_tells() -> None:
    first = planned(season_of({"weeks": 3}, **{**PRACTISED, "weeks_at_step": 5}))[0]
    assert first.step is not None and first.step.frequency == 2
    assert (first.step.efforts, first.step.effort_s) == (5, 15), "one step on from 5 x 12 s"


def test_what_the_case_tells_of_the_last_session_ages_while_there_is_none() -> None:
    season = season_of({"weeks": 10, "pauses": [{"week": 1, "weeks": 8}]}, **PRACTISED)
    first = season.runs[0]
    assert first.week == 9 and first.case["weeks_since_last_session"] == 8
    assert first.progression == "restart" and level(planned(season)[0]) == 1


def test_an_injury_runs_its_course() -> None:
    hurt = {"week": 2, "site": "knee", "active_weeks": 2, "returning_weeks": 1}
    season = season_of({"weeks": 6, "injuries": [hurt], "response": calm()})
    assert [week.events for week in season.weeks] == [
        (),
        ("knee hurt",),
        ("knee hurt",),
        ("knee returning",),
        ("knee healed",),
        (),
    ]
    pains = {run.week: run.case["pain"] for run in season.runs}
    assert pains == {1: "none", 2: "ache", 3: "ache", 4: "none", 5: "none", 6: "none"}
    assert season.weeks[1].barred == season.weeks[1].easy_runs


def test_an_injury_of_the_case_heals_by_the_model_or_never() -> None:
    injuries = [{"site": "ankle", "status": "returning"}]
    healing = season_of({"weeks": 4, "own_injury_weeks": 2}, injuries=injuries)
    assert [next(iter(statuses(run))) for run in healing.runs[::5]] == [
        "returning",
        "returning",
        "resolved",
        "resolved",
    ]
    never = season_of({"weeks": 4, "own_injury_weeks": 0}, injuries=injuries)
    assert {status for run in never.runs for status in statuses(run)} == {"returning"}


def test_weeks_since_an_injury_healed_are_told_as_the_season_goes_on() -> None:
    hurt = [{"week": 1, "site": "knee", "active_weeks": 1, "returning_weeks": 1}, {"week": 9, "site": "bone_stress"}]
    season = season_of({"weeks": 16, "injuries": hurt, "response": calm()})
    told = {run.week: (run.case.get("weeks_since_healed"), run.case.get("cleared_to_hop")) for run in season.runs}
    assert [told[week] for week in (1, 2, 3, 8, 9, 14, 15)] == [
        (None, None),
        (None, None),
        (0, None),
        (5, None),
        (6, False),
        (11, False),
        (0, True),
    ]
    assert {run.efforts for run in planned(season) if told[run.week][0] in (0, 1, 2)} == {3}, "just healed"


@pytest.mark.parametrize(
    ("status", "told", "weeks"),
    [
        ("resolved", {"weeks_since_healed": 10}, [10, 11, 12, 13, 14, 15]),
        ("resolved", {}, [None] * 6),
        ("returning", {}, [None, None, 0, 1, 2, 3]),
        ("active", {}, [None, None, None, None, 0, 1]),
    ],
)
def test_an_injury_of_the_case_ages_from_what_was_told(
    status: str, told: dict[str, int], weeks: list[int | None]
) -> None:
    injuries = [{"site": "ankle", "status": status}]
    season = season_of({"weeks": 6, "own_injury_weeks": 2}, injuries=injuries, **told)
    found = {run.week: run.case.get("weeks_since_healed") for run in season.runs}
    assert [found[week] for week in range(1, 7)] == weeks
    assert ("weeks_since_healed" in season.not_told) == (weeks == [None] * 6)


def test_a_season_that_begins_hurt_gets_going_once_that_is_over() -> None:
    hurt = {"week": 1, "site": "knee", "active_weeks": 2, "returning_weeks": 1}
    season = season_of({"weeks": 4, "injuries": [hurt], "response": calm()})
    assert [week.planned > 0 for week in season.weeks] == [False, False, True, True]


def test_a_smaller_set_names_what_made_it_smaller() -> None:
    season = season_of({"weeks": 2, "response": calm("well", bad_nights=1.0)}, **PRACTISED)
    small = [run for run in planned(season) if run.smaller]
    assert small and all("SUP-020" in {reason.rule for reason in run.smaller} for run in small)


def test_trends_come_as_the_diary_gives_them() -> None:
    runs = [run for run in preset("average").runs if run.case.get("sessions_done")]
    trends = [run.case["fatigue_trend"] for run in runs]
    assert trends[0] == "too_early" and trends[-1] in {"better", "same", "worse"}


def test_time_is_told_for_the_steps_visited_alone() -> None:
    season = preset("tires-easily")
    visited = {f"{run.step.efforts} x {run.step.effort_s} s" for run in planned(season) if run.step is not None}
    assert {stood.step for stood in season.summary.doses} == visited


def test_phases_races_and_pauses_come_when_told() -> None:
    phases = [{"phase": "early", "weeks": 2}, {"phase": "build", "weeks": 1}]
    season = season_of({"weeks": 6, "phases": phases, "races": [5], "pauses": [{"week": 4}]})
    assert [week.phase for week in season.weeks] == ["early", "early", "build", "build", "race_week", "build"]
    assert season.weeks[3].runs == 0 and season.weeks[3].events == ("away",)
    assert [run.run_kind for run in season.runs if run.week == 5][-1] == "race"


def test_sessions_count_as_experience() -> None:
    experience = [
        run.case["experience"] for run in season_of({"weeks": 14, "response": calm()}, experience="none").runs
    ]
    assert experience[0] == "none" and "some" in experience and experience[-1] == "regular"


def test_a_season_begins_before_a_run() -> None:
    case = case_of({"moment": "after", "pain": "none", "injuries": []}, BASE)
    with pytest.raises(CaseError, match="begins before a run, not after one"):
        simulate(case, SeasonModel(), BASE)


def test_what_is_not_told_is_named() -> None:
    changes = {name: value for name, value in RUNNER.items() if name != "surface"}
    season = simulate(case_of(changes, BASE), changed(SeasonModel(), {"weeks": 2}), BASE)
    assert season.not_told == ("surface",)
    assert not planned(season)


def test_another_rule_base_gives_another_season() -> None:
    """Without its weeks at a step, a runner of seven easy runs a week climbs faster."""
    waits = {"PRG-060", "PRG-062", "PRG-064"}
    hasty = dataclasses.replace(BASE, rules=tuple(rule for rule in BASE.rules if rule.id not in waits))
    model = changed(SeasonModel(), {"weeks": 5, "week": ["easy"] * 7, "response": calm("well")})
    case = case_of({**RUNNER, **PRACTISED}, BASE)
    usual, other = (simulate(case, model, base) for base in (BASE, hasty))
    assert len(other.moves) > len(usual.moves)
    assert "PRG-060" in dict(usual.summary.held) and "PRG-060" not in dict(other.summary.held)
    with pytest.raises(AssertionError):
        a_step_on_is_earned(other)


def test_the_largest_growth_is_told_over_weeks_not_over_a_single_small_day() -> None:
    season = season_of({"weeks": 3, "week": ["easy"] * 7, "response": calm("well", bad_nights=0.3)}, **PRACTISED)
    assert any(run.smaller for run in planned(season)), "some nights are bad"
    growth = season.summary.growth
    assert growth is None or growth.now_s - growth.before_s <= 15


def test_yesterday_and_the_next_race_are_told_by_the_calendar() -> None:
    season = season_of({"weeks": 3, "races": [2], "response": calm()}, today=["heat"])
    told = {(run.week, run.weekday): (run.case["today"], run.case.get("days_to_race")) for run in season.runs}
    assert told[1, 1] == (["heat"], 13)
    assert told[2, 1] == (["heat", "hard_yesterday"], 6), "the day after the long run"
    assert told[2, 7] == (["heat"], 0)
    assert told[3, 1] == (["heat", "race_yesterday"], None)
    assert told[3, 4] == (["heat"], None), "the workout was two days ago"


def test_what_refuses_a_larger_set_although_a_step_is_open_is_told() -> None:
    short = season_of({"weeks": 3, "response": calm("well")}, **{**PRACTISED, "weeks_at_step": 5}, duration_min=35)
    bound = [run for run in planned(short) if run.progression == "advance"]
    assert bound and {reason.rule for run in bound for reason in run.bound} == {"DOS-010"}
    assert dict(short.summary.held)["DOS-010"] == len(bound)


def test_a_set_as_large_as_is_open_is_bound_by_nothing() -> None:
    assert not any(run.bound for run in planned(season_of({"weeks": 4, "response": calm()})))
