"""The command ``mcp``: served over HTTP as over streams, and told where what it needs is not installed."""

from __future__ import annotations

import socket
import subprocess
import sys
import time

import pytest

from springstep import recommend
from springstep.serve.examples import CASE
from tests.cli.conftest import Invoke
from tests.mcp.clients import asked


def test_without_the_extra_it_is_told_how_to_get_it(springstep: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mcp.server", None)
    result = springstep("mcp")
    assert result.exit_code == 2 and "springstep[mcp]" in result.stderr


def test_over_http_the_same_is_answered() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "springstep", "mcp", "--http", str(port)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                assert process.poll() is None
                time.sleep(0.05)
        (said,) = asked(("recommend", {"case": CASE}), of=f"http://127.0.0.1:{port}/mcp")
        assert said.text.startswith(recommend(CASE).headline)
    finally:
        process.kill()
        process.wait()
