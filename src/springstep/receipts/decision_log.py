"""A log of decisions to which is only ever added: lines of JSON, each of which names the one before by its digest.

It is off until a program opens one, and holds no answers where these are not asked for: neither they nor anything that
could be guessed from them. What an entry holds of a decision is sealed with a secret of its own, the ticket; whoever
keeps that beside a receipt can show later that this decision, and no other, was logged there.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterator
from datetime import datetime, timezone
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from springstep.engine.errors import Fault, RecordError, shown
from springstep.engine.record import Described, Record
from springstep.engine.text.appending import Appending
from springstep.engine.text.opening import open_to_read
from springstep.engine.text.source import path_of
from springstep.engine.text.turns import in_turn
from springstep.receipts.canonical import canonical, digest_of
from springstep.receipts.receipt import Receipt

MOST_BYTES = 10_000_000
"""How large a file of a log grows before the next one is begun."""
_NAME = re.compile(r"decisions-([0-9]{6,12})\.jsonl")
_LONGEST_LINE = 1_000_000


class LogTicket(Record):
    """What shows that a receipt belongs to an entry of a log; keep it with the receipt, and apart from the log."""

    entry: Annotated[int, Described("The number of the entry, from 1.")]
    secret: str


class LogStanding(Record):
    """What a log comes to: compare the digest with one that was kept, since nothing else shows a cut-off end."""

    entries: int
    digest: Annotated[str, Described("That of the last entry; empty where there is none.")]
    faults: tuple[str, ...]


class DecisionLog:
    """A log in a folder of its owner's; use it from any number of threads and processes."""

    def __init__(self, folder: Path, *, answers: bool = False, most_bytes: int = MOST_BYTES) -> None:
        """Name the folder, which is made with the first entry. ``answers`` logs whole receipts, answers and all.

        Raises ``RecordError`` for what is no path.
        """
        path = path_of(folder)
        if path is None:
            raise RecordError([Fault("wrong_type", f"{shown(folder)} is no path", allowed="pathlib.Path(...)")])
        if not isinstance(most_bytes, int) or most_bytes < 1:
            raise RecordError([Fault("wrong_type", f"{shown(most_bytes)} is no number of bytes", "most_bytes")])
        self._folder = path
        self._answers = answers
        self._most = most_bytes

    def add(self, receipt: Receipt, *, at: datetime | None = None) -> LogTicket:
        """Add a decision, at a moment, by default now; raises ``SpringstepError`` where it cannot be written.

        Once this returns the entry is on the disk.
        """
        if not isinstance(receipt, Receipt):
            what = f"{shown(receipt)} is no receipt"
            raise RecordError([Fault("wrong_type", what, allowed="what `Recommendation.receipt` returns")])
        if at is not None and not isinstance(at, datetime):
            raise RecordError([Fault("wrong_type", f"{shown(at)} is no moment", allowed="a datetime.datetime")])
        secret = secrets.token_hex(16)
        try:
            moment = (at or datetime.now(timezone.utc)).astimezone(timezone.utc)
        except (OverflowError, ValueError):
            raise RecordError([Fault("out_of_range", f"{shown(at)} is no moment of any clock", "at")]) from None
        with in_turn(self._folder / "decisions", make_folder=True):
            files = _files(self._folder)
            last = next(filter(None, (_last_of(path) for _, path in reversed(files))), None)
            number, place = files[-1] if files else (1, self._folder / _named(1))
            if files and place.stat().st_size >= self._most:
                place = self._folder / _named(number + 1)
            entry: dict[str, Any] = {
                "entry": (last or {"entry": 0})["entry"] + 1,
                "at": moment.isoformat(timespec="seconds"),
                "before": (last or {"digest": ""})["digest"],
                "engine": receipt.engine.version,
                "rules": receipt.rules.digest,
                "book": receipt.rules.book,
                "sealed": sealed(receipt, secret),
                **({"receipt": json.loads(receipt.to_json())} if self._answers else {}),
            }
            line = canonical({**entry, "digest": digest_of(canonical(entry))})
            with Appending(place) as file:
                file.add(f"{line}\n".encode())
                file.sync()
        return LogTicket(entry=entry["entry"], secret=secret)


def sealed(receipt: Receipt, secret: str) -> str:
    """Return what a log holds of a receipt: the digest of the secret and of the receipt's own."""
    return sha256(f"{secret} {receipt.digest}".encode()).hexdigest()


def standing(folder: Path, kept: tuple[int, str] | None = None) -> LogStanding:
    """Return what a log comes to, and what is wrong with it: an entry changed, missing, or out of its place.

    ``kept`` are the number of entries and the last digest that it had earlier: a log that was written anew since, or
    cut off, does not hold them. Raises ``RecordError`` where it cannot be read.
    """
    found: list[str] = []
    held = kept is None or kept == (0, "")
    entries, digest = 0, ""
    for where, entry in _entries(folder):
        told = {name: value for name, value in entry.items() if name != "digest"} if entry is not None else {}
        if entry is None or digest_of(canonical(told)) != entry.get("digest"):
            found.append(f"{where}: is no entry as it was written")
            continue
        if (entry.get("entry"), entry.get("before")) != (entries + 1, digest):
            found.append(f"{where}: does not follow the entry before it")
        entries, digest = int(entry["entry"]), str(entry["digest"])
        held = held or (entries, digest) == kept
    if not held:
        found.append("the log does not hold what it held when you kept its last digest")
    return LogStanding(entries=entries, digest=digest, faults=tuple(found))


def is_logged(folder: Path, receipt: Receipt, ticket: LogTicket) -> bool:
    """Tell whether a receipt is the one that an entry of a log was made for."""
    entry = next((entry for _, entry in _entries(folder) if entry and entry.get("entry") == ticket.entry), None)
    return entry is not None and entry.get("sealed") == sealed(receipt, ticket.secret)


def _named(number: int) -> str:
    return f"decisions-{number:06}.jsonl"


def _files(given: Path) -> list[tuple[int, Path]]:
    """Return the files of a log with their numbers; raises ``RecordError`` where the folder cannot be read."""
    folder = path_of(given)
    if folder is None:
        raise RecordError([Fault("wrong_type", f"{shown(given)} is no path", allowed="pathlib.Path(...)")])
    try:
        found = [(_NAME.fullmatch(path.name), path) for path in folder.iterdir()] if folder.exists() else []
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise RecordError([Fault("unreadable", what, source=str(folder))]) from None
    return sorted((int(name[1]), path) for name, path in found if name is not None)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with open_to_read(path) as file:
            while line := file.readline(_LONGEST_LINE):
                yield line
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise RecordError([Fault("unreadable", what, source=str(path))]) from None


def _entry(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
        canonical(found)  # which refuses what no entry holds
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or canonical(found).encode() != line.rstrip(b"\n"):
        return None  # not as it was written, or a field stands twice
    return found if isinstance(found.get("entry"), int) and isinstance(found.get("digest"), str) else None


def _entries(folder: Path) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Yield where each line stands, and the entry that it is; nothing for one that is none."""
    for _, path in _files(folder):
        for number, line in enumerate(_lines(path), 1):
            yield f"{path.name}:{number}", _entry(line) if line.endswith(b"\n") else None


def _last_of(path: Path) -> dict[str, Any] | None:
    """Return the last whole entry of a file; raises ``RecordError`` where lines stand there and none is one."""
    last, lines = None, 0
    for line in _lines(path):
        lines += 1
        last = _entry(line) or last
    if lines and last is None:
        raise RecordError([Fault("damaged", "holds no entry of a log", source=str(path))])
    return last
