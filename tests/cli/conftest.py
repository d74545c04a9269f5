"""Fixtures of the command line's tests: the command in this process, the command in its own, and case files."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from springstep.cli.main import main
from tests.places import ROOT

Invoke = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[bytes]"]
WriteCase = Callable[..., Path]


def listen_to_ctrl_c() -> None:
    """Let a child listen to Ctrl-C, even where the tests themselves were started in the background and do not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


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
