"""Files opened as what they are: nothing that never ends or never answers is waited for.

A plain file is read, and so is what the process was given open, such as ``/dev/stdin`` or a shell's ``<(...)``. Any
other pipe, a device or a socket is refused by its kind.
"""

from __future__ import annotations

import errno
import os
import pathlib
import re
import stat
from typing import BinaryIO

from springstep.engine.errors import Fault, SpringstepError

_HELD = re.compile(r"/(?:dev/(std(?:in|out|err))|(?:dev|proc/(?:self|thread-self|\d+))/fd/(\d+))")
_STANDARD = {"stdin": 0, "stdout": 1, "stderr": 2}
_KINDS = (
    (stat.S_ISDIR, "a directory"),
    (stat.S_ISLNK, "a link"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)
# Not on every system; a pipe is opened without waiting for its other end.
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_PLAIN = getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)


class NoFileError(OSError):
    """What was named is no plain file; ``strerror`` says what it is, ``kind`` only that."""

    def __init__(self, mode: int, path: pathlib.Path) -> None:
        self.kind = kind_of(mode)
        super().__init__(None, f"it is {self.kind}, not a file", str(path))


class LinkError(OSError):
    """What is to be written, or is personal, is a link, which is not followed."""

    def __init__(self, path: pathlib.Path) -> None:
        super().__init__(None, "it is a link, which may lead to another file", str(path))


def kind_of(mode: int) -> str:
    """Say what a mode of ``os.stat`` is, such as ``a pipe``.

    >>> kind_of(stat.S_IFIFO)
    'a pipe'
    """
    return next((name for holds, name in _KINDS if holds(mode)), "a file")


def held_as(path: pathlib.Path) -> int | None:
    """Return the number under which the process has open what a path names, such as 1 for ``/dev/stdout``.

    >>> held_as(pathlib.Path("/dev/fd/63")), held_as(pathlib.Path("/dev/null"))
    (63, None)
    """
    found = _HELD.fullmatch(path.as_posix())
    if found is None or (path.parts[1] == "proc" and path.parts[2].isdigit() and int(path.parts[2]) != os.getpid()):
        return None
    return _STANDARD[found[1]] if found[1] else int(found[2])


def open_to_read(path: pathlib.Path, *, follow: bool = True) -> BinaryIO:
    """Open a plain file, or what the process has open already; raises ``OSError``, for anything else ``NoFileError``.

    Without ``follow`` a link is refused, too.
    """
    held = held_as(path) is not None
    if not held:
        if not follow and stat.S_ISLNK(os.lstat(path).st_mode):
            raise LinkError(path)
        _check(path.stat().st_mode, path)  # to open a device may already do something
    handle = os.open(path, os.O_RDONLY | _PLAIN | _NO_WAIT)
    try:
        mode = os.fstat(handle).st_mode
        if not held or stat.S_ISDIR(mode):
            _check(mode, path)
        elif _NO_WAIT:
            os.set_blocking(handle, True)
        return os.fdopen(handle, "rb")
    except BaseException:
        os.close(handle)
        raise


def read_all(path: pathlib.Path, *, most: int = -1, follow: bool = True) -> bytes:
    """Return what a file holds, at most so many bytes; raises ``OSError`` as ``open_to_read`` does."""
    with open_to_read(path, follow=follow) as stream:
        return stream.read(most)


def is_there(path: pathlib.Path) -> bool:
    """Tell whether there is anything of a name, be it a link to nothing; raises ``OSError`` where that is not known."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except ValueError as error:
        raise OSError(None, f"is no name of a file: {error}", str(path)) from None
    return True


def is_folder(path: pathlib.Path) -> bool:
    """Tell whether a name is that of a folder; what cannot be known is none, and told when it is read."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def mode_of_file(path: pathlib.Path) -> int | None:
    """Return the mode of the file that has a name, ``None`` for nothing; raises ``OSError`` for anything else."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if stat.S_ISLNK(mode):
        raise LinkError(path)
    if not stat.S_ISREG(mode):
        raise NoFileError(mode, path)
    return mode


def open_to_take(path: pathlib.Path) -> int | None:
    """Open what takes all that is written: what is held goes on where it is, a pipe has to have its reader.

    ``None`` for a file or nothing; raises ``OSError``.
    """
    held = held_as(path)
    if held is not None:
        return os.dup(held)
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return None
    if not (stat.S_ISFIFO(mode) or stat.S_ISCHR(mode)):
        return None
    try:
        handle = os.open(path, os.O_WRONLY | _NO_WAIT | _PLAIN | getattr(os, "O_NOFOLLOW", 0))
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "it is a pipe that nobody reads") from None
        raise
    if _NO_WAIT:
        os.set_blocking(handle, True)
    return handle


def found(path: pathlib.Path) -> bool:
    """Tell whether there is anything of a name; raises ``SpringstepError`` where that is not known."""
    try:
        return is_there(path)
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise SpringstepError([Fault("unreadable", what, source=str(path))]) from None


def _check(mode: int, path: pathlib.Path) -> None:
    if not stat.S_ISREG(mode):
        raise NoFileError(mode, path)
