"""What a refusal says on a real terminal: two answers that would do, and that Enter is not *nothing* any more."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import listen_to_ctrl_c

Terminal = Callable[..., "pexpect.spawn[str]"]
PROMPT = "\n(?:\x1b\\[\\?2004h)?> "


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    """Start ``springstep`` on a terminal, with a diary and a consultation of its own."""
    started: list[pexpect.spawn[str]] = []
    places = {"SPRINGSTEP_STATE": str(tmp_path / "state.json"), "SPRINGSTEP_DIARY": str(tmp_path / "diary.db")}

    def start(*words: str) -> pexpect.spawn[str]:
        child = pexpect.spawn(
            sys.executable,
            ["-c", "from springstep.cli.start import run; run()", *words],
            encoding="utf-8",
            timeout=60,
            dimensions=(24, 80),
            env={**os.environ, **places, "TERM": "xterm"},
            preexec_fn=listen_to_ctrl_c,
        )
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def answered(child: pexpect.spawn[str], *lines: str) -> str:
    """Give some answers and return what is shown between the last one and the prompt after it, in one line."""
    child.expect(PROMPT)
    for line in lines:
        child.send(f"{line}\r")
        child.expect(PROMPT)
    return " ".join(str(child.before).split())


def test_a_refusal_shows_two_answers_that_would_do(terminal: Terminal) -> None:
    said = answered(terminal("consult", "--moment", "before"), "zzz")
    assert "Say `nothing` or `tired, slept badly`." in said


def test_enter_after_a_refusal_is_not_nothing(terminal: Terminal) -> None:
    child = terminal("consult", "--moment", "before")
    assert "Press Enter for" not in answered(child, "my achilles zzz")
    child.send("\r")
    child.expect(PROMPT)
    assert "so Enter does not say `nothing`" in " ".join(str(child.before).split())


def test_enter_after_a_refusal_in_the_log_is_not_nothing(terminal: Terminal) -> None:
    child = terminal("diary", "add")
    assert "so Enter does not say nothing" in answered(child, "easy 45", "no", "my achilles zzz", "")
    child.send("nothing\r")
    child.expect("saved")
