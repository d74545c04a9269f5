"""What takes long says that it works, on a terminal alone, and clears that away again."""

from __future__ import annotations

import io
import sys
import time

import pytest

from springstep.cli import working as module
from springstep.cli.working import working


class Screen(io.StringIO):
    """A standard error that is a terminal, or is none."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool, after_s: float, takes_s: float) -> str:
    screen = Screen(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(module, "_AFTER_S", after_s)
    with working():
        time.sleep(takes_s)
    return screen.getvalue()


def test_what_takes_long_says_so_and_clears_it_away(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(monkeypatch, terminal=True, after_s=0, takes_s=0.2)
    assert said.startswith("Working ...") and said.endswith("\r") and said.count("\r") == 2
    assert said.split("\r")[1].isspace() and len(said.split("\r")[1]) == len("Working ...")


def test_what_is_quick_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=True, after_s=30, takes_s=0) == ""


def test_a_pipe_hears_nothing_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False, after_s=0, takes_s=0.05) == ""
