"""A diary that cannot be written can be read: in somebody else's folder, on a full disk; writing is refused."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from springstep.diary.errors import DiaryError
from springstep.diary.storage import reading
from springstep.diary.storage.migrations import MIGRATIONS
from springstep.diary.storage.store import Diary
from tests.diary.conftest import as_nobody, entry_by_hand, fork, in_child

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")


@pytest.fixture
def shelf(open_folder: Path) -> Path:
    """Make a folder with a diary in it."""
    with Diary.open(open_folder / "shelf" / "diary.db") as diary:
        diary.merge([entry_by_hand(1), entry_by_hand(2)])
    return open_folder / "shelf"


def closed(folder: Path) -> dict[str, bytes]:
    """Let everybody read a folder and nobody but its owner write to it; return what it holds."""
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def reads(place: Path, count: int) -> Callable[[], None]:
    def read() -> None:
        with Diary.open(place, create=False) as diary:
            assert diary.entries() == tuple(entry_by_hand(number) for number in range(1, count + 1))
            assert diary.faults() == ()
            for write in (
                lambda: diary.add(entry_by_hand(7)),
                lambda: diary.change(entry_by_hand(1).uid, lambda entry: entry),
                lambda: diary.keep_race(None),
                diary.delete_all,
            ):
                with pytest.raises(DiaryError, match=r"cannot be (written|opened)|cannot be read or written|is full"):
                    write()

    return read


def test_in_a_folder_of_somebody_else(shelf: Path) -> None:
    before = closed(shelf)
    assert as_nobody(reads(shelf / "diary.db", 2)) == ""
    assert {path.name: path.read_bytes() for path in shelf.iterdir()} == before


def test_with_the_log_of_a_killed_program_beside_it(shelf: Path) -> None:
    pid = fork()
    if pid == 0:
        try:
            Diary.open(shelf / "diary.db").add(entry_by_hand(3))
        finally:
            os._exit(0)
    os.waitpid(pid, 0)
    assert (shelf / "diary.db-wal").stat().st_size > 0
    (shelf / "diary.db-shm").unlink(missing_ok=True)
    before = closed(shelf)
    assert as_nobody(reads(shelf / "diary.db", 3)) == ""
    assert {path.name: path.read_bytes() for path in shelf.iterdir()} == before


def test_one_of_an_earlier_version(open_folder: Path) -> None:
    folder = open_folder / "shelf"
    Diary.open(folder / "diary.db", steps=MIGRATIONS[:1]).close()
    before = closed(folder)
    assert as_nobody(reads(folder / "diary.db", 0)) == ""
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_on_a_full_disk(shelf: Path) -> None:
    import resource

    before = (shelf / "diary.db").read_bytes()

    def work() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
        reads(shelf / "diary.db", 2)()

    assert in_child(work) == ""
    assert (shelf / "diary.db").read_bytes() == before


def test_a_damaged_one_is_told(shelf: Path) -> None:
    data = bytearray((shelf / "diary.db").read_bytes())
    data[5000:9000] = bytes(4000)
    (shelf / "diary.db").write_bytes(data)
    closed(shelf)
    assert "is damaged" in as_nobody(lambda: Diary.open(shelf / "diary.db"))


@pytest.mark.parametrize("end", ["-wal", "-shm", "-journal"])
def test_no_link_that_lies_beside_a_diary_is_written_to(tmp_path: Path, end: str) -> None:
    with Diary.open(tmp_path / "diary.db") as diary:
        diary.add(entry_by_hand())
    (tmp_path / "precious").write_text("mine")
    (tmp_path / f"diary.db{end}").symlink_to(tmp_path / "precious")
    with pytest.raises(DiaryError, match=rf"diary.db{end}: is beside a diary .* but it is a link, which may lead"):
        Diary.open(tmp_path / "diary.db")
    assert (tmp_path / "precious").read_text() == "mine"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")
@pytest.mark.parametrize(
    ("make", "words"),
    [
        (os.mkfifo, "is a pipe, not a diary"),
        (os.mkdir, "is a folder, not a diary"),
        (lambda place: place.symlink_to("/dev/zero"), "is a link, which may lead to another file"),
        (lambda place: place.symlink_to(place.with_name("other.db")), "is a link, which may lead to another file"),
        (lambda place: place.symlink_to(place.with_name("nothing.db")), "is a link, which may lead to another file"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], object], words: str) -> None:
    Diary.open(tmp_path / "other.db").close()
    make(tmp_path / "diary.db")
    for create in (True, False):
        with pytest.raises(DiaryError, match=words):
            Diary.open(tmp_path / "diary.db", create=create)
    assert not (tmp_path / "nothing.db").exists()
    with pytest.raises(DiaryError, match="is a device, not a diary"):
        Diary.open("/dev/zero")


def test_what_its_owner_changes_while_it_is_read_is_read_once_more(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, read = shelf / "diary.db", reading.bytes_of
    with Diary.open(place) as owner:
        owner.add(entry_by_hand(3))
        assert (shelf / "diary.db-wal").stat().st_size > 0
        others = iter([4, 5])

        def changed_after(path: Path, *, most: int = -1) -> bytes:
            content = read(path, most=most)
            if path == place and (number := next(others, None)) is not None:
                owner.add(entry_by_hand(number))
                with closing(sqlite3.connect(place)) as raw:
                    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return content

        monkeypatch.setattr(reading, "bytes_of", changed_after)
        with closing(reading.read_into_memory(place)) as memory:
            assert memory.execute("SELECT count(*) FROM entries").fetchone() == (5,)
            assert memory.execute("PRAGMA integrity_check").fetchone() == ("ok",)
