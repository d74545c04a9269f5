"""``springstep profile edit`` on a real terminal: line editing, Ctrl-C and Ctrl-D; what was answered is kept."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pexpect
import pytest

from tests.cli.terminals import CTRL_D, LEFT, Start, broken_off, to_the_end, until


def kept(tmp_path: Path) -> dict[str, Any]:
    facts = json.loads((tmp_path / "diary.profile.json").read_text())["facts"]
    return {name: told["value"] for name, told in facts.items()}


def with_ctrl_d(child: pexpect.spawn[str]) -> tuple[str, int]:
    child.send(CTRL_D)
    return to_the_end(child)


@pytest.mark.parametrize(("leave", "code"), [(broken_off, 130), (with_ctrl_d, 0)], ids=["Ctrl-C", "Ctrl-D"])
def test_what_was_answered_before_leaving_is_kept(
    on_terminal: Start, tmp_path: Path, leave: Callable[[pexpect.spawn[str]], tuple[str, int]], code: int
) -> None:
    child = on_terminal("profile", "edit")
    until(child)
    child.send(f"nne{LEFT}{LEFT}o\r")
    assert "Is any of these true of you" in until(child)
    child.send("sharp\r")
    assert "'sharp' is not understood" in until(child), "a person is asked again"
    child.send("none\r")
    until(child)
    said, exit_code = leave(child)
    assert "What you answered is kept." in said and "Traceback" not in said
    assert exit_code == code
    assert kept(tmp_path) == {"injuries": [], "screening": []}
