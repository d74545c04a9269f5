"""Where a burst belongs stands beside each effort; where the place has to be waited for, no clock starts it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springstep import recommend, workout
from springstep.diary.card import card_of
from springstep.engine.language.conclusions import Advise
from springstep.engine.text.source import parse_yaml
from springstep.formats.workouts import zwift
from springstep.formats.workouts.calendar import run_event
from springstep.formats.workouts.interval_text import interval_text
from springstep.formats.workouts.named_run import NamedRun, written_out
from springstep.formats.workouts.naming import named_run
from springstep.installed import default_rule_base
from springstep.session.fitting import lines_of
from springstep.session.short_page import short_advice
from springstep.session.statements import short_statements
from springstep.session.watch_words import watch_words
from springstep.session.where import where_said
from tests.formats.workouts.runs import DAY
from tests.places import EXAMPLES

BASE = default_rule_base()
PLACES = {
    "treadmill": ({"surface": "treadmill"}, "Stop the belt and step off for drills", True),
    "hills": ({"terrain": "hilly"}, "Wait for a flat, even stretch before each burst.", True),
    "dark": ({"today": ["dark"]}, "Only on lit, even ground you can see, no traffic.", True),
    "wet": ({"today": ["wet"]}, "Stay low; if a foot slips once, no more bursts.", False),
    "concrete": ({"surface": "concrete"}, "Use grass or a dirt path if near; no next step here.", False),
    "sand": ({"surface": "sand"}, "No single-leg landings, or find firm ground.", False),
}


def limited() -> st.SearchStrategy[dict[str, Any]]:
    """Return what else may take room on the page: an injury, stiffness, worn shoes, answers left out."""
    return st.fixed_dictionaries(
        {},
        optional={
            "injuries": st.sampled_from(["ankle returning", "calf returning", "hamstring returning"]),
            "stiffness": st.sampled_from(["hips mild", "calves mild"]),
            "shoes": st.sampled_from(["worn", "unknown"]),
            "fatigue": st.integers(0, 4),
            "legs": st.sampled_from(["heavy", "fresh"]),
        },
    )


def made(**told: Any) -> Any:
    case = {**parse_yaml((EXAMPLES / "first-session.yaml").read_text(), name="case").value, **told}
    return recommend(case)


def run_of(plan: Any) -> NamedRun:
    run = named_run(plan, BASE, day=DAY)
    assert run is not None
    return run


@pytest.mark.parametrize(("told", "said", "chosen"), PLACES.values(), ids=PLACES)
def test_where_a_burst_is_done_stands_wherever_the_plan_goes(told: dict[str, Any], said: str, chosen: bool) -> None:
    plan = made(**told)
    run = run_of(plan)
    steps = list(written_out(run.parts))
    efforts = [step for step in steps if step.role == "effort"]
    assert efforts and all(said in step.cue for step in efforts)
    before = [step for step, after in pairwise(steps) if after.role == "effort"]
    assert all((step.duration_s is None) is chosen for step in before)
    assert all(step.least_s is not None for step in before) is chosen
    assert steps[-1].role == "cool_down" and steps[-1].duration_s is not None
    assert any(said in line for line in run.text) and any(said in line for line in run.brief)
    assert any(said in line.say for line in card_of(plan, BASE).lines)
    assert any(said in line.said for line in short_statements(plan, BASE))


@pytest.mark.parametrize("name", PLACES)
def test_a_first_session_tells_how_its_drill_is_done_wherever_it_is(name: str) -> None:
    plan = made(**PLACES[name][0])
    said = [line.said for line in short_statements(plan, BASE, last="Not kept.")]
    assert plan.session is not None and any(plan.session.how in line for line in said)


@pytest.mark.parametrize("name", [name for name, (_, _, chosen) in PLACES.items() if chosen])
def test_what_comes_before_an_effort_is_told_before_its_clock_runs(name: str) -> None:
    """A burst lasts 8 s: who has to stop a belt first has to know so before it begins."""
    told, said, _ = PLACES[name]
    run = run_of(made(**told))
    steps = list(written_out(run.parts))
    before = [step for step, after in pairwise(steps) if after.role == "effort"]
    assert before and all(said in step.cue and said in step.ahead for step in before)
    for text in (*(step.message for step in zwift.told(run).steps), interval_text(run)):
        assert said in text or not text.startswith(("Warm-up", "Easy run"))


@given(told=st.lists(st.sampled_from(list(PLACES)), unique=True), limits=limited())
@settings(deadline=None)
def test_a_place_gives_way_to_others_alone_and_is_counted(told: list[str], limits: dict[str, Any]) -> None:
    case: dict[str, Any] = dict(limits)
    for name in told:
        asked = PLACES[name][0]
        case |= {**asked, **({"today": [*case.get("today", []), *asked["today"]]} if "today" in asked else {})}
    plan = made(**case)
    page = [line.said for line in short_statements(plan, BASE, last="Not kept: --save keeps it. --full: all of it.")]
    if plan.session is not None:
        places = where_said(plan, BASE)
        missing = [each for each in places if not any(short_advice(each, BASE) in line for line in page)]
        assert not missing or (missing[0] != places[0] and any(f"(and {len(missing)} more)" in line for line in page))
        assert sum(lines_of(line, 80) for line in page) <= 12


def test_three_places_of_a_first_session_have_room_and_a_belt_is_told_first() -> None:
    plan = made(surface="treadmill", terrain="hilly", today=["dark"])
    page = " ".join(line.said for line in short_statements(plan, BASE, last="Not kept: --save keeps it."))
    assert all(short_advice(each, BASE) in page for each in where_said(plan, BASE))
    assert where_said(plan, BASE)[0].rules[0] == "SRF-052", "the belt is stopped before anything else is looked for"


def test_flat_forgiving_ground_needs_no_word() -> None:
    run = run_of(made(surface="grass", terrain="flat"))
    assert not any("even stretch" in step.cue for step in written_out(run.parts))
    assert all(step.duration_s is not None for step in written_out(run.parts) if step.role in ("warm_up", "easy"))


def test_the_workout_for_programs_ends_these_stretches_by_the_runner_too() -> None:
    told = workout(made(terrain="hilly"))
    assert told is not None
    first = json.loads(told.to_json())["parts"][0]
    assert (first["duration_s"], first["least_s"]) == (None, 600)


def test_all_places_at_once_have_room_beside_an_effort() -> None:
    run = run_of(made(surface="asphalt", terrain="rolling", today=["dark", "wet"]))
    cues = {step.cue for step in written_out(run.parts) if step.role == "effort"}
    assert len(cues) == 1
    for _, said, _ in (PLACES[name] for name in ("hills", "dark", "wet", "concrete")):
        assert said in next(iter(cues))


def test_the_rules_named_for_places_give_advice_on_them() -> None:
    places = watch_words(BASE).places
    for name in (*places.leave_out, *places.choose):
        topics = {each.topic for each in BASE.by_id[name].conclusions if isinstance(each, Advise)}
        assert topics & set(places.topics), name


def test_the_event_and_the_code_say_at_which_signs_to_stop() -> None:
    run = run_of(made())
    whole, brief = run_event(run).text, run_event(run, brief=True).text
    assert "Sharp pain: Stop. Walk only if it does not hurt" in whole
    assert "Chest pain, dizzy: Stop and sit down; call for help" in whole
    assert "Stop: sharp pain, chest pain, dizzy." in brief
