"""The commands take a coach's overlays: named, from the variable, from the settings folder; and say so."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from springstep.cli.options import overlays as chosen
from tests.cli.conftest import Invoke, WriteCase

HEAD = "overlay: club-rules\nauthor: A. Coach\ndate: 2026-11-22\n"
TIGHTENED = (
    HEAD + "tighten:\n  - {rule: RDY-020, when: fatigue >= 2, because: Two is enough for us., reason: trial, "
    "note: Tried until spring., fires_for: {fatigue: 2}, silent_for: {fatigue: 1}}\n"
)
OTHER = (
    "overlay: other\nauthor: B. Coach\ndate: 2026-11-01\nrelax:\n"
    "  - {rule: STF-060, off: true, reason: trial, note: Left out.}\n"
)
SHORT_REST = (
    HEAD + "relax:\n  - {rule: DOS-110, then: [{floor: {rest_s: 60}}], reason: trial, note: They recover fast.}\n"
)
MEANT = "relaxes_claims:\n  - {claim: CLM-050, reason: trial, note: Their breath is quiet after a minute.}\n"


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test a settings folder and a diary of its own, and return the folder for overlays."""
    folder = tmp_path / "settings"
    monkeypatch.setattr(chosen, "settings_folder", lambda: folder)
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    monkeypatch.delenv("SPRINGSTEP_OVERLAY", raising=False)
    return folder


def folded(text: str) -> str:
    return " ".join(text.split())


def run_of(examples: Path) -> str:
    """Return the treadmill example on grass, with a fatigue of 2."""
    text = (examples / "treadmill.yaml").read_text(encoding="utf-8")
    return text.replace("surface: treadmill", "surface: grass")


@pytest.fixture
def case(examples: Path, write_case: WriteCase) -> Path:
    return write_case(run_of(examples))


def test_the_page_says_whose_overlay_it_was_and_what_it_did(
    springstep: Invoke, case: Path, write_case: WriteCase
) -> None:
    first = springstep("recommend", case, "--overlay", write_case(TIGHTENED, "club.yaml")).stdout
    assert "Made with the overlay club-rules by A. Coach: RDY-020" in folded(first)
    assert "Two is enough for us. [1.6] RDY-020" in folded(first) and len(first.splitlines()) <= 12
    result = springstep("recommend", case, "--full", "--overlay", write_case(TIGHTENED, "club.yaml"))
    assert result.exit_code == 0, result.stderr
    text = folded(result.stdout)
    assert "Made with the overlay club-rules by A. Coach, 2026-11-22:" in text
    assert "RDY-020 tightened (trial): Tried until spring." in text
    assert "Two is enough for us. [1.6] inference, RDY-020 tightened by A. Coach" in text
    assert all(len(line) <= 80 for line in result.stdout.splitlines())


def test_without_overlays_the_page_says_nothing_of_them(springstep: Invoke, case: Path) -> None:
    assert "overlay" not in springstep("recommend", case).stdout


def test_json_names_the_overlays(springstep: Invoke, case: Path, write_case: WriteCase) -> None:
    result = springstep("recommend", case, "--json", "--overlay", write_case(TIGHTENED, "club.yaml"))
    (note,) = json.loads(result.stdout)["overlays"]
    assert note["name"] == "club-rules"
    assert [(rule["rule"], rule["kind"], rule["fired"]) for rule in note["entries"]] == [("RDY-020", "tightened", True)]


