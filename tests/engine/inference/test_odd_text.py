"""Figures of other scripts, halves of characters and what steers a terminal are no answers, wherever they are given."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import CaseError, Dialogue, recommend
from springstep.engine.consultation.events import Refused
from springstep.engine.language.spoken.lines import LONGEST
from tests.characters import ESCAPES, UNFIT
from tests.strategies import BASE, examples

CASE: dict[str, Any] = {"pain": "none", "injuries": [], "screening": [], "fatigue": 2}
FIGURES = tuple(chr(code) for code in range(0x80, 0x20000) if unicodedata.category(chr(code)) in ("Nd", "No", "Nl"))
DIALOGUE = Dialogue(BASE)


def refused(**facts: Any) -> list[str]:
    with pytest.raises(CaseError) as caught:
        recommend({**CASE, **facts})
    return str(caught.value).split("\n")


@examples(300)
@given(st.sampled_from(FIGURES))
def test_figures_of_other_scripts_are_no_numbers(figure: str) -> None:
    for name, told in {
        "distance": f"{figure} km",
        "pace": f"{figure}:00/km",
        "duration_min": f"{figure} min",
        "fatigue": figure,
        "step_efforts": f"1{figure}",
    }.items():
        (fault,) = (line for line in refused(**{name: told}) if line.startswith(name))
        assert fault


@pytest.mark.parametrize("sign", [*ESCAPES, "\ud800"])
@pytest.mark.parametrize("name", BASE.vocabulary.facts)
def test_what_steers_a_terminal_is_no_answer_to_anything(name: str, sign: str) -> None:
    for told in (sign, f"none{sign}", [sign], [{"site": sign, "status": "returning"}], {sign: sign}):
        found = refused(**{name: told})
        assert any(line.startswith(name) for line in found)
        assert not [each for line in found for each in line if each in UNFIT]


def test_a_very_long_answer_is_told_in_short() -> None:
    found = refused(pain="x" * 100_000, distance="1" * 100_000, injuries=["x" * 100_000] * 3)
    assert all(len(line) < 1000 for line in found)


@examples(300)
@given(st.sampled_from([*UNFIT]), st.sampled_from(["{}", "why {}", "none{}", "save {}", "3 {}"]))
def test_a_line_of_a_consultation_with_such_a_character_is_refused(sign: str, line: str) -> None:
    if sign == "\r":
        line += "x"
    state, _ = DIALOGUE.begin("before")
    turned, events = DIALOGUE.respond(state, line.format(sign))
    assert isinstance(events[0], Refused)
    assert events[0].what.endswith(("which no text should hold", "holds half a character (a lone surrogate)"))
    assert turned == state


def test_a_line_may_be_so_long_and_no_longer() -> None:
    state, _ = DIALOGUE.begin("before")
    _, events = DIALOGUE.respond(state, "x" * (LONGEST + 1))
    assert isinstance(events[0], Refused) and events[0].what == "that is 1,001 characters long"
    assert len(events[0].allowed) < 100
    _, events = DIALOGUE.respond(state, "nothing" + " " * (LONGEST - 7))
    assert not isinstance(events[0], Refused)


@pytest.mark.parametrize(
    ("facts", "says"),
    [
        ({f"x{number}": 1 for number in range(2000)}, "holds 2,004 facts; at most 1,000"),
        ({"injuries": [{"site": 1}] * 100_000}, "injuries: has too many items; at most"),
        ({"injuries": ["sore ankle"] * 100_000}, "injuries: has too many items; at most"),
        ({"today": ["tired"] * 99_999 + ["x"]}, "today: has too many items; at most"),
    ],
)
def test_a_case_of_very_many_values_is_refused_before_each_is_looked_at(facts: dict[str, Any], says: str) -> None:
    found = refused(**facts)
    assert len(found) <= 3 and any(line.startswith(says) for line in found)
