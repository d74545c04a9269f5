"""Fixtures of the command line's tests: the command in this process, the command in its own, and case files."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from springstep.cli.main import main
from tests.cli.terminals import Start, terminals
from tests.places import ROOT

Invoke = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
WriteCase = Callable[..., Path]


@pytest.fixture(autouse=True)
def _nobodys_own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test read or write the diary, profile or overlays of whoever runs it."""
    for name in [name for name in os.environ if name.startswith("SPRINGSTEP_")]:
        monkeypatch.delenv(name)
    for kind in ("CONFIG", "DATA", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / kind.lower()))


@pytest.fixture
def examples() -> Path:
    return ROOT / "examples"


@pytest.fixture
def springstep() -> Invoke:
    """Run the command in this process: arguments as words, ``given`` on standard input."""

    def invoke(*arguments: object, given: str | bytes | None = None) -> Result:
        return CliRunner().invoke(main, [str(argument) for argument in arguments], input=given)

    return invoke


@pytest.fixture
def process(tmp_path: Path) -> Process:
    """Run the command as a program of its own, in an empty folder."""

    def run(*arguments: object, **options: Any) -> subprocess.CompletedProcess[bytes]:
        command = [sys.executable, "-c", "from springstep.cli.start import run; run()", *map(str, arguments)]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, **options)

    return run


@pytest.fixture
def write_case(tmp_path: Path) -> WriteCase:
    """Write a case file and return its path."""

    def write(content: str | bytes, name: str = "case.yaml") -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
        return path

    return write


@pytest.fixture
def on_terminal(tmp_path: Path) -> Iterator[Start]:
    """Start the command on a terminal, with a diary and a consultation of its own in the test's folder."""
    places = {"SPRINGSTEP_STATE": str(tmp_path / "consultation.json"), "SPRINGSTEP_DIARY": str(tmp_path / "diary.db")}
    with terminals(tmp_path, places) as start:
        yield start
