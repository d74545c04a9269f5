"""A diary of a test's own: where it is, entries put into it, and what it keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from springstep.diary.entry import Entry
from springstep.diary.storage.store import Diary


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "diary.db"


@pytest.fixture
def keep(place: Path) -> Callable[..., None]:
    """Put entries into the diary."""

    def put(*entries: Entry) -> None:
        with Diary.open(place) as diary:
            diary.merge(entries)

    return put


def kept(place: Path) -> tuple[Entry, ...]:
    if not place.exists():
        return ()
    with Diary.open(place, create=False) as diary:
        return diary.entries()
