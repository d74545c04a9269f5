"""The folder of overlays that are always laid over: stray files stop no command, and no advice is loosened unsaid."""

from __future__ import annotations

from pathlib import Path

import pytest

from springstep.cli.options import overlays as chosen
from tests.cli.conftest import Invoke, WriteCase
from tests.cli.options.test_overlays import OTHER, TIGHTENED, folded

BROKEN = TIGHTENED.replace("fatigue >= 2", "fatige >= 2")
RELAXED = OTHER.replace("STF-060", "STF-999")
STRAY = ("services:\n  web: {image: nginx}\n", "- one\n- two\n")
UNSURE = (
    "",
    "overl",
    "overlay: club\nauth",
    "overlay: club\nauthor: A. Coach\ndate: 2026-11-22\ntigthen: []\n",
    "a: [\n",
    "\x00\x01",
)


@pytest.fixture(autouse=True)
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "settings"
    folder.mkdir()
    monkeypatch.setattr(chosen, "settings_folder", lambda: folder)
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    monkeypatch.delenv("SPRINGSTEP_OVERLAY", raising=False)
    return folder


@pytest.fixture
def case(examples: Path) -> Path:
    return examples / "first-session.yaml"


@pytest.mark.parametrize(
    "name", [".#club.yaml", "._club.yaml", ".club.yaml.swp", "#club.yaml#", "club.yaml~", "~club.yaml"]
)
def test_what_editors_and_systems_leave_is_passed_over(
    springstep: Invoke, settings: Path, case: Path, name: str
) -> None:
    (settings / name).write_text(BROKEN, encoding="utf-8")
    (settings / ".DS_Store").write_bytes(b"\x00\x00\x00\x01Bud1")
    (settings / "folder.yaml").mkdir()
    (settings / ".#gone.yaml").symlink_to(settings / "nowhere")
    result = springstep("recommend", case)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "overlay" not in result.stdout


@pytest.mark.parametrize("name", [".#club.yaml", "._club.yaml"])
def test_so_it_is_in_a_folder_that_is_named(springstep: Invoke, tmp_path: Path, case: Path, name: str) -> None:
    (tmp_path / "named").mkdir()
    (tmp_path / "named" / name).write_text(BROKEN, encoding="utf-8")
    (tmp_path / "named" / "club.yaml").write_text(TIGHTENED, encoding="utf-8")
    result = springstep("recommend", case, "--overlay", tmp_path / "named")
    assert result.exit_code == 0 and "Made with the overlay club-rules" in folded(result.stdout)


@pytest.mark.parametrize(
    "name",
    [
        "club (conflicted copy).yaml",
        "club (Ann's conflicted copy 2026-11-28).yaml",
        "club.sync-conflict-20261128-101010-ABCDEF1.yaml",
        "club (case conflict 1).yaml",
    ],
)
def test_a_copy_of_a_sync_tool_is_passed_over_and_told(
    springstep: Invoke, settings: Path, case: Path, name: str
) -> None:
    (settings / "club.yaml").write_text(TIGHTENED, encoding="utf-8")
    (settings / name).write_text(TIGHTENED.replace("fatigue >= 2", "fatigue >= 1"), encoding="utf-8")
    result = springstep("recommend", case)
    assert result.exit_code == 0, result.stderr
    assert result.stderr == f"springstep: {settings / name}: passed over, as it is a copy of club.yaml\n"
    assert folded(result.stdout).count("Made with the overlay club-rules") == 1


def test_a_copy_that_stands_alone_is_an_overlay(springstep: Invoke, settings: Path, case: Path) -> None:
    (settings / "club (conflicted copy).yaml").write_text(TIGHTENED, encoding="utf-8")
    result = springstep("recommend", case)
    assert result.stderr == "" and "Made with the overlay club-rules" in folded(result.stdout)


@pytest.mark.parametrize("name", ["club - Copy.yaml", "club copy.yaml", "club (1).yaml", "zz.yml"])
def test_the_same_file_twice_is_laid_over_once(springstep: Invoke, settings: Path, case: Path, name: str) -> None:
    for each in ("club.yaml", name):
        (settings / each).write_text(TIGHTENED, encoding="utf-8")
    result = springstep("recommend", case)
    assert result.exit_code == 0 and "passed over, as it is a copy of" in result.stderr
    assert folded(result.stdout).count("Made with the overlay club-rules") == 1


@pytest.mark.parametrize("text", [*STRAY, RELAXED])
def test_what_is_no_overlay_or_only_relaxes_is_left_out_and_told(
    springstep: Invoke, settings: Path, case: Path, text: str
) -> None:
    (settings / "stray.yaml").write_text(text, encoding="utf-8")
    (settings / "club.yaml").write_text(TIGHTENED, encoding="utf-8")
    result = springstep("recommend", case)
    assert result.exit_code == 0, result.stderr
    assert result.stderr.startswith(f"springstep: left out: {settings / 'stray.yaml'}:")
    assert len(result.stderr.splitlines()) == 1
    assert "Made with the overlay club-rules" in folded(result.stdout), "the sound one still counts"


