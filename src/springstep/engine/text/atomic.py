"""The one writer of files: each is written whole or not at all, into no link, and is its owner's where it is personal.

The new bytes are on the disk, in a draft beside the place, before they take the place of the old ones.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import stat

from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.text.drafts import OWNER_ONLY, draft_beside, set_mode, write_all
from springstep.engine.text.opening import LinkError, NoFileError, held_as, is_there

_READABLE = 0o644
"""For a new file that is not personal, as far as the user's own mask goes along: nobody else ever writes it."""
_OPTIONS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NOT_SYNCED = (errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EPERM, errno.EISDIR)
"""What systems say that do not let a folder be synchronised."""


def atomic_write(
    path: pathlib.Path,
    data: str | bytes,
    *,
    over: bool = True,
    private: bool = False,
    make_folder: bool = False,
    advice: str = "",
) -> None:
    """Write text (as UTF-8) or bytes next to the place, flush them to the disk, and put them in place at once.

    A file that is there keeps its permissions; without ``over`` it is left alone. ``private`` lets only the owner read
    the file, and the folders that ``make_folder`` makes. A link is refused, as is all that is neither a file nor takes
    what is written: a device such as ``/dev/null``, a pipe that is read, or what the process has open, such as
    ``/dev/stdout``. Raises ``SpringstepError``, with ``advice`` on what to do, when nothing is written.
    """
    try:
        content = data.encode() if isinstance(data, str) else data
        handle = _taking_all(path) if over else None
        if handle is None:
            if make_folder:
                make_folders(path.parent, private=private)
            _write_beside(path, content, over=over, private=private)
            return
        try:
            write_all(handle, content)
        finally:
            os.close(handle)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FileExistsError) and not over:
            fault = Fault("exists", "is there already and is not written over", allowed=advice, source=str(path))
            raise SpringstepError([fault]) from None
        raise cannot_be_written(path, error, advice) from None


class Appending:
    """A file of its owner's, be it a new one, to which each piece is added whole; use it in a ``with`` statement.

    What ``atomic_write`` refuses is refused, and a file that has other names, too. Every failure is a
    ``SpringstepError``.
    """

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path
        try:
            self._handle = _opened_to_append(path)
        except (OSError, ValueError) as error:
            raise cannot_be_written(path, error) from None

    def __enter__(self) -> Appending:
        return self

    def __exit__(self, *error: object) -> None:
        os.close(self._handle)

    def add(self, content: bytes) -> None:
        """Add a piece; of one that does not fit on the disk nothing stays."""
        before = os.fstat(self._handle).st_size
        try:
            write_all(self._handle, content)
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._handle, before)
            raise cannot_be_written(self._path, error) from None


def write_new(path: pathlib.Path, data: bytes) -> None:
    """Write a file into a folder of the process's own, where nobody looks before it is whole; raises ``OSError``."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _OPTIONS, OWNER_ONLY)
    try:
        write_all(handle, data)
    finally:
        os.close(handle)


def make_folders(folder: pathlib.Path, *, private: bool) -> None:
    """Make the folders that are missing, each for its owner only if it is private; raises ``OSError``."""
    missing = []
    while not is_there(folder):
        missing.append(folder)
        folder = folder.parent
    for each in reversed(missing):
        with contextlib.suppress(FileExistsError):  # another program made it meanwhile
            each.mkdir(mode=0o700 if private else 0o755)
        sync_folder(each.parent)


def sync_folder(folder: pathlib.Path) -> None:
    """Make a new name in a folder last, where the system lets folders be synchronised; raises ``OSError``."""
    try:
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        if error.errno not in _NOT_SYNCED:
            raise


def put_where_nothing_is(draft: pathlib.Path, place: pathlib.Path) -> None:
    """Give a draft its place unless something is there; raises ``FileExistsError`` then, ``OSError`` otherwise."""
    try:
        os.link(draft, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if is_there(place):
            raise FileExistsError from None
        draft.replace(place)


def cannot_be_written(path: object, error: Exception, advice: str = "") -> SpringstepError:
    """Return the mistake that a file cannot be written, for every file in the same words."""
    what = f"cannot be written: {getattr(error, 'strerror', None) or error}"
    allowed = advice or ("name the file itself" if isinstance(error, LinkError) else "")
    return SpringstepError([Fault("cannot_write", what, allowed=allowed, source=str(path))])


def _write_beside(place: pathlib.Path, content: bytes, *, over: bool, private: bool) -> None:
    if not over and is_there(place):
        raise FileExistsError
    there = _mode(place)
    if there is not None and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with draft_beside(place, OWNER_ONLY if private or there is not None else _READABLE) as draft:
        draft.write(content, None if private or there is None else there & 0o777)
        draft.let_go()
        if over:
            draft.path.replace(place)
        else:
            put_where_nothing_is(draft.path, place)
    sync_folder(place.parent)


def _mode(path: pathlib.Path) -> int | None:
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


def _taking_all(path: pathlib.Path) -> int | None:
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
        handle = os.open(path, os.O_WRONLY | _NO_WAIT | _OPTIONS)
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "it is a pipe that nobody reads") from None
        raise
    os.set_blocking(handle, True)
    return handle


def _opened_to_append(path: pathlib.Path) -> int:
    handle = _taking_all(path)
    if handle is not None:
        return handle
    _mode(path)
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | _OPTIONS, OWNER_ONLY)
    try:
        if os.fstat(handle).st_nlink > 1:
            raise OSError(None, "it has another name, under which it may be another file", str(path))
        set_mode(handle, OWNER_ONLY)
    except BaseException:
        os.close(handle)
        raise
    return handle
