"""Plain words in a case file, in the file of a consultation's answers, in the diary's options, and asked back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import Result

from springstep.engine.consultation.state import State
from tests.cli.conftest import Invoke

CASE = """
pain: nope
injuries: left knee healed in May, achilles coming back
run_kind: easy run
duration_min: 1h 10
pace: 6'30"/km
surface: forest trail
sleep: 7
legs: fine
stiffness: calves a bit
today: [hot, "got a cold"]
has_coach: "no"
sessions_done: never
screening: none of these
"""
READ = {
    "pain": "none",
    "injuries": [{"site": "knee", "status": "resolved"}, {"site": "achilles", "status": "returning"}],
    "weeks_since_healed": 26,
    "run_kind": "easy",
    "duration_min": 70,
    "pace": "6:30/km",
    "surface": "dirt_path",
    "sleep": "enough",
    "legs": "fresh",
    "stiffness": [{"site": "calves", "severity": "mild"}],
    "today": ["heat", "fever"],
    "has_coach": False,
    "sessions_done": 0,
    "screening": [],
}
TODAY = ("--no-diary", "--today", "2026-11-29")


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SPRINGSTEP_STATE", str(tmp_path / "consultation.json"))
    return tmp_path / "consultation.json"


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "case.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


def test_a_file_in_plain_words_comes_to_the_same_as_one_in_values(
    springstep: Invoke, case: Path, tmp_path: Path
) -> None:
    told = json.loads(springstep("recommend", case, *TODAY, "--json").stdout)
    assert {name: value for name, value in told["case"].items() if name != "moment"} == READ
    values = tmp_path / "values.json"
    values.write_text(json.dumps(READ), encoding="utf-8")
    plain = json.loads(springstep("recommend", values, *TODAY, "--json").stdout)
    assert told["decisions"] == plain["decisions"] and told["session"] == plain["session"]


def test_the_runners_own_words_stand_in_the_reasons(springstep: Invoke, case: Path) -> None:
    case.write_text(CASE.replace("got a cold", "raining"), encoding="utf-8")
    why = " ".join(springstep("recommend", case, *TODAY, "--why", "clearance").stdout.split())
    assert '(you said "left knee healed in May, achilles coming back")' in why


def test_a_safer_reading_in_a_file_is_said(springstep: Invoke, tmp_path: Path) -> None:
    path = tmp_path / "case.yaml"
    path.write_text("pain: knee hurts\ninjuries: none\n", encoding="utf-8")
    result = springstep("recommend", path, *TODAY)
    assert result.stderr == 'Pain: I read "knee hurts" as sharp, the safer of ache and sharp.\n'
    assert result.stdout.startswith("Stop")
    talk = springstep("consult", "--answers", path, *TODAY)
    assert 'Pain: I read "knee hurts" as sharp, the safer of ache and sharp.' in talk.stdout


def consulted(springstep: Invoke, moment: str, *parts: tuple[str, ...]) -> list[Result]:
    """Answer, and go on with each further part where the one before was asked back: on a pipe that ends it."""
    begun = springstep("consult", "--one-by-one", "--moment", moment, *TODAY, given="\n".join((*parts[0], "")))
    later = (springstep("consult", "--resume", *TODAY, given="\n".join((*part, ""))) for part in parts[1:])
    return [begun, *later]


def test_what_is_asked_back_is_completed_by_the_next_answer(springstep: Invoke, state: Path) -> None:
    later = ("coming back", "review", "change injuries", "left knee healed", "quit")
    asked, result = consulted(springstep, "before", ("none", "left knee, right calf"), later)
    assert asked.exit_code == 2 and "left knee and right calf: active, returning or resolved?" in asked.stderr
    assert 'Understood so far: "left knee, right calf, all ...".' in result.stdout
    assert "Taken as: knee returning, calf returning." in result.stdout
    assert 'knee returning, calf returning ("left knee, right calf, all coming back")' in " ".join(
        result.stdout.split()
    )
    kept = State.from_json(state.read_bytes())
    assert kept.answers["injuries"] == [{"site": "knee", "status": "resolved"}] and not kept.unfinished


def test_nothing_that_follows_on_a_pipe_completes_what_is_asked_back(springstep: Invoke, state: Path) -> None:
    (asked,) = consulted(springstep, "before", ("none", "left knee", "coming back", "quit"))
    kept = State.from_json(state.read_bytes())
    assert asked.exit_code == 2 and "injuries" not in kept.answers and kept.unfinished.startswith("left knee")


@pytest.mark.parametrize("reply", ["none", "ankle returning", "nothing"])
def test_a_list_that_is_asked_back_is_never_lost_to_the_reply(springstep: Invoke, state: Path, reply: str) -> None:
    consulted(springstep, "before", ("none", "left knee"), (reply, "quit"))
    kept = State.from_json(state.read_bytes())
    assert "injuries" not in kept.answers and kept.unfinished.startswith("left knee")


def test_weeks_told_with_an_injury_go_when_the_injury_is_told_anew(springstep: Invoke, state: Path) -> None:
    lines = ("none", "left knee healed in May", "change injuries", "right calf healed", "quit")
    springstep("consult", "--moment", "before", *TODAY, given="\n".join(lines) + "\n")
    assert "weeks_since_healed" not in State.from_json(state.read_bytes()).answers


def test_an_option_of_the_diary_takes_plain_words(springstep: Invoke, tmp_path: Path) -> None:
    place = ("--diary", tmp_path / "diary.db", "--today", "2026-11-29")
    told = (
        "--kind",
        "long run",
        "--minutes",
        "1h 20",
        "--bursts",
        "none",
        "--pain",
        "knee hurts",
        "--pain-site",
        "knees",
    )
    result = springstep("diary", "add", *told, *place)
    assert '--pain: I read "knee hurts" as sharp, the safer of ache and sharp.' in result.stderr
    (entry,) = json.loads(springstep("diary", "list", "--json", *place[:2]).stdout)
    assert (entry["run_kind"], entry["duration_min"], entry["pain"], entry["pain_site"]) == (
        "long",
        80,
        "sharp",
        "knee",
    )


@pytest.mark.parametrize("said", ["knee pain and chest tight", "tight chest, sore knee", "my left arm hurts"])
def test_a_danger_told_beside_what_is_asked_back_is_kept(springstep: Invoke, state: Path, said: str) -> None:
    consulted(springstep, "during", (said,), ("ache", "quit"))
    assert set(State.from_json(state.read_bytes()).answers["cue"]) == {"chest_pain", "ache"}


def test_several_things_that_are_unclear_are_asked_back_one_by_one(springstep: Invoke, state: Path) -> None:
    consulted(springstep, "during", ("knee pain, stitch, tired legs",), ("ache",), ("breath not back", "quit"))
    assert State.from_json(state.read_bytes()).answers["cue"] == ["ache", "breath_not_back", "building_fatigue"]
