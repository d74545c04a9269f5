"""Overlays that conclude nothing, work with absurd numbers or are far too many are refused, each fault at its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import KnowledgeError, load_rule_base, recommend
from springstep.engine.advice.rule_examples import check_examples
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.rulebase.overlay_reading import MOST_CHANGES, MOST_FILES
from springstep.installed import default_rule_base
from tests.characters import ESCAPES
from tests.strategies import examples

BASE = default_rule_base()
RULE: dict[str, str] = {
    "id": "OWN-001",
    "name": "our-own-rule",
    "topic": "readiness",
    "moments": "[before]",
    "when": "fatigue > 5",
    "then": "[{step: {clearance: modify}}]",
    "because": "We say so.",
    "reason": "trial",
    "note": "Tried out.",
    "fires_for": "{fatigue: 9}",
    "silent_for": "{fatigue: 0}",
}


def overlay(**parts: str) -> str:
    return f"overlay: own\nauthor: A. Coach\ndate: 2026-01-01\nadd:\n{rule(**parts)}"


def rule(**parts: str) -> str:
    return "  - {" + ", ".join(f"{name}: {value}" for name, value in {**RULE, **parts}.items()) + "}\n"


def faults(folder: Path, text: str) -> list[str]:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        check_examples(load_rule_base(overlays=path))
    assert all(fault.line for fault in caught.value.faults)
    return [str(fault) for fault in caught.value.faults]


def test_the_rule_as_it_is_does_what_it_says(tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(overlay(), encoding="utf-8")
    base = load_rule_base(overlays=tmp_path / "own.yaml")
    check_examples(base)
    made = recommend({**BASE.standard_cases["before"], "fatigue": 6}, rule_base=base)
    assert "OWN-001" in {firing.rule for firing in made.trace.firings}


@pytest.mark.parametrize(
    ("then", "says"),
    [
        *(
            (f"{{{kind}: {nothing}}}", f"{kind} names nothing, so it concludes nothing")
            for kind in ("step", "cap", "cap_below", "floor", "add", "assume", "exclude_drills", "prefer_drills")
            for nothing in ("{}", "null")
        ),
        ("{advise: null}", "advise names nothing"),
        ("{stop_signal: null}", "stop_signal names nothing"),
        ("{exclude_drills: {landing: []}}", "landing names no value; name at least one"),
        ("{prefer_drills: {landing: []}}", "landing names no value; name at least one"),
        ("{prefer_drills: {weight: 2}}", "names no drill"),
        ("{prefer_drills: {id_from: []}}", "names no drill"),
        ("{prefer_drills: {landing: both, id_from: []}}", "no fact '[]' names a drill"),
    ],
)
def test_a_line_that_concludes_nothing_is_refused(then: str, says: str, tmp_path: Path) -> None:
    assert any(says in fault for fault in faults(tmp_path, overlay(then=f"[{then}]")))


@pytest.mark.parametrize("amount", ["1e308*10", "1e999", "9" * 400, "duration_min*1e308*1e308", "3 * 1e12", "0 - 1e12"])
def test_an_amount_beyond_all_plans_is_refused(amount: str, tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, overlay(then=f'[{{floor: {{rest_s: "{amount}"}}}}]', when="duration_min > 5"))
    assert "too large" in fault or "to plan with" in fault


def test_an_amount_that_is_so_large_for_somebody_is_refused(tmp_path: Path) -> None:
    then = '[{floor: {rest_s: "duration_min * 1000000"}}]'
    (fault,) = faults(tmp_path, overlay(then=then, when="duration_min > 5"))
    assert "may be far beyond any rest_s" in fault


@pytest.mark.parametrize("number", ["9" * 400, "1e999", "1e308", "-1e999", "1000000000001"])
@pytest.mark.parametrize(
    "condition", ["fatigue > {}", "fatigue in {{{}}}", "fatigue * {} > 5", "any(injury.site == {})"]
)
def test_a_number_that_nothing_comes_near_is_refused(number: str, condition: str) -> None:
    with pytest.raises(ConditionError):
        parse_condition(condition.format(number), BASE.facts)


def test_many_large_numbers_together_are_refused() -> None:
    with pytest.raises(ConditionError, match="number too large"):
        parse_number("*".join(["1e12"] * 30), BASE.facts)
    with pytest.raises(ConditionError):
        parse_number("/".join(["1e-300"] * 3), BASE.facts)


@examples(300)
@given(st.text("0123456789eE.+-*/() fatigueduration_min", max_size=60))
def test_any_sum_is_read_or_refused(text: str) -> None:
    try:
        parse_number(text, BASE.facts)
    except ConditionError as error:
        assert len(str(error)) < 1000


@pytest.mark.parametrize("example", ["fires_for", "silent_for"])
@pytest.mark.parametrize("value", ["null", "unknown", "3"])
def test_an_example_names_facts_only(example: str, value: str, tmp_path: Path) -> None:
    given = f"{{{RULE[example].strip('{}')}, fatige: {value}}}"
    assert any(
        "no fact is called 'fatige'; did you mean 'fatigue'?" in f
        for f in faults(tmp_path, overlay(**{example: given}))
    )
    change = f"{{rule: RDY-040, when: fatigue >= 6, reason: trial, note: Tried., {example}: {given}}}"
    text = f"overlay: own\nauthor: A. Coach\ndate: 2026-01-01\ntighten:\n  - {change}\n"
    assert any("no fact is called 'fatige'" in fault for fault in faults(tmp_path, text))


@pytest.mark.parametrize("sign", ESCAPES)
@pytest.mark.parametrize("field", ["because", "note", "author", "name", "when", "then"])
def test_no_text_of_an_overlay_steers_a_terminal(sign: str, field: str, tmp_path: Path) -> None:
    text = json.dumps(f"x{sign}")
    if field == "then":
        text = f"[{{advise: {{topic: run, say: {text}}}}}]"
    assert any("which no text should hold" in fault for fault in faults(tmp_path, overlay(**{field: text})))


def test_very_many_entries_are_refused_before_they_are_looked_at(tmp_path: Path) -> None:
    many = overlay() + "".join(rule(nonsense="1") for _ in range(MOST_CHANGES))
    (fault,) = faults(tmp_path, many)
    assert f"makes more than {MOST_CHANGES} entries in the overlays used" in fault
    odd = "overlay: own\nauthor: A. Coach\ndate: 2026-01-01\nadd: [" + "1," * 20_000 + "1]\n"
    assert "entries in the overlays used" in faults(tmp_path, odd)[0]


def test_the_entries_of_all_overlays_count_together(tmp_path: Path) -> None:
    half = MOST_CHANGES // 2 + 1
    for name in ("a", "b"):
        entries = "".join(rule(id=f"OW{name.upper()}-{n:03}", name=f"{name}-{n}") for n in range(half))
        head = f"overlay: {name}\nauthor: A. Coach\ndate: 2026-01-01\nadd:\n"
        (tmp_path / f"{name}.yaml").write_text(head + entries, encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"at most {MOST_CHANGES} in all of them"):
        load_rule_base(overlays=tmp_path)


def test_very_many_files_are_refused_unread(tmp_path: Path) -> None:
    for number in range(MOST_FILES + 1):
        (tmp_path / f"{number}.yaml").write_text("\x00", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=f"makes more than {MOST_FILES} overlays"):
        load_rule_base(overlays=tmp_path)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"because": "x" * 1001}, "add[0].because: is 1,001 characters long; at most 1,000"),
        ({"name": "x" * 101}, "add[0].name: is 101 characters long; at most 100"),
        ({"then": "[" + "{step: {clearance: modify}}," * 51 + "]"}, "add[0].then: has too many items; at most 50"),
        ({"id": "OWN-\u0660\u0661\u0662"}, "add[0].id"),
    ],
)
def test_what_is_too_long_or_no_figure_is_refused(parts: dict[str, Any], says: str, tmp_path: Path) -> None:
    assert any(says in fault for fault in faults(tmp_path, overlay(**parts)))
