"""A diary goes out to plain files and comes back the same; what was tampered with is refused."""

from __future__ import annotations

import csv
import io
import json
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from springstep.diary import exchange
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.exchange import export_folder, read_entries, read_stream_entries
from springstep.diary.storage.store import Diary
from springstep.diary.table import guard, json_line, read_table, unguard, write_table
from tests.characters import ESCAPES
from tests.diary.conftest import entry_by_hand, plan_by_hand
from tests.diary.strategies import DRILLS, NOTES, TODAY, entries

ENTRIES = (
    entry_by_hand(1, plan=plan_by_hand(), note='=HYPERLINK("x")', form_held=True),
    entry_by_hand(2, bursts="none", drill=None, efforts=None, effort_s=None, note='ü, "so"\nand so', pain="none"),
)


def read(path: Path) -> tuple[Entry, ...]:
    return read_entries(path, today=TODAY, drills=DRILLS)


def refused(path: Path) -> str:
    with pytest.raises(DiaryError) as caught:
        read(path)
    return str(caught.value)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    export_folder(ENTRIES, tmp_path / "out")
    return tmp_path / "out"


@settings(max_examples=60, deadline=None)
@given(st.lists(entries(), max_size=4, unique_by=lambda entry: entry.uid))
def test_what_goes_out_comes_back_the_same_from_each_file(many: list[Entry]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with Diary.open(folder / "one.db") as diary:
            diary.merge(many)
            kept = diary.entries()
        export_folder(kept, folder / "out")
        assert read(folder / "out") == kept
        assert read(folder / "out" / "entries.jsonl") == kept
        assert read(folder / "out" / "entries.csv") == kept
        stream = io.BytesIO((folder / "out" / "entries.jsonl").read_bytes())
        assert read_stream_entries(stream, today=TODAY, drills=DRILLS) == kept
        with Diary.open(folder / "other.db") as other:
            other.merge(read(folder / "out"))
            assert other.entries() == kept


@given(NOTES | st.text())
def test_no_guarded_cell_starts_like_a_formula_and_each_comes_back(text: str) -> None:
    assert not guard(text).lstrip().startswith(("=", "+", "-", "@", "\t"))
    assert unguard(guard(text)) == text


def test_a_spreadsheet_sees_no_formula() -> None:
    noted = [
        entry_by_hand(n, note=note) for n, note in enumerate(["=1+1", "+1", "-1", "@a", "\t=1", " =1", "'so", "so"])
    ]
    rows = list(csv.DictReader(io.StringIO(write_table(noted))))
    assert [row["note"] for row in rows] == ["'=1+1", "'+1", "'-1", "'@a", "'\t=1", "' =1", "''so", "so"]


def test_the_table_alone_holds_the_plan() -> None:
    row = next(csv.DictReader(io.StringIO(write_table(ENTRIES))))
    assert json.loads(row["plan"])["history"]["sessions_done"] == {"value": 3, "note": "3 sessions since 2026-02-02"}


def test_the_manifest_says_what_is_there(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["format"], manifest["version"], manifest["entries"]) == ("springstep-diary", 1, 2)
    assert (manifest["first_day"], manifest["last_day"]) == ("2026-03-02", "2026-03-02")
    assert set(manifest["sha256"]) == {"entries.jsonl", "entries.csv"} and manifest["rules_digests"] == ["ab" * 32]


def test_the_files_are_the_owners_only_and_the_same_each_time(folder: Path, tmp_path: Path) -> None:
    export_folder(ENTRIES, tmp_path / "again")
    for path in folder.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_nothing_is_written_over_unasked(folder: Path) -> None:
    before = {path: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(DiaryError, match="is not empty"):
        export_folder((), folder)
    with pytest.raises(DiaryError, match="is a file"):
        export_folder((), folder / "entries.csv", force=True)
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    (folder / "mine.txt").write_text("mine")
    export_folder((), folder, force=True)
    assert read(folder) == () and (folder / "mine.txt").read_text() == "mine"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    export_folder(ENTRIES, tmp_path / "out")
    assert read(tmp_path / "out") == ENTRIES


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(DiaryError, match="cannot be written: Not a directory"):
        export_folder(ENTRIES, tmp_path / "file" / "out")


def change(name: str, old: str, new: str) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        text = (folder / name).read_text()
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1))

    return apply


