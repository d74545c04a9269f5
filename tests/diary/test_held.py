"""A diary that several threads and several programs have open at once: no thread gives up the locks of another."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from springstep.diary.errors import DiaryError
from springstep.diary.storage.store import Diary
from tests.diary.conftest import entry_by_hand

ANOTHER_PROGRAM = """
import sys
from pathlib import Path
from springstep.diary.errors import DiaryError
from springstep.diary.storage.store import Diary
from tests.diary.conftest import entry_by_hand
try:
    with Diary.open(Path(sys.argv[1]), create=False, wait_s=0.01) as diary:
        for number in sys.argv[2:]:
            diary.add(entry_by_hand(int(number)))
        print(*(entry.uid for entry in diary.entries()))
except DiaryError as error:
    print(error.faults[0].code)
"""


def another_program(place: Path, *numbers: int) -> list[str]:
    """Let another program add the entries of some numbers; return the uids that it then finds, or why it could not."""
    command = [sys.executable, "-c", ANOTHER_PROGRAM, str(place), *map(str, numbers)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def uids(*numbers: int) -> list[str]:
    return [f"{number:032x}" for number in numbers]


def open_files() -> int:
    return len([*Path("/proc/self/fd").iterdir()])


def test_what_is_written_after_another_thread_and_another_program_closed_the_diary_stays(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1))
        Diary.open(place).close()
        assert another_program(place, 2) == uids(1, 2)
        diary.add(entry_by_hand(3))
        assert another_program(place) == uids(1, 2, 3)
    assert another_program(place) == uids(1, 2, 3)


def test_a_thread_that_opens_the_diary_lets_no_other_program_into_a_write_of_this_one(place: Path) -> None:
    with Diary.open(place) as diary:
        with diary.writing():
            diary.add(entry_by_hand(1))
            Diary.open(place).close()
            assert another_program(place, 2) == ["busy"]
        assert another_program(place, 2) == uids(1, 2)


@pytest.mark.skipif(os.name == "nt", reason="a file that is open cannot be deleted there")
@pytest.mark.parametrize("another_takes_its_place", [False, True])
def test_nothing_is_acknowledged_that_went_into_a_file_which_nobody_finds(
    place: Path, another_takes_its_place: bool
) -> None:
    with Diary.open(place) as diary:
        diary.add(entry_by_hand(1))
        for each in place.parent.iterdir():
            each.unlink()
        if another_takes_its_place:
            with Diary.open(place) as other:
                other.add(entry_by_hand(2))
        with pytest.raises(DiaryError, match="was deleted or replaced by another program meanwhile"):
            diary.add(entry_by_hand(3))
        assert [entry.uid for entry in diary.entries()] == uids(1)
    assert another_program(place) == (uids(2) if another_takes_its_place else ["not_found"])


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="needs /proc")
def test_a_closed_diary_leaves_no_file_open(place: Path) -> None:
    before = open_files()
    with Diary.open(place) as diary:
        for _ in range(5):
            Diary.open(place).close()
        assert diary.entries() == ()
    assert open_files() == before
