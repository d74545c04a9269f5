"""The page on conditions: what it shows is read as it says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.conditions import comparisons, names_in
from springstep.engine.language.parse import parse_condition
from springstep.installed import default_rule_base
from tests.engine.conditions import FACTS

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "conditions.md"
TEXT = PAGE.read_text(encoding="utf-8")
SLIPS = TEXT[TEXT.index("## Slips") : TEXT.index("## What is not known")]
SHOWN = re.findall(r"^\| `(.*?)` \|", TEXT.replace(SLIPS, ""), re.M)
CORRECTED = re.findall(r"^\| `(.*?)` \| write: `(.*?)` \|", SLIPS, re.M)


@pytest.mark.parametrize("text", SHOWN)
def test_a_condition_that_the_page_shows_is_read(text: str) -> None:
    condition = parse_condition(text, FACTS)
    assert text == "always" or names_in(condition)


@pytest.mark.parametrize(("written", "right"), CORRECTED)
def test_a_slip_that_the_page_shows_is_told_with_the_condition_that_is_meant(written: str, right: str) -> None:
    with pytest.raises(ConditionError) as told:
        parse_condition(written, FACTS)
    assert str(told.value).endswith(f"write: {right}")


def test_the_page_shows_every_form() -> None:
    trees = [parse_condition(text, FACTS) for text in SHOWN]
    forms = {type(node).__name__ for tree in trees for node in (tree, *comparisons(tree))}
    assert forms == {"Always", "All", "Among", "AnyItem", "Compare", "Either", "Known", "Not"}


def test_the_rule_that_the_page_shows_is_one_of_the_knowledge() -> None:
    (shown,) = re.findall(r"^    when: >-\n((?:      .*\n)+)", PAGE.read_text(encoding="utf-8"), re.M)
    assert " ".join(shown.split()) == default_rule_base().by_id["INJ-065"].when_text
