"""In the middle of a run: several cues at once, pain told, the pause, and what was planned."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import CaseError, recommend
from tests.strategies import BASE, FACTS, cases, examples

Facts = dict[str, Any]
CUES = FACTS["cue"].item_words
STEPS = {name: list(BASE.decisions[name].steps) for name in ("next_action", "contact")}
PLACES = {row.id: row.place for row in BASE.tables["drills"].rows}


def during(cue: Any, **changes: Any) -> Any:
    return recommend({"moment": "during", "cue": cue, "cue_repeated": False, "bursts_done": 2, **changes})


def caution(case: Facts) -> tuple[int, int, Any]:
    """Return how careful the answer is: the action, the contact and the recovery."""
    made = recommend(case)
    steps = (STEPS[name].index(made.decision(name).value) for name in STEPS)
    return (*steps, made.decision("rest_s").value)  # type: ignore[return-value]


@pytest.mark.parametrize("written", ["sharp_pain", ["sharp_pain"], ("sharp_pain",), [{"kind": "sharp_pain"}]])
def test_a_cue_may_be_a_word_a_list_or_an_item_and_is_kept_as_a_list_of_words(written: Any) -> None:
    made = during(written)
    assert made.verdict == "stop"
    assert made.case["cue"] == ["sharp_pain"]
    assert next(fact.value for fact in made.facts if fact.fact == "cue") == ["sharp_pain"]


def test_of_several_cues_the_most_cautious_answer_wins_and_all_are_answered() -> None:
    made = during(["hip_stiffness", "heart_rate_high", "all_well"], current_drill="light_hops")
    assert made.verdict == "gentler_drill"
    assert made.decision("rest_s").value == 180 and made.decision("contact").value == "gentle"
    assert {"CUE-020", "CUE-090"} <= {firing.rule for firing in made.trace.firings}


@pytest.mark.parametrize("cue", [[], "all_well", ["all_well"]])
def test_nothing_noticed_may_be_said_by_a_word_or_by_an_empty_list(cue: Any) -> None:
    assert during(cue).verdict == "go_on"


@pytest.mark.parametrize("cue", ["sharp_fatigue", "form_slipping"])
def test_the_set_is_paused_for_taking_stock_with_strides_at_most_afterwards(cue: str) -> None:
    made = during(cue, current_drill="bounding")
    assert (made.verdict, made.decision("drill").value) == ("pause", "strides")
    assert made.decision("contact").value == "gentle" and made.decision("rest_s").value >= 180
    assert caution({**made.case, "moment": "during"}) >= caution({**made.case, "cue": "building_fatigue"})
    assert made.decision("next_action").reasons[0].basis == "guide"
    assert made.decision("rest_s").reasons[0].basis == "inference"


@pytest.mark.parametrize(("pain", "verdict"), [("none", "go_on"), ("ache", "end_bursts"), ("sharp", "stop")])
def test_pain_told_during_a_run_is_heeded_whatever_else_is_well(pain: str, verdict: str) -> None:
    assert during("all_well", pain=pain).verdict == verdict


@pytest.mark.parametrize(("done", "verdict"), [(2, "go_on"), (3, "end_bursts"), (4, "end_bursts")])
def test_the_planned_efforts_are_the_most(done: int, verdict: str) -> None:
    assert during("all_well", bursts_done=done, planned_efforts=3).verdict == verdict


def test_what_was_planned_with_care_stays_so() -> None:
    made = during("all_well", planned_contact="light", planned_rest_s=150)
    assert (made.decision("contact").value, made.decision("rest_s").value) == ("light", 150)


def test_a_gentler_drill_is_gentler_than_the_planned_one() -> None:
    now = {"current_drill": "light_hops"}
    assert during("other_stiffness", planned_drill="quick_steps", **now).decision("drill").value == "quick_feet"
    assert during("other_stiffness", planned_drill="quick_feet", **now).decision("drill").value == "strides"


@examples(120)
@given(case=cases("during"), more=st.sampled_from(CUES))
def test_one_more_cue_never_loosens_the_answer(case: Facts, more: str) -> None:
    here, then = caution(case), caution({**case, "cue": [*case["cue"], more]})
    assert all(new >= old for old, new in zip(here, then, strict=True))


@examples(120)
@given(case=cases("during"))
def test_the_answer_is_never_laxer_than_the_plan(case: Facts) -> None:
    made = recommend(case)
    action, contact, rest_s = caution(case)
    if case.get("bursts_done", 6) >= case.get("planned_efforts", 100):
        assert action >= STEPS["next_action"].index("end_bursts")
    assert contact >= STEPS["contact"].index(case.get("planned_contact", "crisp"))
    assert rest_s >= case.get("planned_rest_s", 0)
    chosen = next((each.value for each in made.decisions if each.name == "drill"), None)
    for drill in (case.get("planned_drill"), case.get("current_drill")):
        assert chosen is None or drill is None or PLACES[chosen] <= PLACES[drill]


# The moment


def test_the_moment_follows_from_what_is_given() -> None:
    assert recommend({"cue": "sharp_pain", "bursts_done": 1}).moment == "during"
    assert recommend({"cue": "all_well", "bursts_done": 1, "pain": "sharp"}).verdict == "stop"
    assert recommend({"pain": "none", "injuries": []}).moment == "before"
    assert recommend({"pain": "none", "injuries": [], "moment": None}).moment == "before"


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_cue_at_another_moment_is_a_fault_that_says_what_to_do(moment: str) -> None:
    with pytest.raises(CaseError) as caught:
        recommend({"moment": moment, "pain": "none", "injuries": [], "cue": "sharp_pain"})
    (fault,) = caught.value.faults
    assert fault.what == f"is asked during a run, and this is {moment} a run"
    assert fault.allowed == "give it with moment: during, or leave it out"


def test_facts_without_a_common_moment_are_a_fault() -> None:
    with pytest.raises(CaseError) as caught:
        recommend({"pain": "none", "injuries": [], "fatigue": 2, "cue": "sharp_pain"})
    assert [fault.where for fault in caught.value.faults] == ["cue"]
    assert caught.value.faults[0].what == "is asked during a run, and the other facts before a run"


def test_a_distance_without_a_pace_asks_for_the_pace_first() -> None:
    case = {
        name: value for name, value in BASE.standard_cases["before"].items() if name not in ("duration_min", "pace")
    }
    made = recommend({**case, "distance": "10 km"})
    assert made.headline == "No bursts planned: too much is left open. Answer first: easy pace."
    bare = recommend({"pain": "none", "injuries": [], "distance": "10 km"})
    assert "Answer first: easy pace, " in bare.headline
