"""A whole file is written or nothing, keeps its permissions, and follows no link."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from springstep import SpringstepError
from springstep.engine.text.appending import Appending
from springstep.engine.text.atomic import atomic_write, write_new
from springstep.engine.text.drafts import draft_beside


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


@pytest.mark.parametrize("to", ["file", "nothing", "a folder", "/dev/zero"])
def test_a_link_is_refused_and_what_it_leads_to_is_left_alone(tmp_path: Path, to: str) -> None:
    (tmp_path / "file").write_text("before")
    (tmp_path / "a folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / to)
    for write in (
        lambda: atomic_write(tmp_path / "link", "after"),
        lambda: atomic_write(tmp_path / "link", "after", private=True, make_folder=True),
        lambda: Appending(tmp_path / "link"),
    ):
        with pytest.raises(SpringstepError) as caught:
            write()
        assert str(caught.value) == (
            f"{tmp_path}/link: cannot be written: it is a link, which may lead to another file; name the file itself"
        )
    assert (tmp_path / "file").read_text() == "before" and names(tmp_path) == ["a folder", "file", "link"]


def test_a_folder_may_be_reached_by_a_link(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    (tmp_path / "near").symlink_to(tmp_path / "far")
    atomic_write(tmp_path / "near" / "file", "text")
    assert (tmp_path / "far" / "file").read_text() == "text"


def test_a_link_planted_where_a_draft_might_be_leads_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "precious").write_text("mine")
    tokens = iter(["0" * 16, "1" * 16])
    monkeypatch.setattr(secrets, "token_hex", lambda size: next(tokens))
    for name in (".file.new", f".file.{'0' * 16}.new"):
        (tmp_path / name).symlink_to(tmp_path / "precious")
    with pytest.raises(SpringstepError, match="cannot be written: File exists"):
        atomic_write(tmp_path / "file", "text")
    atomic_write(tmp_path / "file", "text")
    assert (tmp_path / "precious").read_text() == "mine" and (tmp_path / "file").read_text() == "text"


@pytest.mark.parametrize("mask", [0, 0o22, 0o77])
def test_no_mask_lets_others_write_a_file(tmp_path: Path, mask: int) -> None:
    before = os.umask(mask)
    try:
        atomic_write(tmp_path / "plain", "text")
        atomic_write(tmp_path / "mine", "text", private=True)
        write_new(tmp_path / "new", b"text")
        with Appending(tmp_path / "told") as file:
            file.add(b"text")
    finally:
        os.umask(before)
    modes = {path.name: path.stat().st_mode & 0o777 for path in tmp_path.iterdir()}
    assert modes == {"plain": 0o644 & ~mask, "mine": 0o600, "new": 0o600, "told": 0o600}


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
    for end in ("", "-journal", "-wal"):
        (tmp_path / f".file.{'0a' * 8}.new{end}").write_text("half of")
    for other in (".file.new", ".files.0123456789abcdef.new"):
        (tmp_path / other).write_text("of somebody else")
    atomic_write(tmp_path / "file", "whole")
    assert names(tmp_path) == [".file.new", ".files.0123456789abcdef.new", "file"]
    assert (tmp_path / "file").read_text() == "whole"


def test_what_another_one_is_writing_stays(tmp_path: Path) -> None:
    with draft_beside(tmp_path / "file") as other:
        other.write(b"other", None)
        atomic_write(tmp_path / "file", "whole")
        assert names(tmp_path) == [other.path.name, "file"] and other.path.read_bytes() == b"other"
    assert names(tmp_path) == ["file"]


def test_a_name_as_long_as_may_be_is_written(tmp_path: Path) -> None:
    atomic_write(tmp_path / ("ä" * 127), "text")
    assert names(tmp_path) == ["ä" * 127]


def test_what_is_added_is_added_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, room = os.write, [9]

    def nearly_full(handle: int, content: bytes) -> int:
        part = content[: max(1, room[0])]
        if room[0] <= 0:
            raise OSError(28, "No space left on device")
        room[0] -= len(part)
        return real(handle, part)

    with Appending(tmp_path / "told") as file:
        monkeypatch.setattr(os, "write", nearly_full)
        file.add(b"first\n")
        with pytest.raises(SpringstepError, match="told: cannot be written: No space left on device"):
            file.add(b"second\n")
        monkeypatch.setattr(os, "write", real)
        file.add(b"third\n")
    assert (tmp_path / "told").read_bytes() == b"first\nthird\n"


def test_what_a_killed_writer_broke_off_stays_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "told").write_bytes(b"first\nsec")
    for line in (b"third\n", b"fourth\n"):
        with Appending(tmp_path / "told") as file:
            file.add(line)
    assert (tmp_path / "told").read_bytes() == b"first\nsec\nthird\nfourth\n"


def test_nothing_is_added_to_a_file_of_another_name(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("mine")
    os.link(tmp_path / "precious", tmp_path / "told")
    with pytest.raises(SpringstepError, match="it has another name"):
        Appending(tmp_path / "told")
    assert (tmp_path / "precious").read_text() == "mine"


def test_what_the_process_has_open_goes_on_where_it_is(tmp_path: Path) -> None:
    code = (
        "import pathlib; from springstep.engine.text.atomic import atomic_write\n"
        "print('one', flush=True); atomic_write(pathlib.Path('/dev/stdout'), 'two\\n'); print('three')"
    )
    with (tmp_path / "out").open("wb") as out:
        out.write(b"zero\n")
        out.flush()
        subprocess.run([sys.executable, "-c", code], stdout=out, check=True)
    assert (tmp_path / "out").read_bytes() == b"zero\none\ntwo\nthree\n"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_nobody_waits_for_the_reader_of_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SpringstepError, match="cannot be written: it is a pipe that nobody reads"):
        atomic_write(tmp_path / "pipe", "text")


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
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    try:
        atomic_write(tmp_path / "pipe", b"through")
        assert os.read(reader, 100) == b"through" and (tmp_path / "pipe").is_fifo()
    finally:
        os.close(reader)


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
