"""Only the questions that apply are asked, in order, in terms of the day's plan."""

from __future__ import annotations

from typing import Any

import pytest

from springstep.diary.check import entry_of
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.questions import QUESTIONS, outdated, questions
from tests.diary.conftest import plan_by_hand
from tests.diary.strategies import DRILLS, TODAY

ALL = [info.name for info in QUESTIONS]
DETAILS = ("felt_during", "pelvis", "weight_shift", "landings", "pain_site", "injury", "warning_gone")
ALWAYS = [name for name in ALL if name not in DETAILS]
OF_A_SESSION = ("drill", "efforts", "effort_s", "cues", "felt_after", "form_held")
OF_A_SESSION += ("cadence", "stride", "spring", "return_to_pace")


def names(**options: Any) -> list[str]:
    known = options.pop("known", {})
    return [info.name for info in questions(known, **options)]


def test_every_question_is_a_field_of_an_entry_and_says_what_it_asks() -> None:
    assert set(Entry._names) - set(ALL) == {"uid", "plan"} and len(ALL) == len(set(ALL))
    assert all(info.question.endswith("?") and info.help and info.label for info in QUESTIONS)


@pytest.mark.parametrize("bursts", ["done", "partly"])
def test_a_session_without_a_plan_is_asked_everything(bursts: str) -> None:
    assert names(known={"bursts": bursts}) == ALWAYS
    assert names(known={"bursts": bursts}, session_before=False) == [name for name in ALWAYS if name != "recovery"]


@pytest.mark.parametrize("known", [{}, {"bursts": "none"}, {"bursts": "skipped"}])
def test_without_a_session_nothing_is_asked_about_it(known: dict[str, str]) -> None:
    left = [name for name in ALWAYS if name not in OF_A_SESSION]
    assert names(known=known) == left, "how the runner recovered from the last bursts is asked after any run"


def test_a_plan_done_in_full_is_not_asked_for_again() -> None:
    assert set(ALWAYS) - set(names(known={"bursts": "done"}, plan=plan_by_hand())) == {"drill", "efforts", "effort_s"}
    assert names(known={"bursts": "partly"}, plan=plan_by_hand()) == ALWAYS
    assert names(known={"bursts": "done"}, plan=plan_by_hand(kind="none", drill=None, efforts=None)) == ALWAYS


@pytest.mark.parametrize(
    ("answers", "details"),
    [
        ({"form_held": False}, {"pelvis", "weight_shift", "landings"}),
        ({"cues": ("hip_stiffness",)}, {"felt_during"}),
        ({"cues": ("sharp_pain",)}, {"felt_during", "injury"}),
        ({"cues": ("all_well",), "form_held": True, "pain": "none"}, set()),
        ({"pain": "ache"}, {"pain_site"}),
        ({"pain": "sharp"}, {"pain_site", "injury"}),
    ],
    ids=["form", "stiff", "pain on the way", "nothing", "ache", "sharp pain"],
)
def test_details_are_asked_only_where_an_answer_calls_for_them(answers: dict[str, Any], details: set[str]) -> None:
    assert set(names(known={"bursts": "done", **answers})) - set(ALWAYS) == details


def test_whether_a_warning_is_gone_is_asked_in_the_words_given() -> None:
    asked = {info.name: info for info in questions({"bursts": "none"}, warning="You logged an ache: is it gone?")}
    assert asked["warning_gone"].question == "You logged an ache: is it gone?"


def test_details_that_later_answers_rule_out_are_outdated() -> None:
    assert outdated({"form_held": True, "pelvis": "unsteady", "weight_shift": "even", "pain": "sharp"}) == ("pelvis",)
    assert outdated({"form_held": False, "pelvis": "unsteady", "pain": "none", "pain_site": "knee"}) == ("pain_site",)


def test_the_answers_offered_fit_the_plan() -> None:
    def offered(**options: Any) -> tuple[str, ...]:
        return next(info.values for info in questions({}, **options) if info.name == "bursts")

    assert offered() == ("done", "partly", "skipped", "none")
    assert offered(plan=plan_by_hand()) == ("done", "partly", "skipped")
    assert offered(plan=plan_by_hand(kind="none")) == ("none", "done", "partly")


def test_questions_about_a_plan_tell_what_was_planned() -> None:
    asked = {info.name: info for info in questions({"bursts": "partly"}, plan=plan_by_hand(), drills=DRILLS)}
    assert asked["efforts"].question == "How many efforts did you do? (planned: 4)"
    assert asked["effort_s"].question.endswith("(planned: 10 s)")
    assert asked["drill"].values == DRILLS


@pytest.mark.parametrize("info", [info for info in QUESTIONS if info.kind in ("word", "number")], ids=lambda i: i.name)
def test_what_a_question_offers_is_what_an_entry_takes(info: Any) -> None:
    values: dict[str, Any] = {"uid": "0" * 32, "day": "2026-03-02", "run_kind": "easy", "bursts": "done"}
    values |= {"efforts": 4, "effort_s": 10}

    def taken(value: Any) -> bool:
        changes: dict[str, Any] = {info.name: [value] if info.most else value}
        if info.name == "pain_site":
            changes["pain"] = "ache"
        if value in ("skipped", "none") and info.name == "bursts":
            changes |= {"efforts": None, "effort_s": None}
        try:
            entry_of({**values, **changes}, today=TODAY, drills=DRILLS)
        except DiaryError:
            return False
        return True

    if info.kind == "word":
        assert all(map(taken, info.values)) and not taken("another")
    else:
        assert [taken(n) for n in (info.minimum - 1, info.minimum, info.maximum, info.maximum + 1)] == [0, 1, 1, 0]
