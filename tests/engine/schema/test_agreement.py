"""The schema of a case and the reader take the same cases; where they differ, the schema says so.

``SPRINGSTEP_EXAMPLES=6.67`` compares twenty thousand cases.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from springstep import CaseError, json_schema
from springstep.engine.inference.case import case_from, case_of
from springstep.engine.inference.derived_facts import broken
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.language.fact_info import FactInfo, is_unknown
from springstep.engine.language.plain_lists import item_texts
from springstep.engine.schema.contradictions import unsaid
from springstep.engine.text.source import Document
from tests.fuzz.mutations import PLAIN, changed_value, edits
from tests.strategies import BASE, FACTS, VOCABULARY, all_cases, examples

SCHEMA = json_schema("case")
CASE = Draft202012Validator(SCHEMA)
UNSAID = {constraint.name for constraint in unsaid(VOCABULARY.constraints, VOCABULARY.facts)}


def near(info: FactInfo) -> st.SearchStrategy[Any]:
    """Draw a value of a fact, at its ends, just outside, or of another kind."""
    match info.kind:
        case "number":
            assert info.minimum is not None and info.maximum is not None
            ends = [info.minimum, info.maximum]
            beyond = [end + step for end in ends for step in (-1, -0.5, 0.5, 1)]
            usual = st.integers(int(info.minimum), int(min(info.maximum, 60)))
            return st.sampled_from([*ends, *beyond]) | usual | st.floats(info.minimum, info.maximum)
        case "word":
            return st.sampled_from([*info.values, *map(str.upper, info.values), 7, 7.5, 24, 0, 1e-9, -1])
        case "flag":
            return st.sampled_from([True, False, 0, 1, "yes", "true"])
        case "row":
            return st.sampled_from([*BASE.tables[info.table].by_id, "hops", ""])
        case "items":
            fields = VOCABULARY.fields_of(info.name)
            each = st.fixed_dictionaries({f.name.split(".")[1]: st.sampled_from(f.values) for f in fields})
            texts = (*item_texts(VOCABULARY.list_scopes[info.name]), *info.item_words)
            word = st.sampled_from([*texts, "none"])
            few = st.lists(each | word, max_size=3)
            return few | st.lists(word | each, min_size=info.most - 1, max_size=25) | word | each
    clock = st.builds("{}:{:02}{}{}".format, st.integers(0, 60), st.integers(0, 61), *_unit(info, ["/", " / ", "/ "]))
    amount = st.builds("{}{}{}".format, st.sampled_from(AMOUNTS) | st.integers(0, 60), *_unit(info, ["", " ", "  "]))
    return clock if info.form == "clock" else amount


AMOUNTS = [
    "0",
    "0.0",
    "000.000",
    "0.001",
    "00.1",
    "999.999",
    "1000",
    "10.",
    ".5",
    "5.1234",
    "-1",
    "\u0661\u0660",
    "1e2",
]


def _unit(info: FactInfo, between: list[str]) -> tuple[st.SearchStrategy[str], st.SearchStrategy[str]]:
    return st.sampled_from(between), st.sampled_from([*info.units, *(f"{unit}\n" for unit in info.units), "KM", ""])


@st.composite
def told(draw: st.DrawFn) -> Any:
    """Draw a case that is valid or nearly so."""
    case: dict[str, Any] = dict(draw(all_cases()))
    for name in draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=4)):
        case[name] = draw(near(FACTS[name]) | st.sampled_from([None, "unknown"]))
    for name in draw(st.lists(st.sampled_from(sorted(case) or ["moment"]), max_size=2)):
        case.pop(name, None)
    return json.loads(json.dumps(changed_value(case, draw(edits(2)), HOLDABLE)))


HOLDABLE = [value for value in PLAIN if value == value and value not in (float("inf"), 10**400)]
"""What JSON can hold; no reader of JSON takes more digits."""


def in_words(case: dict[str, Any]) -> list[str]:
    """Return the facts that are no values yet, but told in words."""
    found = [name for name, value in case.items() if plainly_valid(VOCABULARY, {name: value}) is None]
    rows = [name for name, info in FACTS.items() if info.kind == "row" and not is_unknown(case.get(name))]
    return [*found, *(name for name in rows if case[name] not in BASE.tables[FACTS[name].table].by_id)]


def is_words(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and any(isinstance(each, str) for each in value))


def read(case: Any) -> dict[str, Any]:
    """Return a case as the reader takes it; raises ``CaseError``."""
    return case_of(case, BASE).plain()


@examples(1000)
@given(told())
def test_the_plain_form_alone_is_what_the_schema_says(case: Any) -> None:
    if not isinstance(case, dict):
        return
    try:
        case_from(Document("", case, {}), BASE, words=False)
    except CaseError:
        assert not CASE.is_valid(case) or any(broken(VOCABULARY, plainly_valid(VOCABULARY, case) or {}))
    else:
        assert CASE.is_valid(case)


@examples(3000)
@given(told())
def test_what_one_takes_the_other_takes(case: Any) -> None:
    takes = CASE.is_valid(case)
    try:
        plain = read(case)
    except CaseError as error:
        if takes:
            names = [constraint.name for constraint in broken(VOCABULARY, plainly_valid(VOCABULARY, case) or {})]
            assert names and set(names) <= UNSAID and len(error.faults) == len(names), error
        return
    assert CASE.is_valid(plain)
    if not takes:
        words = [name for name in in_words(case) if not isinstance(case[name], (int, float))]  # a number has a band
        assert words and all(is_words(case[name]) for name in words)


BOUNDARIES: list[tuple[dict[str, Any], bool]] = [
    ({"pace": "2:11/km"}, True),
    ({"pace": "2:10/km"}, False),
    ({"pace": "20:30/km", "run_kind": "run_walk"}, True),
    ({"pace": "20:31/km", "run_kind": "run_walk"}, False),
    ({"pace": "3:30/mi"}, True),
    ({"pace": "3:29/mi"}, False),
    ({"pace": "33:00/mi", "run_kind": "run_walk"}, True),
    ({"pace": "33:01/mi", "run_kind": "run_walk"}, False),
    ({"pace": "12:25/km", "run_kind": "easy"}, True),
    ({"pace": "12:26/km", "run_kind": "easy"}, False),
    ({"pace": "20:00/mi", "run_kind": "long"}, True),
    ({"pace": "20:01/mi", "run_kind": "long"}, False),
    ({"pace": "06:00 / km"}, True),
    ({"pace": "6:60/km"}, False),
    ({"distance": "0 km"}, False),
    ({"distance": "0.000 mi"}, False),
    ({"distance": "0.001 km"}, True),
    ({"distance": "10 km\n"}, False),
    ({"duration_min": 1}, True),
    ({"duration_min": 0.99}, False),
    ({"duration_min": 600}, True),
    ({"duration_min": 600.5}, False),
    ({"sessions_done": 0, "step_efforts": 3}, False),
    ({"sessions_done": 0, "step_efforts": None}, True),
    ({"sessions_done": 1, "step_efforts": 3}, True),
    ({"sessions_done": 3, "sessions_at_step": 3}, True),
    ({"sessions_done": 3, "sessions_at_step": 4}, False),
    ({"sessions_done": 50, "sessions_at_step": 51}, False),
    ({"intended_drill": "light_hops"}, True),
    ({"intended_drill": "moon_hops"}, False),
    ({"today": ["fever", "heat", "fever"]}, True),
    ({"today": ["fever"] * 12}, True),
    ({"today": ["fever"] * 13}, False),
    ({"today": {"kind": "fever"}}, True),
    ({"today": "none"}, True),
    ({"today": ["none"]}, True),
    ({"today": ["none"] * 13}, False),
    ({"today": ["none", "fever"]}, False),
    ({"today": ["fever", "none"]}, False),
    ({"injuries": "none"}, True),
    ({"injuries": "knee"}, True),
    ({"injuries": "lower_back resolved"}, True),
    ({"injuries": ["knee active", "none"]}, False),
    ({"injuries": {"site": "knee", "status": "active"}}, True),
    ({"injuries": {"site": "knee"}}, False),
    ({"injuries": ["knee", {"site": "hip", "status": "resolved"}]}, True),
    ({"stiffness": "calves"}, True),
    ({"stiffness": ["calves marked"]}, True),
    ({"stiffness": "calves bad"}, False),
    ({"moment": "during", "cue": "none"}, True),
    ({"sleep": 7.5}, True),
    ({"sleep": 24}, False),
    ({"sleep": 0.000001}, True),
    ({"fatigue": 3.0}, True),
    ({"fatigue": True}, False),
]


@pytest.mark.parametrize(("facts", "fits"), BOUNDARIES, ids=repr)
def test_the_schema_and_the_reader_draw_the_same_line(facts: dict[str, Any], fits: bool) -> None:
    before = {"pain": "none", "injuries": []} if "moment" not in facts else {}
    case = {**before, **facts}
    assert CASE.is_valid(case) is fits
    try:
        plain = read(case)
    except CaseError:
        assert not fits
    else:
        assert fits or any(map(is_words, facts.values()))
        assert CASE.is_valid(plain)


def test_what_the_schema_cannot_say_stands_in_it() -> None:
    comments = [part["$comment"] for part in SCHEMA["allOf"] if "$comment" in part]
    for name in UNSAID:
        assert name in SCHEMA["description"]
        assert any(told.startswith(f"{name}: ") and "said here" in told for told in comments)
    assert {told.partition(":")[0] for told in comments} <= {constraint.name for constraint in VOCABULARY.constraints}
