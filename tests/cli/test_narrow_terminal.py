"""On a narrow terminal no word is broken, neither in a question nor in what is refused."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest

from tests.cli.conftest import listen_to_ctrl_c

COLUMNS = 40
RUN = ["-c", "from springstep.cli.start import run; run()"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[object]:
    opened: list[pexpect.spawn] = []

    def spawn(*arguments: str) -> pexpect.spawn:
        child = pexpect.spawn(
            sys.executable, [*RUN, *arguments], cwd=str(tmp_path), dimensions=(50, COLUMNS), encoding="utf-8",
            env={name: value for name, value in os.environ.items() if name != "COLUMNS"},
            timeout=60, preexec_fn=listen_to_ctrl_c,
        )  # fmt: skip
        opened.append(child)
        return child

    yield spawn
    for child in opened:
        child.close(force=True)


def test_a_refusal_is_wrapped_between_words(start: type[pexpect.spawn]) -> None:
    child = start("cue", "banana", "--bursts-done", "2", "--no-diary")
    child.expect(pexpect.EOF)
    lines = child.before.replace("\r", "").splitlines()
    assert any("is not understood" in " ".join(lines[at : at + 2]) for at in range(len(lines)))
    assert len(lines) > 1 and all(len(line) <= COLUMNS for line in lines)
