"""Each call to the system by which a file is changed goes wrong once, those that SQLite makes itself with them.

As ``test_every_operation_fails``, one floor below: the calls of the C library are counted, and the n-th of them finds
no room, writes a half, or is the last one of its process. It takes a C compiler. ``SPRINGSTEP_EVERY_CALL=1`` runs every
command, else two of them.
"""

from __future__ import annotations

import ctypes
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cli.every_command import COMMANDS, Bench, bench, run
from tests.places import PACKAGE, ROOT

COMPILER = shutil.which("cc")
WAYS = {"fails": 1, "tears": 2, "dies": 3}
NAMES = tuple(COMMANDS) if os.environ.get("SPRINGSTEP_EVERY_CALL") else ("edit", "keep a plan")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(COMPILER is None or sys.platform != "linux", reason="needs a C compiler, and Linux"),
]


@pytest.fixture(scope="module")
def preloaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the library that lets calls go wrong."""
    library = tmp_path_factory.mktemp("preloaded") / "failing_calls.so"
    source = ROOT / "tests" / "failing_calls.c"
    subprocess.run([str(COMPILER), "-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"], check=True)
    return library


@pytest.mark.parametrize("name", NAMES)
def test_whatever_call_fails_is_told_and_what_was_kept_stays(name: str, preloaded: Path) -> None:
    paths = os.pathsep.join([str(PACKAGE.parent), str(ROOT)])
    done = subprocess.run(
        [sys.executable, "-m", "tests.cli.test_every_call_fails", name],
        env={**os.environ, "LD_PRELOAD": str(preloaded), "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    print(f"\n{name}: {found['calls']} calls, {found['runs']} runs")
    assert found["calls"] > 0 and not found["wrong"], "\n".join(found["wrong"][:40])


@contextmanager
def failing_call(folder: Path, number: int = 0, way: int = 0) -> Iterator[list[int]]:
    """Let the n-th call below a folder go wrong; yield a list that holds how many there were, afterwards."""
    library = ctypes.CDLL(None)
    library.failing_start.argtypes = [ctypes.c_char_p, ctypes.c_long, ctypes.c_int]
    counted: list[int] = []
    library.failing_start(os.fsencode(folder), number, way)
    try:
        yield counted
    finally:
        counted.append(library.failing_stop())


def called(number: int) -> str:
    """Return the name of the n-th call."""
    library = ctypes.CDLL(None)
    library.failing_name.restype, library.failing_name.argtypes = ctypes.c_char_p, [ctypes.c_long]
    return os.fsdecode(library.failing_name(number))


def every_call(name: str) -> dict[str, object]:
    """Run a command once for each call that it makes and each way in which that goes wrong."""
    wrong: list[str] = []
    with bench() as folder:
        command = Bench(name, folder)
        with failing_call(command.whole) as counted:
            result = run(name, command.whole)
        assert result.exit_code == 0, result.output
        (calls,) = counted
        names = [called(number) for number in range(1, calls + 1)]
        for number, call in enumerate(names, 1):
            for how, way in WAYS.items():
                wrong += command.failed(f"{number} {call} {how}", lambda at, n=number, w=way: failing_call(at, n, w))
    return {"calls": calls, "runs": calls * len(WAYS), "wrong": wrong}


if __name__ == "__main__":
    print(json.dumps(every_call(sys.argv[1])))
