"""``springstep cue``: every cue gets its answer at once, with the reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import springstep as library
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke

CUES = default_rule_base().vocabulary.facts["cue"].item_words
HEADLINES = {
    "go_on": "Go on as planned.",
    "rest_longer": "Take a longer easy recovery before the next burst.",
    "gentler_drill": "Switch to a gentler drill.",
    "strides_instead": "Swap the remaining bursts for gentle strides.",
    "pause": "Pause the bursts: jog or walk until you are calm, then take stock.",
    "end_bursts": "End the bursts for today and run home easy.",
    "stop": "Stop the run, and get it checked.",
}


@pytest.mark.parametrize("again", [False, True], ids=["first time", "again"])
@pytest.mark.parametrize("cue", CUES)
def test_every_cue_gets_the_engine_s_answer_and_its_reason(springstep: Invoke, cue: str, again: bool) -> None:
    result = springstep("cue", cue, "--bursts-done", 3, *(["--again"] if again else []))
    made = library.recommend({"moment": "during", "cue": cue, "bursts_done": 3, "cue_repeated": again})
    assert result.exit_code == 0 and result.stderr == ""
    action = made.decision("next_action")
    assert result.stdout.splitlines()[0] == f"{HEADLINES[made.verdict]} {action.rules[0]}"
    assert f"Why: {action.reasons[0].because}"[:50] in result.stdout and action.rules[0] in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80 and len(result.stdout.splitlines()) <= 12


DURING = {"moment": "during", "current_drill": "light_hops"}


def test_a_drill_left_out_where_nobody_can_be_asked_counts_as_strides(springstep: Invoke) -> None:
    untold = springstep("cue", "hip_stiffness", "--bursts-done", 2)
    strides = springstep("cue", "hip_stiffness", "--bursts-done", 2, "--drill", "strides")
    assert untold.stdout.startswith("End the bursts") and strides.stdout.startswith("End the bursts")
    assert "did not say which drill" in " ".join(
        springstep("cue", "hip_stiffness", "--bursts-done", 2, "--full").stdout.split()
    )
    assert springstep("cue", "all_well", "--bursts-done", 2).stdout.startswith("Go on")
    assert springstep("cue", "tired", "legs", "--bursts-done", 2).stdout.startswith(
        springstep("cue", "tired", "legs", "--bursts-done", 2, "--drill", "quick feet").stdout[:20]
    )


def test_the_cues_reach_every_answer_there_is() -> None:
    verdicts = {
        library.recommend({**DURING, "cue": cue, "bursts_done": 3, "cue_repeated": again}).verdict
        for cue in CUES
        for again in (False, True)
    }
    assert verdicts == HEADLINES.keys()


def test_what_is_past_is_not_advised_any_more(springstep: Invoke) -> None:
    first = springstep("cue", "hip_stiffness", "--bursts-done", 3, "--drill", "light hops").stdout
    again = springstep("cue", "hip_stiffness", "--bursts-done", 3, "--drill", "light hops", "--again").stdout
    assert "before the next burst" in first and "before the next burst" not in again
    assert "that is enough for today" in again


@pytest.mark.parametrize("word", ["hip", "my hip", "left hip", "side", "knee"])
def test_a_place_alone_is_read_as_pain_until_it_is_told_otherwise(springstep: Invoke, word: str) -> None:
    result = springstep("cue", word, "--bursts-done", 0)
    assert "Stop the run" in result.stdout and "the safer of ache and sharp pain" in result.stdout


@pytest.mark.parametrize("word", ["legs", "left", "a", "a bit", "some", "very", "no left", "all good but left"])
def test_what_says_nothing_is_never_all_well(springstep: Invoke, word: str) -> None:
    result = springstep("cue", word, "--bursts-done", 0)
    assert result.exit_code == 2 and result.stdout == ""


def test_a_gentler_drill_is_named_and_told(springstep: Invoke) -> None:
    result = springstep("cue", "hip_stiffness", "--bursts-done", 3, "--drill", "pogo hops")
    made = library.recommend(
        {"moment": "during", "cue": "hip_stiffness", "bursts_done": 3, "cue_repeated": False}
        | {"current_drill": "pogo_hops"}
    )
    assert f"{made.decision('drill').text}: " in result.stdout
    assert "of easy jogging" in result.stdout


@pytest.mark.parametrize("words", [("hip_stiffness",), ("hip", "stiffness"), ("hip stiff",), ("HIP_ST",), ("2",)])
def test_a_cue_is_told_by_word_beginning_or_number(springstep: Invoke, words: tuple[str, ...]) -> None:
    whole = springstep("cue", "hip_stiffness", "--bursts-done", 0).stdout
    told = springstep("cue", *words, "--bursts-done", 0).stdout
    begun = " ".join(words).lower() in ("hip stiff", "hip_st")
    assert told == whole + (f'I read "{" ".join(words)}" as hip stiffness.\n' if begun else "")


@pytest.mark.parametrize(
    "words",
    [("sharp_pain", "dizzy"), ("sharp", "pain", "dizzy"), ("sharp_pain,", "dizzy"), ("18", "19"), ("dizzy, 18",)],
)
def test_several_cues_are_told_at_once_and_the_most_cautious_decides(
    springstep: Invoke, words: tuple[str, ...]
) -> None:
    result = springstep("cue", *words, "--bursts-done", 2, "--json")
    made = library.Recommendation.from_json(result.stdout)
    assert made.verdict == "stop" and set(made.case["cue"]) == {"sharp_pain", "dizzy"}
    assert {"CUE-140", "CUE-145"} <= set(made.decision("next_action").rules)


def test_all_well_beside_another_cue_does_not_count(springstep: Invoke) -> None:
    assert springstep("cue", "all_well", "ache", "--bursts-done", 1).stdout.startswith("End the bursts")


def test_the_planned_number_of_bursts_is_the_most(springstep: Invoke) -> None:
    arguments = ("cue", "all_well", "--planned-efforts", 3, "--bursts-done")
    assert springstep(*arguments, 2).stdout.startswith("Go on as planned.")
    result = springstep(*arguments, 3)
    assert result.stdout.startswith("End the bursts for today") and "CUE-165" in result.stdout


def test_a_count_left_out_where_nobody_can_be_asked_counts_as_six(springstep: Invoke) -> None:
    result = springstep("cue", "hip_stiffness", "--drill", "light hops")
    assert result.exit_code == 0 and "not answered: bursts done" in " ".join(result.stdout.split())
    assert result.stdout.startswith("End the bursts")
    assert springstep("cue", "chest_pain").stdout.startswith("Stop the run")


def test_a_plan_in_a_file_is_kept_to(springstep: Invoke, examples: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.json"
    plan.write_text(springstep("recommend", examples / "first-session.yaml", "--json").stdout, encoding="utf-8")
    assert springstep("cue", "all_well", "--bursts-done", 3, "--plan", plan).stdout.startswith("End the bursts")
    made = json.loads(springstep("cue", "all_well", "--bursts-done", 2, "--plan", plan, "--json").stdout)
    planned = json.loads(plan.read_text(encoding="utf-8"))["session"]
    assert made["case"]["planned_drill"] == planned["drill"]
    assert (made["case"]["planned_contact"], made["case"]["planned_rest_s"]) == (planned["contact"], planned["rest_s"])
    assert (
        "Light, with plenty of spring held back" in springstep("cue", "all", "--bursts-done", 1, "--plan", plan).stdout
    )


def test_the_diary_s_plan_of_today_is_kept_to(springstep: Invoke, examples: Path, tmp_path: Path) -> None:
    diary = ("--diary", tmp_path / "diary.db", "--today", "2026-11-20")
    springstep("recommend", examples / "first-session.yaml", "--save", *diary)
    made = json.loads(springstep("cue", "all_well", "--bursts-done", 3, "--json", *diary).stdout)
    assert made["verdict"] == "end_bursts"
    assert {memory["fact"] for memory in made["history"]} >= {"planned_efforts", "planned_contact", "planned_drill"}
    other_day = springstep("cue", "all_well", "--bursts-done", 3, *diary[:2], "--today", "2026-11-21")
    assert other_day.stdout.startswith("Go on as planned.")


@pytest.mark.parametrize("text", ["", "{}", "not a plan", '{"moment": "before"}'])
def test_a_file_that_is_no_plan_is_refused(springstep: Invoke, tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text, encoding="utf-8")
    result = springstep("cue", "all_well", "--bursts-done", 1, "--plan", tmp_path / "plan.json")
    assert result.exit_code == 2 and result.stdout == "" and "is no plan for a run" in result.stderr


def test_without_a_cue_all_are_listed_by_number(springstep: Invoke) -> None:
    result = springstep("cue")
    assert result.exit_code == 0
    assert [line.split(maxsplit=1) for line in result.stdout.splitlines()[1:]] == [
        [str(number), cue.replace("_", " ")] for number, cue in enumerate(CUES, 1)
    ]


def test_json_is_the_recommendation(springstep: Invoke) -> None:
    result = springstep("cue", "dizzy", "--bursts-done", 1, "--json")
    assert result.exit_code == 0 and json.loads(result.stdout)["verdict"] == "stop"
    assert library.Recommendation.from_json(result.stdout).case["bursts_done"] == 1


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (
            ("banana", "--bursts-done", 2),
            "'banana' is not understood; such as all well or tired legs; `",
        ),
        (("f", "--bursts-done", 2), "'f' could be flooding legs or form slipping"),
        (("21", "--bursts-done", 2), "there is no number 21"),
        (("hip", "--bursts-done", -1), "--bursts-done"),
        (("hip", "--bursts-done", 31), "--bursts-done"),
        (("hip", "--bursts-done", "two"), "--bursts-done"),
        (("hip", "--bursts-done", 2, "--drill", "bouncing"), "'bouncing' is not understood; such as bounding or "),
    ],
)
def test_what_cannot_be_taken_is_told(springstep: Invoke, arguments: tuple[object, ...], words: str) -> None:
    result = springstep("cue", *arguments)
    assert result.exit_code == 2 and result.stdout == "" and words in result.stderr


@pytest.mark.parametrize(
    ("words", "first", "verdict"),
    [
        ("knee pain", 'I read "knee pain" as sharp pain, the safer of ache and sharp pain.', "stop"),
        ("cramp", 'I read "cramp" as ache, the safer of other stiffness and ache.', "end_bursts"),
        ("light-headed", "Stop the run, and get it checked.", "stop"),
        ("tight chest", "Stop the run, and get it checked.", "stop"),
        ("calf tight", "Switch to a gentler drill.", "gentler_drill"),
        ("feel great", "Go on as planned.", "go_on"),
    ],
)
def test_a_cue_is_told_in_plain_words_and_the_safer_reading_is_said(
    springstep: Invoke, words: str, first: str, verdict: str
) -> None:
    said = ("cue", *words.split(), "--bursts-done", 1, "--drill", "light hops")
    assert springstep(*said).stdout.startswith(first)
    assert json.loads(springstep(*said, "--json").stdout)["verdict"] == verdict


def test_a_danger_among_words_that_are_not_understood_is_heard(springstep: Invoke) -> None:
    result = springstep("cue", "my", "chest", "feels", "like", "an", "elephant")
    assert result.exit_code == 0 and "as chest pain, as not every word" in result.stdout
    assert "Stop the run, and get it checked." in result.stdout
    mild = springstep("cue", "tired", "legs", "banana", "--bursts-done", 1)
    assert mild.exit_code == 2 and mild.stdout == "" and "'banana' is not understood" in mild.stderr


@pytest.mark.parametrize(
    ("words", "reading"),
    [("calf tight", "other stiffness"), ("feel great", "all well"), ("my left calf just went tight", "")],
)
def test_how_own_words_were_read_is_told(springstep: Invoke, words: str, reading: str) -> None:
    shown = " ".join(springstep("cue", *words.split(), "--bursts-done", 1).stdout.split())
    assert f'I read "{words}" as {reading}' in shown


def test_words_of_the_list_are_not_told_back(springstep: Invoke) -> None:
    assert "I read" not in springstep("cue", "hip", "stiffness", "--bursts-done", 1).stdout
