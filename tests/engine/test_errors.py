"""Faults as data: each has a code that is documented, goes to JSON and to another process, and names its row."""

from __future__ import annotations

import ast
import json
import pickle
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

import springstep
from springstep.engine.characters import on_one_line
from springstep.engine.errors import Code, Fault, shown
from springstep.engine.faults_told import FaultsTold
from springstep.engine.language.spoken.errors import AnswerError, AskedBackError
from tests.characters import UNFIT
from tests.places import PACKAGE, ROOT
from tests.strategies import examples

CODES = get_args(Code)
TEXTS = ("what", "where", "allowed", "source", "row")
FAULTS = st.builds(
    Fault,
    code=st.sampled_from(CODES),
    what=st.text(),
    where=st.text(),
    allowed=st.text(),
    source=st.text(),
    line=st.none() | st.integers(1),
    column=st.none() | st.integers(1),
    row=st.text(),
)


def calls(file: Path) -> Iterator[ast.Call]:
    """Yield where a fault is made: ``Fault(...)``, and ``.fault(...)`` of whatever knows the place."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call):
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if name in ("Fault", "fault"):
                yield node


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: str(file.relative_to(PACKAGE)))
def test_every_fault_is_made_with_a_code(file: Path) -> None:
    for call in calls(file):
        code = call.args[0]
        passed_on = ast.unparse(code).split(".")[-1].split("(")[0] in ("code", "get")
        assert passed_on or (isinstance(code, ast.Constant) and code.value in CODES), f"{file}:{call.lineno}"


def test_the_documents_say_what_each_code_means() -> None:
    told = (ROOT / "docs" / "integrator" / "errors.md").read_text(encoding="utf-8")
    table = told.split("## Codes")[1].split("## Exit codes")[0]
    assert tuple(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == CODES


@given(st.lists(FAULTS, min_size=1, max_size=3))
def test_a_mistake_goes_to_json_and_back(faults: list[Fault]) -> None:
    text = springstep.CaseError(faults).to_json()
    Draft202012Validator(springstep.json_schema("faults")).validate(json.loads(text))
    told = FaultsTold.from_json(text)
    assert (told.error, list(told.faults)) == ("CaseError", [seen(fault) for fault in faults])


def seen(fault: Fault) -> Fault:
    """Return a fault whose texts show what no text may hold."""
    return replace(fault, **{name: on_one_line(getattr(fault, name)) for name in TEXTS})


def test_half_a_character_is_escaped_in_json() -> None:
    error = springstep.CaseError([Fault("not_found", "there is no such file", source="caf\udce9.yaml")])
    assert json.loads(error.to_json().encode())["faults"][0]["source"] == "caf\\udce9.yaml"


@pytest.mark.parametrize(
    "error",
    [
        springstep.CaseError([Fault("missing", "is required", "pain", line=3, column=1), Fault("usage", "is odd")]),
        AnswerError("is out of range", "at most 10", code="out_of_range"),
        AskedBackError("6 minutes?", "such as 6/km", unfinished="6/{}"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_mistake_is_the_same_in_another_process_and_keeps_all_but_its_row(error: springstep.SpringstepError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
    named = error.in_row(7)
    assert str(named).splitlines() == [f"row 7: {line}" for line in str(error).splitlines()]
    assert {**vars(named), "faults": ()} == {**vars(error), "faults": ()}


def test_what_is_asked_back_is_of_a_kind_of_its_own() -> None:
    assert (AnswerError("what", "").code, AskedBackError("which?", "").code) == ("not_understood", "ambiguous")


def test_of_very_many_faults_the_first_are_told_and_how_many_more_there_are() -> None:
    error = springstep.CaseError(Fault("wrong_type", "must be text", str(number)) for number in range(100_000))
    lines = str(error).splitlines()
    assert (len(lines), lines[0], lines[-1]) == (21, "0: must be text", "and 99,980 more")
    told = json.loads(error.to_json())
    assert (len(told["faults"]), told["more"], len(error.faults)) == (20, 99_980, 100_000)
    Draft202012Validator(springstep.json_schema("faults")).validate(told)
    assert len(str(springstep.CaseError(error.faults[:20])).splitlines()) == 20


@examples(300)
@given(st.lists(FAULTS, min_size=1, max_size=25))
def test_each_fault_is_told_on_one_line_that_steers_nothing(faults: list[Fault]) -> None:
    lines = str(springstep.CaseError(faults)).split("\n")
    assert len(lines) == min(len(faults), 21)
    assert not [sign for line in lines for sign in line if sign in UNFIT]


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=70) | st.binary(max_size=70),
    lambda inner: (
        st.lists(inner, max_size=8)
        | st.lists(inner, max_size=8).map(tuple)
        | st.dictionaries(st.text(max_size=8), inner, max_size=8)
        | st.sets(st.integers(), max_size=8)
    ),
    max_leaves=20,
)


@given(VALUES)
@examples(1500)
def test_a_value_is_shown_as_it_would_be_written_whole(value: object) -> None:
    if value is None or isinstance(value, bool):
        return
    whole = repr(value).encode("utf-8", "backslashreplace").decode().replace("\n", " ")
    told = shown(value)
    if isinstance(value, str) and len(value) > 60:  # which quotes it is written in, its end may tell
        assert told[1:57] == whole[1:57] or '"' in value or "'" in value
    elif "'" not in whole[60:] and '"' not in whole[60:]:
        assert told == (whole if len(whole) <= 60 else whole[:57] + "...")
    assert len(told) <= 60


def test_what_holds_the_same_over_and_over_is_not_written_whole() -> None:
    told: object = "x" * 1_000
    for _ in range(40):
        told = [told] * 10  # ten times as much each time
    assert shown(told) == "[" * 40 + "'" + "x" * 16 + "..."
    assert shown({"a" * 1_000: told}).startswith("{'aaa") and shown({"a": told}).startswith("{'a': [[[")
