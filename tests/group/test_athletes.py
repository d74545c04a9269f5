"""The athletes of a table as spreadsheets write it: ways to write a column or a cell, and what is refused where."""

from __future__ import annotations

import datetime
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from springstep.engine.errors import Fault, SpringstepError
from springstep.group import table, workbook
from springstep.group.athletes import ToldGroup, read_group
from springstep.group.errors import GroupError
from springstep.installed import default_rule_base

BASE = default_rule_base()


def told(group: ToldGroup) -> dict[str, Any]:
    return {each.name: each.told.value for each in group.athletes}


def csv(tmp_path: Path, text: str | bytes, name: str = "group.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def sheet(tmp_path: Path, *lines: list[Any]) -> Path:
    book = Workbook()
    for line in lines:
        book.worksheets[0].append(line)
    book.save(tmp_path / "group.xlsx")
    return tmp_path / "group.xlsx"


def places(faults: tuple[Fault, ...]) -> list[tuple[int | None, int | None, str]]:
    return [(fault.line, fault.column, fault.where) for fault in faults]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("start", ["", "\ufeff"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_csv_is_read_as_any_spreadsheet_writes_it(tmp_path: Path, separator: str, start: str, end: str) -> None:
    cells = [["Name", "Duration-Min", "FATIGUE", "has coach"], ['"Zoe; or, Z"', '"45,5"', "3", "WAHR"]]
    path = csv(tmp_path, start + end.join(separator.join(line) for line in cells) + end)
    assert told(read_group(path, BASE)) == {"Zoe; or, Z": {"duration_min": 45.5, "fatigue": 3, "has_coach": "true"}}


@pytest.mark.parametrize("name", ["name", "Athlete", "RUNNER", "who"])
def test_the_column_of_names_has_several(tmp_path: Path, name: str) -> None:
    assert list(told(read_group(csv(tmp_path, f"{name},pain\nA,none\n"), BASE))) == ["A"]


def test_a_fact_is_called_by_its_name_or_its_label(tmp_path: Path) -> None:
    path = csv(tmp_path, "name,length of the run,Kind of Run,easy-pace\nA,40,easy,6:00/km\n")
    assert told(read_group(path, BASE)) == {"A": {"duration_min": 40, "run_kind": "easy", "pace": "6:00/km"}}


def test_a_list_is_one_cell_or_numbered_columns(tmp_path: Path) -> None:
    path = csv(tmp_path, "name,injury 1,injury_2,injuries\nA,achilles returning,calf resolved,\nB,,,none\n")
    assert told(read_group(path, BASE)) == {
        "A": {"injuries": "achilles returning; calf resolved"},
        "B": {"injuries": "none"},
    }


@pytest.mark.parametrize("nothing", ["", " ", "n/a", "-", "#N/A", "NaN"])
def test_a_cell_without_a_value_leaves_the_fact_out(tmp_path: Path, nothing: str) -> None:
    assert told(read_group(csv(tmp_path, f"name,fatigue\nA,{nothing}\n"), BASE)) == {"A": {}}


@pytest.mark.parametrize(
    "name", ["Zo\u00eb", "\u5f20\u4f1f", "O'Brien <b>", "=1+1", "a/b\\c", "\U0001f3c3", "-", "17", "none"]
)
def test_a_name_may_hold_any_character(tmp_path: Path, name: str) -> None:
    assert list(told(read_group(csv(tmp_path, f'name,pain\n"{name}",none\n'), BASE))) == [name]
    assert list(told(read_group(sheet(tmp_path, ["name", "pain"], [name.replace("=", "\u2009="), "none"]), BASE)))


def test_one_bad_line_ends_nothing_and_is_told_with_line_and_column(tmp_path: Path) -> None:
    lines = [
        "name,pain,overlay",
        "A,none,",
        "B,none",
        ",none,",
        "C\u202e,none,",
        "a,none,",
        "D,none,../x.yaml",
        "E,none,",
    ]
    group = read_group(csv(tmp_path, "\n".join(lines)), BASE)
    assert list(told(group)) == ["A", "B", "E"], "of B the last cell is missing, and taken as not told"
    assert places(group.faults) == [(3, None, ""), (4, 1, "name"), (5, 1, "name"), (7, 3, "overlay"), (6, 1, "name")]


def test_a_broken_quote_takes_no_other_line_with_it(tmp_path: Path) -> None:
    lines = ["name,pain", '"A" x,none', "B,none", '"C,none', "D,none"]
    group = read_group(csv(tmp_path, "\n".join(lines)), BASE)
    assert list(told(group)) == ["B", "D"]
    assert [fault.line for fault in group.faults] == [2, 4]


def test_a_folder_of_diaries_that_there_is_not_is_told(tmp_path: Path) -> None:
    with pytest.raises(GroupError, match="there is no such folder"):
        read_group(csv(tmp_path, "name\nA\n"), BASE, diaries=tmp_path / "none")


def test_an_unknown_column_is_passed_over_and_told(tmp_path: Path) -> None:
    group = read_group(csv(tmp_path, "name,pain,fatige,notes\nA,none,3,hello\n"), BASE)
    assert told(group) == {"A": {"pain": "none"}}
    assert places(group.faults) == [(1, 3, "fatige")]
    assert "fatigue" in group.faults[0].allowed


@pytest.mark.parametrize("header", ["Notes", "Coach notes", "my remarks", "Training group", "Date", "test date"])
def test_what_a_coach_keeps_beside_the_answers_is_no_slip(header: str, tmp_path: Path) -> None:
    group = read_group(csv(tmp_path, f"name,pain,{header}\nA,none,hello\n"), BASE)
    assert (told(group), group.faults) == ({"A": {"pain": "none"}}, ())


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "malformed"),
        ("pain,fatigue\nnone,3\n", "missing"),
        ("name,pain,Pain\nA,none,none\n", "duplicate"),
        ("name,injuries,injury\nA,none,none\n", "duplicate"),
        ('name,"pain\nA,none\n', "malformed"),
        ("name,pain\n", "missing"),
        (b"name,pain\nZo\xeb,none\n", "malformed"),
        ("name" + ",x" * table.MOST_COLUMNS + "\n", "too_large"),
        ("name\n" + "\n".join(map(str, range(table.MOST_ATHLETES + 1))), "too_large"),
    ],
)
def test_what_is_no_table_of_athletes_is_refused_whole(tmp_path: Path, text: str | bytes, code: str) -> None:
    with pytest.raises(GroupError) as refused:
        read_group(csv(tmp_path, text), BASE)
    assert refused.value.faults[0].code == code


