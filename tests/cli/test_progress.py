"""What takes long says how far it is, on a terminal alone, and clears that away again."""

from __future__ import annotations

import io
import sys

import pytest

from springstep.cli.progress import progress


class Screen(io.StringIO):
    """A standard error that is a terminal, or is none."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


def shown(monkeypatch: pytest.MonkeyPatch, *, terminal: bool) -> str:
    screen = Screen(terminal=terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    with progress(["a", "b"], "Advising") as each:
        assert list(each) == ["a", "b"]
    return screen.getvalue()


def test_a_terminal_is_told_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    said = shown(monkeypatch, terminal=True)
    assert "Advising" in said and "100%" in said
    assert said.endswith("\x1b[1A\r\x1b[2K")


def test_nothing_else_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert shown(monkeypatch, terminal=False) == ""