def test_overlays_add_up_from_options_variable_and_settings(
    springstep: Invoke, case: Path, write_case: WriteCase, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.mkdir()
    (settings / "kept.yaml").write_text(OTHER.replace("other", "kept").replace("STF-060", "STF-050"))
    (settings / "notes.txt").write_text("no overlay")
    expected = [
        write_case(OTHER, "other.yaml"),
        write_case(OTHER.replace("other", "more").replace("060", "040"), "m.yaml"),
    ]
    monkeypatch.setenv("SPRINGSTEP_OVERLAY", os.pathsep.join(map(str, expected)))
    club = write_case(TIGHTENED, "club.yaml")

    def names(*options: object) -> list[str]:
        made = springstep("recommend", case, "--json", *options)
        assert made.exit_code == 0, made.stderr
        return [note["name"] for note in json.loads(made.stdout)["overlays"]]

    assert names() == ["kept", "more", "other"]
    assert names("--overlay", club) == ["club-rules", "kept", "more", "other"]
    assert names("--overlay", club, "--no-overlay") == ["club-rules"]
    assert names("--no-overlay") == []


@pytest.mark.parametrize(
    "arguments", [["recommend", "CASE"], ["cue", "all_well", "--after-burst", "2"], ["consult", "--answers", "CASE"]]
)
def test_a_faulty_overlay_is_told_with_its_place_and_nothing_is_planned(
    springstep: Invoke, case: Path, write_case: WriteCase, arguments: list[str]
) -> None:
    path = write_case(TIGHTENED.replace("fatigue >= 2", "fatige >= 2"), "club.yaml")
    result = springstep(*(case if word == "CASE" else word for word in arguments), "--overlay", path)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert (
        f"{path}:5:21: RDY-020: when: character 1: no fact is called 'fatige'; did you mean 'fatigue'?" in result.stderr
    )


def test_an_overlay_whose_examples_do_not_hold_is_refused(
    springstep: Invoke, case: Path, write_case: WriteCase
) -> None:
    path = write_case(TIGHTENED.replace("silent_for: {fatigue: 1}", "silent_for: {fatigue: 2}"), "club.yaml")
    result = springstep("recommend", case, "--overlay", path)
    assert result.exit_code == 2
    assert "RDY-020: silent_for: RDY-020 fires for this runner (fatigue: 2)" in result.stderr


def test_a_plan_beyond_a_claim_is_refused_unless_it_is_meant(
    springstep: Invoke, case: Path, write_case: WriteCase
) -> None:
    refused = springstep("recommend", case, "--overlay", write_case(SHORT_REST, "club.yaml"))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "safety claim CLM-050" in refused.stderr
    given = springstep("recommend", case, "--overlay", write_case(SHORT_REST + MEANT, "club.yaml"))
    assert given.exit_code == 0, given.stderr
    assert "Beyond the safety claim CLM-050, as A. Coach allowed on 2026-11-22." in folded(given.stdout)
    whole = springstep("recommend", case, "--full", "--overlay", write_case(SHORT_REST + MEANT, "club.yaml")).stdout
    assert "This plan goes beyond the safety claim CLM-050:" in folded(whole)
    assert "A. Coach allowed that on 2026-11-22 (trial, club-rules): Their breath is quiet" in folded(whole)


@pytest.mark.parametrize(
    "question",
    [["--why", "clearance"], ["--why-not", "clearance=go"], ["--what-would-change", "clearance"], ["--trace"]],
)
def test_every_question_is_answered_by_the_rules_with_the_overlay(
    springstep: Invoke, case: Path, write_case: WriteCase, question: list[str]
) -> None:
    result = springstep("recommend", case, *question, "--overlay", write_case(TIGHTENED, "club.yaml"))
    assert result.exit_code == 0, result.stderr
    expected = "fatigue were 1" if question[0] == "--what-would-change" else "RDY-020"
    assert expected in folded(result.stdout)


def test_a_cue_is_answered_under_the_overlay(springstep: Invoke, write_case: WriteCase) -> None:
    own = (
        HEAD + "add:\n  - {id: OWN-010, name: rest-longer-here, topic: cue, moments: [during], when: bursts_done >= 2, "
        "then: [{step: {next_action: end_bursts}}], because: Two are enough for today., reason: club_policy, "
        "note: Only two for beginners., fires_for: {bursts_done: 2}, silent_for: {bursts_done: 1}}\n"
    )
    result = springstep("cue", "all", "well", "--after-burst", "2", "--overlay", write_case(own, "club.yaml"))
    assert result.exit_code == 0, result.stderr
    assert "Why: Two are enough for today. OWN-010 Made with the overlay club-rules by A. Coach" in folded(
        result.stdout
    )
    whole = springstep("cue", "all", "well", "--after-burst", "2", "--full", "--overlay", write_case(own, "club.yaml"))
    assert "OWN-010 own rule (club policy): Only two for beginners." in folded(whole.stdout)


def test_a_consultation_is_held_under_the_overlay_and_answers_questions_after_it(
    springstep: Invoke, case: Path, write_case: WriteCase, tmp_path: Path
) -> None:
    club = write_case(TIGHTENED, "club.yaml")
    state = tmp_path / "state.json"
    result = springstep("consult", "--answers", case, "--overlay", club, "--state", state)
    assert "Made with the overlay club-rules by A. Coach" in folded(result.stdout)
    given = "before\n" + "none\nnone\n" + "quit\n"
    talked = springstep("consult", "--overlay", club, "--state", state, given=given)
    assert talked.exit_code == 0, talked.stderr


def test_a_plan_kept_under_an_overlay_is_worked_out_again_only_under_it(
    springstep: Invoke, case: Path, write_case: WriteCase
) -> None:
    club = write_case(TIGHTENED, "club.yaml")
    saved = springstep("recommend", case, "--save", "--overlay", club)
    assert saved.exit_code == 0, saved.stderr
    uid = json.loads(springstep("diary", "list", "--json").stdout)[0]["uid"]
    same = springstep("diary", "replay", uid, "--overlay", club)
    assert "Worked out again by the same rules as on that day." in folded(same.stdout)
    without = folded(springstep("diary", "replay", uid).stdout)
    assert "The overlays are not those of that day" in without
    assert "then club-rules of A. Coach, 2026-11-22, now none (see --overlay)" in without
