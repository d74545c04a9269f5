"""Files of athletes: read as tables are, written whole or not at all, resumed where they were broken off."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest

from springstep import SpringstepError
from springstep.tables import TableError, batch, recommend_table
from springstep.tables.batch import advise_file
from springstep.tables.files import case_at
from tests.tables.drawing import BASE, Row, rows, table_of

FORMS = (".parquet", ".csv", ".jsonl")


def written(path: Path, drawn: list[Row]) -> Path:
    """Write drawn rows as people do: nested in Parquet, as text in CSV, as they are in JSON."""
    table = table_of(drawn).append_column("athlete", pa.array([f"athlete {place}" for place in range(len(drawn))]))
    match path.suffix:
        case ".parquet":
            pq.write_table(table, path)
        case ".csv":
            columns = [_as_text(table.column(name).to_pylist()) for name in table.column_names]
            pacsv.write_csv(pa.table(columns, names=table.column_names), path)
        case _:
            path.write_text("".join(f"{json.dumps(row)}\n" for row in table.to_pylist()), encoding="utf-8")
    return path


def _as_text(values: list[Any]) -> pa.Array:
    return pa.array([v if v is None or isinstance(v, str) else json.dumps(v) for v in values], pa.string())


def read(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".parquet":
        return pq.read_table(path).to_pylist()
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def without_athlete(found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name != "athlete"} for row in found]


def few_at_once(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setattr(batch, "ROWS_AT_ONCE", count)


def codes(faults: list[dict[str, str]] | None) -> list[str] | None:
    return None if faults is None else sorted({fault["where"].split("[")[0] for fault in faults})


@pytest.mark.parametrize("form", FORMS)
def test_every_form_says_what_the_table_says(form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_at_once(monkeypatch, 16)
    drawn = rows(90, 400)
    found = advise_file(written(tmp_path / f"in{form}", drawn), tmp_path / "out.jsonl", BASE, keep=["athlete"])
    want = recommend_table(table_of(drawn)).to_pylist()
    got = read(tmp_path / "out.jsonl")
    assert [row.pop("athlete") for row in got] == [f"athlete {place}" for place in range(90)]
    for row in (*want, *got):
        row["errors"] = codes(row["errors"])
    assert got == want
    assert (found.rows, found.faulty, found.resumed) == (90, sum(row["errors"] is not None for row in want), 0)


@pytest.mark.parametrize("form", FORMS)
def test_a_result_in_every_form(form: str, tmp_path: Path) -> None:
    drawn, target = rows(40, 401), tmp_path / f"out{form}"
    advise_file(written(tmp_path / "in.parquet", drawn), target, BASE, keep=["athlete"])
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", target.name]
    want = recommend_table(table_of(drawn))
    if form == ".csv":
        found = pacsv.read_csv(target)
        assert found.column("verdict").to_pylist() == [word or "" for word in want.column("verdict").to_pylist()]
        assert [told.split() for told in found.column("fired").to_pylist()] == want.column("fired").to_pylist()
    else:
        got = read(target)
        assert [{name: row[name] for name in want.column_names} for row in got] == want.to_pylist()


def test_lines_that_are_no_rows(tmp_path: Path) -> None:
    told = tmp_path / "in.csv"
    told.write_bytes(b"\xef\xbb\xbfpain,injuries,screening,legs\nnone,[],[],fresh\nnone,[]\n\nnone,[],[],fl\xffsh\n")
    assert advise_file(told, tmp_path / "out.jsonl", BASE)[:2] == (3, 2)
    first, second, third = read(tmp_path / "out.jsonl")
    assert first["errors"] is None and third["errors"][0]["where"] == "legs"
    said = {"code": "malformed", "where": "", "what": "has 2 cells, and there are 4 columns"}
    allowed = "the cells that are missing are taken as not told"
    assert second["errors"] == [{**said, "allowed": allowed}] and second["verdict"] is not None
    plain = '{"pain": "none", "injuries": [], "screening": []}'
    lines = tmp_path / "in.jsonl"
    lines.write_text(f"{plain}\n{{\n[1]\n\n{plain}\n{'[' * 100_000}\n", encoding="utf-8")
    assert advise_file(lines, tmp_path / "out.jsonl", BASE, over=True)[:2] == (5, 3)
    assert [row["verdict"] is None for row in read(tmp_path / "out.jsonl")] == [False, True, True, False, True]


def test_a_row_of_another_length_is_advised_as_far_as_its_cells_are_sure(tmp_path: Path) -> None:
    told = tmp_path / "in.csv"
    head = "pain,injuries,screening,today,legs,fatigue"
    lines = [
        "none,[],[],[],fresh,",
        "none,[],[],[],fresh",
        "none,[],[],[],fresh,2,x",
        "sharp",
        "sharp,[],[],[],fresh,2,x",
        "none,[],[],[],fresh,,,",
    ]
    told.write_text("\n".join([head, *lines]), encoding="utf-8")
    advise_file(told, tmp_path / "out.jsonl", BASE)
    whole, short, long, danger, doubtful, empty = read(tmp_path / "out.jsonl")
    assert whole["errors"] is None and {**short, "errors": None} == whole == empty
    assert short["errors"][0]["allowed"] == "the cells that are missing are taken as not told"
    assert long["verdict"] is None and long["errors"][0]["allowed"] == "a cell with a comma in it stands in quotes"
    assert danger["verdict"] == doubtful["verdict"] != whole["verdict"] and danger["errors"] and doubtful["errors"]
    assert case_at(told, 1, BASE)["legs"] == "fresh"
    with pytest.raises(TableError, match="has 7 cells"):
        case_at(told, 2, BASE)


def test_what_was_broken_off_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_at_once(monkeypatch, 8)
    drawn = rows(100, 402)
    source, target = written(tmp_path / "in.parquet", drawn), tmp_path / "out.jsonl"
    advised: list[int] = []
    whole = batch.advise_batch

    def until(most: int) -> Any:
        def advise(piece: pa.RecordBatch, *args: Any, **options: Any) -> pa.RecordBatch:
            if sum(advised) >= most:
                raise KeyboardInterrupt
            advised.append(piece.num_rows)
            return whole(piece, *args, **options)

        return advise

    monkeypatch.setattr(batch, "advise_batch", until(70))
    with pytest.raises(KeyboardInterrupt):
        advise_file(source, target, BASE, keep=["athlete"], threads=1)
    assert not target.exists()
    advised.clear()
    monkeypatch.setattr(batch, "advise_batch", until(1_000))
    found = advise_file(source, target, BASE, keep=["athlete"], threads=1)
    assert found.rows == 100 and found.resumed == 64 and sum(advised) == 36
    assert without_athlete(read(target)) == recommend_table(table_of(drawn)).to_pylist()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "out.jsonl"]


def test_another_file_is_not_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    few_at_once(monkeypatch, 8)
    source, target = written(tmp_path / "in.parquet", rows(60, 403)), tmp_path / "out.jsonl"
    with monkeypatch.context() as broken:
        broken.setattr(batch, "_put_together", lambda *_, **__: pytest.fail("broken off"))
        with pytest.raises(pytest.fail.Exception):
            advise_file(source, target, BASE, keep=["athlete"])
    other = rows(60, 404)
    written(source, other)
    assert advise_file(source, target, BASE, keep=["athlete"]).resumed == 0
    assert without_athlete(read(target)) == recommend_table(table_of(other)).to_pylist()


def test_two_that_make_one_result_do_not_come_between_each_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few_at_once(monkeypatch, 8)
    drawn = rows(80, 406)
    source, target = written(tmp_path / "in.parquet", drawn), tmp_path / "out.jsonl"
    other = written(tmp_path / "other.parquet", rows(60, 407))
    refused: list[str] = []

    def another_begins(_: int) -> None:
        if not refused:
            with pytest.raises(SpringstepError, match="another program has been writing it") as told:
                advise_file(other, target, BASE, keep=["athlete"], threads=1)
            refused.append(str(told.value))

    assert advise_file(source, target, BASE, keep=["athlete"], threads=1, done=another_begins).rows == 80
    assert without_athlete(read(target)) == recommend_table(table_of(drawn)).to_pylist()
    assert refused and sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "other.parquet", "out.jsonl"]


def test_nothing_is_written_over_unasked(tmp_path: Path) -> None:
    source, target = written(tmp_path / "in.parquet", rows(5, 405)), tmp_path / "out.csv"
    target.write_text("mine", encoding="utf-8")
    with pytest.raises(SpringstepError, match="is there already"):
        advise_file(source, target, BASE, keep=["athlete"])
    assert target.read_text(encoding="utf-8") == "mine"
    link = tmp_path / "link.csv"
    link.symlink_to(target)
    with pytest.raises(SpringstepError, match="link"):
        advise_file(source, link, BASE, keep=["athlete"], over=True)
    assert target.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("in.parquet", b"PAR1 and no more", "cannot be read"),
        ("in.parquet", b"", "cannot be read"),
        ("in.xlsx", b"", "no table by its name"),
        ("in.csv", b"pain,colour\nnone,red\n", "colour: is no fact"),
        ("in.csv", b"pain,pain\nnone,none\n", "pain: is there twice"),
        ("in.jsonl", b'{"pain": "none", "fatigu": 3}\n', "fatigu: is no fact"),
        ("none.csv", None, "No such file"),
    ],
)
def test_a_file_that_cannot_be_advised(name: str, content: bytes | None, said: str, tmp_path: Path) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError, match=said):
        advise_file(tmp_path / name, tmp_path / "out.csv", BASE)
    assert [path.name for path in tmp_path.iterdir()] == ([name] if content is not None else [])


def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    whole = written(tmp_path / "in.parquet", rows(3_000, 406)).read_bytes()
    damaged = bytearray(whole)
    for place in range(len(whole) // 4, len(whole) // 2):
        damaged[place] ^= 0xFF
    (tmp_path / "in.parquet").write_bytes(damaged)
    with pytest.raises(TableError, match="cannot be read"):
        advise_file(tmp_path / "in.parquet", tmp_path / "out.csv", BASE, keep=["athlete"])
    assert not (tmp_path / "out.csv").exists()


def test_an_empty_table(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("pain,legs\n", encoding="utf-8")
    assert advise_file(tmp_path / "in.csv", tmp_path / "out.csv", BASE)[:2] == (0, 0)
    assert (tmp_path / "out.csv").read_text(encoding="utf-8").startswith('"moment"')


@pytest.mark.parametrize("form", FORMS)
def test_one_row_of_a_file(form: str, tmp_path: Path) -> None:
    drawn = rows(20, 407)
    source = written(tmp_path / f"in{form}", drawn)
    for row in (0, 7, 19):
        found = {name: value for name, value in case_at(source, row, BASE).items() if value is not None}
        if form == ".parquet":
            assert found == {name: value for name, value in drawn[row].items() if value is not None}
        else:
            assert found.keys() == drawn[row].keys()
    with pytest.raises(TableError, match="no row 20; from 0 to 19"):
        case_at(source, 20, BASE)
