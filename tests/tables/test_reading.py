"""However a table holds an answer, it is read as the answer alone; what is wrong with a row stands in that row."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import springstep
from springstep import QueryError
from springstep.tables import TableError, explain, input_schema, output_schema, plan_of_row, recommend_table
from tests.tables.drawing import BASE, rows, table_of
from tests.tables.test_agreement import said_alone

PLAIN: dict[str, Any] = {"pain": "none", "injuries": [], "screening": [], "duration_min": 40, "pace": "6:45/km"}
CALF = {"site": "calf", "status": "returning"}
HIP = {"site": "hip", "status": "active"}


def said(columns: dict[str, list[Any]] | pa.Table, **options: Any) -> list[dict[str, Any]]:
    table = columns if isinstance(columns, pa.Table) else pa.table(columns)
    found: list[dict[str, Any]] = recommend_table(table, **options).to_pylist()
    return found


def alike(row: dict[str, Any], case: dict[str, Any]) -> bool:
    alone = said_alone(case, BASE)
    return all((sorted(row[name]) if isinstance(row[name], list) else row[name]) == alone[name] for name in alone)


def test_without_a_row() -> None:
    found = recommend_table(table_of([]))
    assert found.num_rows == 0 and found.schema.equals(output_schema())


def test_without_a_column_that_is_required() -> None:
    (row,) = said({"fatigue": [3]})
    assert {each["code"] for each in row["errors"]} == {"missing"}
    (row,) = said({"fatigue": [3]}, whole=False)
    assert row["errors"] is None and row["verdict"] == said_alone({"fatigue": 3}, BASE, whole=False)["verdict"]


@pytest.mark.parametrize(
    "fatigue",
    [[8, None], [8.0, float("nan")], ["8", None], ["8", "unknown"], pa.array([8, None], pa.uint8())],
)
def test_a_number_in_every_dress(fatigue: Any) -> None:
    one, other = said({**{name: [told] * 2 for name, told in PLAIN.items()}, "fatigue": fatigue})
    assert alike(one, {**PLAIN, "fatigue": 8}) and alike(other, PLAIN)


@pytest.mark.parametrize("coach", [[True, None], ["true", None], ["yes", "unknown"]])
def test_a_flag_in_every_dress(coach: Any) -> None:
    one, other = said({**{name: [told] * 2 for name, told in PLAIN.items()}, "has_coach": coach})
    assert alike(one, {**PLAIN, "has_coach": True}) and alike(other, PLAIN)


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
)
def test_a_word_in_every_dress(kind: pa.DataType) -> None:
    columns = {name: [told] * 3 for name, told in PLAIN.items()}
    one, other, none = said({**columns, "legs": pa.array(["flooding", "fresh", None], kind)})
    assert alike(one, {**PLAIN, "legs": "flooding"})
    assert alike(other, {**PLAIN, "legs": "fresh"}) and alike(none, PLAIN)


@pytest.mark.parametrize(
    "columns",
    [
        {"injuries": [[CALF, HIP], [], None]},
        {"injuries": pa.array([[CALF, HIP], [], None], pa.large_list(pa.struct([(n, pa.string()) for n in CALF])))},
        {"injuries": [json.dumps([CALF, HIP]), "[]", None]},
        {
            "injury_1_site": ["calf", "none", None],
            "injury_1_status": ["returning", None, None],
            "injuries_2_site": ["hip", None, None],
            "injuries_2_status": ["active", None, None],
        },
    ],
)
def test_a_list_in_every_dress(columns: dict[str, Any]) -> None:
    plain = {name: [told] * 3 for name, told in PLAIN.items() if name != "injuries"}
    two, none, unknown = said({**plain, **columns}, whole=False)
    assert alike(two, {**PLAIN, "injuries": [CALF, HIP]}) and alike(none, PLAIN)
    assert unknown["verdict"] == said_alone({**PLAIN, "injuries": None}, BASE, whole=False)["verdict"]


@pytest.mark.parametrize(
    "columns",
    [
        {"today": [["heat", "wet"], [], None]},
        {"today": [[{"kind": "heat"}, {"kind": "wet"}], [], None]},
        {"today": ['["heat", "wet"]', "[]", None]},
        {"today_1": ["heat", "none", None], "today_2": ["wet", None, None]},
    ],
)
def test_a_list_of_plain_words_in_every_dress(columns: dict[str, Any]) -> None:
    two, none, unknown = said({**{name: [told] * 3 for name, told in PLAIN.items()}, **columns})
    assert alike(two, {**PLAIN, "today": ["heat", "wet"]})
    assert alike(none, {**PLAIN, "today": []}) and alike(unknown, PLAIN)


def test_a_word_said_twice_is_said_once() -> None:
    columns = {name: [told] * 2 for name, told in PLAIN.items()}
    twice, once = said({**columns, "today": [["wet", "sore", "wet"], ["wet", "sore"]]})
    assert twice == once and twice["errors"] is None


def test_plain_words_as_people_type_them() -> None:
    columns = {**{name: [told] for name, told in PLAIN.items()}, "injuries": ["a calf coming back"]}
    (row,) = said(columns)
    assert alike(row, {**PLAIN, "injuries": "a calf coming back"}) and row["errors"] is None


@pytest.mark.parametrize(
    ("columns", "where", "code"),
    [
        ({"fatigue": [11, 3]}, "fatigue", "out_of_range"),
        ({"fatigue": [2.5, 3]}, "fatigue", "wrong_type"),
        ({"fatigue": ["a lot of it", "3"]}, "fatigue", None),
        ({"fatigue": [True, None]}, "fatigue", "wrong_type"),
        ({"legs": ["purple", "fresh"]}, "legs", None),
        ({"legs": [3, None]}, "legs", "not_allowed"),
        ({"distance": ["six", "6 km"]}, "distance", None),
        ({"injuries": [[{"site": "calf", "status": None}], []]}, "injuries", None),
        ({"injuries": ['[{"site": "calf"}]', "[]"]}, "injuries", None),
        ({"injuries": [[{"site": "calf"}], None]}, "injuries", None),
        ({"injury_1_site": ["calf", "none"]}, "injuries", None),
        ({"last_drill": ["cartwheels", "strides"]}, "last_drill", None),
        ({"sessions_done": [3, 3], "sessions_at_step": [5, 2]}, "", "contradiction"),
        ({"bursts_done": [2, None]}, "bursts_done", "out_of_place"),
        ({"moment": ["later", "before"]}, "moment", None),
        ({"pain": [None, "none"]}, "pain", "missing"),
    ],
)
def test_one_bad_row_ends_nothing(columns: dict[str, Any], where: str, code: str | None) -> None:
    lists = {"injuries"} if "injury_1_site" in columns else set()
    plain = {name: [told] * 2 for name, told in PLAIN.items() if name not in (lists | columns.keys())}
    if "distance" in columns:
        plain.pop("pace")
    if lists:
        columns = {**columns, "injury_1_status": pa.array([None, None], pa.string())}
    if columns.get("injuries", [None])[-1] is None:
        columns = {**columns, "injuries": [columns["injuries"][0], []]} if "injuries" in columns else columns
    bad, good = said({**plain, **columns})
    assert good["errors"] is None and good["verdict"] is not None
    assert bad["verdict"] is None and bad["fired"] == [] and bad["dose"] is None
    faults = [(each["where"].split("[")[0].split(".")[0], each["code"]) for each in bad["errors"]]
    assert any(place == where and (code is None or code == told) for place, told in faults), faults


def test_frames_of_pandas_and_polars() -> None:
    drawn = [row for row in rows(60, 300) if "errors" not in said_alone(row, BASE)]
    table = table_of(drawn)
    want = recommend_table(table).to_pylist()
    assert recommend_table(pl.from_arrow(table)).to_pylist() == want
    numpy = table.to_pandas()
    assert any(isinstance(each, np.ndarray) for each in numpy["injuries"])
    for frame in (numpy, table.to_pandas(types_mapper=pd.ArrowDtype)):
        assert recommend_table(frame).to_pylist() == want


def test_columns_that_are_kept() -> None:
    table = pa.table({**{name: [told] * 2 for name, told in PLAIN.items()}, "athlete": ["a", "b"], "team": [1, 2]})
    found = recommend_table(table, keep=["athlete", "team"])
    assert found.column("athlete").to_pylist() == ["a", "b"] and found.column("team").to_pylist() == [1, 2]
    assert found.schema.names == ["athlete", "team", *output_schema().names]


@pytest.mark.parametrize(
    ("columns", "keep", "where"),
    [
        ({"fatigu": [1]}, [], "fatigu"),
        ({"fatigue": [1]}, ["athlete"], "athlete"),
        ({"fatigue": [1], "verdict": ["x"]}, ["verdict"], "verdict"),
        ({"injuries": [[]], "injury_1_site": ["calf"]}, [], "injury_1_site"),
    ],
)
def test_a_column_that_cannot_be(columns: dict[str, Any], keep: list[str], where: str) -> None:
    with pytest.raises(TableError) as raised:
        recommend_table(pa.table(columns), keep=keep)
    assert where in {fault.where for fault in raised.value.faults}


def test_a_column_that_is_there_twice() -> None:
    table = pa.Table.from_arrays([pa.array([1]), pa.array([2])], names=["fatigue", "fatigue"])
    with pytest.raises(TableError, match="twice"):
        recommend_table(table)


@pytest.mark.parametrize("nothing", [None, [1], {"pain": "none"}, "athletes.csv"])
def test_what_is_no_table(nothing: Any) -> None:
    with pytest.raises(TableError, match="no table"):
        recommend_table(nothing)


def test_a_type_for_every_column() -> None:
    found = recommend_table(table_of(rows(20, 301)))
    assert found.schema.equals(output_schema())
    assert input_schema().names == list(BASE.vocabulary.facts)
    assert output_schema().field("rest_s").metadata[b"unit"] == b"s"


def test_why_is_as_for_the_row_alone() -> None:
    drawn = [row for row in rows(40, 302) if "errors" not in said_alone(row, BASE)]
    table = table_of(drawn)
    found = recommend_table(table)
    for place, row in enumerate(drawn):
        plan = springstep.recommend(row)
        assert plan_of_row(table, place, said=found).to_json() == plan.to_json()
        for decision in plan.decisions:
            assert str(explain(table, place, decision.name, said=found)) == str(plan.why(decision.name))


def test_why_of_another_table() -> None:
    table = table_of([{**PLAIN, "legs": "fresh"}, {**PLAIN, "legs": "flooding"}])
    said_otherwise = recommend_table(table.take([1, 0]))
    with pytest.raises(QueryError, match="other rules fire"):
        explain(table, 0, "clearance", said=said_otherwise)
    with pytest.raises(QueryError, match="no row 2"):
        explain(table, 2, "clearance")
