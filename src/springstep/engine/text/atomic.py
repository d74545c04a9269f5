"""The one writer of files: each is written whole or not at all, into no link, and is its owner's where it is personal.

The new bytes are on the disk, in a draft beside the place, before they take the place of the old ones.
"""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
from collections.abc import Iterator
from typing import BinaryIO

from springstep.engine.errors import Code, Fault, SpringstepError
from springstep.engine.text.drafts import OWNER_ONLY, Draft, draft_beside, write_all
from springstep.engine.text.opening import LinkError, is_there, mode_of_file, open_to_take

_READABLE = 0o644
"""For a new file that is not personal, as far as the user's own mask goes along: nobody else ever writes it."""
_OPTIONS = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
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
        handle = open_to_take(path) if over else None
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


@contextlib.contextmanager
def atomic_stream(
    path: pathlib.Path, *, over: bool = True, private: bool = False, advice: str = ""
) -> Iterator[BinaryIO]:
    """Open a file to be written bit by bit; it takes its place when all is written, and never where that fails.

    As ``atomic_write`` in what it refuses and raises.
    """
    try:
        handle = open_to_take(path) if over else None
        if handle is not None:
            with os.fdopen(handle, "wb") as stream:
                yield stream
            return
        with _placed(path, over=over, private=private) as (draft, mode), draft.stream(mode) as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except FileExistsError:
        fault = Fault("exists", "is there already and is not written over", allowed=advice, source=str(path))
        raise SpringstepError([fault]) from None
    except OSError as error:
        raise cannot_be_written(path, error, advice) from None


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
    except (OSError, AttributeError):  # a file system without links, or a Python in a browser
        if is_there(place):
            raise FileExistsError from None
        draft.replace(place)


def cannot_be_written(path: object, error: Exception, advice: str = "") -> SpringstepError:
    """Return the mistake that a file cannot be written, for every file in the same words."""
    what = f"cannot be written: {getattr(error, 'strerror', None) or error}"
    allowed = advice or ("name the file itself" if isinstance(error, LinkError) else "")
    code: Code = "busy" if isinstance(error, TimeoutError) else "cannot_write"
    return SpringstepError([Fault(code, what, allowed=allowed, source=str(path))])


def _write_beside(place: pathlib.Path, content: bytes, *, over: bool, private: bool) -> None:
    with _placed(place, over=over, private=private) as (draft, mode):
        draft.write(content, mode)


@contextlib.contextmanager
def _placed(place: pathlib.Path, *, over: bool, private: bool) -> Iterator[tuple[Draft, int | None]]:
    """Yield a draft, with a mode of its own if there is one, and put it in place in the end; raises ``OSError``."""
    if not over and is_there(place):
        raise FileExistsError
    there = mode_of_file(place)
    if there is not None and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    with draft_beside(place, OWNER_ONLY if private or there is not None else _READABLE) as draft:
        yield draft, None if private or there is None else there & 0o777
        draft.let_go()
        if over:
            draft.path.replace(place)
        else:
            put_where_nothing_is(draft.path, place)
    sync_folder(place.parent)
