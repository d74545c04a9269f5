"""What holds for all tests."""

from __future__ import annotations

import gc
import os
import subprocess
import sys

import pytest

_WORKER = "PYTEST_XDIST_WORKER"
# Rule bases, plans and collected tests live long: looking through them often takes an eighth of the time.
gc.set_threshold(50_000, 20, 100)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Run a test that forks often in a small process of its own: forking one that has run many tests takes long."""
    if pyfuncitem.get_closest_marker("forks") is None or _WORKER not in os.environ:
        return None
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
    words = ["-m", "pytest", "-q", "-rP", "-p", "no:cacheprovider", "-p", "no:xdist", pyfuncitem.nodeid]
    ended = subprocess.run(
        [sys.executable, *words],
        cwd=pyfuncitem.config.rootpath,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    print(ended.stdout)
    if ended.returncode != 0:
        pytest.fail(f"{ended.stdout}{ended.stderr}", pytrace=False)
    return True
