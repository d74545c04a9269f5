"""Files, folders and archives gone through: first what there is, then one activity after the other."""

from __future__ import annotations

import os
import pathlib
import stat
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import IO

from springstep.engine.characters import on_one_line
from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.engine.text.opening import NoFileError, open_to_read
from springstep.formats.activity.archives import BROKEN, ZIP_BEGINS, open_archive
from springstep.formats.activity.bounds import MOST_ARCHIVES_DEEP, MOST_FILES, MOST_RATIO, RATIO_FROM_BYTES
from springstep.formats.activity.errors import ActivityError, refused
from springstep.formats.activity.reading import RecordedRun, read_runs

ENDINGS = (".fit", ".tcx", ".gpx", ".fit.gz", ".tcx.gz", ".gpx.gz")
"""How files are called that a folder or an archive is searched for."""
_ARCHIVE = ".zip"


class Candidate(Frozen):
    """A file that may hold a run: where it is, and its place in each archive on the way there."""

    path: pathlib.Path
    parts: tuple[tuple[int, str], ...] = ()

    @property
    def name(self) -> str:
        """Return how a person is told of it; names in archives may hold anything."""
        return on_one_line("/".join((str(self.path), *(part for _, part in self.parts))))


class Listing(Frozen):
    """What there is to read."""

    candidates: tuple[Candidate, ...]
    faults: tuple[Fault, ...]
    """What cannot be looked into."""
    others: int
    """How many files of other kinds lie in the folders and archives."""


class ActivityFiles:
    """Opens one file after the other, an archive only once; use it in a ``with`` statement."""

    def __init__(self) -> None:
        self._open: list[tuple[pathlib.Path, tuple[int, ...], ExitStack, zipfile.ZipFile]] = []

    def __enter__(self) -> ActivityFiles:
        return self

    def __exit__(self, *_: object) -> None:
        self._close(0)

    def listed(self, paths: Iterable[pathlib.Path]) -> Listing:
        """Return every file that may hold a run, in the order of the paths, within a folder by name."""
        found: list[Candidate] = []
        faults: list[Fault] = []
        others = 0
        for path in paths:
            try:
                for each in self._in_path(path, faults):
                    if each is None:
                        others += 1
                    elif len(found) >= MOST_FILES:
                        raise refused(
                            str(path), "too_large", f"holds more than {MOST_FILES:,} files", "name a part of it"
                        )
                    else:
                        found.append(each)
            except ActivityError as error:
                faults += error.faults
        return Listing(candidates=tuple(found), faults=tuple(faults), others=others)

    def read(self, candidate: Candidate, *, any_sport: bool = False) -> tuple[RecordedRun, ...]:
        """Return the runs of a file; raises ``ActivityError``."""
        if not candidate.parts:
            with opened_file(candidate.path) as stream:
                size = os.fstat(stream.fileno()).st_size
                return read_runs(stream, name=candidate.name, size=size, any_sport=any_sport)
        *outer, (place, _) = candidate.parts
        archive = self._archive(candidate.path, tuple(outer))
        info = archive.infolist()[place]
        try:
            stream = archive.open(info)
        except (*BROKEN, ValueError) as error:
            raise refused(candidate.name, "malformed", f"cannot be unpacked: {error}") from None
        with stream:
            packed = info.compress_size
            return read_runs(stream, name=candidate.name, packed=packed, size=packed, any_sport=any_sport)

    def _in_path(self, path: pathlib.Path, faults: list[Fault]) -> Iterator[Candidate | None]:
        """Yield what a path holds, nothing for a file of another kind; raises ``ActivityError``."""
        if path.is_dir():
            for each in _files_below(path, faults):
                if each is None or not each.name.lower().endswith(_ARCHIVE):
                    yield None if each is None else Candidate(path=each)
                else:
                    yield from self._in_archive(each, (), faults)
            return
        with opened_file(path) as stream:
            archive = stream.read(4) in ZIP_BEGINS
        if archive:
            yield from self._in_archive(path, (), faults)
        else:
            yield Candidate(path=path)

    def _in_archive(
        self, path: pathlib.Path, parts: tuple[tuple[int, str], ...], faults: list[Fault]
    ) -> Iterator[Candidate | None]:
        """Yield what an archive holds; what cannot be looked into is one fault, and the rest goes on."""
        try:
            listed = self._archive(path, parts).infolist()
        except ActivityError as error:
            faults += error.faults
            return
        for place, info in sorted(enumerate(listed), key=lambda each: each[1].header_offset):
            name = info.filename.lower()
            inside = (*parts, (place, info.filename))
            if name.endswith(_ARCHIVE) and not _is_shadow(name) and len(inside) < MOST_ARCHIVES_DEEP:
                yield from self._in_archive(path, inside, faults)
            elif name.endswith((*ENDINGS, _ARCHIVE)) and not _is_shadow(name):
                yield Candidate(path=path, parts=inside)
            elif not name.endswith("/"):
                yield None

    def _archive(self, path: pathlib.Path, parts: tuple[tuple[int, str], ...]) -> zipfile.ZipFile:
        """Return an archive, be it in another one, which stays open until another is asked for."""
        places = tuple(place for place, _ in parts)
        for depth, (known, inside, _, archive) in enumerate(self._open):
            if (known, inside) == (path, places):
                self._close(depth + 1)
                return archive
        name = Candidate(path=path, parts=parts).name
        if not parts:
            self._close(0)
            stack = ExitStack()
            stream: IO[bytes] = stack.enter_context(opened_file(path))
        else:
            outer = self._archive(path, parts[:-1])
            stack = ExitStack()
            info = outer.infolist()[places[-1]]
            if info.file_size > max(RATIO_FROM_BYTES, MOST_RATIO * info.compress_size):
                raise refused(name, "too_large", f"unpacks to more than {MOST_RATIO} times its size, as no export does")
            try:
                stream = stack.enter_context(outer.open(info))
            except (*BROKEN, ValueError) as error:
                raise refused(name, "malformed", f"cannot be unpacked: {error}") from None
        with ExitStack() as undo:
            undo.push(stack)
            archive = stack.enter_context(open_archive(stream, name=name))
            self._open.append((path, places, undo.pop_all(), archive))
        return archive

    def _close(self, depth: int) -> None:
        while len(self._open) > depth:
            self._open.pop()[2].close()


