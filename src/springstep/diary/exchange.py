"""Export a diary to a folder of plain files, and import it again, without loss.

A folder holds ``entries.jsonl`` (one entry a line), ``entries.csv`` (the same for spreadsheets), ``profile.json`` where
there is a profile, ``recordings.jsonl`` where a watch recorded runs (one a line), and ``manifest.json`` (what it is,
how many entries, the next race, and the digest of each file). Either of the first two is enough to restore every entry.
"""

from __future__ import annotations

import hashlib
import json
import pathlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, BinaryIO, ClassVar, Literal

from pydantic import BeforeValidator

from springstep.diary.check import check_entry
from springstep.diary.entry import Entry, recent_day_of
from springstep.diary.entry_lines import digest_of, lines_of
from springstep.diary.errors import DiaryError
from springstep.diary.profile import Profile, read_profile
from springstep.diary.spreadsheet import is_nothing
from springstep.diary.table import from_text, json_line, read_table, write_table
from springstep.diary.watched import WatchedRun
from springstep.engine.errors import MOST_TOLD, Fault, RecordError, SpringstepError, shown
from springstep.engine.record import Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write, cannot_be_written
from springstep.engine.text.opening import is_folder
from springstep.engine.text.source import Document, SourceError, open_file, parse_json, read_file, read_stream
from springstep.engine.text.turns import in_turn
from springstep.engine.text.validation import validate

JSONL, CSV, PROFILE, MANIFEST = "entries.jsonl", "entries.csv", "profile.json", "manifest.json"
RECORDINGS = "recordings.jsonl"
MAX_TABLE_BYTES = 50_000_000
MOST_ENTRIES = 100_000
MOST_FAULTS = MOST_TOLD - 1
"""How many faults of a file are told; reading stops there."""
STANDARD_INPUT = "standard input"
_VERSION = 1


def _race_day(value: Any) -> Any:
    return value if value is None else recent_day_of(value)


class Manifest(Record):
    """What an exported folder says about itself."""

    __pydantic_config__: ClassVar[Any] = {"extra": "forbid"}

    format: Literal["springstep-diary"] = "springstep-diary"
    version: int = _VERSION
    entries: int
    first_day: str | None
    last_day: str | None
    next_race: Annotated[date | None, BeforeValidator(_race_day), Described("The day of the next race.")] = None
    sha256: Annotated[dict[str, str], Described("The digest of each file.")]
    rules_digests: Annotated[tuple[str, ...], Described("The rule bases that decided the plans.")]


def export_folder(
    entries: Sequence[Entry],
    folder: pathlib.Path,
    *,
    force: bool = False,
    race: date | None = None,
    profile: Profile | None = None,
    recordings: Sequence[WatchedRun] = (),
) -> Manifest:
    """Write entries, next race, profile and recordings into a folder, new or empty unless ``force``.

    The manifest comes last.
    """
    try:
        if folder.exists() and not folder.is_dir():
            raise DiaryError([Fault("cannot_write", "is a file, not a folder", "", "name a new folder", str(folder))])
        if not force and folder.is_dir() and any(folder.iterdir()):
            raise DiaryError(
                [Fault("exists", "is not empty", "", "name a new folder, or overwrite it with --force", str(folder))]
            )
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        files = {JSONL: "".join(json_line(entry) + "\n" for entry in entries), CSV: write_table(entries)}
        if profile is not None and profile.facts:
            files[PROFILE] = profile.to_json(indent=2) + "\n"
        if recordings:
            files[RECORDINGS] = "".join(run.to_json() + "\n" for run in recordings)
        manifest = _manifest(entries, files, race)
        with in_turn(folder / MANIFEST):  # files of two exports do not go together
            for name in {PROFILE, RECORDINGS} - files.keys():
                (folder / name).unlink(missing_ok=True)
            for name, text in {**files, MANIFEST: manifest.to_json(indent=2) + "\n"}.items():
                atomic_write(folder / name, text, private=True)
    except OSError as error:
        raise DiaryError(cannot_be_written(error.filename or folder, error).faults) from None
    except SpringstepError as error:
        raise DiaryError(error.faults) from None
    return manifest


