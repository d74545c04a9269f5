"""``springstep profile edit`` on a real terminal: line editing, Ctrl-C and Ctrl-D; what was answered is kept."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.conftest import listen_to_ctrl_c

Terminal = Callable[[], "pexpect.spawn[str]"]
_LEFT, _CTRL_C, _CTRL_D = "\x1b[D", "\x03", "\x04"
_PROMPT = r"\n(?:\x1b\[\?2004h)?> "


@pytest.fixture
def edit(tmp_path: Path) -> Iterator[Terminal]:
    """Start ``profile edit`` on a terminal of its own, 80 columns wide."""
    started: list[pexpect.spawn[str]] = []
    usual = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "LINES")}

    def start() -> pexpect.spawn[str]:
        child = pexpect.spawn(
            sys.executable,
            ["-c", "from springstep.cli.start import run; run()", "profile", "edit"],
            env={**usual, "SPRINGSTEP_DIARY": str(tmp_path / "diary.db"), "TERM": "xterm"},  # type: ignore[arg-type]
            cwd=str(tmp_path),
            dimensions=(24, 80),
            encoding="utf-8",
            timeout=60,
            preexec_fn=listen_to_ctrl_c,
        )
        child.delaybeforesend = None
        started.append(child)
        return child

    yield start
    for child in started:
        child.close(force=True)


def kept(tmp_path: Path) -> dict[str, Any]:
    facts = json.loads((tmp_path / "diary.profile.json").read_text())["facts"]
    return {name: told["value"] for name, told in facts.items()}


@pytest.mark.parametrize(("key", "code"), [(_CTRL_C, 130), (_CTRL_D, 0)])
def test_what_was_answered_before_leaving_is_kept(edit: Terminal, tmp_path: Path, key: str, code: int) -> None:
    child = edit()
    child.expect(_PROMPT)
    child.send(f"nne{_LEFT}{_LEFT}o\r")
    child.expect(_PROMPT)
    assert "Is any of these true of you" in child.before
    child.send("sharp\r")
    child.expect(_PROMPT)
    assert "'sharp' is not understood" in child.before, "a person is asked again"
    child.send("none\r")
    child.expect(_PROMPT)
    child.send(key)
    child.expect(pexpect.EOF)
    assert "What you answered is kept." in child.before and "Traceback" not in child.before
    child.close()
    assert child.exitstatus == code
    assert kept(tmp_path) == {"injuries": [], "screening": []}
