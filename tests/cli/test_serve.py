"""The command ``serve``: what it is started with, that it ends what it began, and that a restart loses nothing."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest
import requests

from springstep import recommend
from springstep.serve.examples import CASE
from tests.cli.conftest import Invoke
from tests.places import EXAMPLES

BODY = {"case": CASE}
PLAN = recommend(CASE).to_json(trace=False)


@contextmanager
def running(*options: Any, port: int = 0) -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Run the command; yield where it answers, and its process."""
    command = [sys.executable, "-m", "springstep", "serve", "--port", str(port), *map(str, options)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    try:
        for line in process.stderr:
            if told := re.search(r"running on (http://\S+)", line):
                break
        else:
            raise AssertionError(f"it ended with {process.wait()}")
        yield told[1], process  # it says little more, so that nobody has to read it
    finally:
        process.kill()
        process.communicate()


def test_it_answers_and_ends_when_told() -> None:
    with running() as (address, process):
        assert address.startswith("http://127.0.0.1:")
        assert requests.post(f"{address}/v1/recommend", json=BODY, timeout=60).text == PLAN
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) in (0, -signal.SIGTERM)


def test_rules_are_served_by_their_names(tmp_path: Path) -> None:
    overlay = EXAMPLES / "overlays" / "club-rules.yaml"
    (tmp_path / "tokens").write_text("a-token-of-some-length\n")
    options = ("--rules", f"club={overlay}", "--tokens", tmp_path / "tokens", "--workers", 2)
    with running(*options) as (address, _):
        headers = {"authorization": "Bearer a-token-of-some-length"}
        while True:  # the first of several processes tells that it runs before the others do
            with suppress(requests.ConnectionError):
                plan = requests.post(
                    f"{address}/v1/recommend", json={**BODY, "rules": "club"}, headers=headers, timeout=60
                )
                break
        assert plan.json()["overlays"]
        assert requests.post(f"{address}/v1/recommend", json=BODY, timeout=60).status_code == 401


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--rules", "club"), "is no NAME=PATH"),
        (("--rules", "club=nosuch.yaml"), "nosuch.yaml"),
        (("--rules", f"guide={EXAMPLES / 'overlays' / 'club-rules.yaml'}"), "two rule bases are called 'guide'"),
        (("--knowledge", "mine=nosuch"), "nosuch"),
        (("--tokens", "empty"), "holds no token"),
        (("--tokens", "short"), "token 1 is too short"),
        (("--seal-key", "short"), "holds 6 bytes"),
        (("--seal-key", "nosuch"), "nosuch"),
    ],
)
def test_what_cannot_be_served_is_told(
    options: tuple[str, ...], told: str, springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").write_text("\n")
    (tmp_path / "short").write_text("short\n")
    result = springstep("serve", *options)
    assert result.exit_code == 2 and told in result.stderr.replace("\n", " ")


def test_without_the_extra_it_is_told_how_to_get_it(springstep: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastapi", None)
    result = springstep("serve")
    assert result.exit_code == 2 and "springstep[serve]" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_ended_under_load_it_gives_no_half_answer_and_begins_again(how: signal.Signals) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    whole: list[str] = []
    wrong: list[str] = []
    lost: list[Exception] = []
    done = threading.Event()

    def asking() -> None:
        while not done.is_set():
            try:
                answer = requests.post(f"http://127.0.0.1:{port}/v1/recommend", json=BODY, timeout=60)
            except requests.RequestException as error:  # refused, or the connection ended: no answer at all
                lost.append(error)
                time.sleep(0.01)
            else:
                (whole if answer.text == PLAN else wrong).append(answer.text)

    threads = [threading.Thread(target=asking) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        for _ in range(3):
            with running(port=port) as (_, process):
                enough = len(whole) + 20
                while len(whole) < enough:
                    time.sleep(0.01)
                process.send_signal(how)
                process.wait(60)
    finally:
        done.set()
        for thread in threads:
            thread.join()
    assert len(whole) >= 60
    assert [each for each in wrong if "busy" not in each] == []
    if how == signal.SIGTERM:  # what was begun is ended
        assert not [error for error in lost if isinstance(error, requests.exceptions.ChunkedEncodingError)]
