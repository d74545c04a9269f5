"""Where a burst belongs stands beside each effort; where the place has to be waited for, no clock starts it."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pytest

from springstep import recommend, workout
from springstep.diary.card import card_of
from springstep.engine.language.conclusions import Advise
from springstep.engine.text.source import parse_yaml
from springstep.formats.workouts.calendar import run_event
from springstep.formats.workouts.named_run import NamedRun, written_out
from springstep.formats.workouts.naming import named_run
from springstep.installed import default_rule_base
from springstep.session.statements import short_statements
from springstep.session.watch_words import watch_words
from tests.formats.workouts.runs import DAY
from tests.places import EXAMPLES

BASE = default_rule_base()
PLACES = {
    "treadmill": ({"surface": "treadmill"}, "Do the drill off the belt", True),
    "hills": ({"terrain": "hilly"}, "Wait for a flat, even stretch before each burst.", True),
    "dark": ({"today": ["dark"]}, "Only where you can see the ground", True),
    "wet": ({"today": ["wet"]}, "If a foot slips even once, no more bursts.", False),
    "concrete": ({"surface": "concrete"}, "Use a grass verge or dirt path if one is near.", False),
    "sand": ({"surface": "sand"}, "No single-leg landings, or find firm ground.", False),
}


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
