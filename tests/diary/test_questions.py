"""After a run five questions do for an ordinary session; details come where an answer calls for them, and only then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.asked import APART, OPENED, OTHER_DRILL, Around, RunQuestion, asked_after
from springstep.diary.check import entry_of, filled_from_plan
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.meaning import meaning_of
from springstep.diary.questions import OF_A_SESSION, QUESTIONS, outdated
from springstep.diary.replies import reply
from springstep.engine.language.answers import AnswerError
from springstep.installed import default_rule_base
from tests.diary.conftest import plan_by_hand
from tests.diary.strategies import DRILLS, TODAY
from tests.strategies import examples

BASE = default_rule_base()
ALL = [info.name for info in QUESTIONS]
PLANNED = Around(plan_by_hand())
UNPLANNED = Around()
NO_BURSTS = Around(plan_by_hand(kind="none", drill=None, efforts=None, effort_s=None))
DONE: dict[str, Any] = {"run_kind": "easy", "bursts": "done", "cues": ("all_well",), "pain": "none"}
SESSION = ["bursts", "noticed", "felt", "form", "ratings"]


def names(known: dict[str, Any], there: Around) -> list[str]:
    return [asked.name for asked in asked_after(known, there)]


def question(name: str, known: dict[str, Any], there: Around) -> RunQuestion:
    return next(asked for asked in asked_after(known, there) if asked.name == name)


def told(name: str, text: str, there: Around = PLANNED, **known: Any) -> dict[str, Any]:
    said = {"run_kind": "easy", "bursts": "done", **known}
    return reply(question(name, said, there), text, said, there, BASE)


def refused(name: str, text: str, there: Around = PLANNED, **known: Any) -> AnswerError:
    with pytest.raises(AnswerError) as caught:
        told(name, text, there, **known)
    return caught.value


def test_every_field_is_asked_for_in_words_of_its_own() -> None:
    assert set(Entry._names) - set(ALL) == {"uid", "plan"} and len(ALL) == len(set(ALL))
    assert all(info.question.endswith("?") and info.help and info.label for info in QUESTIONS)


def test_five_questions_do_for_a_planned_session() -> None:
    assert names(DONE, PLANNED) == SESSION
    assert names({**DONE, "bursts": "partly"}, PLANNED) == SESSION


def test_a_run_without_bursts_is_asked_two_or_three() -> None:
    for there in (PLANNED, NO_BURSTS):
        assert names({"run_kind": "easy", "bursts": "none"}, there) == ["bursts", "noticed"]
    assert names({"bursts": "none"}, UNPLANNED) == ["run", "bursts", "noticed"]


def test_the_recovery_and_a_warning_are_asked_about_only_where_they_apply() -> None:
    there = Around(plan_by_hand(), recover_from="2 March", warning="You logged an ache: is it gone?")
    asked = {one.name: one for one in asked_after(DONE, there)}
    assert list(asked) == ["bursts", "gone", *SESSION[1:], "recovery"]
    assert asked["gone"].question == "You logged an ache: is it gone?" and "2 March" in asked["recovery"].question
    assert "recovery" not in names({**DONE, "recovery": "full"}, there), "it was told before the run"


@pytest.mark.parametrize(
    ("answers", "details"),
    [
        ({"form_held": False}, {"signs"}),
        ({"form_held": False, "landings": "hard"}, set()),
        ({"cues": ("hip_stiffness",)}, {"pain", "legs"}),
        ({"cues": ("sharp_pain",)}, {"pain", "legs", "injury"}),
        ({"cues": None, OPENED: True, "pain": "ache"}, {"hurt", "site"}),
        ({"cues": None, OPENED: True, "pain": "sharp", "pain_site": "knee"}, {"hurt", "injury"}),
        ({OTHER_DRILL: True}, {"efforts"}),
    ],
)
def test_details_are_asked_only_where_an_answer_calls_for_them(answers: dict[str, Any], details: set[str]) -> None:
    assert set(names({**DONE, **answers}, PLANNED)) - set(SESSION) == details


def test_what_is_asked_tells_what_was_planned_and_names_the_ends_of_each_scale() -> None:
    assert "4 x 10 s of light hops" in question("bursts", {}, PLANNED).question
    assert "without bursts" in question("bursts", {}, NO_BURSTS).question
    for name, ends in (
        ("felt", ("0 fresh", "10 exhausted", "drained")),
        ("ratings", ("1 poor", "5 very good", "0 fresh", "10 exhausted")),
    ):
        assert all(end in question(name, DONE, PLANNED).question for end in ends)
    assert "tired" not in question("ratings", {**DONE, "fatigue_after": 3}, PLANNED).question


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("all", {"bursts": "done", "drill": "light_hops", "efforts": 4, "effort_s": 10}),
        ("a", {"bursts": "done", "drill": "light_hops", "efforts": 4, "effort_s": 10}),
        ("as planned", {"bursts": "done", "drill": "light_hops", "efforts": 4, "effort_s": 10}),
        ("Yes", {"bursts": "done", "drill": "light_hops", "efforts": 4, "effort_s": 10}),
        ("4", {"bursts": "done", "efforts": 4}),
        ("2 of 4", {"bursts": "partly", "efforts": 2}),
        ("3/4", {"bursts": "partly", "efforts": 3}),
        ("1", {"bursts": "partly", "efforts": 1}),
        ("0", {"bursts": "skipped", "efforts": None}),
        ("none", {"bursts": "skipped", "drill": None, "efforts": None, "effort_s": None}),
        ("nothing", {"bursts": "skipped", "drill": None, "efforts": None, "effort_s": None}),
        ("skipped", {"bursts": "skipped", "drill": None, "efforts": None, "effort_s": None}),
        ("other drill", {OTHER_DRILL: True}),
        ("another run", {APART: True}),
        (
            "4 x 10 s of quick feet",
            {"bursts": "done", "efforts": 4, "effort_s": 10, "drill": "quick_feet"},
        ),
        ("3x8s", {"bursts": "partly", "efforts": 3, "effort_s": 8, "drill": "light_hops"}),
        ("I did 4 of them", {"bursts": "done", "efforts": 4}),
        ("did two of those", {"bursts": "partly", "efforts": 2}),
        ("I only managed three bursts", {"bursts": "partly", "efforts": 3}),
        ("I did all of them", {"bursts": "done", "drill": "light_hops", "efforts": 4, "effort_s": 10}),
    ],
)
def test_whether_the_plan_was_done_is_told_in_one_answer(text: str, fields: dict[str, Any]) -> None:
    assert told("bursts", text) == fields


@pytest.mark.parametrize(
    "text",
    [
        "",
        "unknown",
        "2 of 3",
        "partly",
        "no",
        "nope",
        "n",
        "3 x s",
        "I did not do 4",
        "I did some",
        "3 x 8 s of nothing",
        "99",
        "perhaps",
    ],
)
def test_what_was_done_is_never_guessed(text: str) -> None:
    assert "say all or 2 of 4" in str(refused("bursts", text))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("no", {"bursts": "none", "drill": None, "efforts": None, "effort_s": None}),
        ("4 times 10 seconds strides", {"bursts": "done", "efforts": 4, "effort_s": 10, "drill": "strides"}),
        ("3 x 8", {"bursts": "done", "efforts": 3, "effort_s": 8, "drill": None}),
    ],
)
@pytest.mark.parametrize("there", [UNPLANNED, NO_BURSTS])
def test_bursts_without_a_plan_are_told_in_one_answer(text: str, fields: dict[str, Any], there: Around) -> None:
    found = told("bursts", text, there)
    assert {name: value for name, value in found.items() if not name.startswith("_")} == fields
    asked = names({"run_kind": "easy", **found}, there)
    assert ("meant" in asked) == (fields["bursts"] == "done"), "whether it was all that was meant is not guessed"


@pytest.mark.parametrize("when", ["afterwards", "since then", "later on", "after the run", "on the run", "since"])
def test_when_it_was_noticed_takes_nothing_away_from_what_was(when: str) -> None:
    assert "could be ache or sharp pain" in str(refused("noticed", f"left shin a bit sore {when}"))
    for text in ("ache", "left calf hurts", "dizzy", "chest pain", "nothing"):
        plainly = {name: value for name, value in told("noticed", text).items() if name != "note"}
        said = {name: value for name, value in told("noticed", f"{text} {when}").items() if name != "note"}
        assert said == plainly, text


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("", {"cues": ("all_well",), "pain": "none", "pain_site": None}),
        ("Nothing", {"cues": ("all_well",), "pain": "none", "pain_site": None}),
        ("all well", {"cues": ("all_well",), "pain": "none", "pain_site": None}),
        ("hip stiffness, dizzy", {"cues": ("hip_stiffness", "dizzy"), "pain": None, "pain_site": None}),
        ("knee pain", {"cues": None, "pain": None, "pain_site": "knee", OPENED: True}),
        ("vertigo", {"cues": ("dizzy",), "pain": None, "pain_site": None}),
        ("stabbing pain", {"cues": ("sharp_pain",), "pain": None, "pain_site": None}),
        ("dizzy and pain", {"cues": ("dizzy",), "pain": None, "pain_site": None, OPENED: True}),
        (
            "left knee pain",
            {"cues": None, "pain": None, "pain_site": "knee", OPENED: True, "note": "left knee pain"},
        ),
        ("unknown", {"cues": None, "pain": None, "pain_site": None}),
        ("no, pain", {"cues": None, "pain": None, "pain_site": None, OPENED: True}),
        ("no some aches", {"cues": ("ache",), "pain": None, "pain_site": None}),
        (
            "knee and ankle",
            {"cues": None, "pain": None, "pain_site": "ankle", OPENED: True, "note": "knee and ankle"},
        ),
        ("yes, knee", {"cues": None, "pain": None, "pain_site": "knee", OPENED: True}),
        ("no pain, no dizziness", {"cues": ("all_well",), "pain": "none", "pain_site": None}),
    ],
)
def test_what_came_up_is_told_in_one_answer(text: str, fields: dict[str, Any]) -> None:
    assert told("noticed", text) == fields


@pytest.mark.parametrize(
    "text",
    [
        *(
            "wobble",
            "somewhat odd",
            "1",
            "dizzy knee pain in",
            "knee pain, somewhat odd",
            "legs",
            "side",
            "left",
            "a bit",
            "some",
        ),
        *("really", "yes", "no but pain", "no some troubles", "nothing but hurts", "no but problems"),
    ],
)
def test_what_is_half_understood_is_refused_whole(text: str) -> None:
    assert "say nothing or knee pain" in str(refused("noticed", text))


def test_nothing_may_be_said_of_how_much_it_hurts_by_an_empty_answer() -> None:
    for name, known in (("hurt", {OPENED: True}), ("pain", {"cues": ("dizzy",)})):
        refused(name, "", **known)
        assert told(name, "sharp", **known) == {"pain": "sharp"}
        assert told(name, "swollen", **known) == {"pain": "sharp"}
        assert told(name, "dull", **known) == {"pain": "ache"}
        refused(name, "1", **known)
    refused("hurt", "none", **{OPENED: True})


@pytest.mark.parametrize(
    ("name", "text", "fields"),
    [
        ("felt", "normal 3", {"felt_after": "normal", "fatigue_after": 3}),
        ("felt", "3, drained", {"felt_after": "drained", "fatigue_after": 3}),
        ("felt", "fresh", {"felt_after": "fresh"}),
        ("felt", "f 2", {"felt_after": "fresh", "fatigue_after": 2}),
        ("felt", "n 3/10", {"felt_after": "normal", "fatigue_after": 3}),
        ("felt", "", {"felt_after": None, "fatigue_after": None}),
        ("form", "yes", {"form_held": True, "pelvis": None, "weight_shift": None, "landings": None}),
        ("form", "landings", {"form_held": False, "pelvis": None, "weight_shift": None, "landings": "hard"}),
        ("ratings", "4 4 3 4 2", {"cadence": 4, "stride": 4, "spring": 3, "return_to_pace": 4, "fatigue_after": 2}),
        ("ratings", "4, 3, 4, 5", {"cadence": 4, "stride": 3, "spring": 4, "return_to_pace": 5, "fatigue_after": None}),
        ("ratings", "5 4", {"cadence": 5, "stride": 4, **dict.fromkeys(["spring", "return_to_pace", "fatigue_after"])}),
        ("ratings", "4 - 5 - 2", {"cadence": 4, "stride": None, "spring": 5, "return_to_pace": None,
                                  "fatigue_after": 2}),
    ],
)  # fmt: skip
def test_several_fields_are_told_in_one_line(name: str, text: str, fields: dict[str, Any]) -> None:
    assert told(name, text) == fields


@pytest.mark.parametrize(
    ("name", "text"),
    [("felt", "3"), ("felt", "normal 11"), ("felt", "2 3"), ("form", "perhaps"), ("ratings", "4"),
     ("ratings", "4 4 3 4 2 1"), ("ratings", "2 4 6"), ("ratings", "good")],
)  # fmt: skip
def test_what_is_not_clear_is_asked_back_with_two_answers_that_would_do(name: str, text: str) -> None:
    assert " or " in str(refused(name, text))


def test_what_was_told_before_is_not_rated_again() -> None:
    found = told("ratings", "4 4 3 4", fatigue_after=3)
    assert found == {"cadence": 4, "stride": 4, "spring": 3, "return_to_pace": 4}
    assert "5 ratings" not in str(refused("ratings", "4 4 3 4 2", fatigue_after=3))


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("easy 45", {"run_kind": "easy", "duration_min": 45}),
        ("45 min easy", {"run_kind": "easy", "duration_min": 45}),
        ("run walk 30", {"run_kind": "run_walk", "duration_min": 30}),
        ("long 1 h 30", {"run_kind": "long", "duration_min": 90}),
        ("workout", {"run_kind": "workout"}),
    ],
)
def test_kind_and_minutes_are_told_in_one_answer(text: str, fields: dict[str, Any]) -> None:
    assert told("run", text, UNPLANNED) == fields


def test_a_number_alone_is_never_a_kind_of_run() -> None:
    with pytest.raises(AnswerError, match="say easy 45 or long 1 h 30"):
        reply(question("run", {}, UNPLANNED), "2", {}, UNPLANNED, BASE)


def test_an_empty_answer_keeps_what_is_there_where_an_entry_is_edited() -> None:
    there = Around(plan_by_hand(), editing=True)
    for asked in asked_after({**DONE, "pain": "sharp", "form_held": False}, there):
        assert reply(asked, "", DONE, there, BASE) == {}


def test_details_that_later_answers_rule_out_are_outdated() -> None:
    assert outdated({"form_held": True, "pelvis": "unsteady", "weight_shift": "even", "pain": "sharp"}) == ("pelvis",)
    assert outdated({"form_held": False, "pelvis": "unsteady", "pain": "none", "pain_site": "knee"}) == ("pain_site",)


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


WORDS = [
    "", "unknown", "yes", "no", "all", "2", "0", "4", "2 of 4", "skipped", "other drill", "other run",
    "3 x 8 s of quick feet", "12 x 30 s of strides", "nothing", "dizzy", "hip stiffness, all well",
    "knee pain", "left calf, sharp pain", "none", "ache", "sharp", "knee", "flooding", "fresh", "normal 3",
    "drained 9", "landings", "pelvis, weight", "4 4 3 4", "4 4", "- - 1 5 2", "full", "poor", "easy 45",
    "long 1 h 30", "race",
]  # fmt: skip


@examples(200)
@given(st.data(), st.sampled_from([PLANNED, UNPLANNED, NO_BURSTS]), st.booleans(), st.booleans())
def test_whatever_is_typed_ends_in_an_entry_that_the_diary_takes_and_loses_no_danger(
    data: st.DataObject, around: Around, warned: bool, recovers: bool
) -> None:
    there = replace(around, warning="Is it gone?" if warned else "", recover_from="2 March" if recovers else "")
    known: dict[str, Any] = {} if around is UNPLANNED else {"run_kind": "easy"}
    said: dict[str, str] = {}
    while True:
        asked = next((one for one in asked_after(known, there) if one.name not in said), None)
        if asked is None:
            break
        text = data.draw(st.sampled_from([*asked.examples, *WORDS]))
        try:
            known |= reply(asked, text, known, there, BASE)
        except AnswerError:
            text = asked.examples[0]
            known |= reply(asked, text, known, there, BASE)
        said[asked.name] = text
        if known.get(APART):
            there, known, said = replace(there, plan=None), {}, {}
    told_fields = {name: value for name, value in known.items() if not name.startswith("_") and value is not None}
    gone = outdated(known) if known["bursts"] in ("done", "partly") else (*OF_A_SESSION, *outdated(known))
    fields = {name: value for name, value in told_fields.items() if name not in gone}
    values = {"uid": "0" * 32, "day": "2026-03-02", "plan": there.plan, **fields}
    entry = entry_of(filled_from_plan(values, there.plan), today=TODAY, drills=DRILLS)
    if "pain" in said["noticed"] or "ache" in said["noticed"] or "dizzy" in said["noticed"]:
        assert meaning_of(entry, BASE).warns_of > 0, said
    if said["noticed"] in ("", "nothing"):
        assert entry.pain == "none" and entry.cues in (None, ("all_well",))
    for name in ("felt_after", "form_held", "cadence", "stride"):
        assert getattr(entry, name) is None or entry.bursts in ("done", "partly")
    if said.get("form") == "":
        assert entry.form_held is None, "nothing is assumed to be good"
