"""What a runner must never be told, whatever the case: checked on what the command prints."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke

Ask = Callable[..., dict[str, Any]]

BURSTS = [drill.id for drill in default_rule_base().tables["drills"].rows if drill["role"] == "burst"]
"""Gentlest first, as the catalogue has them."""

DURING = {"moment": "during", "cue_repeated": False, "bursts_done": 1}
AFTER_FIRST = {"moment": "after", "pain": "none", "injuries": [], "season_phase": "build"}


@pytest.fixture
def ask(springstep: Invoke) -> Ask:
    """Return the recommendation for a case as a program gets it."""

    def answer(*cases: dict[str, Any], **facts: Any) -> dict[str, Any]:
        case: dict[str, Any] = {}
        for part in (*cases, facts):
            case |= part
        result = springstep("recommend", "-", "--json", given=json.dumps(case))
        assert result.exit_code == 0, result.stderr
        recommendation: dict[str, Any] = json.loads(result.stdout)
        return recommendation

    return answer


def decided(recommendation: dict[str, Any], name: str) -> Any:
    return next((d["value"] for d in recommendation["decisions"] if d["name"] == name), None)


def standard(moment: str, **changes: Any) -> dict[str, Any]:
    """Return the standard runner of a moment with some answers changed, or left out when the change is ``None``."""
    case = {**default_rule_base().standard_cases[moment], **changes}
    return {name: value for name, value in case.items() if value is not None}


# During a run


@pytest.mark.parametrize("cue", ["hip_stiffness", "lower_back_stiffness", "other_stiffness", "hard_landing"])
@pytest.mark.parametrize("drill", BURSTS[1:])
def test_gentler_drill_is_gentler_than_the_present_one(cue: str, drill: str, ask: Ask) -> None:
    """6.6: a lighter drill. The catalogue is ordered, gentlest first."""
    answer = ask(DURING, cue=cue, current_drill=drill)
    assert answer["verdict"] == "gentler_drill"
    assert BURSTS.index(decided(answer, "drill")) < BURSTS.index(drill)


def test_below_the_gentlest_drill_there_are_only_strides(ask: Ask) -> None:
    answer = ask(DURING, cue="hip_stiffness", current_drill=BURSTS[0])
    assert decided(answer, "drill") == "strides"


@pytest.mark.parametrize(
    ("cue", "verdict", "drill"),
    [
        ("sharp_pain", "stop", None),
        ("dizzy", "stop", None),
        ("chest_pain", "stop", None),
        ("ache", "end_bursts", None),
        ("flooding_legs", "end_bursts", None),
        ("building_fatigue", "strides_instead", "strides"),
        ("sharp_fatigue", "pause", "strides"),
        ("form_slipping", "pause", "strides"),
    ],
)
def test_no_burst_is_named_when_the_bursts_are_over(cue: str, verdict: str, drill: str | None, ask: Ask) -> None:
    answer = ask(DURING, cue=cue, current_drill="pogo_hops")
    assert (answer["verdict"], decided(answer, "drill")) == (verdict, drill)


def test_going_on_as_planned_keeps_the_drill(ask: Ask) -> None:
    answer = ask(DURING, cue="all_well", current_drill="pogo_hops")
    assert answer["verdict"] == "go_on"
    assert decided(answer, "drill") is None


def test_number_of_bursts_withheld_counts_as_six(ask: Ask) -> None:
    """5.2: six are the most, so without their number none is left."""
    answer = ask({"moment": "during", "cue_repeated": False}, cue="all_well")
    assert answer["verdict"] == "end_bursts" and "not answered: bursts done" in answer["headline"]
    assert [(each["fact"], each["value"]) for each in answer["assumed"]] == [("bursts_done", 6)]


@pytest.mark.parametrize("drill", ["tuck_jumps", "depth_jumps"])
@pytest.mark.parametrize("moment", ["before", "during"])
def test_maximal_drills_are_open_at_no_moment(drill: str, moment: str, ask: Ask) -> None:
    """2.1, 2.5, 9.4: nothing maximal and nothing unlike running."""
    answer = ask(standard(moment)) if moment == "before" else ask(DURING, cue="hip_stiffness", current_drill="bounding")
    options = {option["value"]: option for choice in answer["trace"]["choices"] for option in choice["options"]}
    assert {"DRL-010", "DRL-020"} <= set(options[drill]["refused_by"])


def test_injury_told_during_a_run_is_a_fault_and_not_lost(springstep: Invoke) -> None:
    case = {**DURING, "cue": "all_well", "injuries": [{"site": "ankle", "status": "active"}]}
    result = springstep("recommend", "-", given=json.dumps(case))
    assert result.exit_code == 2 and result.stdout == ""
    assert "injuries: is asked before and after a run, and this is during a run" in result.stderr


# After a run


@pytest.mark.parametrize("phase", ["early", "build", "competition", "transition"])
def test_first_session_never_earns_more_than_the_smallest_set(phase: str, ask: Ask) -> None:
    """7.2: begin conservatively; a runner may count the first session as none so far."""
    answer = ask(AFTER_FIRST, season_phase=phase, sessions_done=0)
    assert decided(answer, "dose") == "3 x 8 s"


@pytest.mark.parametrize(
    "against", [{"pain": "sharp"}, {"injuries": [{"site": "calf", "status": "active"}]}], ids=["pain", "injury"]
)
def test_no_next_session_is_promised_when_something_must_be_looked_at(against: dict[str, Any], ask: Ask) -> None:
    answer = ask(standard("after", **against))
    assert answer["verdict"] == "stop"
    assert answer["next_step"] is None


def test_next_session_waits_until_nothing_hurts(ask: Ask) -> None:
    answer = ask(standard("after", pain="ache"))
    assert answer["verdict"] == "step_back"
    assert answer["next_step"]["say"].startswith("Once nothing hurts any more: ")


SETS = [(efforts, seconds) for efforts in range(3, 7) for seconds in range(8, 16)]
TOP = (1, (6, 15))
EARNED: dict[str, Any] = {"has_coach": True, "coach_agrees": True, "experience": "regular", "fatigue_trend": "better"}
"""What every easy run with bursts takes."""


@pytest.mark.parametrize(
    ("every", "last"), [(every, last) for every in (1, 2, 3) for last in SETS if (every, last) != TOP]
)
def test_next_step_changes_one_thing(every: int, last: tuple[int, int], ask: Ask) -> None:
    """10.2, 10.4: longer or one more or more often, never two at once."""
    answer = ask(
        standard("after", step_efforts=last[0], step_effort_s=last[1], every_nth_easy_run=every),
        EARNED,
    )
    step = answer["next_step"]
    assert answer["verdict"] == "advance"
    grown = (step["efforts"] > last[0], step["effort_s"] > last[1], step["frequency"] < every)
    assert sum(grown) == 1
    assert (step["efforts"] >= last[0], step["effort_s"] >= last[1], step["frequency"] <= every) == (True,) * 3


def test_nothing_grows_beyond_the_top_of_the_programme(ask: Ask) -> None:
    """5.2, 5.5: six efforts of 15 s in every easy run are where it ends, coach or no coach."""
    every, last = TOP
    answer = ask(
        standard("after", step_efforts=last[0], step_effort_s=last[1], every_nth_easy_run=every),
        EARNED,
    )
    step = answer["next_step"]
    assert answer["verdict"] == "hold"
    assert (step["frequency"], step["efforts"], step["effort_s"]) == (1, 6, 15)


# Before a run


@pytest.mark.parametrize(
    ("against", "progression", "dose", "following"),
    [
        ({"fatigue_trend": "worse"}, "step_back", "4 x 10 s", (2, 4, 12)),
        ({"weeks_since_last_session": 4}, "hold", "4 x 10 s", (2, 4, 12)),
        ({"weeks_since_last_session": 5}, "step_back", "3 x 10 s", (2, 4, 10)),
        ({"weeks_since_last_session": 9}, "restart", "3 x 8 s", (3, 3, 10)),
    ],
    ids=["fatigue grows", "four weeks away", "five weeks away", "two months away"],
)
def test_following_step_grows_from_the_step_gone_back_to(
    against: dict[str, Any], progression: str, dose: str, following: tuple[int, int, int], ask: Ask
) -> None:
    """10.4: no abrupt increase; after a step back or a new start the next step is counted from there."""
    answer = ask(standard("before", every_nth_easy_run=2, step_efforts=4, step_effort_s=12, **against))
    assert (decided(answer, "progression"), decided(answer, "dose")) == (progression, dose)
    step = answer["next_step"]
    assert (step["frequency"], step["efforts"], step["effort_s"]) == following


def test_run_that_no_set_fits_into_gets_no_advice_on_doing_one(ask: Ask) -> None:
    """Twenty minutes, and a longer warm-up for a returning knee: 15 + 3 x 1.6 + 5 minutes do not fit."""
    answer = ask(standard("before", duration_min=20, injuries=[{"site": "knee", "status": "returning"}]))
    assert (answer["verdict"], answer["session"]) == ("none", None)
    assert {advice["topic"] for advice in answer["advice"]}.isdisjoint({"technique", "stop"})


def test_following_step_says_when_todays_run_is_too_short_for_it(ask: Ask) -> None:
    """5.1: 6 x 15 s are too much for 43 minutes today, and they will be then."""
    answer = ask(
        standard("before", duration_min=43, every_nth_easy_run=2, step_efforts=5, step_effort_s=15, sessions_done=40)
    )
    step = answer["next_step"]
    assert decided(answer, "dose") == "5 x 15 s"
    assert (step["efforts"], step["effort_s"]) == (6, 15)
    assert step["say"].endswith("It needs a longer run than today's.")


def test_clock_ends_when_the_run_ends(ask: Ask) -> None:
    """Ten kilometres at 4:20 are 43:20."""
    answer = ask(standard("before", duration_min=None, distance="10 km", pace="4:20/km"))
    assert answer["session"]["timeline"][-1]["end_s"] == 43 * 60 + 20


@pytest.mark.parametrize("minutes", [20, 24.9, 30, 44.9, 45, 45.1, 60, 90.5, 600])
@pytest.mark.parametrize("pace", ["2:15/km", "5:00/km", "9:19/km", "12:20/km", "20:00/mi"])
def test_bursts_stay_under_two_seconds_a_minute_at_any_length_and_pace(minutes: float, pace: str, ask: Ask) -> None:
    """5.1 and, for the slowest, 30 s a mile of 1.5 and 8.1, for a runner at the top of the ladder."""
    answer = ask(
        standard("before", duration_min=minutes, pace=pace, every_nth_easy_run=2, step_efforts=6, step_effort_s=15)
    )
    total = answer["session"]["total_s"] if answer["session"] else 0
    clock, unit = pace.split("/")
    a_mile = (int(clock.split(":")[0]) + int(clock.split(":")[1]) / 60) * (1.609344 if unit == "km" else 1)
    assert total < 2 * minutes
    assert total <= 30 * minutes / a_mile + 0.01
