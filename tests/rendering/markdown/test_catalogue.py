"""RULES.md tells everything that is declared: what follows, what no case can be, tables, choices, verdicts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.engine.language.conclusions import Advise
from springstep.engine.language.conditions import Always
from springstep.engine.language.constraints import Constraint
from springstep.engine.language.definitions import Definition, Way
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.overlay_records import Overlay, OverlayEntry, RelaxedClaim
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.rules import Origin
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown import escaped
from springstep.rendering.markdown.catalogue import render_catalogue
from tests.characters import UNFIT
from tests.strategies import BASE, examples

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
    text = section(
        "What follows, and what no case can be",
        render_catalogue(replace(BASE, vocabulary=more, facts={**BASE.facts, "twice": twice.info})),
    )
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


NASTY = (
    "a <script>alert(1)</script> <img src=x onerror=y> ![p](http://x) [l](javascript:y) **b** `c` | d\n\n# e\n"
    "1. f\n<!-- g --> &lt; \\ ~~h~~ _i_"
)


def with_overlay() -> RuleBase:
    """Return the rules with an overlay that holds nasty words wherever a coach may write some."""
    origin = Origin("own", "added", NASTY, "2026-01-01", "trial", NASTY, "own.yaml", 1, 1)
    own = next(rule for rule in BASE.rules if any(isinstance(each, Advise) for each in rule.conclusions))
    said = tuple(
        replace(each, say=NASTY, short=NASTY) if isinstance(each, Advise) else each for each in own.conclusions
    )
    changed = replace(own, because=NASTY, short=NASTY, conclusions=said, origin=origin, when_text="a == '`<b>`'")
    gone = OverlayEntry("XYZ-001", replace(origin, kind="switched_off"))
    claim = RelaxedClaim("CLM-001", "own", NASTY, "2026-01-01", "trial", NASTY, "own.yaml", 1, 1)
    overlay = Overlay("own", NASTY, "2026-01-01", "own.yaml", "0" * 64, (gone,), (claim,))
    rules = tuple(changed if rule.id == own.id else rule for rule in BASE.rules)
    return replace(BASE, rules=rules, overlays=(overlay,))


def test_words_of_an_overlay_stay_words() -> None:
    markdown_it = pytest.importorskip("markdown_it")
    text = render_catalogue(with_overlay())
    assert text.count("alert(1)") >= 8
    tokens = markdown_it.MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    inside = [child for token in tokens for child in (token, *(token.children or ()))]
    assert not {"html_inline", "image", "s_open"} & {token.type for token in inside}
    (only_own,) = (token.content for token in inside if token.type == "html_block")
    assert only_own.startswith("<!-- Generated from knowledge/")
    assert all(token.attrs["href"].startswith("#") for token in inside if token.type == "link_open")
    assert [token.tag for token in tokens if token.type == "heading_open"].count("h1") == 1
    shown = [token.content for token in inside if token.type == "text"]
    assert any("<script>alert(1)</script> <img src=x onerror=y> ![p](http://x)" in each for each in shown)


@examples(300)
@given(st.text())
def test_any_words_are_one_line_in_which_no_sign_is_left_alone(words: str) -> None:
    shown = escaped.text(words)
    assert "\n" not in shown and not any(sign in shown for sign in UNFIT)
    assert not re.search(r"(?<!\\)(?:\\\\)*[<`*\[\]|]", shown)
    assert len(escaped.code(words).splitlines()) <= 1
