"""RULES.md tells everything that is declared: what follows, what no case can be, tables, choices, verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from springstep.engine.language.conditions import Always
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.vocabulary import Definition, FactInfo, Way
from springstep.rendering.markdown.catalogue import render_catalogue
from tests.strategies import BASE

TEXT = render_catalogue(BASE)


def section(title: str, text: str = TEXT) -> str:
    return text.split(f"\n## {title}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("definition", [*BASE.vocabulary.definitions, *BASE.plan], ids=lambda each: each.name)
def test_what_follows_is_told_with_its_reason(definition: Definition) -> None:
    line = next(line for line in TEXT.splitlines() if line.startswith(f"- `{definition.name}`"))
    assert line.endswith(definition.because)


def test_what_no_case_can_be_is_told_with_the_fault() -> None:
    text = section("What follows, and what no case can be")
    for constraint in BASE.vocabulary.constraints:
        assert constraint.because in text and re.sub(r"{(\w+):[^}]*}", r"{\1}", constraint.says) in text


def test_a_fact_and_a_limit_that_are_added_are_told_in_words() -> None:
    vocabulary = BASE.vocabulary
    twice = Definition(
        FactInfo("twice", "number", "twice the tiredness", unit="of 20"),
        (Way(Always(), parse_number("fatigue * 2", BASE.facts)),),
        places=1,
        because="It shows.",
    )
    never = parse_condition("fatigue > 9 and legs == fresh", BASE.facts)
    limit = Constraint("too-tired-to-be-fresh", never, "legs", "are not fresh at {fatigue:g}", because="It hurts.")
    more = replace(
        vocabulary,
        definitions=(*vocabulary.definitions, twice),
        constraints=(*vocabulary.constraints, limit),
    )
    text = section("What follows, and what no case can be", render_catalogue(replace(BASE, vocabulary=more)))
    assert "- `twice` twice the tiredness. To 1 decimal places. It shows.\n  - fatigue x 2\n" in text
    assert "| fatigue is more than 9 and legs is fresh | are not fresh at {fatigue} | It hurts. |" in text


def test_every_row_of_every_table_is_told() -> None:
    for table in BASE.tables.values():
        text = section(table.title)
        rows = [line for line in text.splitlines() if line.startswith("| ")]
        assert len(rows) == len(table.rows) + 2
        for row in table.rows:
            assert row.id in text


def test_every_verdict_is_told_with_its_headline() -> None:
    text = section("Verdicts")
    for verdicts in BASE.verdicts.values():
        for verdict in verdicts:
            assert f"| `{verdict.name}` |" in text and verdict.say in text


def test_the_look_ahead_is_told_as_it_is_declared() -> None:
    text = section("Looking ahead")
    assert "sessions at this step 3" in text and "weeks at this step 2" in text


def test_a_rule_base_without_a_room_is_told_without_its_chapters() -> None:
    text = render_catalogue(replace(BASE, room=None))
    assert "## Looking ahead" not in text and "## From the diary" in text


@pytest.mark.parametrize(
    ("moments", "words"),
    [
        (("before",), "before a run"),
        (("before", "after"), "before and after a run"),
        (("before", "during", "after"), "before and during and after a run"),
    ],
)
def test_moments_are_said_once_with_what_they_share(moments: Any, words: str) -> None:
    assert BASE.vocabulary.when(moments) == words


def test_moments_that_share_nothing_are_said_in_full() -> None:
    other = replace(BASE.vocabulary, moments={"asking": "while asking", "signing": "at the signature"})
    assert other.when(["asking", "signing"]) == "while asking and at the signature"
