"""One program at a time: who reads a file, changes it and writes it, does all three before the next one begins.

The turn is a lock on a file of our own beside the place, which only its owner can open and which is removed at the end;
one that is killed holds nobody up. A wait of more than a second is told by the logger ``springstep``, which a program
that sets up nothing prints on standard error, and it ends.
"""

from __future__ import annotations

import contextlib
import os
import pathlib
import stat
import threading
import time
from collections.abc import Callable, Iterator

from springstep.engine.characters import on_one_line
from springstep.engine.text.atomic import cannot_be_written, make_folders
from springstep.engine.text.drafts import OWNER_ONLY
from springstep.engine.text.opening import NoFileError

WAIT_S = 10.0
"""How long a program waits for its turn."""
TOLD_AFTER_S = 1.0
"""How long it waits without a word."""
_EVERY_S = 0.02
_FLAGS = os.O_CREAT | os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_NAME = 40


@contextlib.contextmanager
def in_turn(
    place: pathlib.Path, *, wait_s: float = WAIT_S, make_folder: bool = False, advice: str = ""
) -> Iterator[None]:
    """Hold the turn of a file that is written; raises ``SpringstepError``, with ``advice``, when it cannot be had.

    ``make_folder`` makes the folder of the file first, for its owner only.
    """
    with contextlib.ExitStack() as stack:
        try:
            if make_folder:
                make_folders(place.parent, private=True)
            stack.enter_context(turn(place, wait_s))
        except (OSError, ValueError) as error:
            raise cannot_be_written(getattr(error, "filename", None) or place, error, advice) from None
        yield


@contextlib.contextmanager
def turn(place: pathlib.Path, wait_s: float) -> Iterator[None]:
    """Hold the turn of a file; raises ``OSError``, a ``TimeoutError`` when another program holds it all the while."""
    lock = place.with_name(f".{place.name[:_NAME]}.lock")
    held = waited(lambda: _taken(lock), place, wait_s)
    if held is None:
        what = f"another program has been writing it for more than {wait_s:g} s and holds {lock.name}"
        raise TimeoutError(None, what, str(place))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            lock.unlink()
        os.close(held)


def waited(attempt: Callable[[], int | None], place: pathlib.Path, wait_s: float) -> int | None:
    """Try until it succeeds or the time is over, and say so when it takes longer; what it raises ends the wait."""
    begun = time.monotonic()
    told = False
    while (found := attempt()) is None:
        gone = time.monotonic() - begun
        if gone >= wait_s:
            return None
        if gone >= TOLD_AFTER_S and not told:
            tell_wait(place, wait_s)
            told = True
        threading.Event().wait(_EVERY_S)
    return found


def tell_wait(place: pathlib.Path, wait_s: float) -> None:
    """Say that another program is waited for."""
    import logging  # hardly ever needed

    logging.getLogger("springstep").warning(
        "springstep: %s: another program is writing it; waiting up to %g s", on_one_line(str(place)), wait_s
    )


def _taken(lock: pathlib.Path) -> int | None:
    """Take the lock and return its handle; nothing while another program has it. Raises ``OSError``."""
    handle = os.open(lock, _FLAGS, OWNER_ONLY)
    try:
        mode = os.fstat(handle).st_mode
        if not stat.S_ISREG(mode):
            raise NoFileError(mode, lock)
        # Who had it before has removed its name; another program may hold a new one by now.
        if _locked(handle) and _is_still(lock, handle):
            return handle
    except BaseException:
        os.close(handle)
        raise
    os.close(handle)
    return None


def _locked(handle: int) -> bool:
    try:
        import fcntl  # not on every system

        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):  # no such locks here: programs are as alone as they were
        return True
    return True


def _is_still(lock: pathlib.Path, handle: int) -> bool:
    try:
        return os.path.samestat(os.lstat(lock), os.fstat(handle))
    except FileNotFoundError:
        return False