TAMPERED: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "lines": (change("entries.jsonl", '"efforts":4', '"efforts":5'), ("entries.jsonl", "its digest differs")),
    "table": (change("entries.csv", "light_hops", "pogo_hops"), ("entries.csv", "its digest differs")),
    "count": (change("manifest.json", '"entries": 2', '"entries": 3'), ("manifest.json", "3 entries, but there are 2")),
    "format": (change("manifest.json", "springstep-diary", "songs"), ("format", "'songs' is not a diary's export")),
    "version": (change("manifest.json", '"version": 1', '"version": 2'), ("manifest.json:3", "version: 2 is not")),
    "manifest broken": (change("manifest.json", "{", "["), ("manifest.json", "not valid JSON")),
    "manifest lacks a field": (change("manifest.json", '"entries": 2,', ""), ("entries: is required",)),
    "lines gone": (lambda folder: (folder / "entries.jsonl").unlink(), ("entries.jsonl", "no such file")),
    "manifest gone": (lambda folder: (folder / "manifest.json").unlink(), ("manifest.json", "no such file")),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_a_folder_that_was_tampered_with_is_refused(name: str, folder: Path) -> None:
    apply, words = TAMPERED[name]
    apply(folder)
    assert all(word in refused(folder) for word in words), refused(folder)


GOOD = json_line(ENTRIES[0])
BAD_FILES: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "not JSON": ("a.jsonl", GOOD + "\n{oops\n", ("a.jsonl:2:2", "not valid JSON")),
    "a fault on a line": (
        "a.jsonl",
        "\n" + GOOD.replace('"efforts":4', '"efforts":99'),
        ("a.jsonl:2:1: efforts", "30"),
    ),
    "a key twice": ("a.jsonl", '{"day": "2026-01-01", "day": "2026-01-02"}', ("a.jsonl:1", "given twice")),
    "the same uid twice": ("a.jsonl", GOOD + "\n" + GOOD, ("a.jsonl:2:1: uid", "appears twice")),
    "a list": ("a.jsonl", "[1]", ("a.jsonl:1:1", "an entry is a mapping")),
    "no uid": ("a.jsonl", '{"day": "2026-01-01", "run_kind": "easy", "bursts": "none"}', ("uid: is required",)),
    "unknown column": ("a.csv", "uid,dai\n", ("a.csv:1: dai: unknown column", "did you mean 'day'?")),
    "column twice": ("a.csv", "uid,uid\n", ("uid: this column is given twice",)),
    "empty table": ("a.csv", "", ("is empty", "uid, day")),
    "ragged row": ("a.csv", "uid,day\nx\n", ("a.csv:2: has 1 cell, the first line 2",)),
    "open quote": ("a.csv", 'uid,day\n"x,y\n', ("a.csv:2", "not valid CSV")),
    "a word for a number": ("a.csv", "uid,efforts\n" + "0" * 32 + ",many\n", ("a.csv:2:1: efforts", "not 'many'")),
    "a broken plan": ("a.csv", "uid,plan\n" + "0" * 32 + ",{oops\n", ("a.csv:2:1: plan",)),
    "another kind of file": ("a.txt", GOOD, ("neither a folder nor a .jsonl or .csv file",)),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_what_is_wrong_in_a_file_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    file, text, words = BAD_FILES[name]
    (tmp_path / file).write_text(text)
    assert all(word in refused(tmp_path / file) for word in words), refused(tmp_path / file)


