"""Modified condition/decision coverage: pairs that differ in one answer, reasons for none, and what is out of date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from springstep import KnowledgeError, load_rule_base, recommend
from springstep.engine.audit.mcdc.search import coverage
from springstep.engine.audit.mcdc.table import (
    FILE,
    ConditionShown,
    changed,
    load_table,
    stale,
    table_text,
    wanted,
)
from springstep.engine.inference.examples import UNKNOWN, laid_over
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from tests.other_subject.plants import BASE as PLANTS
from tests.planted import add, few, rule

ADVICE = "{advise: {topic: sleep, say: Sleep on it.}}"
CITED = {"basis": "guide", "guide": "['1.3']"}


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return few(tmp_path)


def shown(folder: Path, *rules: str) -> tuple[RuleBase, dict[str, ConditionShown]]:
    base = load_rule_base(add(folder, *rules))
    return base, {row.condition: row for row in coverage(base) if row.rule == "TST-010"}


def test_two_runners_who_differ_in_one_answer_are_told_differently(small: Path) -> None:
    base, rows = shown(small, rule(10, "legs == heavy and (terrain == hilly or fatigue >= 5)", ADVICE, **CITED))
    assert rows.keys() == {"legs is heavy", "terrain is hilly", "fatigue is at least 5"}
    for row in rows.values():
        assert len(row.other) == 1 and row.told["advice"] == ("sleep",) and not row.why_none
        first = laid_over(base, row.case[MOMENT], row.case)
        both = [recommend(case, rule_base=base) for case in (first, changed(first, row.other))]
        assert [bool(made.trace.firings_of("TST-010")) for made in both] == [True, False]
    assert not list(stale(coverage(base), base))


def test_a_field_of_one_item_is_an_answer(small: Path) -> None:
    when = "injury.site == knee and injury.status == returning"
    _, rows = shown(small, rule(10, when, ADVICE, for_each="injury", **CITED))
    for row in rows.values():
        ((name, items),) = row.other.items()
        assert name == "injuries" and len(items) == len(row.case["injuries"])


def test_a_condition_that_the_rest_implies_has_no_pair(small: Path) -> None:
    base, rows = shown(small, rule(10, "fatigue >= 7 and fatigue >= 3", ADVICE, **CITED))
    assert rows["fatigue is at least 3"].why_none == "The rest of the condition implies it."
    assert rows["fatigue is at least 7"].other == {"fatigue": 6}
    assert not list(stale(coverage(base), base))


def test_a_rule_that_others_outdo_names_them(small: Path) -> None:
    _, rows = shown(small, rule(10, "fatigue >= 7", "{step: {clearance: no_bursts_today}}", **CITED))
    assert rows["fatigue is at least 7"].why_none == "Where it turns the rule, RDY-040 asks for the same."


def test_a_pair_of_other_rules_is_out_of_date(small: Path) -> None:
    base, rows = shown(small, rule(10, "fatigue >= 5 and legs == heavy", ADVICE, **CITED))
    table = [*(row for row in coverage(base) if row.rule != "TST-010"), *rows.values()]
    assert not list(stale(table, base))
    again = load_rule_base(add(small, rule(10, "fatigue >= 5 and legs == flooding", ADVICE, **CITED)))
    assert set(map(str, stale(table, again))) == {
        "TST-010: 'fatigue is at least 5' is not shown by its two cases any more",
        "TST-010: nothing shows 'legs is flooding'",
        "TST-010: there is no condition 'legs is heavy'",
    }
    wrong = [replace(row, other={"moment": UNKNOWN}) if row.rule == "TST-010" else row for row in table]
    assert len(list(stale(wrong, base))) == 2


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    table = tuple(coverage(PLANTS))
    assert load_table(tmp_path) == ()
    (tmp_path / FILE).write_text(table_text(table), encoding="utf-8")
    assert [row.to_json() for row in load_table(tmp_path)] == [row.to_json() for row in table]
    assert not list(stale(load_table(tmp_path), PLANTS))
    (tmp_path / FILE).write_text("[{}]", encoding="utf-8")
    with pytest.raises(KnowledgeError, match=FILE):
        load_table(tmp_path)


def test_every_condition_of_every_rule_of_the_guide_has_its_line() -> None:
    table = list(coverage(PLANTS))
    assert [(row.rule, row.condition) for row in table] == list(wanted(PLANTS))
    assert all(bool(row.told) != bool(row.why_none) for row in table)
