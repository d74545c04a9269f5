"""What a diary remembers is checked as an answer is, whether or not it counts in the case at hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import springstep
from springstep import CaseError, Remembered

CASE = {"pain": "none", "injuries": [], "sessions_done": 3}
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.binary(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
MEMORIES = st.builds(
    Remembered,
    fact=st.sampled_from(["sessions_done", "injuries", "goal", "cue", "duration_min", "run_kind", "moment"]) | JUNK,
    value=JUNK,
    note=st.text(max_size=3) | JUNK,
    overruled=st.booleans() | JUNK,
)


def remembered(
    fact: Any = "sessions_done", value: Any = 3, note: Any = "12 March", overruled: Any = False
) -> Remembered:
    return Remembered(fact=fact, value=value, note=note, overruled=overruled)


@pytest.mark.parametrize(
    ("history", "words"),
    [
        ([remembered(value="x")], "the history: sessions_done: must be a whole number, not 'x'"),
        ([remembered("bursts_done", "x")], "the history: bursts_done: must be a whole number"),
        ([remembered("nosuch")], "the history: nosuch: unknown field"),
        ([remembered(["sessions_done"])], r"the history: \[0\]\.fact: must be text"),
        ([remembered(note=None)], r"the history: \[0\]\.note: must be text"),
        ([remembered(overruled="no")], r"the history: \[0\]\.overruled: must be true or false"),
        ([remembered(), remembered(value=4)], "the history: sessions_done: is remembered twice"),
        ([{"fact": "sessions_done"}], r"the history: \[0\]: \{'fact': 'sessions_done'\} is nothing remembered"),
        ("abc", r"the history: \[0\]: 'a' is nothing remembered"),
        (5, r"the history: \[0\]: 5 is nothing remembered"),
        (None, r"the history: \[0\]: nothing is nothing remembered"),
    ],
)
def test_what_is_no_memory_is_refused(history: Any, words: str) -> None:
    with pytest.raises(CaseError, match=words):
        springstep.recommend(CASE, history=history)


@given(st.lists(MEMORIES, max_size=3) | JUNK)
def test_whatever_is_remembered_there_is_a_plan_or_a_fault(history: Any) -> None:
    try:
        assert springstep.recommend(CASE, history=history).headline
    except CaseError as error:
        assert all(fault.code and fault.source == "the history" for fault in error.faults)


def test_plain_words_are_read_as_in_a_case() -> None:
    made = springstep.recommend({"pain": "none", "injuries": []}, history=[remembered("fatigue", "a bit tired")])
    fatigue = next(fact for fact in made.facts if fact.fact == "fatigue")
    assert (fatigue.source, isinstance(fatigue.value, int)) == ("diary", True)
