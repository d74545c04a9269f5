"""Every form that an answer takes alone is taken in a line with others, too."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from springstep.engine.consultation.check_in_phrases import DENIALS
from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.consultation.questions import read_answer
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.wording import plain
from tests.places import ROOT
from tests.strategies import BASE, FACTS, examples

CHECK_INS = BASE.vocabulary.check_ins
RUN = CHECK_INS["run"]
PAGE = (ROOT / "docs" / "runner" / "answers.md").read_text(encoding="utf-8")
RATES = ["10:30 a mile", "10kph", "10,5 km/h", "6 miles an hour", "10 k an hour", "8 min miles", "9 minutes a mile"]
CLOCKS = [f"{figure}{unit}" for figure in ("6", "6:30", "9:05") for unit in ("/km", " min/mile", " a mile", " per km")]


class Form(NamedTuple):
    fact: str
    """The fact that is asked for."""
    said: str
    means: dict[str, Any]


def shown(row: str) -> list[str]:
    """Return the forms that the page of the runners shows for an answer."""
    found = re.search(rf"^\| {row}.*\| (.*) \|$", PAGE, re.MULTILINE)
    assert found is not None
    return re.findall(r"`([^`]+)`", found[1])


def forms(fact: str, said: list[str]) -> list[Form]:
    return [Form(fact, each, means) for each in said if (means := alone(fact, each)) is not None]


def alone(fact: str, said: str) -> dict[str, Any] | None:
    try:
        return read_answer(fact, said, BASE)
    except AnswerError:
        return None


def words(fact: str) -> list[str]:
    """Return all that may be said for the values of a fact."""
    info = FACTS[fact]
    said = [phrase for phrases in info.spoken.said.values() for phrase in phrases]
    return [phrase for phrase in (*map(plain, info.values), *said) if phrase not in DENIALS]


LENGTHS = forms("duration_min", [*shown("minutes"), *shown("a distance"), "45 minutes", "an hour"])
PACES = forms("pace", [*shown("a pace"), *RATES, *CLOCKS])
KINDS = forms("run_kind", [said for said in words("run_kind") if said not in RUN.usual])
"""That it is as usual says more of a line than which kind of run it is."""
JOINTS = [", ", "; ", " and ", " with "]


def meant(told: list[Form]) -> dict[str, Any]:
    return {fact: value for form in told for fact, value in form.means.items()}


@st.composite
def runs(draw: st.DrawFn) -> tuple[str, list[Form]]:
    """Draw what a run is in any order, with commas or other joints between."""
    told = draw(st.permutations([draw(st.sampled_from(each)) for each in (KINDS, LENGTHS, PACES)]))
    line = told[0].said
    for form in told[1:]:
        joints = [joint for joint in JOINTS if joint != " and " or not form.said.startswith("half")]  # "one and half"
        line += draw(st.sampled_from(joints)) + form.said
    return line, told


def test_the_page_shows_forms_of_each() -> None:
    assert len(LENGTHS) >= 13 and len(PACES) >= 20 and len(KINDS) > 80
    assert {"10 km/h", "6 mph"} <= {form.said for form in PACES}
    assert {"half marathon", "6,5 km"} <= {form.said for form in LENGTHS}


@examples(300)
@given(runs())
def test_what_is_taken_alone_is_taken_in_a_line(run: tuple[str, list[Form]]) -> None:
    line, told = run
    assume(not re.search("[05]k (race|tt)|easy [0-9]", line))  # two lengths, as in "5 miles, easy 10k"
    assume(len(re.findall("marathon|[48]00s", line)) < 2)  # two that could each be either are asked back
    read, means = read_check_in(RUN, line, BASE), meant(told)
    assert {fact: value for fact, value in read.given.items() if fact in means} == means and not read.opened
    assert read.given.keys() == means.keys()


@pytest.mark.parametrize("pace", [form.said for form in PACES])
@pytest.mark.parametrize("length", ["45 min", "50", "1h", "1 h 20", "10 km", "6 miles"])
def test_a_pace_after_a_length_needs_no_comma(length: str, pace: str) -> None:
    means = {"run_kind": "easy", **(alone("duration_min", length) or {}), **(alone("pace", pace) or {})}
    for line in (f"easy {length} {pace}", f"{pace} {length} easy", f"easy, {length} at {pace}"):
        if line.startswith(f"{pace} ") and re.fullmatch(r"\S+ \S+ [0-9].*", line):
            continue
        assert read_check_in(RUN, line, BASE).given == means, line


@pytest.mark.parametrize("name", [each.name for each in CHECK_INS.values() if len(each.reads) > 1])
def test_any_two_answers_of_a_check_in_go_together(name: str) -> None:
    """What could be several of the facts alone is said to be so; nothing is ever read as something else."""
    check_in = CHECK_INS[name]
    first, *others = [fact for fact in check_in.reads if FACTS[fact].kind == "word"]
    for fact in others:
        for said in words(first):
            means, other = alone(first, said), forms(fact, words(fact))[0]
            if means is not None:
                read = read_check_in(check_in, f"{said}, {other.said}", BASE)
                assert read.given == means | other.means, said


def test_a_pace_without_its_unit_is_told_the_units() -> None:
    with pytest.raises(AnswerError, match="has no unit"):
        read_check_in(RUN, "easy, 45 min, 6'30\"", BASE)


@pytest.mark.parametrize("said", ["half marathon", "marathon"])
def test_what_could_be_two_answers_is_the_one_that_the_line_leaves_open(said: str) -> None:
    distance = alone("duration_min", said) or {}
    assert read_check_in(RUN, f"{said}, easy", BASE).given == {"run_kind": "easy", **distance}
    assert read_check_in(RUN, f"{said}, 2 h", BASE).given == {"run_kind": "race", "duration_min": 120}
    with pytest.raises(AnswerError, match="could be the kind of run or distance"):
        read_check_in(RUN, said, BASE)
