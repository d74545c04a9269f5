"""Fixtures of the diary's tests: a place for a diary, and entries by hand."""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.errors import DiaryError
from springstep.diary.watched import WatchedRun, WatchValue

NOBODY = 65534
MakeEntry = Callable[..., Entry]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "home" / "diary.db"


def fork() -> int:
    """Split off a process; Python's warning that threads, such as those of numpy, stay behind is no concern here."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        gc.freeze()  # so that the other's collector writes to none of the pages that both share
        pid = os.fork()
        if pid:
            gc.unfreeze()
        return pid


def entry_by_hand(number: int = 1, **changes: Any) -> Entry:
    """Return a session of 4 x 10 s, told apart by its number."""
    values: dict[str, Any] = {
        "uid": f"{number:032x}",
        "day": date(2026, 3, 2),
        "run_kind": "easy",
        "bursts": "done",
        "duration_min": 50.0,
        "drill": "light_hops",
        "efforts": 4,
        "effort_s": 10,
    }
    return Entry(**{**values, **changes})


def plan_by_hand(**changes: Any) -> PlannedSession:
    """Return a plan of 4 x 10 s of light hops."""
    values: dict[str, Any] = {
        "kind": "bursts",
        "verdict": "bursts",
        "headline": "Bursts today: 4 x 10 s of light hops.",
        "drill": "light_hops",
        "efforts": 4,
        "effort_s": 10,
        "rest_s": 90,
        "frequency": 3,
        "step_efforts": 4,
        "step_effort_s": 10,
        "case": {"pain": "none", "injuries": []},
        "history": {"sessions_done": {"value": 3, "note": "3 sessions since 2026-02-02"}},
        "rules": ("DOSE-010", "INJ-040"),
        "rules_digest": "ab" * 32,
    }
    return PlannedSession(**{**values, **changes})


def in_child(work: Callable[[], object]) -> str:
    """Run something in a process of its own; return the error it was refused with, or nothing."""
    reading, writing = os.pipe()
    pid = fork()
    if pid == 0:
        message = "died"
        try:
            work()
            message = ""
        except DiaryError as error:
            message = str(error)
        except BaseException as error:  # whatever it is, the parent must hear of it
            message = f"{type(error).__name__}: {error}"
        finally:
            os.write(writing, message.encode()[:4000])
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as stream:
        message = stream.read().decode()
    os.waitpid(pid, 0)
    return message


def as_nobody(work: Callable[[], object]) -> str:
    """Run something as a user whom modes of files bind; root is bound by none."""

    def run() -> None:
        if os.getuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        work()

    return in_child(run)


@pytest.fixture
def open_folder(tmp_path: Path) -> Path:
    """Make a folder that a user other than root can reach."""
    for folder in (tmp_path, *tmp_path.parents):
        if folder.stat().st_uid == os.getuid() and "pytest" in str(folder):
            folder.chmod(0o755)
    return tmp_path


def watched_by_hand(number: int = 1, **fields: Any) -> WatchedRun:
    """Return what is kept of a recording, one a day."""
    day = date(2026, 3, 1) + timedelta(days=number)
    value = WatchValue(value=3.0 + number, unit="%", from_s=60, to_s=1800, parts=20, samples=1200, confidence=0.9)
    usual: dict[str, Any] = {
        "digest": f"{number:064x}",
        "day": day,
        "began_at": datetime(day.year, day.month, day.day, 7, tzinfo=timezone.utc),
        "elapsed_s": 2460.0,
        "duration_min": 41.0,
        "distance_m": 6200.0,
        "source": "fit",
        "maker": "garmin 4315",
        "cadence_steadiness": value,
        "easy_pace_s_per_km": replace(value, value=390.0, unit="s/km"),
    }
    return WatchedRun(**{**usual, **fields})
