"""A file is opened as what it is: what never ends or never answers is refused at once."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from springstep.engine.text.opening import LinkError, NoFileError, is_there, open_to_read, read_all
from springstep.engine.text.source import SourceError, read_file

pytestmark = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes and devices")


def bound_socket(place: Path) -> None:
    with socket.socket(socket.AF_UNIX) as end:
        end.bind(str(place))


MADE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "a pipe"),
    "a folder": (os.mkdir, "a directory"),
    "a socket": (bound_socket, "a socket"),
    "a link to an endless device": (lambda place: place.symlink_to("/dev/zero"), "a device"),
    "a link to an empty device": (lambda place: place.symlink_to("/dev/null"), "a device"),
    "a link to a folder": (lambda place: place.symlink_to(place.parent), "a directory"),
}


@pytest.mark.parametrize("name", MADE)
def test_what_is_no_file_is_refused_by_what_it_is(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make, kind = MADE[name]
    monkeypatch.chdir(tmp_path)  # the name of a socket has to be short
    make(Path("it"))
    with pytest.raises(NoFileError) as caught:
        open_to_read(Path("it"))
    assert caught.value.kind == kind
    with pytest.raises(SourceError) as told:
        read_file(Path("it"))
    assert str(told.value) == f"it: is {kind}, not a file"


def test_a_link_to_a_file_is_followed_unless_it_must_not_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("text")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    assert read_all(tmp_path / "link") == b"text" and read_all(tmp_path / "link", most=2) == b"te"
    with pytest.raises(LinkError):
        read_all(tmp_path / "link", follow=False)
    assert read_all(tmp_path / "file", follow=False) == b"text"


def test_what_a_shell_hands_over_is_read_to_its_end() -> None:
    reading, writing = os.pipe()
    with open(writing, "wb") as giver:  # noqa: PTH123 (a handle, no path)
        told = threading.Thread(target=lambda: (giver.write(b"x" * 200_000), giver.close()))
        told.start()
        try:
            assert read_all(Path(f"/dev/fd/{reading}")) == b"x" * 200_000
        finally:
            os.close(reading)
            told.join()


def test_a_link_to_nothing_is_there_and_what_cannot_be_known_is_told(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    assert is_there(tmp_path / "link") and not is_there(tmp_path / "nothing")
    assert not is_there(tmp_path / "nothing" / "below")
    for name in ("x" * 300, "a\0b"):
        with pytest.raises(OSError, match=r"too long|no name of a file"):
            is_there(tmp_path / name)
