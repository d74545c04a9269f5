"""The consultation asks only what can still matter and stops when nothing does; the rules confirm each claim."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.advice.outcome import outcome_of
from springstep.engine.advice.recommend import build
from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.inference.case import case_from
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation
from tests.strategies import BASE, FACTS, HISTORY, MOMENTS, all_cases, examples, volunteered

Answers = dict[str, Any]


def ruled(moment: str, answers: Mapping[str, Any]) -> Recommendation:
    """Run the rules over the answers, even if required ones are missing."""
    known = {name: value for name, value in answers.items() if value is not None}
    case = case_from(Document("", {"moment": moment, **known}, {}), BASE, whole=False)
    return build(BASE, case, look_ahead=False)


def as_asked(case: Mapping[str, Any]) -> Answers:
    """Return a case as a consultation asks for it, without volunteered facts."""
    unasked = {"moment", *volunteered(case.get("moment", "before"))}
    return {name: value for name, value in case.items() if name not in unasked}


def consulted(moment: str, runner: Mapping[str, Any], most: int = 100) -> tuple[Answers, list[tuple[str, int]], Any]:
    """Answer as this runner would until nothing more is asked, or ``most`` questions have been."""
    answers: Answers = {}
    asked: list[tuple[str, int]] = []
    inquiry_state = inquiry_of(BASE, moment).inquiry_state(answers)
    while inquiry_state.next is not None and len(asked) < most:
        asked.append((inquiry_state.next, len(inquiry_state.open)))
        answers[inquiry_state.next] = runner.get(inquiry_state.next)
        inquiry_state = inquiry_of(BASE, moment).inquiry_state(answers)
    return answers, asked, inquiry_state


def completed(answers: Mapping[str, Any], moment: str, runner: Mapping[str, Any]) -> Answers:
    """Answer every open question as this runner would, without contradicting what was answered."""
    whole = {**{name: value for name, value in runner.items() if moment in FACTS[name].moments}, **answers}
    if whole.get("sessions_done") == 0:
        whole = {name: value for name, value in whole.items() if name not in HISTORY}
    done, at_step = whole.get("sessions_done"), whole.get("sessions_at_step")
    if done is not None and at_step is not None and at_step > done:
        if "sessions_done" in answers and "sessions_at_step" in answers:
            return dict(answers)
        whole["sessions_at_step" if "sessions_done" in answers else "sessions_done"] = (
            done if "sessions_done" in answers else at_step
        )
    return whole


@pytest.mark.parametrize("moment", MOMENTS)
@examples(25)
@given(data=st.data())
def test_no_question_is_asked_that_cannot_change_the_outcome(moment: Any, data: st.DataObject) -> None:
    runner = as_asked(data.draw(all_cases(moment)))
    answers, _, inquiry_state = consulted(moment, runner, most=data.draw(st.integers(0, 36)))
    if inquiry_state.next is None:
        return
    witness = inquiry_state.witness
    assert witness is not None and witness.fact == inquiry_state.next not in answers
    for side in (witness.one, witness.other):
        assert all(side[name] == value for name, value in answers.items())
    apart = {name for name in witness.one if witness.one[name] != witness.other[name]}
    assert apart - HISTORY <= {inquiry_state.next}, "except for what having no session rules out, one answer differs"
    assert outcome_of(ruled(moment, witness.one)) != outcome_of(ruled(moment, witness.other))


@pytest.mark.parametrize("moment", MOMENTS)
@examples(25)
@given(data=st.data())
def test_once_settled_every_completion_comes_to_the_same(moment: Any, data: st.DataObject) -> None:
    answers, _, inquiry_state = consulted(moment, as_asked(data.draw(all_cases(moment))))
    assert inquiry_state.settled
    outcome = outcome_of(ruled(moment, answers))
    for _ in range(6):
        other = completed(answers, moment, as_asked(data.draw(all_cases(moment))))
        assert outcome_of(ruled(moment, other)) == outcome


@pytest.mark.parametrize("moment", MOMENTS)
@examples(20)
@given(data=st.data())
def test_no_more_is_asked_than_was_announced(moment: Any, data: st.DataObject) -> None:
    _, asked, _ = consulted(moment, as_asked(data.draw(all_cases(moment))))
    for place, (_, most) in enumerate(asked):
        assert len(asked) - place <= most
    assert len({name for name, _ in asked}) == len(asked)


def test_safety_is_asked_first() -> None:
    _, asked, _ = consulted("before", BASE.standard_cases["before"])
    names = [name for name, _ in asked]
    assert names[:3] == ["pain", "injuries", "screening"]
    safety = ("legs", "fatigue", "stiffness", "today", "surface", "run_kind")
    assert max(map(names.index, safety)) < names.index("season_phase")


@pytest.mark.parametrize(
    ("changes", "asked"),
    [
        ({"pain": "sharp"}, ["pain"]),
        ({"screening": ["heart"]}, ["pain", "injuries", "screening"]),
        ({"injuries": [{"site": "knee", "status": "active"}]}, ["pain", "injuries"]),
        ({"today": ["chest_pain"]}, ["pain", "injuries", "screening", "today"]),
        ({"legs": "flooding"}, ["pain", "injuries", "screening", "today", "legs"]),
    ],
    ids=["sharp pain", "a heart condition", "an active injury", "chest pain", "flooding legs"],
)
def test_what_settles_everything_ends_it_at_once(changes: Answers, asked: list[str]) -> None:
    answers, _, inquiry_state = consulted("before", {**BASE.standard_cases["before"], **changes})
    assert inquiry_state.settled and list(answers) == asked


@pytest.mark.parametrize("kind", ["long", "workout", "race"])
def test_a_run_that_has_no_place_for_bursts_is_asked_only_for_what_bars_running_it_too(kind: str) -> None:
    answers, _, inquiry_state = consulted("before", {**BASE.standard_cases["before"], "run_kind": kind})
    assert inquiry_state.settled
    assert ruled("before", answers).headline == "No bursts today: this is not the run for them."
    barring = {"pain", "screening", "injuries", "legs", "fatigue", "stiffness", "today", "surface", "terrain"}
    assert answers.keys() <= barring | {"run_kind", "sessions_done", "season_phase"}


PROFILE = ("injuries", "screening", "goal", "experience", "has_coach", "season_phase")


@pytest.mark.parametrize(
    ("moment", "told", "most"),
    [
        ("before", (), 35),
        ("before", PROFILE, 31),
        ("before", (*PROFILE, *HISTORY, "sessions_done"), 12),
        ("during", (), 2),
        ("after", (), 20),
        ("after", PROFILE, 17),
        ("after", (*PROFILE, *HISTORY, "sessions_done"), 1),
    ],
)
def test_a_healthy_runner_answers_no_more_than_this(moment: str, told: tuple[str, ...], most: int) -> None:
    """Each new question has to be worth it: a rise of these numbers is decided on, and does not happen."""
    runner = {**BASE.standard_cases[moment]} | ({"last_drill": "quick_feet"} if moment == "before" else {})
    answers: Answers = {name: runner[name] for name in told if name in runner}
    asked = 0
    while (following := inquiry_of(BASE, moment).inquiry_state(answers).next) is not None:
        answers[following] = runner.get(following)
        asked += 1
    assert asked <= most


def test_a_runner_whose_bursts_are_not_due_is_not_asked_for_the_log() -> None:
    answers, _, _ = consulted("before", {**BASE.standard_cases["before"], "easy_runs_since_bursts": 0})
    assert ruled("before", answers).verdict == "not_due"
    assert not {"felt_after", "weeks_at_step", "cadence_trend"} & answers.keys()


def test_earlier_sessions_are_asked_for_only_when_there_were_any() -> None:
    answers, _, _ = consulted("before", {**as_asked(BASE.standard_cases["before"]), "sessions_done": 0})
    assert not answers.keys() & HISTORY


def test_a_length_told_as_a_distance_is_completed_by_the_pace() -> None:
    runner = BASE.standard_cases["before"]
    given = {name: runner[name] for name in ("pain", "injuries", "run_kind", "legs", "fatigue")}
    inquiry_state = inquiry_of(BASE, "before").inquiry_state({**given, "distance": "8 km"})
    assert inquiry_state.next == "pace"
    assert (
        "duration_min"
        not in inquiry_of(BASE, "before").inquiry_state({**given, "distance": "8 km", "pace": "6:00/km"}).open
    )
