"""A writer that is killed at any moment loses nothing that it had acknowledged.

``SPRINGSTEP_KILLS`` says how often to kill; with ``-s`` or ``-rP`` pytest shows the figures.
"""

from __future__ import annotations

import os
import random
import select
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest

from springstep.diary.entry import Entry
from springstep.diary.storage.store import Diary
from tests.diary.conftest import entry_by_hand, fork, plan_by_hand

pytestmark = [pytest.mark.slow, pytest.mark.forks]

KILLS = int(os.environ.get("SPRINGSTEP_KILLS", "200"))
LONGEST_US = 20_000
"""How long after its first acknowledgement a writer is killed at the latest."""
A_LIFE = 100_000
"""More entries than any writer gets to."""
A_SITTING = 3
"""How many entries are written before the diary is closed."""


def entry(number: int) -> Entry:
    """Return the entry of a number, with some weight to it: a plan and a note."""
    return entry_by_hand(number, plan=plan_by_hand(), note=f"{number} " * (number % 300))


def write_until_killed(place: Path, first: int, acknowledge: int) -> None:
    """Write entries one after another; tell each number once it is committed.

    The diary is closed and opened again every few entries, so that a kill also falls on opening, checking, moving the
    log into the file, and closing.
    """
    for start in range(first, first + A_LIFE, A_SITTING):
        with Diary.open(place) as diary:
            for number in range(start, start + A_SITTING):
                diary.add(entry(number))
                os.write(acknowledge, number.to_bytes(4, "big"))


def killed_writer(place: Path, first: int, wait_us: int) -> list[int]:
    """Let a process write and kill it some time after its first acknowledgement; return what it acknowledged."""
    reading, writing = os.pipe()
    pid = fork()
    if pid == 0:
        try:
            os.close(reading)
            write_until_killed(place, first, writing)
        finally:
            os._exit(1)
    os.close(writing)
    select.select([reading], [], [])
    until = time.perf_counter_ns() + wait_us * 1000
    while time.perf_counter_ns() < until:
        pass
    os.kill(pid, signal.SIGKILL)
    _, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    with os.fdopen(reading, "rb") as stream:
        told = stream.read()
    return [int.from_bytes(told[at : at + 4], "big") for at in range(0, len(told) // 4 * 4, 4)]


def test_what_was_acknowledged_outlives_any_kill(tmp_path: Path) -> None:
    chance = random.Random(20260331)
    figures: Counter[str] = Counter()
    place = tmp_path / "diary.db"
    known: dict[str, Entry] = {}
    first = 1
    for kill in range(KILLS):
        if kill % 20 == 0:  # a new diary now and then: starting one is killed as well, and none grows without end
            place, known = tmp_path / str(kill) / "diary.db", {}
        acknowledged = killed_writer(place, first, chance.randrange(LONGEST_US))
        known |= {(told := entry(number)).uid: told for number in acknowledged}
        with closing(sqlite3.connect(place)) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with Diary.open(place, create=False) as diary:
            found = {told.uid: told for told in diary.entries()}
        lost = [uid for uid in known if found.get(uid) != known[uid]]
        assert lost == [], f"kill {kill}: {len(lost)} acknowledged entries are lost or differ"
        # The one that was being written may be there too, whole: committed, but not yet acknowledged.
        more = [told for uid, told in found.items() if uid not in known]
        assert more == [entry(int(told.uid, 16)) for told in more] and len(more) <= 1, f"kill {kill}: {more}"
        known |= {told.uid: told for told in more}
        first = max(int(uid, 16) for uid in known) + 1
        figures += Counter(kills=1, acknowledged=len(acknowledged), committed_but_not_yet_acknowledged=len(more))
    print(f"\n{dict(figures)}, acknowledged and lost: 0")
    assert figures["kills"] == KILLS
    assert figures["acknowledged"] >= KILLS


def test_a_start_that_is_killed_leaves_no_half_diary(tmp_path: Path) -> None:
    chance = random.Random(7)
    figures: Counter[str] = Counter()
    begun = time.perf_counter_ns()
    Diary.open(tmp_path / "whole" / "diary.db").close()
    longest_ns = 2 * (time.perf_counter_ns() - begun)
    for kill in range(max(1, KILLS // 4)):
        place = tmp_path / str(kill) / "diary.db"
        reading, writing = os.pipe()
        pid = fork()
        if pid == 0:
            try:
                os.write(writing, b"x")
                Diary.open(place).add(entry(1))
            finally:
                os._exit(0)
        os.read(reading, 1)
        until = time.perf_counter_ns() + chance.randrange(longest_ns)
        while time.perf_counter_ns() < until:
            pass
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)
        os.close(writing)
        figures["there" if place.exists() else "not there"] += 1
        with Diary.open(place) as diary:
            assert diary.entries() in ((), (entry(1),))
            diary.add(entry(2))
    print(f"\nkilled while starting: {dict(figures)}")
