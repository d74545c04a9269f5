"""A diary that is written by several processes of a service at once, all of them killed in the middle of it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
import requests

from springstep.diary.storage.store import Diary

pytestmark = pytest.mark.slow
WRITERS, ACKNOWLEDGED = 4, 24
RUN = {"day": date.today().isoformat(), "run_kind": "easy", "bursts": "none", "again": "yes"}


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def post(address: str, fields: dict[str, str]) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        return session.post(address, data=fields, timeout=30)


def begun(address: str, served: subprocess.Popen[bytes]) -> str:
    """Begin a diary as soon as the service answers, and return its address."""
    while served.poll() is None:
        try:
            return post(f"{address}/diary", {"x": "y"}).url
        except requests.ConnectionError:
            continue
    raise AssertionError("the service ended")


def test_no_run_is_lost_that_was_told_to_be_written_down(tmp_path: Path) -> None:
    port = free_port()
    options = ["--port", str(port), "--workers", "2", "--diaries", str(tmp_path / "diaries")]
    served = subprocess.Popen(
        [sys.executable, "-m", "springstep", "serve", *options], stderr=subprocess.DEVNULL, start_new_session=True
    )
    told: list[str] = []
    enough = threading.Event()

    def write(home: str, writer: int) -> None:
        for number in range(1_000):
            note = f"{writer}-{number}"
            try:
                answer = post(f"{home}/add", {**RUN, "note": note})
            except requests.RequestException:
                return
            assert answer.status_code == 200 and "Written down." in answer.text
            told.append(note)
            if len(told) >= ACKNOWLEDGED:
                enough.set()

    try:
        home = begun(f"http://127.0.0.1:{port}", served)
        writers = [threading.Thread(target=write, args=(home, writer)) for writer in range(WRITERS)]
        for writer in writers:
            writer.start()
        assert enough.wait(100)
    finally:
        os.killpg(served.pid, signal.SIGKILL)
        served.wait()
    for writer in writers:
        writer.join()
    (file,) = (tmp_path / "diaries").glob("*.db")
    with Diary.open(file, create=False) as diary:
        kept = [entry.note for entry in diary.entries()]
    assert set(told) <= set(kept) and len(kept) == len(set(kept)) <= len(told) + WRITERS
    assert all(any(note.startswith(f"{writer}-") for note in kept) for writer in range(WRITERS))
