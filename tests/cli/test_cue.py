"""``springstep cue``: every cue gets its answer at once, with the reason."""

from __future__ import annotations

import json

import pytest

import springstep as library
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke

CUES = default_rule_base().vocabulary.facts["cue"].values
HEADLINES = {
    "go_on": "Go on as planned.",
    "rest_longer": "Take a longer easy recovery before the next burst.",
    "gentler_drill": "Switch to a gentler drill.",
    "strides_instead": "Swap the remaining bursts for gentle strides.",
    "end_bursts": "End the bursts for today and run home easy.",
    "stop": "Stop the run, and have it looked at.",
}


@pytest.mark.parametrize("again", [False, True], ids=["first time", "again"])
@pytest.mark.parametrize("cue", CUES)
def test_every_cue_gets_the_engine_s_answer_and_its_reason(springstep: Invoke, cue: str, again: bool) -> None:
    result = springstep("cue", cue, "--after-burst", 3, *(["--again"] if again else []))
    made = library.recommend({"moment": "during", "cue": cue, "bursts_done": 3, "cue_repeated": again})
    assert result.exit_code == 0 and result.stderr == ""
    assert result.stdout.splitlines()[0] == HEADLINES[made.verdict]
    action = made.decision("next_action")
    assert f"Because: {action.reasons[0].because}"[:50] in result.stdout and action.rules[0] in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80 and len(result.stdout.splitlines()) <= 14


def test_the_cues_reach_every_answer_there_is() -> None:
    verdicts = {
        library.recommend({"moment": "during", "cue": cue, "bursts_done": 3, "cue_repeated": again}).verdict
        for cue in CUES
        for again in (False, True)
    }
    assert verdicts == HEADLINES.keys()


def test_what_is_past_is_not_advised_any_more(springstep: Invoke) -> None:
    first = springstep("cue", "hip_stiffness", "--after-burst", 3).stdout
    again = springstep("cue", "hip_stiffness", "--after-burst", 3, "--again").stdout
    assert "before the next one" in first and "before the next one" not in again
    assert "that is the answer for today" in again


def test_a_gentler_drill_is_named_and_told(springstep: Invoke) -> None:
    result = springstep("cue", "hip_stiffness", "--after-burst", 3, "--drill", "pogo hops")
    made = library.recommend(
        {"moment": "during", "cue": "hip_stiffness", "bursts_done": 3, "cue_repeated": False}
        | {"current_drill": "pogo_hops"}
    )
    assert f"{made.decision('drill').text}: " in result.stdout
    assert "of easy jogging" in result.stdout


@pytest.mark.parametrize("words", [("hip_stiffness",), ("hip", "stiffness"), ("hip stiff",), ("HIP",), ("2",)])
def test_a_cue_is_told_by_word_beginning_or_number(springstep: Invoke, words: tuple[str, ...]) -> None:
    whole = springstep("cue", "hip_stiffness", "--after-burst", 0)
    assert springstep("cue", *words, "--after-burst", 0).stdout == whole.stdout


def test_without_a_cue_all_are_listed_by_number(springstep: Invoke) -> None:
    result = springstep("cue")
    assert result.exit_code == 0
    assert [line.split(maxsplit=1) for line in result.stdout.splitlines()[1:]] == [
        [str(number), cue.replace("_", " ")] for number, cue in enumerate(CUES, 1)
    ]


def test_json_is_the_recommendation(springstep: Invoke) -> None:
    result = springstep("cue", "dizzy", "--after-burst", 1, "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["verdict"] == "stop"
    assert library.Recommendation.from_json(result.stdout).case["bursts_done"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("banana", "--after-burst", 2), "'banana' is not an answer; `springstep cue` lists"),
        (("f", "--after-burst", 2), "'f' could be flooding legs or form slipping"),
        (("21", "--after-burst", 2), "there is no number 21"),
        (("hip",), "--after-burst N"),
        (("hip", "--after-burst", -1), "--after-burst"),
        (("hip", "--after-burst", 31), "--after-burst"),
        (("hip", "--after-burst", "two"), "--after-burst"),
        (("hip", "--after-burst", 2, "--drill", "bouncing"), "'bouncing' is not an answer; `springstep rules drills`"),
    ],
)
def test_what_cannot_be_taken_is_told(springstep: Invoke, arguments: tuple[object, ...], words: str) -> None:
    result = springstep("cue", *arguments)
    assert result.exit_code == 2 and result.stdout == "" and words in result.stderr
