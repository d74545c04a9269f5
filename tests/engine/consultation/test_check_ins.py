"""Check-ins: one question that settles several facts, and never one that was named."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from springstep import Dialogue, Remembered, State, json_schema, load_rule_base, recommend
from springstep.engine.advice.outcome import outcome_of
from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.consultation.events import Advised, Asked, Changed, Event, Explained, Notice, Refused, Review
from springstep.engine.consultation.inquiry import inquiry_of
from springstep.engine.consultation.questions import answer_words
from springstep.engine.language.answers import AnswerError
from tests.strategies import BASE, MOMENTS, all_cases, examples, volunteered

DIALOGUE = Dialogue(BASE)
STANDARD: dict[str, Any] = dict(BASE.standard_cases["before"])
CHECK_INS = BASE.vocabulary.check_ins
FEELING = CHECK_INS["how_you_are"]
SILENT = dict(FEELING.otherwise)
USUAL = {name: STANDARD[name] for name in ("run_kind", "duration_min", "pace", "surface", "terrain", "shoes")}


def talk(lines: Iterable[str], state: State | None = None, **begun: Any) -> tuple[State, tuple[Event, ...]]:
    """Say some lines, sending the state through JSON at each step, and return the last events."""
    events: tuple[Event, ...] = ()
    if state is None:
        state, events = DIALOGUE.begin("before", **begun)
    for line in lines:
        state, events = DIALOGUE.respond(State.from_json(state.to_json()), line)
        Draft202012Validator(json_schema("events")).validate([json.loads(event.to_json()) for event in events])
    return state, events


def only(events: Iterable[Event], kind: type) -> Any:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, found
    return found[0]


def profile(**changes: Any) -> list[Remembered]:
    """Return all that is remembered of the standard runner."""
    names = [info.name for info in BASE.vocabulary.facts.values() if info.remembered and info.name in STANDARD]
    names += ["goal", "experience", "has_coach", "injuries", "screening", "season_phase"]
    known = {name: STANDARD[name] for name in names} | {"last_drill": "quick_feet"} | changes
    return [Remembered(fact=name, value=value, note="12 November 2026") for name, value in known.items()]


# What is read off a line

RUNS = [
    ("easy for an hour and a half", {"run_kind": "easy", "duration_min": 90}),
    ("one and a half hours", {"duration_min": 90}),
    ("1 hour and 20 minutes", {"duration_min": 80}),
    ("easy and 45 min", {"run_kind": "easy", "duration_min": 45}),
    ("easy half", None),
    ("half", None),
    ("easy, 5", None),
    ("easy, 2", None),
]


@pytest.mark.parametrize(("line", "given"), RUNS)
def test_hours_are_read_whole_and_no_number_gets_a_unit_that_was_not_told(
    line: str, given: dict[str, Any] | None
) -> None:
    if given is None:
        with pytest.raises(AnswerError):
            read_check_in(CHECK_INS["run"], line, BASE)
    else:
        reading = read_check_in(CHECK_INS["run"], line, BASE)
        assert (reading.given, reading.opened) == (given, ())


MILD, MARKED = {"site": "calves", "severity": "mild"}, {"site": "hips", "severity": "marked"}


@pytest.mark.parametrize(
    ("line", "given", "opened"),
    [
        ("nothing", {}, ()),
        ("No.", {}, ()),
        ("all good", {}, ()),
        ("feeling fine today", {}, ()),
        ("no pain", {}, ()),
        ("no knee pain, all good", {}, ()),
        ("no pain or stiffness", {}, ()),
        ("pain", {}, ("pain",)),
        ("my left knee hurts", {}, ("pain",)),
        ("ache in the knee", {"pain": "ache"}, ()),
        ("sharp pain in my calf", {"pain": "sharp"}, ()),
        ("sharp pain, ache in the other knee", {}, ("pain",)),
        ("chest pain", {"today": ["chest_pain"]}, ()),
        ("tight chest", {"today": ["chest_pain"]}, ()),
        ("tired", {}, ("legs", "fatigue")),
        ("tired 6", {"fatigue": 6}, ("legs",)),
        ("tired, 6/10", {"fatigue": 6}, ("legs",)),
        ("a bit tired and sore", {"today": ["sore"]}, ("legs", "fatigue")),
        ("heavy legs", {}, ("legs",)),
        ("flooding", {"legs": "flooding"}, ()),
        ("stiff", {}, ("stiffness",)),
        ("stiff calves", {}, ("stiffness",)),
        ("stiff mild", {}, ("stiffness",)),
        ("marked stiffness", {}, ("stiffness",)),
        ("stiff, marked", {}, ("stiffness",)),
        ("stiff calves mild, hips marked", {"stiffness": [MILD, MARKED]}, ()),
        ("stiff hips, marked", {"stiffness": [{"site": "hips", "severity": "marked"}]}, ()),
        ("sore knee", {"today": ["sore"]}, ("pain",)),
        ("sore calves and achilles", {"today": ["sore"]}, ("pain",)),
        ("my lower back is sore", {"today": ["sore"]}, ("pain",)),
        ("sore calves", {"today": ["sore"]}, ()),
        ("fatigue: 2", {"fatigue": 2}, ("legs",)),
        ("sore, ill", {"today": ["sore", "fever"]}, ()),
        ("I have a cold", {"today": ["fever"]}, ()),
        ("dizzy", {"today": ["dizzy"]}, ()),
        ("I'm 14 years old", {}, ("screening",)),
        ("tired, pregnant", {}, ("legs", "fatigue", "screening")),
        ("slept badly; not eaten", {"sleep": "poor", "fuel": "empty"}, ()),
        ("no sleep", {"sleep": "poor"}, ()),
        ("sore, a hard day yesterday", {}, ("today",)),
        ("nothing but sore legs", {"today": ["sore"]}, ()),
        ("fine, but my knee hurts", {}, ("pain",)),
        ("no, pain in the knee", {}, ("pain",)),
        ("pain, no fever", {}, ("pain",)),
        ("leg day yesterday", {"today": ["strength_yesterday"]}, ()),
        ("HOT & humid", {"today": ["heat"]}, ()),
        ("hot knee", {"today": ["heat"]}, ("pain",)),
        ("hot achilles, no pain", {"today": ["heat"]}, ("pain",)),
        ("hot and stiff knee", {"today": ["heat"]}, ("pain", "stiffness")),
        ("sore, hot knee", {"today": ["sore", "heat"]}, ("pain",)),
        ("sore & hot ankle", {"today": ["sore", "heat"]}, ("pain",)),
        ("not sharp", {}, ("pain",)),
        ("no sharp pain", {}, ("pain",)),
        ("no stabbing pain", {}, ("pain",)),
        ("no dull pain", {}, ("pain",)),
        ("no severe pain", {}, ("pain",)),
        ("no fever or sharp pain", {}, ("pain",)),
        ("no fever or stiffness", {}, ()),
        ("not flooding", {}, ("legs",)),
        ("not slept badly", {}, ("sleep",)),
        ("without sleep", {}, ("sleep",)),
        ("not sleep", {}, ("sleep",)),
        ("without any food", {}, ("fuel",)),
        ("no fuel", {}, ("fuel",)),
        ("no fever, without food", {}, ("fuel",)),
        ("one sore calf", {"today": ["sore"]}, ("pain",)),
        ("very sore calf", {"today": ["sore"]}, ("pain",)),
        ("no pain left, sore right", {"today": ["sore"]}, ("pain",)),
        ("slept 7 hours", {"sleep": "enough"}, ()),
        ("slept 7-8 hours", {"sleep": "enough"}, ()),
        ("fresh, no pain, slept 7h", {"sleep": "enough"}, ()),
        ("slept 8", {"sleep": "enough"}, ()),
        ("slept 4 hours", {"sleep": "poor"}, ()),
        ("nothing stiff", {}, ()),
        ("nothing sore", {}, ()),
        ("slept 8 hours and fine", {"sleep": "enough"}, ()),
        ("I'm not in pain", {}, ()),
        ("perfect", {}, ()),
        ("no I'm fine", {}, ()),
        ("not bad", {}, ()),
        ("not bad but numb foot", {}, ("pain",)),
        ("took ibuprofen, all good", {}, ("pain",)),
        ("palpitations", {"today": ["chest_pain"]}, ()),
        ("I don't feel well", {"today": ["fever"]}, ()),
        ("not well rested", {}, ("legs", "fatigue")),
    ],
)
def test_what_is_named_is_taken_or_left_open_to_be_asked(
    line: str, given: dict[str, Any], opened: tuple[str, ...]
) -> None:
    reading = read_check_in(FEELING, line, BASE)
    assert (reading.given, reading.opened) == (given, opened)


@pytest.mark.parametrize(
    "line",
    [
        "banana",
        "tired, banana",
        "no good",
        "not perfect",
        "not fit",
        "not just sore",
        "not only tired",
        "no pain - knee hurts",
        "pain free except my knee",
        "not good",
        "not fine",
        "not so great",
        "knee",
        "the",
        ",",
        "nothing hurts less than my knee",
        "fine until I run",
        "no more pain than usual",
        "not very sore",
        "less pain",
        "tired 60",
        "no pain, stiffness, or fever",
        "no pain in the knee and calf",
        "race next month",
        "can't say nothing hurts",
        "pain gone",
        "1",
        "1, 3",
    ],
)
def test_a_line_that_is_understood_in_part_settles_nothing(line: str) -> None:
    state, events = talk([line])
    refused = only(events, Refused)
    assert "`nothing` or `tired, slept badly`" in refused.allowed
    assert (state.answers, state.opened, state.met, state.asking) == ({}, (), (), "how_you_are")


def test_what_a_shell_opened_is_asked_by_itself_unless_it_is_named() -> None:
    """A watch may give reason to ask; silence then settles nothing."""
    state, _ = DIALOGUE.begin("before")
    given = replace(state, opened=("sleep",), usual={"sleep": "short"})
    state, events = talk(["nothing"], given)
    asked = only(events, Asked)
    assert "sleep" not in state.answers and (asked.fact, asked.default) == ("sleep", "short")
    state, _ = talk([""], state)
    assert state.answers["sleep"] == "short" and state.opened == ()
    state, _ = talk(["slept badly"], given)
    assert state.answers["sleep"] == "poor" and state.opened == ()


@pytest.mark.parametrize("name", CHECK_INS)
def test_the_two_answers_that_a_refusal_names_would_do(name: str) -> None:
    for line in CHECK_INS[name].such_as:
        reading = read_check_in(CHECK_INS[name], line, BASE)
        assert reading.given or reading.opened or line == "nothing"


PHRASES = [(phrase, word) for word in FEELING.words for phrase in word.said]
AROUND = st.sampled_from(
    [
        "{}",
        "a bit {}",
        "{} today",
        "my left knee is {}",
        "nothing, {}",
        "{}, fine",
        "no, {}",
        "{}.",
        "mild {}",
        "{} in the hips",
        "marked {} of the calves",
        "{} 7",
    ]
)


@examples(150)
@given(
    named=st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4), around=st.lists(AROUND, min_size=4, max_size=4)
)
def test_whatever_is_named_is_never_settled_as_nothing(named: list[tuple[str, Any]], around: list[str]) -> None:
    line = ", ".join(form.format(phrase) for form, (phrase, _) in zip(around, named, strict=False))
    try:
        reading = read_check_in(FEELING, line, BASE)
    except AnswerError:
        return  # nothing is settled
    state, _ = talk([line])
    for _, word in named:
        for fact in word.opens:
            assert fact in reading.opened or reading.given[fact] != SILENT[fact]
            assert fact not in state.answers or state.answers[fact] == reading.given.get(fact)
        for fact, value in word.gives.items():
            held = reading.given.get(fact, reading.begun.get(fact, ()))
            assert fact in reading.opened or (set(value) <= set(held) if isinstance(value, list) else held == value)


@examples(150)
@given(words=st.lists(st.sampled_from(["no", "not", "pain", "knee", "fine", "good", "any", "sharp", "nothing", "or"])))
def test_pain_is_denied_only_where_it_is_said_so(words: list[str]) -> None:
    """A line that speaks of pain leaves it open, unless each time it says that there is none."""
    line = " ".join(words)
    state, _ = talk([line])
    hurts = [place for place, word in enumerate(words) if word in ("pain", "sharp")]
    if state.answers.get("pain") != "none" or not hurts:
        return
    for place in hurts:
        before = [word for word in words[:place] if word not in ("knee", "any", "pain", "sharp", "or")]
        assert before and before[-1] in ("no", "not"), line


def test_every_word_is_read_as_it_is_declared() -> None:
    for check_in in CHECK_INS.values():
        for phrase, word in check_in.by_phrase.items():
            reading = read_check_in(check_in, phrase, BASE)
            assert set(word.facts) == {*reading.given, *reading.opened}, phrase


# What it settles


def test_saying_nothing_settles_every_fact_that_it_is_about() -> None:
    for line in ("", "nothing", "none"):
        state, events = talk([line])
        assert state.answers == SILENT and only(events, Asked).fact == "injuries"


@pytest.mark.parametrize(("fact", "values"), [(n, v) for c in CHECK_INS.values() for n, v in c.stands_for.items()])
@examples(40)
@given(data=st.data())
def test_what_an_answer_stands_for_comes_to_the_same(fact: str, values: tuple[Any, ...], data: st.DataObject) -> None:
    case = data.draw(all_cases("before"))
    outcomes = [outcome_of(recommend({**case, fact: value})) for value in values]
    assert all(outcome == outcomes[0] for outcome in outcomes)


def test_a_coach_who_tells_apart_what_it_stands_for_has_it_asked(tmp_path: Any) -> None:
    """An overlay may act on a fatigue of 3; then saying nothing of it does not settle it."""
    overlay = tmp_path / "mine.yaml"
    overlay.write_text(
        """