@pytest.mark.parametrize("name", ["group.ods", "group", "group.xls"])
def test_another_kind_of_file_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(GroupError, match="no table of athletes"):
        read_group(csv(tmp_path, "name\nA\n", name), BASE)


def test_a_workbook_gives_plain_values(tmp_path: Path) -> None:
    path = sheet(
        tmp_path,
        ["Name", "fatigue", "duration_min", "has_coach", "pace"],
        ["A", 3.0, 45.5, True, datetime.time(6, 0)],
        [],
        [17, "7", datetime.timedelta(hours=1, minutes=10), False, datetime.datetime(2026, 3, 1)],
    )
    assert told(read_group(path, BASE)) == {
        "A": {"fatigue": 3, "duration_min": 45.5, "has_coach": True, "pace": "6:00"},
        "17": {"fatigue": 7, "duration_min": "1:10", "has_coach": False, "pace": "2026-03-01"},
    }


def test_a_formula_and_an_error_are_told_in_their_place(tmp_path: Path) -> None:
    path = sheet(tmp_path, ["name", "pain", "fatigue"], ["A", "none", "=1+1"], ["B", "#REF!", 2], ["C", "none", 2])
    group = read_group(path, BASE)
    assert group.faults == ()
    faults = tuple(fault for athlete in group.athletes for fault in athlete.faults)
    assert [(*where, fault.row) for where, fault in zip(places(faults), faults, strict=True)] == [
        (2, 3, "fatigue", "A"),
        (3, 2, "pain", "B"),
    ]


def test_what_is_no_workbook_is_refused(tmp_path: Path) -> None:
    whole = sheet(tmp_path, ["name"], ["A"]).read_bytes()
    for place, data in enumerate([b"", b"name\nA\n", whole[:200], whole.replace(b"sheet1", b"sheet9")]):
        path = tmp_path / f"{place}.xlsx"
        path.write_bytes(data)
        with pytest.raises(GroupError, match="workbook"):
            read_group(path, BASE)


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (workbook.MOST_UNPACKED + 1))
    with pytest.raises(GroupError, match="unpacks to"):
        read_group(path, BASE)


def test_a_line_far_down_is_never_lost_in_silence(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0]["A1"] = "name"
    book.worksheets[0].cell(workbook.MOST_LINES + 1, 1, "A")
    book.save(tmp_path / "deep.xlsx")
    with pytest.raises(GroupError, match="goes on below line"):
        read_group(tmp_path / "deep.xlsx", BASE)


def test_a_folder_holds_a_case_for_each_with_what_goes_with_it(tmp_path: Path) -> None:
    for name in ("Anna", "Zo\u00eb [1]"):
        (tmp_path / f"{name}.yaml").write_text("pain: none\n")
    (tmp_path / "Zo\u00eb [1].overlay.yaml").write_text("overlay: own\n")
    (tmp_path / "Anna.db").write_bytes(b"")
    (tmp_path / "broken.yaml").write_text("pain: [\n")
    group = read_group(tmp_path, BASE)
    found = [(each.name, each.diary and each.diary.name, each.overlay and each.overlay.name) for each in group.athletes]
    assert found == [("Anna", "Anna.db", None), ("Zo\u00eb [1]", None, "Zo\u00eb [1].overlay.yaml")]
    assert [fault.source for fault in group.faults] == [str(tmp_path / "broken.yaml")]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SpringstepError, match="holds no athlete"):
        read_group(tmp_path, BASE)


def test_a_folder_of_diaries_gives_each_the_one_of_her_name(tmp_path: Path) -> None:
    (tmp_path / "A.db").write_bytes(b"")
    group = read_group(csv(tmp_path, "name\nA\nB\n../A\n"), BASE, diaries=tmp_path)
    assert [each.diary for each in group.athletes] == [tmp_path / "A.db", None, None]
