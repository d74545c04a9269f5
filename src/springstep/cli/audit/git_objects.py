"""Read objects of a git repository that nobody vouches for: no name becomes an option, nothing it configures is run.

One process, ``git cat-file --batch``, is asked by standard input, where nothing is an option. It reads objects as they
are stored: it knows no filters, text conversions, hooks or index. The user's own settings count, since they say whose
repositories git may read; fetching, and replacing objects by others, are switched off.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple

from springstep.engine.errors import Fault, SpringstepError

MOST_SECONDS = 60
"""How long git may take for all that is asked of it."""
_LONGEST_NAME = 1000
_LONGEST_WORD = 500
_SAFE = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
}
_HEAD = re.compile(rb"([0-9a-f]{40,64}) ([a-z]+) ([0-9]{1,18})\n")
_OF_OTHERS = "dubious ownership"
_SETTINGS = ("core.fsmonitor=false", f"core.hooksPath={os.devnull}", "protocol.allow=never")


class GitObject(NamedTuple):
    """What git holds under a name; the id is in hexadecimal."""

    id: str
    kind: str
    content: bytes


class GitObjects:
    """The objects of the repository here, read one after another."""

    def __init__(self, asked: IO[bytes], told: IO[bytes], said: IO[bytes]) -> None:
        self._asked, self._told, self._said = asked, told, said
        self._found = False

    def read(self, name: str, *, most: int) -> GitObject:
        """Return the object of an id or a revision; raises ``GitError`` where there is none, or a larger one."""
        try:
            self._asked.write(os.fsencode(name) + b"\n")
            self._asked.flush()
        except OSError:
            raise GitError(self._why(b"")) from None
        answer = self._told.readline(2 * _LONGEST_NAME)
        head = _HEAD.fullmatch(answer)
        if head is None:
            raise GitError(self._why(answer))
        size = int(head[3])
        if size > most:
            raise GitError(f"holds an object of {size:,} bytes; at most {most:,} are read")
        content = self._told.read(size + 1)
        if len(content) != size + 1:
            raise GitError(self._why(b""))
        self._found = True
        return GitObject(head[1].decode(), head[2].decode(), content[:-1])

    def _why(self, answer: bytes) -> str:
        """Say why git gave nothing, in its own words where it had any."""
        self._said.seek(0)
        words = self._said.read(_LONGEST_WORD).decode(errors="replace").splitlines()
        told = next((line for line in words if line.startswith("fatal:")), words[0] if words else "")
        why = told or ("git has no such object" if answer else "git gave no answer")
        if _OF_OTHERS in why:
            return f"git reads no repository that somebody else owns, unless you tell it to ({why})"
        if self._found:
            return f"is not whole in the git repository here ({why})"
        return f"is neither a folder nor a git revision here ({why})"


class GitError(Exception):
    """Git does not hold what is asked for; says what is wrong in plain words."""


@contextlib.contextmanager
def git_objects(revision: str) -> Iterator[GitObjects]:
    """Open the repository here for reading; whatever git cannot give is a ``SpringstepError`` on the revision."""
    if len(revision) > _LONGEST_NAME or not revision.isprintable():
        raise SpringstepError(
            [Fault("not_found", "is neither a folder nor a possible git revision", source=revision[:60])]
        )
    try:
        with _running(_program()) as objects:
            yield objects
    except GitError as error:
        raise SpringstepError([Fault("not_found", str(error), source=revision)]) from None


def _program() -> str:
    """Return where git is; one in the folder here is not meant, since the repository may have brought it."""
    places = [place for place in os.environ.get("PATH", os.defpath).split(os.pathsep) if Path(place).is_absolute()]
    found = shutil.which("git", path=os.pathsep.join(places))
    if found is None or not Path(found).is_absolute():
        raise GitError("is not a folder, and git is not installed")
    return found


@contextlib.contextmanager
def _running(program: str) -> Iterator[GitObjects]:
    settings = [part for setting in _SETTINGS for part in ("-c", setting)]
    command = [program, "--no-pager", *settings, "cat-file", "--batch"]
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=said, env={**os.environ, **_SAFE}
            )
        except OSError as error:
            raise GitError(f"is not a folder, and git does not run ({error.strerror or error})") from None
        assert process.stdin is not None and process.stdout is not None
        alarm = threading.Timer(MOST_SECONDS, process.kill)
        alarm.start()
        try:
            yield GitObjects(process.stdin, process.stdout, said)
        finally:
            alarm.cancel()
            process.kill()
            with contextlib.suppress(OSError):
                process.stdin.close()
            process.stdout.close()
            process.wait()