overlay: mine
author: A. Coach
date: 2026-03-02

add:
  - id: OWN-010
    name: a-little-tired
    topic: readiness
    moments: [before]
    when: fatigue >= 3
    then:
      - step: {clearance: no_bursts_today}
    because: Whoever is a little tired leaves them out.
    reason: club_policy
    note: Tried for one season.
    fires_for: {fatigue: 3}
    silent_for: {fatigue: 2}
"""
    )
    dialogue = Dialogue(load_rule_base(overlays=overlay))
    state, _ = dialogue.begin("before")
    state, _ = dialogue.respond(state, "nothing")
    assert "fatigue" not in state.answers and state.answers["pain"] == "none"


def test_what_is_left_open_is_asked_right_after() -> None:
    state, events = talk(["tired, stiff calves and hips"])
    assert only(events, Asked).fact == "legs"
    state, events = talk(["heavy"], state)
    assert only(events, Asked).fact in ("fatigue", "stiffness")
    asked: list[str] = []
    while state.asking in ("fatigue", "stiffness"):
        asked.append(state.asking)
        state, events = talk([{"fatigue": "5", "stiffness": "mild"}[state.asking]], state)
    assert sorted(asked) == ["fatigue", "stiffness"] and state.asking == "injuries"
    assert state.answers["stiffness"] == [
        {"site": "calves", "severity": "mild"},
        {"site": "hips", "severity": "mild"},
    ]


def test_an_item_that_was_named_is_not_lost_in_the_question_after_it() -> None:
    state, events = talk(["stiff calves"])
    asked = only(events, Asked)
    assert (asked.question, asked.options) == ("Calves: how stiff?", ("mild", "marked"))
    assert asked.begun == ({"site": "calves"},)
    _, events = talk(["hips marked"], state)
    assert "calves" in only(events, Refused).what
    _, events = talk(["none"], state)
    only(events, Refused)
    whole, _ = talk(["hips marked, calves mild"], state)
    assert {item["site"]: item["severity"] for item in whole.answers["stiffness"]} == {
        "hips": "marked",
        "calves": "mild",
    }
    taken_back, _ = talk(["back", "nothing"], state)
    assert taken_back.answers["stiffness"] == []


def test_what_was_named_besides_is_added_to_what_is_asked() -> None:
    state, events = talk(["sore, hard day yesterday"])
    assert "Besides sore" in only(events, Asked).question
    state, _ = talk(["hard yesterday"], state)
    assert state.answers["today"] == ["sore", "hard_yesterday"]


def test_unknown_asks_for_each_by_itself() -> None:
    state, events = talk(["unknown"])
    assert state.answers == {} and only(events, Asked).fact == "pain"
    state, events = talk(["none"], state)
    assert only(events, Asked).fact in FEELING.facts


def test_what_was_told_by_itself_is_not_overwritten_but_by_being_named() -> None:
    state, _ = talk(["change fatigue", "6"])
    assert state.asking == "how_you_are"
    silent, _ = talk(["nothing"], state)
    assert silent.answers["fatigue"] == 6 and silent.answers["legs"] == "fresh"
    named, _ = talk(["tired 8"], state)
    assert named.answers["fatigue"] == 8


# When it is asked


def test_one_by_one_no_check_in_is_asked() -> None:
    state, events = talk([], one_by_one=True)
    while isinstance(events[-1], Asked):
        assert state.asking not in CHECK_INS
        state, events = talk([spoken(str(state.asking), STANDARD.get(str(state.asking)))], state)


def test_a_returning_runner_answers_three_questions() -> None:
    state, events = talk(["", "", ""], history=profile(), usual=USUAL)
    assert only(events, Advised).recommendation.verdict == "bursts"
    assert sorted(state.trail) == ["how_you_are", "place", "run"]
    assert {name: state.answers[name] for name in USUAL} == USUAL


def spoken(fact: str, value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, float):
        return repr(value)
    return value if isinstance(value, str) else answer_words(fact, value, BASE)


def answered(case: dict[str, Any], state: State, events: tuple[Event, ...]) -> tuple[State, Advised]:
    """Answer every question as this runner would; at a check-in each is asked by itself unless all is silence."""
    for _ in range(80):
        if isinstance(events[-1], Advised):
            return state, events[-1]
        name = str(state.asking)
        check_in = CHECK_INS.get(name)
        if check_in is None:
            line = spoken(name, case.get(name))
        elif check_in.otherwise and all(case.get(each) == value for each, value in check_in.otherwise.items()):
            line = "nothing"
        else:
            line = in_a_line(check_in.name, case)
        state, events = talk([line], state)
        assert not [event for event in events if isinstance(event, Refused)], (name, line, events)
    raise AssertionError("it never ends")


def in_a_line(name: str, case: dict[str, Any]) -> str:
    """Say in one line to a check-in what a case holds, if it can be said so."""
    facts = [fact for fact in CHECK_INS[name].reads if case.get(fact) is not None]
    if name in ("run", "place") and facts:
        return ", ".join(spoken(fact, case[fact]) for fact in facts)
    return "unknown"


@pytest.mark.parametrize("moment", MOMENTS)
@examples(40)
@given(data=st.data())
def test_through_check_ins_the_plan_is_that_of_the_whole_case(moment: Any, data: st.DataObject) -> None:
    case = {name: value for name, value in data.draw(all_cases(moment)).items() if name not in volunteered(moment)}
    if moment == "before" and data.draw(st.booleans()):
        case |= SILENT
    state, events = DIALOGUE.begin(moment)
    asked = only(events, Asked)
    bound = asked.at_most_more
    asked_here = {info.name for info in BASE.vocabulary.questions_at(moment)}
    for fact in data.draw(st.lists(st.sampled_from(sorted(asked_here & case.keys())), max_size=4, unique=True)):
        state, events = talk([f"change {fact}", spoken(fact, case[fact])], state)  # in any order, before it is asked
    state, advised = answered(case, state, events)
    assert len(state.trail) - 1 <= bound + 4
    assert outcome_of(advised.recommendation) == outcome_of(recommend(case))


@pytest.mark.parametrize("moment", MOMENTS)
@examples(30)
@given(data=st.data())
def test_a_check_in_is_asked_only_where_a_fact_of_it_is_proved_to_matter(moment: Any, data: st.DataObject) -> None:
    case = {name: value for name, value in data.draw(all_cases(moment)).items() if name not in volunteered(moment)}
    state, events = DIALOGUE.begin(moment)
    while isinstance(events[-1], Asked):
        name = str(state.asking)
        left = inquiry_of(BASE, moment).inquiry_state(state.answers, state.opened)
        if name in CHECK_INS:
            assert left.next in CHECK_INS[name].facts and left.witness is not None
            assert len(set(left.open) & set(CHECK_INS[name].facts)) >= 2
            assert events[-1].facts == tuple(fact for fact in CHECK_INS[name].facts if fact in left.open)
        line = "unknown" if name in CHECK_INS else spoken(name, case.get(name))
        state, events = DIALOGUE.respond(state, line)


@examples(30)
@given(data=st.data())
def test_no_more_is_asked_than_was_announced(data: st.DataObject) -> None:
    case = {name: value for name, value in data.draw(all_cases("before")).items() if name not in volunteered("before")}
    state, events = DIALOGUE.begin("before")
    bounds: list[int] = []
    while isinstance(events[-1], Asked):
        bounds.append(len(bounds) + events[-1].at_most_more)
        name = str(state.asking)
        state, events = DIALOGUE.respond(state, "unknown" if name in CHECK_INS else spoken(name, case.get(name)))
    assert all(len(bounds) - 1 <= bound for bound in bounds)


# Last time's answers


@pytest.mark.parametrize(
    ("line", "answers", "open_", "taken"),
    [
        ("", USUAL, (), ""),
        ("as usual", USUAL, (), ""),
        ("as usual but 60", USUAL | {"duration_min": 60}, (), "kind of run easy and easy pace 6:00/km"),
        ("60", USUAL | {"duration_min": 60}, (), "kind of run easy and easy pace 6:00/km"),
        ("easy, 45 min", USUAL | {"duration_min": 45}, (), "easy pace 6:00/km"),
        ("recovery", USUAL | {"run_kind": "recovery"}, ("duration_min", "pace"), ""),
        ("long run", USUAL | {"run_kind": "long"}, ("duration_min", "pace"), ""),
        (
            "as usual but a recovery run",
            USUAL | {"run_kind": "recovery"},
            (),
            "length of the run 50 min and easy pace 6:00/km",
        ),
        ("easy 8 km 6:30/km", {"run_kind": "easy", "distance": "8 km", "pace": "6:30/km"}, (), ""),
    ],
)
def test_the_usual_run_is_taken_only_with_what_fits_it(
    line: str, answers: dict[str, Any], open_: tuple[str, ...], taken: str
) -> None:
    state, _ = DIALOGUE.begin("before", history=profile(), usual=USUAL)
    state, events = talk(["change run"], state)
    assert only(events, Asked).default == "easy, 50 min, 6:00/km"
    state, events = talk([line], state)
    told = ("run_kind", "duration_min", "pace", "distance")
    assert {name: state.answers[name] for name in told if name in state.answers} == {
        name: value for name, value in answers.items() if name in told and name not in open_
    }
    said = " ".join(line for event in events if isinstance(event, Notice) for line in event.lines)
    assert said == (f"Taken as usual: {taken}." if taken else "")


def test_another_ground_than_usual_brings_no_usual_lie_of_the_land() -> None:
    state, _ = DIALOGUE.begin("before", history=profile(), usual=USUAL)
    state, _ = talk(["change place", "dirt path"], state)
    assert state.answers["surface"] == "dirt_path" and not {"terrain", "shoes"} & state.answers.keys()
    state, _ = DIALOGUE.begin("before", history=profile(), usual=USUAL)
    state, _ = talk(["change place", "grass"], state)
    assert state.answers["terrain"] == "flat" and state.answers["shoes"] == "solid"


@pytest.mark.parametrize("line", ["grass technical", "technical grass", "grass, technical", "on technical grass"])
def test_no_word_about_the_place_is_lost_in_another(line: str) -> None:
    state, _ = DIALOGUE.begin("before", history=profile(), usual=USUAL)
    state, _ = talk(["change place", line], state)
    assert (state.answers["surface"], state.answers["terrain"]) == ("grass", "technical")


def test_a_word_after_what_was_named_never_unsays_it() -> None:
    for line in ("pain non", "pain none", "pain, none"):
        state, _ = talk([line])
        assert state.answers.get("pain") is None


def test_without_a_last_time_nothing_is_as_usual() -> None:
    state, events = talk(["change run", "as usual"])
    assert "nothing is known of last time" in only(events, Refused).what
    state, events = talk([""], state)
    assert "Enter again" in only(events, Refused).allowed
    state, events = talk([""], state)
    assert only(events, Asked).fact != "run" and "run" in state.met


@pytest.mark.parametrize(
    ("line", "given"),
    [
        ("fitness no races no coach", {"goal": "fitness", "season_phase": "no_season", "has_coach": False}),
        ("no coach no races", {"season_phase": "no_season", "has_coach": False}),
        ("speed build coach", {"goal": "speed", "season_phase": "build", "has_coach": True}),
    ],
)
def test_no_word_that_denies_is_lost(line: str, given: dict[str, Any]) -> None:
    assert read_check_in(CHECK_INS["aims"], line, BASE).given == given


def test_what_is_denied_is_not_taken_as_said() -> None:
    for name, line in (
        ("place", "not grass"),
        ("run", "not easy"),
        ("aims", "not speed"),
        ("place", "grass, not flat"),
    ):
        with pytest.raises(AnswerError):
            read_check_in(CHECK_INS[name], line, BASE)


def test_never_settles_experience_and_sessions() -> None:
    state, _ = talk(["change background", "never"])
    assert state.answers == {"experience": "none", "sessions_done": 0}


# Commands


def test_why_says_what_each_fact_can_still_change() -> None:
    _, events = talk(["why"])
    said = str(only(events, Explained).explanation)
    assert all(f"{BASE.facts[name].label}: it can still change" in said for name in FEELING.facts)


def test_help_explains_it_and_names_answers_that_would_do() -> None:
    _, events = talk(["help"])
    said = "\n".join(only(events, Notice).lines)
    assert "What you do not name is taken as all right" in said and "tired, slept badly" in said


def test_back_comes_to_it_again_and_enter_keeps_what_was_said() -> None:
    state, _ = talk(["slept badly", "none"])
    back, events = talk(["back", "back"], state)
    asked = only(events, Asked)
    assert (asked.fact, asked.default, asked.number) == ("how_you_are", "as you said", 1)
    kept, _ = talk([""], back)
    assert kept.answers == state.answers and kept.asking == state.asking
    other, events = talk(["nothing"], back)
    assert other.answers == {**state.answers, "sleep": "enough"}


def test_it_can_be_changed_and_tells_what_that_changes() -> None:
    state, _ = talk(["sharp pain"])
    assert state.advised
    for words in ("change how_you_are", "change how you are today", "change how you are"):
        _, events = talk([words], state)
        assert only(events, Asked).fact == "how_you_are"
    state, _ = talk(["change how you are", "ache in the knee"], state)
    while not state.advised:
        state, events = talk(["none" if state.asking in ("injuries", "screening") else "unknown"], state)
    changed = only(events, Changed)
    assert (changed.was, changed.now) == ("pain sharp", "pain ache")


def test_review_holds_what_it_settled() -> None:
    _, events = talk(["slept badly", "review"])
    shown = {each.fact: (each.answer, each.note) for each in only(events, Review).answers}
    assert shown["sleep"] == ("poor", "") and shown["pain"] == ("none", "you named nothing of it")
    assert shown.keys() == SILENT.keys()


def test_a_form_finds_what_it_needs() -> None:
    _, events = talk([])
    asked = only(events, Asked)
    assert (asked.kind, asked.facts, asked.options) == ("check_in", FEELING.facts, FEELING.options)
    assert asked.default == "nothing" and asked.may_be_unknown


def test_a_case_that_leaves_out_answers_settles_nothing_by_silence() -> None:
    state, _ = DIALOGUE.begin("before", one_by_one=True)
    state, _ = talk(["none", "none", "none"], state)
    assert state.answers.keys() == {"pain", "injuries", "screening"}


def test_the_moment_may_be_changed_halfway() -> None:
    state, _ = talk(["tired, stiff calves", "change moment", "after"])
    assert state.asking == "pain", "what was not named before a run says nothing of how it is after one"
    assert state.moment == "after" and not state.opened and not state.begun and "how_you_are" not in state.trail


def test_a_named_fact_stays_first_however_the_state_travels() -> None:
    state, _ = talk(["pain, tired"])
    assert state.asking == "pain" and State.from_json(state.to_json()) == state
    again, events = DIALOGUE.resume(replace(state, asking=None))
    assert only(events, Asked).fact == "pain" and again.opened == state.opened


@pytest.mark.parametrize("told", ["covid", "bit of a cold, sore throat", "tired 2, sore throat"])
def test_what_a_check_in_understood_by_another_word_is_said_back(told: str) -> None:
    _, events = talk([told])
    said = [line for event in events if isinstance(event, Notice) for line in event.lines]
    assert "Taken as: out of the ordinary today: fever." in said


@pytest.mark.parametrize("told", ["ill", "fever", "hot", "nothing"])
def test_an_option_said_as_it_was_shown_is_not_said_back(told: str) -> None:
    _, events = talk([told])
    said = [line for event in events if isinstance(event, Notice) for line in event.lines]
    assert [line for line in said if line.startswith("Taken as: ")] == []
