"""A file read as what it is, whatever it is called: FIT, TCX or GPX, packed by gzip or not."""

from __future__ import annotations

import gzip
import hashlib
import re
from collections.abc import Callable
from typing import IO, Any, BinaryIO, Literal, cast

from springstep.engine.frozen import Frozen
from springstep.formats.activity.archives import BROKEN, ZIP_BEGINS
from springstep.formats.activity.bounds import MOST_FIT_BYTES, MOST_RATIO, RATIO_FROM_BYTES
from springstep.formats.activity.errors import ActivityError, refused
from springstep.formats.activity.fit_file import runs_of_fit
from springstep.formats.activity.gpx_file import runs_of_gpx
from springstep.formats.activity.recording import Recording
from springstep.formats.activity.tcx_file import runs_of_tcx

SHORTEST_S = 60.0
"""A recording that is shorter is no run; watches are started and stopped by mistake."""
_HEAD = 4096
_GZIP = b"\x1f\x8b"
_ROOT = re.compile(rb"<(?:\w+:)?(TrainingCenterDatabase|gpx)[\s>]")


class RecordedRun(Frozen):
    """One run of a file."""

    digest: str
    """SHA-256 of what the file holds, unpacked, and of the run's place in it, as 64 hexadecimal digits."""
    recording: Recording


class _Content:
    """The bytes of a file as they are read: counted, digested, and cut short where they cannot be unpacked."""

    def __init__(self, stream: IO[bytes], *, packed: int | None, name: str) -> None:
        self._stream = stream
        self._packed = packed
        self._name = name
        self._sum = hashlib.sha256()
        self._count = 0
        self.broken = False
        self.head = self._next(_HEAD)
        self._left = self.head

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most so many; raises ``ActivityError`` for what unpacks to far more than it was."""
        given = self._left if size < 0 else self._left[:size]
        self._left = self._left[len(given) :]
        if size < 0 or len(given) < size:
            given += self._next(size - len(given) if size >= 0 else -1)
        return given

    def digest(self, place: int) -> str:
        """Return the digest of a run, given its place in the file."""
        found = self._sum.copy()
        found.update(b"%d" % place)
        return found.hexdigest()

    def _next(self, size: int) -> bytes:
        if self.broken:
            return b""
        try:
            found = self._stream.read(size)
        except BROKEN as error:
            self.broken = True
            if self._count == 0:
                raise refused(self._name, "malformed", f"cannot be unpacked: {error}") from None
            return b""
        self._count += len(found)
        self._sum.update(found)
        most = None if self._packed is None else max(RATIO_FROM_BYTES, MOST_RATIO * self._packed)
        if most is not None and self._count > most:
            raise refused(self._name, "too_large", f"unpacks to more than {MOST_RATIO} times its size, as no run does")
        return found


def read_runs(
    stream: IO[bytes], *, name: str, packed: int | None = None, size: int, any_sport: bool = False
) -> tuple[RecordedRun, ...]:
    """Return the runs of a file; raises ``ActivityError``.

    ``size`` is how large it is as it lies there (bytes), ``packed`` the same where an archive has packed it. With
    ``any_sport`` a recording that does not tell its sport is taken for a run.
    """
    content = _Content(stream, packed=packed, name=name)
    if content.head.startswith(_GZIP):
        packed_stream = cast("BinaryIO", gzip.GzipFile(fileobj=cast("Any", content)))
        content = _Content(packed_stream, packed=size if packed is None else packed, name=name)
    found = _runs(content, name, any_sport=any_sport)
    long_enough = [each for each in found if each.elapsed_s >= SHORTEST_S]
    if not long_enough:
        longest = max((each.elapsed_s for each in found), default=0.0)
        raise refused(name, "out_of_range", f"lasts {longest:.0f} s, which is no run")
    # Those that do not tell their sport are counted last: whether they are taken, too, changes no other run's digest.
    in_turn = sorted(range(len(found)), key=lambda place: "sport_not_told" in found[place].noticed)
    digests = {place: content.digest(number) for number, place in enumerate(in_turn)}
    return tuple(
        RecordedRun(digest=digests[place], recording=each)
        for place, each in enumerate(found)
        if each.elapsed_s >= SHORTEST_S
    )


def _runs(content: _Content, name: str, *, any_sport: bool) -> tuple[Recording, ...]:
    kind = kind_of_content(content.head)
    if kind == "fit":
        data = content.read(MOST_FIT_BYTES + 1)
        if len(data) > MOST_FIT_BYTES:
            raise refused(name, "too_large", f"is larger than {MOST_FIT_BYTES // 1_000_000} MB, as no run is")
        return runs_of_fit(data, name=name, any_sport=any_sport)
    readers: dict[str, Callable[..., tuple[Recording, ...]]] = {"tcx": runs_of_tcx, "gpx": runs_of_gpx}
    if kind in readers:
        return readers[kind](cast("BinaryIO", content), name=name, any_sport=any_sport)
    raise _no_recording(content.head, name)


def kind_of_content(head: bytes) -> Literal["fit", "tcx", "gpx", "zip"] | None:
    """Tell by its first bytes what a file is; ``None`` for anything else."""
    if head[8:12] == b".FIT" and head[0] in (12, 14):
        return "fit"
    if head.startswith(ZIP_BEGINS):
        return "zip"
    root = _ROOT.search(head.replace(b"\x00", b"")) if b"<" in head[:64] else None
    return None if root is None else "gpx" if root[1] == b"gpx" else "tcx"


def _no_recording(head: bytes, name: str) -> ActivityError:
    if not head:
        return refused(name, "malformed", "is empty")
    if head.startswith(ZIP_BEGINS):
        return refused(name, "not_allowed", "is an archive in an archive in an archive", "unpack it first")
    return refused(name, "malformed", "is no recording of a watch: neither FIT, TCX nor GPX")
