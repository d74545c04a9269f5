"""A whole file is written or nothing, keeps its permissions, and goes where its name points."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from springstep import SpringstepError
from springstep.engine.text.atomic import atomic_write


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_text_and_bytes_are_written_as_they_are(tmp_path: Path) -> None:
    atomic_write(tmp_path / "text", "ä\r\n1\n")
    atomic_write(tmp_path / "bytes", b"\x89PNG\x00")
    assert (tmp_path / "text").read_bytes() == "ä\r\n1\n".encode()
    assert (tmp_path / "bytes").read_bytes() == b"\x89PNG\x00"
    assert names(tmp_path) == ["bytes", "text"]


def test_a_file_keeps_its_permissions_and_a_new_one_takes_the_users_mask(tmp_path: Path) -> None:
    old, new, plain = tmp_path / "old", tmp_path / "new", tmp_path / "plain"
    old.write_text("before")
    old.chmod(0o640)
    plain.write_text("")
    for path in (old, new):
        atomic_write(path, "after")
    assert old.read_text() == "after" and old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == plain.stat().st_mode


def test_what_is_private_is_its_owners_only(tmp_path: Path) -> None:
    place = tmp_path / "folder" / "file"
    for _ in range(2):
        atomic_write(place, "secret", private=True, make_folder=True)
        assert place.stat().st_mode & 0o777 == 0o600 and place.parent.stat().st_mode & 0o777 == 0o700
        place.chmod(0o644)


def test_a_link_goes_on_pointing_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "far" / "file").write_text("before")
    (tmp_path / "link").symlink_to(tmp_path / "far" / "file")
    atomic_write(tmp_path / "link", "after")
    assert (tmp_path / "link").is_symlink() and (tmp_path / "far" / "file").read_text() == "after"


@pytest.mark.parametrize("there", ["file", "link to nothing"])
def test_what_is_there_is_left_alone_unless_it_may_be_written_over(tmp_path: Path, there: str) -> None:
    place = tmp_path / "case.yaml"
    if there == "file":
        place.write_text("before")
    else:
        place.symlink_to(tmp_path / "nothing")
    with pytest.raises(SpringstepError, match="is there already and is not written over"):
        atomic_write(place, "after", over=False)
    assert names(tmp_path) == ["case.yaml"] and (there != "file" or place.read_text() == "before")
    atomic_write(tmp_path / "other.yaml", "after", over=False)
    assert names(tmp_path) == ["case.yaml", "other.yaml"]


def test_a_place_that_cannot_be_written_is_told_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for place, why in (
        (tmp_path / "none" / "file", "No such file or directory"),
        (tmp_path / "file" / "file", "Not a directory"),
        (tmp_path, "Is a directory"),
        (tmp_path / ("x" * 300), "File name too long"),
    ):
        with pytest.raises(SpringstepError) as caught:
            atomic_write(place, "text", advice="name another")
        assert str(caught.value) == f"{place}: cannot be written: {why}; name another"
    with pytest.raises(SpringstepError, match="cannot be written: 'utf-8' codec"):
        atomic_write(tmp_path / "text", "\ud800")
    assert names(tmp_path) == ["file"]


def test_what_a_failing_disk_leaves_is_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "file"
    place.write_text("before")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(SpringstepError, match="cannot be written: No space left on device"):
        atomic_write(place, "after")
    assert place.read_text() == "before" and names(tmp_path) == ["file"]


def test_what_a_killed_writer_left_goes_away(tmp_path: Path) -> None:
    (tmp_path / ".file.new").write_text("half of")
    atomic_write(tmp_path / "file", "whole")
    assert names(tmp_path) == ["file"] and (tmp_path / "file").read_text() == "whole"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")
def test_devices_and_pipes_are_written_to_as_they_are(tmp_path: Path) -> None:
    code = (
        "import pathlib; from springstep.engine.text.atomic import atomic_write\n"
        "atomic_write(pathlib.Path('/dev/null'), 'nothing'); atomic_write(pathlib.Path('/dev/stdout'), 'told')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b"told"
    with (tmp_path / "out").open("wb") as out:
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"told" and names(tmp_path) == ["out"]
    os.mkfifo(tmp_path / "pipe")
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append((tmp_path / "pipe").read_bytes()))
    reader.start()
    atomic_write(tmp_path / "pipe", b"through")
    reader.join()
    assert read == [b"through"] and (tmp_path / "pipe").is_fifo()


def test_many_writers_at_once_never_mix(tmp_path: Path) -> None:
    place = tmp_path / "file"
    texts = [letter * 50_000 for letter in "abcd"]

    def write(text: str) -> None:
        for _ in range(20):
            atomic_write(place, text)

    writers = [threading.Thread(target=write, args=(text,)) for text in texts]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert not place.exists() or place.read_text() in texts
    assert place.read_text() in texts and names(tmp_path) == ["file"]
