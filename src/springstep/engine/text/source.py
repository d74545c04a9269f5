"""Read YAML and JSON strictly, with positions, from files, standard input or text.

Serves rule files, which are ours, and case files, which may hold anything: whatever the bytes, the result is
a ``Document`` or a ``SourceError`` with every fault found, never another exception.
"""

from __future__ import annotations

import os
import pathlib
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING

from springstep.engine.characters import NEVER
from springstep.engine.errors import Code, Fault, SpringstepError
from springstep.engine.frozen import Frozen
from springstep.engine.text.opening import NoFileError, open_to_read
from springstep.engine.text.plain_values import Refusal, read_json
from springstep.engine.text.yaml_events import MAX_REFUSALS, Place, read_events

if TYPE_CHECKING:
    from typing import Any, BinaryIO

Path = tuple[str | int, ...]
"""The way from a document's root to a value: keys and list indices."""

MAX_BYTES = 1_000_000
_WORD = r"[\w-]{1,60}"
_NOT_TEXT = f"[{NEVER}]"


class SourceError(SpringstepError):
    """A text cannot be read, or is not the strict YAML or JSON that is asked for."""


class Positions(Mapping[Path, tuple[int, int]]):
    """Line and column, from 1, of every value by its path; an entry of a mapping stands where its key does.

    Worked out only when asked, since a text without faults is hardly ever asked about.
    """

    def __init__(self, read: Callable[[], Place | None]) -> None:
        self._read = read

    @cached_property
    def _root(self) -> Place | None:
        return self._read()

    def __getitem__(self, path: Path) -> tuple[int, int]:
        place = self._root
        for step in path:
            place = place[1].get(step) if isinstance(place, tuple) else None
        if place is None:
            raise KeyError(path)
        mark = place[0] if isinstance(place, tuple) else place
        return mark.line + 1, mark.column + 1

    def __iter__(self) -> Iterator[Path]:
        waiting: deque[tuple[Path, Place]] = deque([((), self._root)] if self._root is not None else [])
        while waiting:
            path, place = waiting.popleft()
            yield path
            if isinstance(place, tuple):
                waiting.extend(((*path, step), inner) for step, inner in place[1].items())

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Document(Frozen):
    """A text that was read: its plain value, and where each part of it stands."""

    name: str
    value: object
    """Dicts with text keys, lists, str, int, float, bool and None."""
    positions: Mapping[Path, tuple[int, int]] = field(repr=False)

    def fault(self, code: Code, path: Path, what: str, *, allowed: str = "") -> Fault:
        """Describe a fault at a path; an absent path takes the line and column of its nearest known ancestor."""
        ends = range(len(path), -1, -1)
        line, column = next((at for end in ends if (at := self.positions.get(path[:end]))), (None, None))
        return Fault(code, what, dotted(path), allowed, self.name, line, column)


def dotted(path: Path) -> str:
    """Write a path for people; keys that are not single words are quoted, so that any key prints safely.

    >>> dotted(("items", 0, "colour")), dotted(("a b",))
    ('items[0].colour', "['a b']")
    """
    return "".join(_step(step) for step in path).removeprefix(".")


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    if re.fullmatch(_WORD, step):
        return f".{step}"
    return f"[{step!r}]" if len(step) <= 60 else f"[{step[:60] + '...'!r}]"


def path_of(given: Any) -> pathlib.Path | None:
    """Return a path that is given as one, a ``pathlib.Path`` or another ``os.PathLike``; ``None`` for anything else.

    Text is no path: it may be meant as what a file holds.
    """
    named = os.fspath(given) if isinstance(given, os.PathLike) else None
    return pathlib.Path(named) if isinstance(named, str) else None


def read_file(path: pathlib.Path, *, max_bytes: int = MAX_BYTES) -> str:
    """Read a file as text, at most ``max_bytes`` of it; raises SourceError."""
    with open_file(path) as stream:
        return read_stream(stream, name=str(path), max_bytes=max_bytes)


def open_file(path: pathlib.Path) -> BinaryIO:
    """Open a plain file to be read; raises SourceError."""
    name = str(path)
    try:
        return open_to_read(path)
    except FileNotFoundError:
        fault = Fault("not_found", "there is no such file", source=name)
    except NoFileError as error:
        fault = Fault("unreadable", f"is {error.kind}, not a file", source=name)
    except OSError as error:
        fault = Fault("unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}", source=name)
    except ValueError:
        fault = Fault("unreadable", "is not a possible file name", source=name)
    raise SourceError([fault])


def read_stream(stream: BinaryIO, *, name: str, max_bytes: int = MAX_BYTES) -> str:
    """Read a buffered binary stream such as standard input as text; raises SourceError."""
    try:
        data = stream.read(max_bytes + 1) or b""
    except OSError as error:
        raise SourceError(
            [Fault("unreadable", f"cannot be read: {(error.strerror or str(error)).lower()}", source=name)]
        ) from None
    if len(data) > max_bytes:
        raise SourceError([Fault("too_large", f"is larger than {max_bytes:,} bytes", source=name)])
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        what = f"is not UTF-8 text: byte 0x{data[error.start]:02x}"
        raise SourceError([Fault("malformed", what, "", "save it as UTF-8", name, line)]) from None
    return _checked(text, name)


def parse(text: str, *, name: str) -> Document:
    """Read JSON or YAML, as the name's suffix says, else JSON when it starts with a bracket; raises SourceError."""
    suffix = name.lower()
    if suffix.endswith(".json"):
        return parse_json(text, name=name)
    looks_json = text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")
    if looks_json and not suffix.endswith((".yaml", ".yml")):
        return parse_json(text, name=name)
    return parse_yaml(text, name=name)


def parse_yaml(text: str, *, name: str) -> Document:
    """Read one YAML document; raises SourceError with every fault found."""
    reading = read_events(_checked(text, name))
    return _accepted(Document(name, reading.value, Positions(lambda: reading.place)), reading.refusals)


def parse_json(text: str, *, name: str) -> Document:
    """Read one JSON text; raises SourceError with every fault found.

    JSON's reader gives no positions; as JSON is YAML too, but for rare escapes, they are read that way when asked for.
    """
    text = _checked(text, name)
    value, refusals = read_json(text)
    return _accepted(Document(name, value, Positions(lambda: read_events(text).place)), refusals)


def _accepted(document: Document, refusals: Iterable[Refusal]) -> Document:
    faults = [
        replace(document.fault("malformed", path, what, allowed=allowed), line=line, column=column)
        if line
        else document.fault("malformed", path, what, allowed=allowed)
        for path, what, allowed, line, column in islice(refusals, MAX_REFUSALS)
    ]
    if faults:
        raise SourceError(faults)
    return document


def _checked(text: str, name: str) -> str:
    """Return the text without a byte order mark; raises SourceError for characters no text should hold."""
    text = text.removeprefix("\ufeff")
    found = re.search(_NOT_TEXT, text)
    if found is None:
        return text
    start = found.start()
    line, column = text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start)
    what = f"holds the character U+{ord(text[start]):04X}, which is not allowed in a text file"
    raise SourceError([Fault("malformed", what, "", "remove it", name, line, column)])
