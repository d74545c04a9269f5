"""What a group is advised: as each athlete alone, the worrying ones first, in few words, and nobody ends the others."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from springstep import recommend
from springstep.engine.errors import Fault, SpringstepError
from springstep.group.advice import AdvisedGroup, advise
from springstep.group.athletes import Athlete, read_group
from springstep.installed import default_rule_base
from springstep.session.group_words import group_words
from tests.places import EXAMPLES

BASE = default_rule_base()
DAY = date(2026, 3, 2)


def advised(path: Path) -> AdvisedGroup:
    group = read_group(path, BASE)
    return advise(group, group.athletes, rules_of=lambda each: BASE, recall=lambda each: (), day=DAY)


@pytest.fixture(scope="module")
def cases() -> AdvisedGroup:
    return advised(EXAMPLES)


def test_each_is_advised_as_alone(cases: AdvisedGroup) -> None:
    for each in cases.advised:
        assert recommend(Path(each.athlete.source)) == each.made
        assert (each.line.verdict, each.line.headline) == (each.made.verdict, each.made.headline)


def test_the_worrying_ones_come_first_in_the_order_of_the_rule_base(cases: AdvisedGroup) -> None:
    order = [place.words for place in group_words(BASE).order]
    assert [each.line.place for each in cases.advised] == sorted(each.line.place for each in cases.advised)
    assert all(each.line.standing in (order[each.line.place], group_words(BASE).ask) for each in cases.advised)
    clearances = [str(each.made.decision("clearance").value) for each in advised(EXAMPLES / "group.csv").advised]
    assert clearances[:2] == ["stop_and_refer"] * 2
    assert clearances[2:4] == ["no_bursts_today"] * 2
    assert clearances[-1] == "go"


def test_another_order_is_another_rule_base() -> None:
    turned = tuple(reversed(BASE.declared["group"]["order"][:-1]))
    declared = {**BASE.declared["group"], "order": (*turned, BASE.declared["group"]["order"][-1])}
    base = replace(BASE, declared={**BASE.declared, "group": declared})
    group = read_group(EXAMPLES / "group.csv", base)
    found = advise(group, group.athletes, rules_of=lambda each: base, recall=lambda each: (), day=DAY)
    assert found.advised[-2].line.standing == "stop"


def test_every_rule_that_decides_before_a_run_has_a_situation_in_six_words() -> None:
    words = group_words(BASE)
    decides = [
        rule for rule in BASE.rules if "before" in rule.moments and any(each.decides for each in rule.conclusions)
    ]
    said = {rule.id: words.why.get(rule.id) or rule.name.replace("-", " ") for rule in decides}
    assert {rule: each for rule, each in said.items() if len(each.split()) > words.most_words} == {}


def test_why_takes_few_words(cases: AdvisedGroup) -> None:
    for each in (*cases.advised, *advised(EXAMPLES / "group.csv").advised):
        assert 0 < len(each.line.why.split()) <= group_words(BASE).most_words
        assert each.line.rule in BASE.by_id


def test_what_is_not_told_is_named_in_whole_words_or_counted(tmp_path: Path) -> None:
    path = tmp_path / "group.csv"
    path.write_text("name,pain,injuries,screening,today\nA,none,none,none,none\n")
    (one,) = advised(path).advised
    assert re.fullmatch(r"not told: \w+ and \d+ more", one.line.why), one.line.why


def test_one_of_whom_something_is_not_told_is_asked_first_and_stands_behind_those_who_told_of_a_danger(
    tmp_path: Path,
) -> None:
    path = tmp_path / "group.csv"
    path.write_text(
        "name,pain,injuries,screening,today\nA,none,none,none,\nB,sharp,none,none,none\nC,none,none,none,fever\n"
    )
    found = [(each.line.name, each.line.standing, each.line.verdict) for each in advised(path).advised]
    assert found[0] == ("B", "stop", "stop") and ("A", "ask first", "stop") in found[1:]


def test_what_is_declared_of_rules_is_of_rules_that_there_are() -> None:
    words = group_words(BASE)
    assert words.why.keys() <= BASE.by_id.keys()
    assert all(len(said.split()) <= words.most_words for said in words.why.values())


def test_what_is_wrong_with_one_is_told_in_her_line(tmp_path: Path) -> None:
    path = tmp_path / "group.csv"
    path.write_text("name,pain,injuries,fatigue\nA,none,none,11\nB,,none,3\nC,none,none,3\n")
    found = advised(path)
    assert [each.athlete.name for each in found.advised] == ["C"]
    assert [(fault.row, fault.line, fault.column, fault.where) for fault in found.faults] == [
        ("A", 2, 4, "fatigue"),
        ("B", 3, 2, "pain"),
    ]


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("A,sharp,,3", []),
        ("A,sharp,none,plenty", ["fatigue"]),
        ("A,,knee active,3", []),
        ("A,,knee active,11", ["fatigue"]),
        ("A,sharp,no idea,plenty", ["fatigue"]),
    ],
)
def test_a_danger_is_heard_whatever_is_wrong_with_the_rest_of_her_line(
    line: str, wrong: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "group.csv"
    path.write_text(f"name,pain,injuries,fatigue\n{line}\nB,none,none,3\n")
    found = advised(path)
    assert [each.athlete.name for each in found.advised] == ["A", "B"]
    assert found.advised[0].line.standing == "stop"
    assert [fault.where.partition("[")[0] for fault in found.faults] == wrong


@pytest.mark.parametrize(
    "line", ["A,sharp", "A,sharp,,3,,x", "A,sharp,none,3,x", "A,sharp,none,\u202e3", "A,sharp,none,plenty,x"]
)
def test_a_danger_is_heard_however_many_cells_her_line_has(tmp_path: Path, line: str) -> None:
    path = tmp_path / "group.csv"
    path.write_text(f"name,pain,injuries,fatigue\nB,none,none,3\n{line}\n", encoding="utf-8")
    found = advised(path)
    made = {each.athlete.name: each.line for each in found.advised}
    assert made["A"].standing == "stop" and made["A"].why == "sharp pain" != made["B"].why
    assert found.faults and {(fault.row, fault.line) for fault in found.faults} == {("A", 3)}


def test_cells_that_are_missing_at_the_end_are_taken_as_not_told_and_it_is_said(tmp_path: Path) -> None:
    text = (
        "name,pain,injuries,fatigue,surface\nA,none,none,3,\nB,none,none,3\nC,none,none,3,grass,x\nD,none,none,3,,,\n"
    )
    path = tmp_path / "group.csv"
    path.write_text(text, encoding="utf-8")
    found = advised(path)
    made = {each.athlete.name: each.line for each in found.advised}
    assert set(made) == {"A", "B", "D"}, "a cell of C may stand in the column of another"
    assert {replace(line, name="", line=None) for line in made.values()} == {replace(made["A"], name="", line=None)}
    assert [(fault.row, fault.what, fault.allowed) for fault in found.faults] == [
        ("B", "has 4 cells, the first line 5", "the cells that are missing are taken as not told"),
        ("C", "has 6 cells, the first line 5", "a cell with the separator in it stands in quotes"),
    ]


def test_a_danger_is_heard_though_her_diary_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "group.csv"
    path.write_text("name,pain,injuries,diary\nA,sharp,none,a.db\n")

    def recall(each: Athlete) -> tuple[()]:
        raise SpringstepError([Fault("damaged", "is damaged", source=str(each.diary))])

    group = read_group(path, BASE)
    found = advise(group, group.athletes, rules_of=lambda each: BASE, recall=recall, day=DAY)
    assert [each.line.standing for each in found.advised] == ["stop"] and found.faults


def test_what_is_wrong_with_a_file_of_hers_is_told_in_her_line(tmp_path: Path) -> None:
    path = tmp_path / "group.csv"
    path.write_text("name,pain,injuries,diary\nA,none,none,a.db\n")

    def recall(each: Athlete) -> tuple[()]:
        raise SpringstepError([Fault("damaged", "is damaged", source=str(each.diary))])

    group = read_group(path, BASE)
    found = advise(group, group.athletes, rules_of=lambda each: BASE, recall=recall, day=DAY)
    assert [(fault.row, fault.line, fault.column, fault.where) for fault in found.faults] == [("A", 2, 4, "diary")]


def test_a_moment_other_than_before_a_run_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "group.csv"
    path.write_text("name,moment,pain,injuries\nA,after,none,none\n")
    assert [fault.code for fault in advised(path).faults] == ["out_of_place"]


def test_an_illness_is_said_before_what_is_not_told_in_few_words(tmp_path: Path) -> None:
    path = tmp_path / "group.csv"
    path.write_text("name,pain,injuries,today\nA,none,none,fever\n", encoding="utf-8")
    (one,) = advised(path).advised
    words, verdicts = group_words(BASE), {each.code for each in BASE.verdicts["before"]}
    assert re.fullmatch(r"ill or feverish; not told: .*", one.line.why) and set(words.heard) <= verdicts
    assert len(one.line.why.split()) <= words.most_words
