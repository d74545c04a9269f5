"""One program at a time changes a file; a wait is told and ends, and what the killed held holds nobody up."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from springstep import SpringstepError
from springstep.engine.text import turns
from springstep.engine.text.turns import in_turn

fcntl = pytest.importorskip("fcntl")


@contextmanager
def held(path: Path, **options: int) -> Iterator[None]:
    """Hold the lock of a file as another program would."""
    handle = os.open(path, os.O_RDONLY | options.get("flags", 0), 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(handle)


def test_no_change_of_many_at_once_is_lost(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "count"

    def count() -> None:
        for _ in range(20):
            with in_turn(place, make_folder=True):
                place.write_text(str(int(place.read_text()) + 1 if place.exists() else 1))

    counters = [threading.Thread(target=count) for _ in range(4)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    assert place.read_text() == "80" and [path.name for path in place.parent.iterdir()] == ["count"]


def test_a_lock_on_the_folder_holds_nobody_up(tmp_path: Path) -> None:
    with held(tmp_path), in_turn(tmp_path / "file", wait_s=0):
        pass


def test_a_wait_is_told_and_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(turns, "TOLD_AFTER_S", 0)
    with held(tmp_path / ".file.lock", flags=os.O_CREAT), pytest.raises(SpringstepError) as caught:  # noqa: SIM117
        with in_turn(tmp_path / "file", wait_s=0.1, advice="end it"):
            pass
    assert str(caught.value) == (
        f"{tmp_path}/file: cannot be written: "
        "another program has been writing it for more than 0.1 s and holds .file.lock; end it"
    )
    assert caplog.messages == [
        f"springstep: {tmp_path}/file: another program is writing it; waiting up to 0.1 s",
    ]
    with in_turn(tmp_path / "file", wait_s=0):  # what a killed one left
        assert (tmp_path / ".file.lock").stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("planted", ["link", "pipe", "folder"])
def test_what_is_planted_for_the_lock_is_refused_by_its_name(tmp_path: Path, planted: str) -> None:
    lock = tmp_path / ".file.lock"
    if planted == "link":
        (tmp_path / "precious").write_text("mine")
        lock.symlink_to(tmp_path / "precious")
    else:
        (os.mkfifo if planted == "pipe" else os.mkdir)(lock)
    with pytest.raises(SpringstepError, match=r"\.file\.lock: cannot be written"), in_turn(tmp_path / "file"):
        pass
    assert planted != "link" or (tmp_path / "precious").read_text() == "mine"