def read_entries(path: pathlib.Path, *, today: date, drills: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries of an exported folder, or of one JSONL or CSV file; raises ``DiaryError`` with every fault."""
    try:
        if is_folder(path):
            return _read_folder(path, today=today, drills=drills)
        with open_file(path) as stream:
            read = {".jsonl": _in_lines, ".csv": _in_table}.get(path.suffix.lower())
            if read is not None:
                return _checked(read(stream, str(path)), today=today, drills=drills)
    except SourceError as error:
        raise DiaryError(error.faults) from None
    raise DiaryError([Fault("unreadable", "is neither a folder nor a .jsonl or .csv file", source=str(path))])


def read_stream_entries(stream: BinaryIO, *, today: date, drills: Collection[str]) -> tuple[Entry, ...]:
    """Return the entries of a stream of JSON lines; raises ``DiaryError`` with every fault."""
    try:
        return _checked(_in_lines(stream, STANDARD_INPUT), today=today, drills=drills)
    except SourceError as error:
        raise DiaryError(error.faults) from None


def read_race(path: pathlib.Path) -> date | None:
    """Return the next race of an exported folder; ``None`` for a single file. Raises ``DiaryError``."""
    try:
        return _read_manifest(path / MANIFEST).next_race if is_folder(path) else None
    except SourceError as error:
        raise DiaryError(error.faults) from None


def read_exported_profile(path: pathlib.Path, base: RuleBase) -> Profile:
    """Return the profile of an exported folder, an empty one where there is none; raises ``DiaryError``."""
    try:
        if not is_folder(path) or PROFILE not in _read_manifest(path / MANIFEST).sha256:
            return Profile()
        _check_digests(path, [PROFILE], _read_manifest(path / MANIFEST))
    except SourceError as error:
        raise DiaryError(error.faults) from None
    return read_profile(path / PROFILE, base)


def read_recordings(path: pathlib.Path) -> tuple[WatchedRun, ...]:
    """Return the recordings of an exported folder, none where there are none; raises ``DiaryError``."""
    try:
        if not is_folder(path) or RECORDINGS not in _read_manifest(path / MANIFEST).sha256:
            return ()
        _check_digests(path, [RECORDINGS], _read_manifest(path / MANIFEST))
        with open_file(path / RECORDINGS) as stream:
            return tuple(_recordings(stream, str(path / RECORDINGS)))
    except SourceError as error:
        raise DiaryError(error.faults) from None


def _recordings(stream: BinaryIO, name: str) -> Iterator[WatchedRun]:
    """Yield the recording of each line; raises ``DiaryError`` for the first that is none."""
    for line, row in lines_of(stream, name):
        if isinstance(row, Fault):
            raise DiaryError([row])
        if line > MOST_ENTRIES:
            raise DiaryError([Fault("too_large", f"holds more than {MOST_ENTRIES:,} recordings", source=name)])
        if row.strip():
            try:
                yield WatchedRun.from_json(row)
            except RecordError as error:
                raise DiaryError([replace(fault, source=name, line=line) for fault in error.faults]) from None


def _manifest(entries: Sequence[Entry], files: dict[str, str], race: date | None) -> Manifest:
    days = [entry.day.isoformat() for entry in entries]
    digests = {entry.plan.rules_digest for entry in entries if entry.plan is not None}
    return Manifest(
        entries=len(entries),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        next_race=race,
        sha256={name: hashlib.sha256(text.encode()).hexdigest() for name, text in files.items()},
        rules_digests=tuple(sorted(digest for digest in digests if digest)),
    )


def _read_folder(folder: pathlib.Path, *, today: date, drills: Collection[str]) -> tuple[Entry, ...]:
    manifest = _read_manifest(folder / MANIFEST)
    _check_digests(folder, [JSONL, CSV], manifest)
    with open_file(folder / JSONL) as stream:
        entries = _checked(_in_lines(stream, str(folder / JSONL)), today=today, drills=drills)
    if len(entries) != manifest.entries:
        what = f"lists {manifest.entries} entries, but there are {len(entries)}"
        raise DiaryError([Fault("damaged", what, "entries", "", str(folder / MANIFEST))])
    return entries


def _check_digests(folder: pathlib.Path, names: Iterable[str], manifest: Manifest) -> None:
    faults = [
        Fault(
            "damaged",
            "is not as it was exported: its digest differs",
            "",
            "import it by itself to take it as it is",
            str(folder / name),
        )
        for name in names
        if manifest.sha256.get(name) != digest_of(folder / name)
    ]
    if faults:
        raise DiaryError(faults)


def _read_manifest(path: pathlib.Path) -> Manifest:
    document = parse_json(read_file(path), name=str(path))
    fields = document.value if isinstance(document.value, dict) else {}
    if fields.get("format") != "springstep-diary":
        what = f"{shown(fields.get('format'))} is not a diary's export"
        raise DiaryError([document.fault("malformed", ("format",), what, allowed="springstep-diary")])
    if fields.get("version") != _VERSION:
        what = f"{shown(fields.get('version'))} is not a version that this springstep reads"
        raise DiaryError([document.fault("other_version", ("version",), what, allowed=str(_VERSION))])
    manifest: Manifest | None
    manifest, faults = validate(Manifest, document)
    if manifest is None:
        raise DiaryError(faults)
    return manifest


def _in_table(stream: BinaryIO, name: str) -> Iterator[Document | list[Fault]]:
    """Yield each entry of a table as it was read, with its line, or what is wrong with the row."""
    for line, fields in read_table(read_stream(stream, name=name, max_bytes=MAX_TABLE_BYTES), name=name):
        yield fields if isinstance(fields, list) else Document(name, _with_uid(fields), {(): (line, 1)})


def _in_lines(stream: BinaryIO, name: str) -> Iterator[Document | list[Fault]]:
    """Yield each entry of JSON lines as it was read, or what is wrong with the line."""
    for line, row in lines_of(stream, name):
        if isinstance(row, Fault):
            yield [row]
        elif row.strip():
            try:
                yield Document(name, _with_cues(parse_json(row, name=name).value), {(): (line, 1)})
            except SourceError as error:
                yield [replace(fault, line=line) for fault in error.faults]


def _with_cues(told: Any) -> Any:
    """Return the fields of a line with its cues as a list, where they are told in words as in a table."""
    if not isinstance(told, dict) or not isinstance(told.get("cues"), str):
        return told
    words: str = told["cues"]
    return {**told, "cues": None if is_nothing(words, ()) else from_text("cues", words)}


def _with_uid(fields: dict[str, Any]) -> dict[str, Any]:
    """Give a row that somebody wrote by hand an id of its own, the same each time it is read."""
    if "uid" in fields:
        return fields
    told = json.dumps(fields, sort_keys=True).encode()
    return {"uid": hashlib.sha256(told).hexdigest()[:32], **fields}


def _checked(rows: Iterable[Document | list[Fault]], *, today: date, drills: Collection[str]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    faults: list[Fault] = []
    seen: dict[str, Document] = {}
    for row in rows:
        if isinstance(row, list):
            faults += row
        else:
            try:
                entry = check_entry(row, today=today, drills=drills)
            except DiaryError as error:
                faults += error.faults
            else:
                if entry.uid in seen:
                    faults.append(
                        row.fault("duplicate", ("uid",), f"{entry.uid} appears twice", allowed="keep one of the two")
                    )
                seen[entry.uid] = row
                entries.append(entry)
        if len(entries) > MOST_ENTRIES:
            what = f"holds more than the {MOST_ENTRIES:,} entries that are read at once"
            raise DiaryError([Fault("too_large", what, source=seen[entries[0].uid].name)])
        if len(faults) > MOST_FAULTS:
            raise DiaryError(
                [*faults[:MOST_FAULTS], Fault("too_large", f"and more; only the first {MOST_FAULTS} are listed")]
            )
    if faults:
        raise DiaryError(faults)
    return tuple(entries)
