"""Write a whole file or nothing: the old content stays until the new bytes are on the disk."""

from __future__ import annotations

import contextlib
import errno
import os
import pathlib
import shutil
from collections.abc import Iterator

from springstep.engine.errors import Fault, SpringstepError

_OWNER_ONLY = 0o600
_AS_USUAL = 0o666
"""What the user's own mask leaves of it, as for any new file."""
_OPEN = ("/dev/stdout", "/dev/stderr", "/dev/fd/", "/proc/")
"""How the names begin of what a process has open, be it a plain file."""


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

    An existing file keeps its permissions, and a link goes on pointing to its file; without ``over`` an existing
    file is left alone. ``private`` lets only the owner read the file, and the folder that ``make_folder`` makes.
    Anything but a plain file, such as ``/dev/stdout`` or a pipe, is written to directly. What a killed writer
    leaves behind is removed by the next one. Raises ``SpringstepError``, with ``advice`` on what to do, when nothing
    is written.
    """
    try:
        if not over and os.path.lexists(path):
            raise FileExistsError
        content = data.encode() if isinstance(data, str) else data
        if _is_stream(path):
            with path.open("wb") as stream:
                stream.write(content)
            return
        place = path.resolve()
        if make_folder:
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700 if private else 0o777)
        with _alone_in(place.parent):
            _write_beside(place, content, over=over, private=private)
    except (OSError, ValueError, RuntimeError) as error:
        if isinstance(error, FileExistsError) and not over:
            fault = Fault("exists", "is there already and is not written over", allowed=advice, source=str(path))
            raise SpringstepError([fault]) from None
        raise cannot_be_written(path, error, advice) from None


def cannot_be_written(path: object, error: Exception, advice: str = "") -> SpringstepError:
    """Return the mistake that a file cannot be written, for every file in the same words."""
    what = f"cannot be written: {getattr(error, 'strerror', None) or error}"
    return SpringstepError([Fault("cannot_write", what, allowed=advice, source=str(path))])


def sync_folder(folder: pathlib.Path) -> None:
    """Make a new name in a folder last, where the system lets folders be synchronised."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _is_stream(path: pathlib.Path) -> bool:
    """Tell whether a path names a device, a pipe or what a process has open, which nothing can be put in place of."""
    return str(path).startswith(_OPEN) or (path.exists() and not path.is_file())


@contextlib.contextmanager
def _alone_in(folder: pathlib.Path) -> Iterator[None]:
    """Let one process at a time write in a folder, where the system can; one that is killed holds nobody up."""
    handle = None
    with contextlib.suppress(ImportError, OSError):
        import fcntl  # not on every system

        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _write_beside(place: pathlib.Path, content: bytes, *, over: bool, private: bool) -> None:
    there = place.exists()
    if there and not os.access(place, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    draft = place.with_name(f".{place.name}.new")
    draft.unlink(missing_ok=True)
    mode = _OWNER_ONLY if private else _AS_USUAL
    try:
        with open(draft, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            if there and not private:
                shutil.copymode(place, draft)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if over:
            draft.replace(place)
        else:
            _put_where_nothing_is(draft, place)
        sync_folder(place.parent)
    finally:
        with contextlib.suppress(OSError):
            draft.unlink(missing_ok=True)


def _put_where_nothing_is(draft: pathlib.Path, place: pathlib.Path) -> None:
    try:
        os.link(draft, place)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        if os.path.lexists(place):
            raise FileExistsError from None
        draft.replace(place)
