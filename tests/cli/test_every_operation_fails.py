"""Each operation on a file and each statement of SQL goes wrong once: nothing acknowledged is lost, nothing half stays.

Enumerated, not sampled: every command is run once for each operation that it makes, and each way in which that can go
wrong. With ``-rP`` pytest shows how many runs that were.
"""

from __future__ import annotations

import os

import pytest

from tests.cli.every_command import COMMANDS, Bench, bench, run
from tests.failing import HOWS, failing

QUICK = {"edit", "race", "list", "profile forget"}


@pytest.mark.forks
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    "name", [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in COMMANDS]
)
def test_whatever_fails_is_told_and_what_was_kept_stays(name: str) -> None:
    with bench() as folder:
        command = Bench(name, folder)
        with failing(command.whole) as counted:
            result = run(name, command.whole)
        assert result.exit_code == 0, result.output
        wrong: list[str] = []
        for number, operation in enumerate(counted.names, 1):
            for how in HOWS:
                wrong += command.failed(f"{number} {operation} {how}", lambda at, n=number, h=how: failing(at, n, h))
    print(f"\n{name}: {len(counted.names)} operations, {len(counted.names) * len(HOWS)} runs")
    assert not wrong, "\n".join([f"{len(wrong)} wrong", *wrong[:40]])
