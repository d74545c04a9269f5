"""A table is read as spreadsheets write it, or refused by the name of what is wrong, with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.exchange import read_entries
from springstep.diary.spreadsheet import read_rows
from springstep.diary.table import read_table, write_table
from tests.diary.conftest import entry_by_hand
from tests.diary.strategies import DRILLS, TODAY, entries

UID = "0123456789abcdef0123456789abcde"
HEADER = "uid,day,run_kind,bursts,duration_min,efforts,effort_s,felt_after,form_held,fatigue_after,note"
WANTED = [
    entry_by_hand(
        uid=f"{UID}1", day=date(2026, 3, 31), duration_min=52.5, drill=None, felt_after="normal", form_held=True,
        fatigue_after=3, note="soft, wet",
    ),
    entry_by_hand(
        uid=f"{UID}2", day=date(2026, 4, 2), bursts="none", duration_min=40.0, drill=None, efforts=None, effort_s=None,
    ),
]  # fmt: skip

SHAPES: dict[str, str] = {
    "LibreOffice, German": (
        "uid;day;run_kind;bursts;duration_min;efforts;effort_s;felt_after;form_held;fatigue_after;note\n"
        f'{UID}1;31.03.2026;easy;done;52,5;4;10;normal;WAHR;3;"soft, wet"\n'
        f"{UID}2;02.04.2026;easy;none;40;;;;;;\n"
    ),
    "Excel, German": (
        "\ufeffUID;Day;Run_Kind;Bursts;Duration_Min;Efforts;Effort_S;Felt_After;Form_Held;Fatigue_After;Note\r\n"
        f"{UID}1;31.3.2026;easy;done;52,5;4;10;normal;WAHR;3;soft, wet\r\n"
        f"{UID}2;2.4.2026;easy;none;40;;;;;;\r\n"
        ";;;;;;;;;;\r\n"
    ),
    "Excel, English, with its separator told": (
        f"sep=,\r\n{HEADER}\r\n"
        f'{UID}1,31/03/2026,easy,done,52.5,4,10,normal,TRUE,3,"soft, wet"\r\n'
        f"{UID}2,02/04/2026,easy,none,40,,,,,,\r\n"
    ),
    "American": (
        f"{HEADER}\r\n"
        f'{UID}1,3/31/2026,easy,done,52.5,4,10,normal,TRUE,3,"soft, wet"\r\n'
        f"{UID}2,4/2/2026,easy,none,40,,,,,,\r\n"
    ),
    "Excel, tabs": (
        HEADER.replace(",", "\t")
        + f"\r\n{UID}1\t2026-03-31\tEasy\tDone\t52.5\t4\t10\tNormal\tTRUE\t3\tsoft, wet\r\n"
        + f"{UID}2\t2026-04-02\tEasy\tNone\t40\t\t\t\t\t\t\r\n"
    ),
    "Numbers": (
        "uid;day;run kind;bursts;duration min;efforts;effort s;felt after;form held;fatigue after;note\r\n"
        f'{UID}1;31/03/2026;easy;done;52,5;4;10;normal;TRUE;3;"soft, wet"\r\n'
        f"{UID}2;02/04/2026;easy;none;40;;;;;;"
    ),
    "pandas": (
        f"{HEADER}\n"
        f'{UID}1,2026-03-31 00:00:00,easy,done,52.5,4.0,10.0,normal,True,3.0,"soft, wet"\n'
        f"{UID}2,2026-04-02,easy,none,40.0,NaN,<NA>,nan,,,\n"
    ),
    "pandas, with its index": (
        f",{HEADER},\n"
        f'0,{UID}1,2026-03-31,easy,done,52.5,4.0,10.0,normal,True,3.0,"soft, wet",\n'
        f"1,{UID}2,2026-04-02,easy,none,40.0,,,,,,,\n"
    ),
    "a database": (
        f'"uid","day","run_kind","bursts","duration_min","efforts","effort_s","felt_after","form_held","fatigue_after","note"\n'
        f'"{UID}1","2026/3/31","easy","done","52.5","4","10","normal","1","3","soft, wet"\n\n'
        f'"{UID}2","2026/4/2","easy","none","40","null","NULL","NA","n/a","#N/A",""\n'
    ),
}


def read(tmp_path: Path, text: str) -> tuple[Entry, ...]:
    (tmp_path / "a.csv").write_bytes(text.encode())
    return read_entries(tmp_path / "a.csv", today=TODAY, drills=DRILLS)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(DiaryError) as caught:
        read(tmp_path, text)
    return str(caught.value)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_table_is_read_as_programs_write_it(shape: str, tmp_path: Path) -> None:
    assert list(read(tmp_path, SHAPES[shape])) == WANTED


def days(*cells: str) -> str:
    rows = (f"{UID}{place},{cell},easy,none" for place, cell in enumerate(cells, 1))
    return "\n".join(["uid,day,run_kind,bursts", *rows]) + "\n"


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("3.4.2026",), ["2026-04-03"]),
        (("03.04.2026", "4/13/2026"), ["2026-04-03", "2026-04-13"]),
        (("13/4/2026", "3/4/2026"), ["2026-04-13", "2026-04-03"]),
        (("4-13-2026", "4-3-2026"), ["2026-04-13", "2026-04-03"]),
        (("5/5/2026",), ["2026-05-05"]),
        (("2026/04/03", "2026.4.3", "2026-4-3"), ["2026-04-03"] * 3),
    ],
)
def test_days_are_read_where_they_can_mean_only_one(cells: tuple[str, ...], wanted: list[str], tmp_path: Path) -> None:
    assert [entry.day.isoformat() for entry in read(tmp_path, days(*cells))] == wanted


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        (("2/4/2026", "3/4/2026"), ("a.csv:2:1: day: '2/4/2026' could be 2 April or 4 February", "a.csv:3:1")),
        (("13/4/2026", "4/13/2026"), ("a.csv:2:1: day: '13/4/2026': some days of this table have the day first",)),
        (("31.3.26",), ("a.csv:2:1: day: '31.3.26' has no full year; write it as 2026-03-31",)),
        (("31.2.2026",), ("a.csv:2:1: day: '2026-02-31' is not a day",)),
        (("3/4/0000",), ("a.csv:2:1: day: '3/4/0000' is not a day",)),
        (("45382",), ("a.csv:2:1: day: '45382' is not a day",)),
        (("last Monday",), ("a.csv:2:1: day: 'last Monday' is not a day",)),
        (("null",), ("a.csv:2:1: day: is required",)),
    ],
)
def test_a_day_that_could_be_another_is_refused_with_its_line(
    cells: tuple[str, ...], words: tuple[str, ...], tmp_path: Path
) -> None:
    assert all(word in refused(tmp_path, days(*cells)) for word in words), refused(tmp_path, days(*cells))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("uid;dai\n", "a.csv:1: dai: unknown column; did you mean 'day'?"),
        (";uid;day\nmine;x;y\n", "a.csv:1: column 1 has no name"),
        ("uid;day\nx\n", "a.csv:2: has 1 cell, the first line 2"),
        ("sep=;\nuid;day\nx\n", "a.csv:3: has 1 cell, the first line 2"),
        (f"uid;day;run_kind;bursts;efforts\n{UID}1;2026-03-31;easy;done;1.234,5\n", "a.csv:2:1: efforts"),
        (f"uid;day;run_kind;bursts;form_held\n{UID}1;2026-03-31;easy;none;so\n", "form_held: must be true or false"),
        ("uid,day,run_kind,bursts\n1.23457E+31,2026-03-31,easy,none\n", "uid: '1.23457E+31' is not understood"),
        (f"uid;day;run_kind;bursts\n{UID}1;2026-03-31;jog;none\n", "run_kind: 'jog' is not allowed"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table_is_named(text: str, words: str, tmp_path: Path) -> None:
    assert words in refused(tmp_path, text)


def test_a_row_written_by_hand_needs_no_id_and_has_the_same_one_each_time(tmp_path: Path) -> None:
    text = "Day;Run kind;Bursts;Duration min\n2026-03-31;Easy;none;40\n2026-04-02;Easy;none;40\n"
    found = read(tmp_path, text)
    assert len({entry.uid for entry in found}) == 2 and found == read(tmp_path, text)
    assert "appears twice; keep one of the two" in refused(tmp_path, text + "2026-03-31;Easy;none;40\n")


def test_nothing_is_told_by_a_cell_that_says_nothing_and_none_where_it_is_a_word() -> None:
    ((_, row),) = read_table("uid,pain,bursts,recovery,drill,note\nx,None,none,None,NA,null\n", name="x")
    assert row == {"uid": "x", "pain": "none", "bursts": "none", "note": "null"}


@given(entries(), st.sampled_from(",;\t"))
def test_what_is_written_comes_back_whatever_parts_its_cells(entry: Entry, separator: str) -> None:
    import csv
    import io

    text = io.StringIO(newline="")
    writer: Any = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows(csv.reader(io.StringIO(write_table([entry]), newline="")))
    ((_, row),) = read_table(text.getvalue(), name="x")
    ((_, wanted),) = read_table(write_table([entry]), name="x")
    assert row == wanted


def test_a_table_of_very_many_columns_is_refused_unread() -> None:
    with pytest.raises(DiaryError, match="1: has 100,001 columns; at most 200"):
        read_rows("x," * 100_000, name="it")