def _is_shadow(name: str) -> bool:
    """Tell whether a file is what a Mac puts beside each file on foreign disks and in archives: ``._run.fit``."""
    return name.rpartition("/")[2].startswith("._")


@contextmanager
def opened_file(path: pathlib.Path) -> Iterator[IO[bytes]]:
    """Open a plain file; raises ``ActivityError`` for anything else."""
    name = str(path)
    try:
        stream = open_to_read(path)
    except FileNotFoundError:
        raise refused(name, "not_found", "there is no such file") from None
    except NoFileError as error:
        raise refused(name, "unreadable", f"is {error.kind}, not a file") from None
    except (OSError, ValueError) as error:
        what = (getattr(error, "strerror", None) or str(error)).lower()
        raise refused(name, "unreadable", f"cannot be read: {what}") from None
    with stream:
        yield stream


def _files_below(folder: pathlib.Path, faults: list[Fault]) -> Iterator[pathlib.Path | None]:
    """Yield the files of a folder and those below it that may hold runs, nothing for each other one.

    No link is followed: it may lead anywhere, and round in a circle.
    """

    def unread(error: OSError) -> None:
        faults.append(Fault("unreadable", f"cannot be read: {error.strerror}".lower(), source=str(error.filename)))

    for here, folders, names in os.walk(folder, onerror=unread):
        folders.sort()
        for name in sorted([*names, *(each for each in folders if pathlib.Path(here, each).is_symlink())]):
            path = pathlib.Path(here, name)
            try:
                mode = path.lstat().st_mode
            except OSError as error:
                unread(error)
                continue
            wanted = name.lower().endswith((*ENDINGS, _ARCHIVE)) and not _is_shadow(name)
            if stat.S_ISLNK(mode) and (wanted or name in folders):
                faults.append(Fault("not_allowed", "is a link, which is not followed", source=str(path)))
            else:
                yield path if wanted else None
