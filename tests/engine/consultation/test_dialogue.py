"""The dialogue as a state machine: pure, serialisable, and consistent whatever is said to it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from jsonschema import Draft202012Validator

from springstep import Dialogue, Remembered, State, json_schema, recommend
from springstep.cli.consult.event_lines import lines
from springstep.engine.advice.outcome import outcome_of
from springstep.engine.consultation.events import (
    Advised,
    Asked,
    Changed,
    ChangesFound,
    Ended,
    Event,
    Explained,
    Notice,
    Refused,
    Review,
    RuleShown,
    SaveAsked,
    SoFar,
    Traced,
)
from springstep.engine.consultation.questions import answer_words
from springstep.engine.explain import counterfactuals
from tests.strategies import BASE, HISTORY, MOMENTS, all_cases, examples, volunteered

DIALOGUE = Dialogue(BASE)
STANDARD: dict[str, Any] = dict(BASE.standard_cases["before"])


def spoken(fact: str, value: Any) -> str:
    """Say a value as a person would type it."""
    if value is None:
        return "unknown"
    if isinstance(value, float):
        return repr(value)  # words would round it
    return value if isinstance(value, str) else answer_words(fact, value, BASE)


def talk(lines: Iterable[str], state: State | None = None, *, moment: str = "before") -> tuple[State, list[Event]]:
    """Say some lines, sending the state through JSON at each step, and return the last events."""
    events: list[Event] = []
    if state is None:
        state, found = DIALOGUE.begin(moment, one_by_one=True)
        events = list(found)
    for line in lines:
        state, found = DIALOGUE.respond(State.from_json(state.to_json()), line)
        events = list(found)
    return state, events


def answered(
    runner: Mapping[str, Any], state: State | None = None, moment: str = "before"
) -> tuple[State, list[Event]]:
    """Answer every question as this runner would until there is advice."""
    state, events = talk([], state, moment=moment)
    while state.asking is not None:
        state, events = talk([spoken(state.asking, runner.get(state.asking))], state)
        assert not [event for event in events if isinstance(event, Refused)], events
    return state, events


def only(events: Iterable[Event], kind: type) -> Any:
    found = [event for event in events if isinstance(event, kind)]
    assert len(found) == 1, found
    return found[0]


def test_the_first_question_is_the_moment() -> None:
    state, events = DIALOGUE.begin(one_by_one=True)
    asked = only(events, Asked)
    assert (asked.fact, asked.default, asked.at_most_more) == ("moment", "before", None)
    state, events = DIALOGUE.respond(state, "")
    assert state.moment == "before" and only(events, Asked).fact == "pain"


@pytest.mark.parametrize("line", ["2", "ache", "ACHE", "ac", "  ache "])
def test_an_answer_is_a_number_a_word_or_its_beginning(line: str) -> None:
    state, _ = talk([line])
    assert state.answers == {"pain": "ache"}


@pytest.mark.parametrize("line", ["4", "perhaps", "s p", "", "unknown", "why pain"])
def test_a_wrong_answer_says_what_is_allowed_and_asks_again(line: str) -> None:
    state, events = talk([line])
    assert state.answers == {} and "none" in only(events, Refused).allowed
    assert only(events, Asked).fact == "pain"


def test_several_injuries_are_told_in_one_line() -> None:
    state, _ = talk(["none", "knee returning, lower back resolved and calf ret"])
    assert state.answers["injuries"] == [
        {"site": "knee", "status": "returning"},
        {"site": "lower_back", "status": "resolved"},
        {"site": "calf", "status": "returning"},
    ]


def test_back_keeps_the_answers_after_it() -> None:
    state, _ = talk(["none", "none", "none", "none", "fresh", "2"])
    back, events = talk(["back", "back"], state)
    asked = only(events, Asked)
    assert asked.fact == "legs" and asked.default == "fresh" and asked.number == 5
    forth, events = talk(["heavy"], back)
    assert forth.answers == {**state.answers, "legs": "heavy"}
    assert only(events, Asked).fact == state.asking


def test_before_the_first_question_there_is_none() -> None:
    _, events = talk(["back"])
    assert "first question" in only(events, Refused).what


def test_it_stops_as_soon_as_the_outcome_is_settled_and_says_what_it_left_out() -> None:
    state, events = talk(["sharp"])
    advised = only(events, Advised)
    assert state.advised and advised.recommendation.verdict == "stop" and advised.asked == 1
    assert "injuries" in advised.not_asked and "pain" not in advised.not_asked


def test_unknown_says_what_is_assumed_then() -> None:
    _, events = talk(["none", "none", "none", "none", "unknown"])
    assert "flooding" in only(events, Notice).lines[0]
    _, events = talk(["none", "none", "unknown"])
    assert "heart" in only(events, Notice).lines[0]


def test_why_names_rules_sentences_and_what_each_answer_opens_or_closes() -> None:
    _, events = talk(["why"])
    text = str(only(events, Explained).explanation)
    assert "INJ-010" in text and "nothing more would need to be asked" in text and "(convention)" in text


def test_so_far_tells_what_is_decided_and_what_is_open() -> None:
    _, events = talk(["none", "knee returning", "none", "so far"])
    decisions = {each.title: each for each in only(events, SoFar).decisions}
    assert decisions["How often"].settled and decisions["How often"].text == "every third easy run"
    assert not decisions["Readiness"].settled and "with care" in decisions["Readiness"].text


def test_a_changed_answer_asks_only_what_it_opens_and_tells_what_it_changed() -> None:
    state, _ = talk(["none", "none", "none", "none", "flooding"])
    assert state.advised
    state, events = talk(["change legs", "fresh"], state)
    assert state.asking not in (None, "pain", "screening", "injuries", "legs")
    assert not [event for event in events if isinstance(event, Changed)], "not before it is settled again"
    _, events = answered(STANDARD, state)
    changed = only(events, Changed)
    assert (changed.label, changed.was, changed.now) == ("legs", "flooding", "fresh")
    assert any(
        effect.startswith("Readiness: ") and effect.endswith("became 'Ready for bursts'") for effect in changed.effects
    )


def test_an_answer_changed_halfway_tells_its_effect_at_once() -> None:
    state, _ = talk(["none", "none", "none"])
    _, events = talk(["change injuries", "ankle returning"], state)
    assert any("How often" in effect for effect in only(events, Changed).effects)


def test_no_session_yet_sets_the_answers_about_earlier_ones_aside_but_keeps_them() -> None:
    state, _ = answered(STANDARD)
    none_yet, _ = talk(["change sessions_done", "0"], state)
    none_yet, _ = answered(STANDARD, none_yet)
    assert none_yet.answers["felt_after"] == "normal"
    _, events = talk(["review"], none_yet)
    notes = {each.fact: each.note for each in only(events, Review).answers}
    assert notes["felt_after"] == "does not count at present"
    again, events = talk(["change sessions_done", "9"], none_yet)
    assert again.advised and only(events, Advised).recommendation.verdict == "bursts"


def test_a_length_may_be_told_as_a_distance_and_the_pace_is_asked_next() -> None:
    state, _ = answered(STANDARD)
    state, events = talk(["change duration_min", "10 km"], state)
    assert state.answers["distance"] == "10 km" and "duration_min" not in state.answers
    assert only(events, Asked).fact == "pace"
    state, events = talk(["6:00/km"], state)
    assert only(events, Advised).recommendation.session.timeline[-1].end_s == 60 * 60


def test_a_distance_without_a_pace_leaves_the_length_unknown_and_asks_no_further() -> None:
    state, _ = talk(["none", "none", "none", "none", "fresh", "1", "none", "grass", "easy", "10 km"])
    assert state.asking == "pace"
    state, _ = talk(["unknown"], state)
    assert state.answers["duration_min"] is None and state.asking not in ("pace", "duration_min")


def test_unknown_by_hand_wins_over_the_diary_too() -> None:
    history = [Remembered(fact=f, value=STANDARD[f], note="12 November 2026") for f in STANDARD if f in HISTORY]
    history.append(Remembered(fact="sessions_done", value=9, note="12 November 2026"))
    state, _ = DIALOGUE.begin("before", history=history, one_by_one=True)
    state, _ = answered(STANDARD, state)
    before = DIALOGUE.resume(state)[1]
    state, events = talk(["change felt_after", "unknown"], state)
    plan = only(events, Advised).recommendation
    assert {fact.fact: fact.source for fact in plan.facts}["felt_after"] == "assumed"
    assert only(before, Advised).recommendation.decision("progression").value == "advance"
    assert plan.decision("progression").value == "hold"
    assert (plan.session.efforts, plan.session.effort_s) == (3, 10), "a step smaller than the 4 x 10 s reached"


@pytest.mark.parametrize("line", ["\u00b2", "9" * 5000, "\u0663", "1,000"])
def test_odd_numerals_are_refused(line: str) -> None:
    _, events = talk([line])
    only(events, Refused)
    state, _ = talk(["none", "none", "none", "none", "fresh", line])
    assert state.asking == "fatigue"


def test_what_if_takes_a_distance_in_place_of_the_minutes() -> None:
    state, _ = answered({**STANDARD, "step_efforts": 6, "step_effort_s": 15})
    state, _ = talk(["change pace", "6:00/km"], state)
    _, events = talk(["what if duration_min is 20 km"], state)
    changed = only(events, Changed)
    assert changed.was == "50 min" and any("240 s" in effect for effect in changed.effects)


def test_answers_that_contradict_each_other_are_refused() -> None:
    state, _ = answered(STANDARD)
    _, events = talk(["change sessions_at_step", "30"], state)
    assert "sessions_at_step is more than sessions_done" in only(events, Refused).what


def test_what_the_diary_remembers_is_not_asked_and_an_answer_wins() -> None:
    history = [Remembered(fact=f, value=STANDARD[f], note="12 November 2026") for f in STANDARD if f in HISTORY]
    history.append(Remembered(fact="sessions_done", value=9, note="12 November 2026"))
    state, _ = DIALOGUE.begin("before", history=history, one_by_one=True)
    state, events = answered(STANDARD, state)
    assert set(state.answers) & HISTORY <= {"last_drill"}, "which this diary does not hold"
    plan = only(events, Advised).recommendation
    assert {fact.source for fact in plan.facts if fact.fact in STANDARD and fact.fact in HISTORY} == {"diary"}
    _, events = talk(["change felt_after", "drained"], state)
    plan = only(events, Advised).recommendation
    assert [memory.fact for memory in plan.history if memory.overruled] == ["felt_after"]
    assert plan.decision("progression").value == "step_back"


def test_only_what_a_runner_is_comes_back_as_a_default() -> None:
    state, events = DIALOGUE.begin("before", usual={"run_kind": "easy"}, one_by_one=True)
    state, events = talk(["none", "none", "none", "none", "fresh", "1", "none", "grass"], state)
    assert only(events, Asked).default == "easy"
    state, events = talk([""], state)
    assert state.answers["run_kind"] == "easy" and only(events, Asked).default is None


AFTERWARDS: list[tuple[str, type]] = [
    ("why dose", Explained),
    ("why clearance", Explained),
    ("why how often", Explained),
    ("why not bounding", Explained),
    ("why not Bounding", Explained),
    ("why not clearance = modify", Explained),
    ("what if fatigue is 8", Changed),
    ("what if injuries is knee returning", Changed),
    ("what would change clearance", ChangesFound),
    ("trace", Traced),
    ("show rule RDY-020", RuleShown),
    ("rule inj-040", RuleShown),
    ("review", Review),
    ("so far", SoFar),
    ("plan", Advised),
    ("help", Notice),
    ("save", SaveAsked),
    ("save my.yaml", SaveAsked),
    ("change fatigue", Asked),
    ("quit", Ended),
    ("how are you", Refused),
    ("why not flying", Refused),
    ("why weather", Refused),
    ("what if fatigue is 99", Refused),
    ("show rule XXX-1", Refused),
    ("change colour", Refused),
]


@pytest.fixture(scope="module")
def advised() -> State:
    return answered(STANDARD)[0]


@pytest.mark.parametrize(("line", "kind"), AFTERWARDS, ids=[line for line, _ in AFTERWARDS])
def test_once_the_advice_stands_it_can_be_asked_about(advised: State, line: str, kind: type) -> None:
    state, events = talk([line], advised)
    only(events, kind)
    assert state.answers == advised.answers
    Draft202012Validator(json_schema("events")).validate([json.loads(event.to_json()) for event in events])
    Draft202012Validator(json_schema("consultation")).validate(json.loads(state.to_json()))


def test_what_if_leaves_the_advice_as_it_is_and_tells_each_effect(advised: State) -> None:
    _, events = talk(["what if fatigue is 8"], advised)
    changed = only(events, Changed)
    assert changed.supposed and any("No bursts for now" in effect for effect in changed.effects)


def test_what_if_says_so_when_more_would_have_to_be_asked() -> None:
    state, _ = talk(["none", "none", "none", "none", "flooding"])
    _, events = talk(["what if legs is fresh"], state)
    assert "would not be settled" in only(events, Notice).lines[0]


@pytest.mark.parametrize("moment", MOMENTS)
@examples(12)
@given(data=st.data())
def test_the_advice_of_a_consultation_is_that_of_the_whole_case(moment: Any, data: st.DataObject) -> None:
    case = {name: value for name, value in data.draw(all_cases(moment)).items() if name not in volunteered(moment)}
    _, events = answered(case, moment=moment)
    advice = only(events, Advised).recommendation
    assert outcome_of(advice) == outcome_of(recommend(case))


SAID = """back|why|help|review|so far|change pain|change legs|trace|why dose|why not bounding|what if fatigue is 9
change sessions_done|plan|knee returning|unknown|none||0|1|2
nothing|tired, stiff calves|sore knee, slept badly|mild|as usual but 60
grass, flat|never|easy, 45 min|change how you are"""
LINES = st.sampled_from(SAID.replace("\n", "|").split("|")) | st.text(max_size=12)


class Conversation(RuleBasedStateMachine):
    """Anybody may say anything; the state stays sound, and answers are lost only when they are changed."""

    @initialize(moment=st.sampled_from([None, *MOMENTS]), runner=all_cases("before"))
    def begin(self, moment: Any, runner: dict[str, Any]) -> None:
        self.runner = runner
        self.state, self.events = DIALOGUE.begin(moment)

    @rule(line=LINES)
    def say(self, line: str) -> None:
        before = self.state
        self.state, self.events = DIALOGUE.respond(before, line)
        gone = before.answers.keys() - self.state.answers.keys()
        assert before.moment != self.state.moment or gone <= {"distance", "duration_min"}
        if any(isinstance(event, Refused) for event in self.events):
            assert (self.state.answers, self.state.asking) == (before.answers, before.asking)
        assert DIALOGUE.respond(before, line) == (self.state, self.events), "the same line, the same answer"

    @rule()
    @precondition(lambda self: self.state.asking not in (None, "moment"))
    def answer(self) -> None:
        fact = self.state.asking
        assert fact is not None
        value = self.runner.get(fact, BASE.standard_cases[str(self.state.moment)].get(fact))
        self.say(spoken(fact, value))

    @rule()
    def put_away_and_take_up(self) -> None:
        kept = State.from_json(self.state.to_json())
        assert kept == self.state
        self.state, self.events = DIALOGUE.resume(kept)

    @invariant()
    def one_question_stands_or_the_advice_does(self) -> None:
        asked = [event for event in self.events if isinstance(event, Asked)]
        assert len(asked) <= 1
        if asked:
            assert asked[0].fact == self.state.asking
        if self.state.advised and not self.state.ended:
            assert self.state.moment is not None

    @invariant()
    def what_is_said_is_data(self) -> None:
        for event in self.events:
            assert type(event).from_json(event.to_json()) == event


def test_any_conversation_stays_sound() -> None:
    run_state_machine_as_test(Conversation, settings=settings(examples(30), stateful_step_count=25))  # type: ignore[no-untyped-call]


def test_a_search_that_is_cut_off_says_so(advised: State, monkeypatch: pytest.MonkeyPatch) -> None:
    _, events = talk(["what would change clearance"], advised)
    assert only(events, ChangesFound).complete
    monkeypatch.setattr(counterfactuals, "BUDGET", 3)
    _, events = talk(["what would change clearance"], advised)
    found = only(events, ChangesFound)
    assert (found.complete, found.tried) == (False, 3)
    assert "The search stopped after trying 3 changes" in " ".join(lines(found, BASE))
    Draft202012Validator(json_schema("events")).validate([json.loads(found.to_json())])


def test_a_question_about_something_remembered_quotes_it_and_is_asked_only_then() -> None:
    memory = Remembered(fact="logged_warning", value="sharp_pain", note='1 May 2026: knee, "{swollen}"')
    state, events = DIALOGUE.begin("before", history=[memory])
    asked = events[-1]
    assert isinstance(asked, Asked)
    assert asked.question == 'You logged sharp pain (1 May 2026: knee, "{swollen}"): is it gone?'
    _, (*_, advised) = DIALOGUE.respond(state, "no")
    assert isinstance(advised, Advised) and advised.recommendation.verdict == "stop"
    state, _ = DIALOGUE.begin("before", one_by_one=True)
    _, (*_, advised) = DIALOGUE.respond(state, "sharp")
    assert isinstance(advised, Advised) and "warning_gone" not in advised.not_asked
