"""What nobody told is assumed, or no answer to it would ask for more caution; what is neither is listed with why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import CaseError, next_questions, recommend
from springstep.engine.consultation.completions import Completions
from springstep.engine.consultation.inquiry import inquiry_of, needless
from tests.knowledge.test_properties import posture, valid_case
from tests.strategies import BASE, FACTS, all_cases, examples, healthy_cases

_SEEN_IN_THE_RUN = "it is what was seen or felt in a run; whoever saw nothing has nothing to tell"
Facts: TypeAlias = dict[str, Any]
EXCEPTIONS = {
    "logged_warning": "only the diary holds it, and gives it",
    "last_taken": "only the diary works it out; the questions on the last session ask for what it is made of",
    "mindset": "it is asked for with what is out of the ordinary today, as competitive and overthinking",
    "pelvis": _SEEN_IN_THE_RUN,
    "weight_shift": _SEEN_IN_THE_RUN,
    "landings": _SEEN_IN_THE_RUN,
    "came_up": _SEEN_IN_THE_RUN,
    "felt_during": _SEEN_IN_THE_RUN,
}
"""Facts that are neither asked for nor assumed, and may all the same call for more caution: with the reason."""

COMPLETIONS = {moment: Completions(BASE, moment) for moment in ("before", "after")}


def told_otherwise(name: str, case: Facts) -> bool:
    """Tell whether a fact is an exception in a case; of the race, any other phase than its week says there is none."""
    race_far = name == "days_to_race" and case.get("season_phase") not in (None, "race_week")
    return name in EXCEPTIONS or race_far


def stricter(case: Facts) -> Iterator[str]:
    """Yield the facts that a case leaves out, that are not assumed, and of which some answer asks for more caution."""
    made, here = recommend(case), posture(case)
    passed = {*case, *(each.fact for each in (*made.assumed, *made.facts))}
    for info in BASE.vocabulary.asked_at(case["moment"]):
        if info.name in passed or told_otherwise(info.name, case):
            continue
        for value in COMPLETIONS[case["moment"]].values(info.name, case):
            try:
                there = posture({**case, info.name: value}) if value is not None else here
            except CaseError:  # what the case rules out
                continue
            if here.looser_than(there):
                yield f"{info.name}: {value}"
                break


@examples(25)
@given(case=all_cases("before") | all_cases("after") | healthy_cases("before"))
def test_what_a_case_leaves_out_is_assumed_or_would_ask_for_no_more_caution(case: Facts) -> None:
    assert list(stricter(case)) == []


def asked_of(case: Facts) -> dict[str, Any]:
    """Return the answers of a consultation in which a runner answers every question from a case."""
    inquiry = inquiry_of(BASE, case["moment"])
    answers: dict[str, Any] = {}
    while (fact := inquiry.inquiry_state(answers).next) is not None:
        answers[fact] = case.get(fact)
    return answers


@examples(8)
@given(
    case=healthy_cases("before"),
    race=st.none() | st.integers(0, 9),
    phase=st.sampled_from(FACTS["season_phase"].values),
)
def test_after_a_consultation_no_answer_that_was_not_asked_for_would_ask_for_more_caution(
    case: Facts, race: int | None, phase: str
) -> None:
    runner = {**case, "season_phase": phase, "days_to_race": race}
    answers = asked_of(runner)
    told = {name: value for name, value in answers.items() if value is not None}
    made = valid_case({"moment": "before", **told})
    assert list(stricter(made)) == []


RUNNER: Mapping[str, Any] = BASE.standard_cases["before"]


@pytest.mark.parametrize("phase", FACTS["season_phase"].values)
def test_only_in_the_week_of_a_race_its_day_is_asked_for(phase: str) -> None:
    answers = asked_of({**RUNNER, "season_phase": phase, "days_to_race": 3})
    assert ("days_to_race" in answers) == (phase == "race_week")


def test_in_the_week_of_a_race_its_day_is_asked_for_assumed_and_named() -> None:
    runner = {**RUNNER, "season_phase": "race_week"}
    made = recommend(runner)
    assert made.decision("clearance").value == "no_bursts_today"
    assert [(each.fact, each.value, each.rule) for each in made.assumed] == [("days_to_race", 1, "ASM-041")]
    assert [each.fact for each in next_questions(runner).questions][:1] == ["days_to_race"]
    first = made.what_would_change("clearance")[0]
    assert [(each.fact, each.then) for each in first.changes] == [("days_to_race", 2)]


@pytest.mark.parametrize(
    ("days", "clearance"), [(0, "no_bursts_today"), (1, "no_bursts_today"), (2, "modify"), (7, "modify")]
)
def test_a_race_that_is_told_is_not_taken_for_tomorrow(days: int, clearance: str) -> None:
    made = recommend({**RUNNER, "season_phase": "race_week", "days_to_race": days})
    assert (made.decision("clearance").value, made.assumed) == (clearance, ())


def test_a_runner_who_is_not_near_a_race_has_nothing_assumed_of_one() -> None:
    for phase in FACTS["season_phase"].values:
        if phase != "race_week":
            made = recommend({**RUNNER, "season_phase": phase})
            assert made.assumed == ()
            assert "days_to_race" not in str(next_questions({**RUNNER, "season_phase": phase}))


@pytest.mark.parametrize("surface", ["treadmill", "track"])
def test_on_level_ground_that_is_made_so_the_terrain_is_no_question_and_no_reason(surface: str) -> None:
    runner = {name: value for name, value in RUNNER.items() if name != "terrain"} | {"surface": surface}
    made = recommend(runner)
    assert made.assumed == () and "terrain" not in str(next_questions(runner))
    assert "terrain" not in asked_of(runner)
    assert made.verdict == recommend({**runner, "terrain": "flat"}).verdict
    changes = [each.fact for change in made.what_would_change("clearance") for each in change.changes]
    assert "terrain" not in changes
    assert "SRF-080" not in str(made.why_not("pogo_hops"))


def test_where_the_ground_may_be_rough_the_terrain_is_asked_for_and_assumed() -> None:
    runner = {name: value for name, value in RUNNER.items() if name != "terrain"}
    assert "terrain" in asked_of(RUNNER)
    assert [each.fact for each in recommend(runner).assumed] == ["terrain"]


@pytest.mark.parametrize("ground", ["grass", "dirt_path"])
@pytest.mark.parametrize("terrain", FACTS["terrain"].values)
def test_a_belt_earns_no_more_than_a_lawn_or_a_path_of_the_terrain_that_is_told(ground: str, terrain: str) -> None:
    here, there = ({**RUNNER, "surface": surface, "terrain": terrain} for surface in (ground, "treadmill"))
    assert posture(there).looser_than(posture(here)) == {}


def test_on_the_day_of_a_race_nobody_is_sent_on_an_easy_run_instead() -> None:
    race = {**RUNNER, "season_phase": "race_week", "run_kind": "race", "days_to_race": 0}
    made = recommend(race)
    assert made.verdict == "none" and "Race only if you are well" in made.headline
    assert "easy" not in made.headline


def test_what_no_answer_could_change_is_not_called_untold() -> None:
    told = asked_of({**RUNNER, "weeks_since_last_session": 14, "last_drill": "quick_feet"})
    made = recommend({"moment": "before", **{name: value for name, value in told.items() if value is not None}})
    assert {each.fact for each in made.assumed} & FACTS.keys() <= set(needless(made, BASE))
    assert needless(recommend({**RUNNER, "season_phase": "race_week"}), BASE) == ()
