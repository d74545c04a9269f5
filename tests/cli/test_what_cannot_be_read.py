"""What cannot be read is told by its name and as what it is: no command hangs, and none blames the output for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke, Process
from tests.places import EXAMPLES

CASE = str(EXAMPLES / "first-session.yaml")
READING = {
    "diary list": ["diary", "list", "--diary", "IT"],
    "diary add": ["diary", "add", "--bursts", "none", "--kind", "easy", "--diary", "IT"],
    "diary add --json": ["diary", "add", "--json", "IT"],
    "diary import": ["diary", "import", "IT"],
    "recommend": ["recommend", "IT"],
    "recommend --diary": ["recommend", CASE, "--diary", "IT"],
    "recommend --overlay": ["recommend", CASE, "--overlay", "IT"],
    "card --plan": ["card", "--plan", "IT"],
    "week": ["week", "--runs", "tue", "--diary", "IT"],
    "profile": ["profile", "--diary", "IT"],
    "consult --answers": ["consult", "--answers", "IT"],
    "consult --state": ["consult", "--moment", "during", "--state", "IT"],
    "consult --resume": ["consult", "--resume", "--state", "IT"],
    "audit sign": ["audit", "sign", "--by", "A. Coach", "--rule", "INJ-040", "--file", "IT"],
}
MADE: dict[str, Callable[[Path], object]] = {
    "a pipe": getattr(os, "mkfifo", Path.touch),
    "an endless device": lambda place: place.symlink_to("/dev/zero"),
    "a folder": Path.mkdir,
}


@pytest.fixture(autouse=True)
def of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    monkeypatch.setenv("SPRINGSTEP_STATE", str(tmp_path / "state.json"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")
@pytest.mark.parametrize("made", MADE)
@pytest.mark.parametrize("name", READING)
def test_what_is_no_file_is_refused_at_once(springstep: Invoke, name: str, made: str) -> None:
    MADE[made](Path("it"))
    result = springstep(*("it" if word == "IT" else word for word in READING[name]), given="")
    assert result.exit_code == 2 and isinstance(result.exception, SystemExit), result.output
    assert "'it'" in result.stderr or "springstep: it" in result.stderr


@pytest.mark.parametrize("name", READING)
def test_a_name_that_is_too_long_is_told(springstep: Invoke, name: str) -> None:
    result = springstep(*("x" * 300 if word == "IT" else word for word in READING[name]), given="")
    assert result.exit_code == 2 and isinstance(result.exception, SystemExit), result.output
    assert "file name too long" in " ".join(result.stderr.lower().split())


def test_no_command_blames_the_output_for_what_it_cannot_read(process: Process) -> None:
    done = process("rules", "new", "surface", "--author", "A. Coach", "--overlay", "x" * 300)
    assert done.returncode == 2 and b"cannot write the output" not in done.stderr
    assert b"xxx: file name too long" in done.stderr
