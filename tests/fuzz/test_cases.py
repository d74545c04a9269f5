"""Cases, histories, plans and schemas: whatever is handed over, from a file or by a program."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from springstep import CaseError, Recommendation, Remembered, json_schema, recommend
from springstep.cli.options.saved_plan import planned_in
from springstep.engine.errors import RecordError
from springstep.schemas import NAMES
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import PLAIN, changed_bytes, changed_value, documents, edits, json_texts, texts
from tests.fuzz.seeds import BASE, CASE_TEXTS, CASES, HISTORY, plans


class _Odd:
    """An object of another program: it has a length, and does not compare."""

    def __len__(self) -> int:
        return 1

    def __eq__(self, other: object) -> bool:
        raise TypeError("does not compare")

    __hash__ = None  # type: ignore[assignment]


OF_PROGRAMS: list[Any] = [
    *PLAIN, np.float64("nan"), np.int64(3), np.bool_(True), np.array([1, 2]), np.array(3), np.array([]), pd.NA,
    pd.NaT,
    pd.Series([1, 2]), Decimal("1e400"), Fraction(1, 3), 1j, b"none", {1, 2}, frozenset(), object(), _Odd(), range(3),
    (None,), ("none", 0), Path(), np.datetime64("NaT"), np.str_("none"),
]  # fmt: skip
"""Values that a program may hold, among them those of data frames."""


@inputs()
@given(st.sampled_from(CASES), edits())
def test_a_mapping(case: dict[str, Any], some: Any) -> None:
    with held():
        plan = recommend(changed_value(case, some, OF_PROGRAMS))
        assert Recommendation.from_json(plan.to_json()) == plan


@inputs()
@given(documents(*CASES) | texts(*CASE_TEXTS), st.sampled_from(["case.yaml", "case.json", "case"]))
def test_a_file(tmp_path_factory: Any, text: str, name: str) -> None:
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        recommend(path)


@inputs()
@given(st.sampled_from(CASE_TEXTS), edits(8))
def test_a_file_of_bytes(tmp_path_factory: Any, text: str, some: Any) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(changed_bytes(text.encode(), some))
    with held():
        recommend(path)


@inputs()
@given(st.sampled_from(CASES), st.lists(st.sampled_from(HISTORY), max_size=4), edits())
def test_a_history(case: dict[str, Any], memories: list[Any], some: Any) -> None:
    changed = changed_value(memories, some, OF_PROGRAMS)
    with held():
        recommend(case, history=_remembered(changed))


@pytest.mark.parametrize(
    "history", [np.array(3), 3, None, np.array([1]), pd.NA, object()], ids=lambda value: type(value).__name__
)
def test_what_is_no_history(history: Any) -> None:
    with pytest.raises(CaseError, match="nothing remembered"):
        recommend(CASES[0], history=history)


def _remembered(memories: Any) -> Any:
    """Return what still looks like memories as such, and all else as it is."""
    if not isinstance(memories, list):
        return memories
    names = {"fact", "value", "note", "overruled"}
    return [
        Remembered(**{"note": "", **each})
        if isinstance(each, dict) and {"fact", "value"} <= each.keys() <= names
        else each
        for each in memories
    ]


# A plan is 130 KB of JSON, some 20 ms to change, read and write: three in ten of what others get.
@inputs(300)
@given(st.data())
def test_a_recommendation(data: st.DataObject) -> None:
    text = data.draw(json_texts(*map(_parsed, plans())))
    with held():
        plan = Recommendation.from_json(text)
        assert Recommendation.from_json(plan.to_json()) == plan
        for decision in plan.decisions[:2]:
            plan.why(decision.name)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "-1E+400", f"{'9' * 400}.5"])
def test_what_is_no_number_is_none_in_a_recommendation(number: str) -> None:
    text = plans()[0].to_json()
    assert Recommendation.from_json(text.replace('"fatigue":', '"fatigue":1e307,"sessions_done":', 1)) != plans()[0]
    with pytest.raises(RecordError, match="no number that JSON can hold"):
        Recommendation.from_json(text.replace('"fatigue":', f'"fatigue":{number},"sessions_done":', 1))


def _parsed(plan: Recommendation) -> Any:
    import json

    return json.loads(plan.to_json())


# A plan is 130 KB of JSON, some 20 ms to change, read and write: three in ten of what others get.
@inputs(300)
@given(st.data())
def test_a_plan_in_a_file(tmp_path_factory: Any, data: st.DataObject) -> None:
    path = tmp_path_factory.getbasetemp() / "plan.json"
    text = data.draw(json_texts(*map(_parsed, plans())))
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with held():
        planned_in(path)


@inputs()
@example(0, "clear\xa0ance")
@given(st.integers(0, 2), texts("clearance", "bounding", "INJ-040", "dose=5 x 12 s", "clearance=go", "drill=bounding"))
def test_a_question_about_a_plan(which: int, asked: str) -> None:
    for question in ("why", "why_not", "what_would_change"):
        with held():
            getattr(plans()[which], question)(asked)


@inputs()
@given(st.sampled_from(NAMES) | texts(*NAMES) | st.sampled_from(OF_PROGRAMS))
def test_a_schema(which: Any) -> None:
    with held():
        json_schema(which)


def test_the_base_is_as_it_was() -> None:
    assert recommend(CASES[0], rule_base=BASE).to_json() == recommend(CASES[0]).to_json()