@pytest.mark.parametrize("text", [BROKEN, *UNSURE])
@pytest.mark.parametrize(
    "arguments", [["recommend", "CASE"], ["consult", "--answers", "CASE"], ["cue", "all_well", "--bursts-done", "1"]]
)
def test_without_an_overlay_that_may_ask_for_more_caution_there_is_no_advice(
    springstep: Invoke, settings: Path, case: Path, text: str, arguments: list[str]
) -> None:
    (settings / "club.yaml").write_text(text, encoding="utf-8")
    words = [case if word == "CASE" else word for word in arguments]
    result = springstep(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert f"{settings / 'club.yaml'}" in result.stderr
    assert "the advice might be looser, so there is none; mend it or take it away; --no-overlay" in result.stderr
    assert springstep(*words, "--no-overlay").exit_code == 0


@pytest.mark.parametrize("cue", ["chest_pain", "sharp_pain", "dizzy"])
@pytest.mark.parametrize("text", [BROKEN, *UNSURE])
def test_a_danger_is_always_answered(springstep: Invoke, settings: Path, text: str, cue: str) -> None:
    (settings / "club.yaml").write_text(text, encoding="utf-8")
    result = springstep("cue", cue)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == springstep("cue", cue, "--no-overlay").stdout
    assert "Stop the run" in result.stdout
    assert f"springstep: answered without this: {settings / 'club.yaml'}" in result.stderr


def test_so_it_is_in_a_file(springstep: Invoke, settings: Path, write_case: WriteCase) -> None:
    (settings / "club.yaml").write_text(BROKEN, encoding="utf-8")
    words = "moment: during\ncue: [{}]\nbursts_done: 1\n"
    stopped = springstep("recommend", write_case(words.format("chest_pain")))
    assert stopped.exit_code == 0 and "Stop the run" in stopped.stdout and "answered without this" in stopped.stderr
    milder = springstep("recommend", write_case(words.format("all_well")))
    assert (milder.exit_code, milder.stdout) == (2, "")


def test_so_is_what_ends_the_bursts_and_an_overlay_that_is_named_or_in_the_variable(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text(BROKEN, encoding="utf-8")
    for named in (broken, tmp_path / "nowhere.yaml"):
        result = springstep("cue", "ache", "--bursts-done", "1", "--overlay", named)
        assert result.exit_code == 0 and "End the bursts" in result.stdout and str(named) in result.stderr
    monkeypatch.setenv("SPRINGSTEP_OVERLAY", str(broken))
    assert "Stop the run" in springstep("cue", "dizzy").stdout
    assert springstep("cue", "tense_upper_body", "--bursts-done", "1").exit_code == 2


def test_a_diary_or_a_plan_that_cannot_be_read_keeps_no_danger_from_its_answer(
    springstep: Invoke, tmp_path: Path
) -> None:
    (tmp_path / "diary.db").write_bytes(b"no diary at all")
    (tmp_path / "plan.json").write_text("{", encoding="utf-8")
    for options in ([], ["--plan", tmp_path / "plan.json"]):
        stopped = springstep("cue", "chest_pain", *options)
        assert stopped.exit_code == 0 and "Stop the run" in stopped.stdout
        assert "springstep: answered without this: " in stopped.stderr
        milder = springstep("cue", "hip_stiffness", "--bursts-done", "1", "--drill", "pogo_hops", *options)
        assert (milder.exit_code, milder.stdout) == (2, "")


@pytest.mark.parametrize(
    "arguments", [["rules", "list"], ["rules", "show", "RDY-020"], ["rules", "search", "ankle"], ["diary", "list"]]
)
def test_what_only_reads_goes_on_and_tells(
    springstep: Invoke, settings: Path, case: Path, arguments: list[str]
) -> None:
    assert springstep("recommend", case, "--save").exit_code == 0
    (settings / "club.yaml").write_text(BROKEN, encoding="utf-8")
    result = springstep(*arguments)
    assert result.exit_code == 0, result.stderr
    assert result.stdout and ("left out: " in result.stderr) is (arguments[0] == "rules")


def test_a_folder_that_cannot_be_read_is_told(
    springstep: Invoke, settings: Path, case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refuse)
    result = springstep("recommend", case)
    assert result.exit_code == 2 and f"{settings}: cannot be read: permission denied" in result.stderr
    assert "Stop the run" in springstep("cue", "dizzy").stdout
