"""``springstep cue`` at a terminal: it asks for what it needs, and takes the answer."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke

pty = pytest.importorskip("pty")


def typed(arguments: Iterable[str], answers: Iterable[str], folder: Path) -> tuple[int, str, str]:
    """Run ``cue`` for a person who types each answer at its prompt; return the exit code and both outputs."""
    person, terminal = pty.openpty()
    command = [sys.executable, "-c", "from springstep.cli.start import run; run()", "cue", *arguments, "--no-diary"]
    run = subprocess.Popen(command, cwd=folder, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(terminal)
    assert run.stderr is not None and run.stdout is not None
    said = b""
    for answer in answers:
        prompt = b""
        while not prompt.endswith(b"> ") and (more := os.read(run.stderr.fileno(), 1)):
            prompt += more
        said += prompt
        os.write(person, f"{answer}\n".encode())
    out, err = run.communicate(timeout=60)
    os.close(person)
    return run.returncode, out.decode(), (said + err).decode()


def test_what_is_noticed_and_after_how_many_bursts_are_asked_in_turn(springstep: Invoke, tmp_path: Path) -> None:
    code, out, err = typed([], ["hip stiffness", "2", "light hops"], tmp_path)
    assert code == 0 and "After how many bursts?" in err and "Which drill are you doing?" in err
    same = ("cue", "hip", "stiffness", "--bursts-done", 2, "--drill", "light hops", "--no-diary")
    assert out.endswith(springstep(*same).stdout)


def test_only_what_is_missing_is_asked(springstep: Invoke, tmp_path: Path) -> None:
    code, out, err = typed(["tired", "legs"], ["two"], tmp_path)
    assert code == 0 and out == springstep("cue", "tired", "legs", "--bursts-done", 2, "--no-diary").stdout
    assert "What do you notice" not in out + err


def test_an_emergency_is_answered_before_any_count(tmp_path: Path) -> None:
    code, out, err = typed([], ["dizzy"], tmp_path)
    assert code == 0 and "Stop the run, and get it checked." in out and "After how many" not in err


def test_what_is_not_understood_is_asked_again(tmp_path: Path) -> None:
    code, out, err = typed([], ["banana", "", "hip stiffness", "many", "3", "hops", "light hops"], tmp_path)
    assert code == 0 and "Switch to a gentler drill." in out
    assert "'banana' is not understood" in err and "'many' is not understood" in err


def test_a_count_left_out_counts_as_six(tmp_path: Path) -> None:
    code, out, err = typed(["hip", "stiffness", "--drill", "pogo"], [""], tmp_path)
    assert code == 0 and "Enter if you have lost count" in err
    assert "not answered: bursts done" in " ".join(out.split())


def test_json_stays_alone_on_its_output(tmp_path: Path) -> None:
    code, out, err = typed(["--json"], ["dizzy"], tmp_path)
    assert code == 0 and out.startswith("{") and "What do you notice?" in err
