"""A danger is heard in an entry that is refused, whatever else is wrong with it, and nothing else is."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.diary.heard import danger_in
from springstep.installed import default_rule_base
from tests.strategies import examples

BASE, TODAY = default_rule_base(), date(2026, 3, 2)


@pytest.mark.parametrize(
    "told",
    [
        {"pain": "sharp", "bursts": "nonsense"},
        {"cues": ["chest_pain", "no such cue"], "day": "2099-01-01"},
        {"cues": ("all_well", "chest_pain"), "form_held": "maybe"},
        {"injury": "ankle", "pain": 7},
    ],
)
def test_a_danger_is_heard_beside_what_is_wrong(told: dict[str, Any]) -> None:
    bars = danger_in(told, today=TODAY, base=BASE)
    assert bars is not None and bars.stopped and bars.said.startswith("Stop")


@pytest.mark.parametrize(
    "told", [{}, {"pain": "none"}, {"pain": "ache"}, {"cues": ["hip_stiffness"]}, [], None, "sharp"]
)
def test_what_is_no_danger_stops_nothing(told: object) -> None:
    assert danger_in(told, today=TODAY, base=BASE) is None


anything = st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.lists(st.text(max_size=4), max_size=3)


@examples(40)
@given(st.dictionaries(st.sampled_from(["pain", "injury", "cues", "bursts", "uid"]), anything))
def test_no_value_is_a_traceback(told: dict[str, Any]) -> None:
    assert danger_in(told, today=TODAY, base=BASE) is None