def test_all_faults_of_all_lines_are_told_up_to_a_number(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{oops\n" * 3)
    assert len(refused(tmp_path / "a.jsonl").splitlines()) == 3
    (tmp_path / "a.jsonl").write_text("{oops\n" * 500)
    manifest = refused(tmp_path / "a.jsonl").splitlines()
    assert len(manifest) == 20 and "only the first" in manifest[-1]


def test_the_lines_of_a_table_are_counted_over_notes_of_several_lines() -> None:
    text = write_table([entry_by_hand(1, note="a\nb\nc"), entry_by_hand(2), entry_by_hand(3)])
    assert [line for line, _ in read_table(text, name="x")] == [2, 5, 6]


def test_a_table_from_a_spreadsheet_is_read(tmp_path: Path) -> None:
    """With a byte order mark, other ends of lines, empty rows, other order, fewer columns, and TRUE."""
    text = "\ufeffday,uid,bursts,run_kind,form_held\r\n2026-03-02," + "0" * 31 + "1,none,easy,TRUE\r\n,,,,\r\n"
    (tmp_path / "a.CSV").write_bytes(text.encode())
    assert read(tmp_path / "a.CSV")[0].form_held is True


class Endless(io.RawIOBase):
    """A line that never ends, which counts how much of it is read."""

    read_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        buffer[:] = b"x" * len(buffer)
        self.read_bytes += len(buffer)
        return len(buffer)


def test_of_a_line_no_more_is_read_than_an_entry_may_have() -> None:
    stream = Endless()
    with pytest.raises(DiaryError, match="1: this line is longer than the 64,000 bytes that an entry may have"):
        read_stream_entries(io.BufferedReader(stream), today=TODAY, drills=DRILLS)
    assert stream.read_bytes < 200_000


def test_the_longest_entry_is_no_longer_than_a_line_may_be(tmp_path: Path) -> None:
    longest = entry_by_hand(1, plan=plan_by_hand(), note="\U0001f3c3" * 2000)
    (tmp_path / "a.jsonl").write_text(json_line(longest) + "\n", encoding="utf-8")
    assert read(tmp_path / "a.jsonl") == (longest,)
    escaped = json.dumps(json.loads(json_line(longest))) + "\n"
    (tmp_path / "a.jsonl").write_text(escaped, encoding="utf-8")
    assert read(tmp_path / "a.jsonl") == (longest,)


def test_a_file_of_too_many_entries_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "MOST_ENTRIES", 1)
    for name, text in {
        "a.jsonl": "".join(json_line(each) + "\n" for each in ENTRIES),
        "a.csv": write_table(ENTRIES),
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        assert "holds more than the 1 entries that are read at once" in refused(tmp_path / name)


def test_a_line_that_is_not_utf_8_is_told_with_its_number(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(json_line(ENTRIES[0]).encode() + b"\n\n\xff\n")
    assert "a.jsonl:3: is not UTF-8 text" in refused(tmp_path / "a.jsonl")


@pytest.mark.parametrize("sign", ESCAPES)
def test_what_steers_a_terminal_is_refused_wherever_it_stands(sign: str, tmp_path: Path) -> None:
    def with_texts(value: Any) -> Iterator[Any]:
        """Yield the entry with the sign in one text, one after another."""
        if isinstance(value, str):
            yield f"{value}{sign}"
        elif isinstance(value, list):
            for place, inner in enumerate(value):
                yield from ([*value[:place], changed, *value[place + 1 :]] for changed in with_texts(inner))
        elif isinstance(value, dict):
            for name, inner in value.items():
                yield from ({**value, name: changed} for changed in with_texts(inner))

    fields = json.loads(json_line(ENTRIES[0]))
    fields["plan"] |= {"rules": ["INJ-010"], "overlays": ["x of y, 2026-01-01"], "case": {"moment": "before"}}
    fields["plan"]["history"] = {"weeks_at_step": {"value": 1, "note": "n"}}
    count = 0
    for entry in with_texts(fields):
        (tmp_path / "a.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
        assert "which no text should hold" in refused(tmp_path / "a.jsonl")
        count += 1
    assert count >= 10


def test_two_exports_into_one_folder_are_one_after_the_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, write = tmp_path / "out", exchange.atomic_write
    other = threading.Thread(target=export_folder, args=(ENTRIES, folder), kwargs={"force": True})

    def another_begins_after(path: Path, data: str, *, private: bool) -> None:
        write(path, data, private=private)
        if other.ident is None:
            other.start()
            other.join(0.5)  # it waits for its turn

    monkeypatch.setattr(exchange, "atomic_write", another_begins_after)
    export_folder(ENTRIES[:1], folder)
    other.join()
    assert read(folder) == ENTRIES
    assert {path.name for path in folder.iterdir()} == {"entries.jsonl", "entries.csv", "manifest.json"}
