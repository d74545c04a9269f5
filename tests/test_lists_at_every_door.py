"""A list is told as a list, as one item alone in words, or as none, and comes to the same at every door."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from springstep import CaseError, recommend
from springstep.diary.errors import DiaryError
from springstep.diary.profile import read_profile
from springstep.engine.inference.case import case_from, case_of
from springstep.engine.inference.plain_answers import understand
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.plain_lists import item_texts
from springstep.group.athletes import read_group
from springstep.serve.bodies import CaseGiven, case_in
from springstep.tables.advising import advise_batch
from tests.mcp.clients import asked
from tests.strategies import BASE, VOCABULARY

REFUSED = "refused"
NEEDED = {"pain": "none", "injuries": [], "screening": [], "today": []}
KNEE = {"site": "knee", "status": "active"}
CALVES = {"site": "calves", "severity": "marked"}

TOLD: list[tuple[str, Any, Any]] = [
    ("injuries", [], []),
    ("injuries", "none", []),
    ("injuries", ["none"], []),
    ("injuries", KNEE, [KNEE]),
    ("injuries", "knee", [KNEE]),
    ("injuries", "knee active", [KNEE]),
    ("injuries", ["knee"], [KNEE]),
    ("injuries", ["none", KNEE], REFUSED),
    ("injuries", ["knee", "none"], REFUSED),
    ("stiffness", "none", []),
    ("stiffness", "calves", [CALVES]),
    (
        "stiffness",
        ["calves marked", {"site": "hips", "severity": "mild"}],
        [CALVES, {"site": "hips", "severity": "mild"}],
    ),
    ("stiffness", ["calves", "none"], REFUSED),
    ("screening", "none", []),
    ("screening", "pregnant", ["pregnant"]),
    ("screening", ["none", "pregnant"], REFUSED),
    ("today", "none", []),
    ("today", ["none"], []),
    ("today", "fever", ["fever"]),
    ("today", {"kind": "fever"}, ["fever"]),
    ("today", ["fever", "none"], REFUSED),
    ("cue", "none", ["all_well"]),
    ("cue", ["none"], ["all_well"]),
    ("cue", "ache", ["ache"]),
    ("cue", ["none", "ache"], ["all_well", "ache"]),
]


def whole(fact: str, told: Any) -> dict[str, Any]:
    return {"moment": "during", "cue": told} if fact == "cue" else {**NEEDED, fact: told}


def in_python(fact: str, told: Any, _: Path) -> Any:
    return recommend(whole(fact, told)).case[fact]


def in_yaml(fact: str, told: Any, tmp_path: Path) -> Any:
    (tmp_path / "case.yaml").write_text(yaml.safe_dump(whole(fact, told)))
    return recommend(tmp_path / "case.yaml").case[fact]


def in_json(fact: str, told: Any, tmp_path: Path) -> Any:
    (tmp_path / "case.json").write_text(json.dumps(whole(fact, told)))
    return recommend(tmp_path / "case.json").case[fact]


def over_http(fact: str, told: Any, _: Path) -> Any:
    return case_in(CaseGiven(case=whole(fact, told)), BASE).plain()[fact]


def to_an_assistant(fact: str, told: Any, _: Path) -> Any:
    (receipt,) = asked(("receipt", {"case": whole(fact, told)}))
    if receipt.wrong and "nothing, and names something" in receipt.text:
        raise CaseError([])
    return receipt.data["inputs"][fact]


def in_a_profile(fact: str, told: Any, tmp_path: Path) -> Any:
    if fact not in VOCABULARY.kept:
        return in_python(fact, told, tmp_path)
    path = tmp_path / "profile.json"
    kept = {fact: {"value": told, "told": "2026-05-04"}}
    path.write_text(json.dumps({"format": "springstep-profile/1", "facts": kept}))
    return json.loads(read_profile(path, BASE).to_json())["facts"][fact]["value"]


DOORS: list[Callable[[str, Any, Path], Any]] = [in_python, in_yaml, in_json, over_http, to_an_assistant, in_a_profile]


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize(("fact", "told", "held"), TOLD, ids=repr)
def test_a_list_comes_to_the_same_at_every_door(
    fact: str, told: Any, held: Any, door: Callable[[str, Any, Path], Any], tmp_path: Path
) -> None:
    try:
        found = json.loads(json.dumps(door(fact, told, tmp_path)))
    except (CaseError, DiaryError) as error:
        found = REFUSED
        codes = {fault.code for fault in error.faults} or {"contradiction"}
        assert codes == {"contradiction"}
    assert found == held


@pytest.mark.parametrize(("fact", "told", "held"), [each for each in TOLD if isinstance(each[1], str)], ids=repr)
def test_words_alone_are_heard_the_same_by_a_group_and_in_a_line(
    fact: str, told: str, held: Any, tmp_path: Path
) -> None:
    path = tmp_path / "group.csv"
    path.write_text(f"name,moment,{fact}\nAnna,{'during' if fact == 'cue' else 'before'},{told}\n")
    (athlete,) = read_group(path, BASE).athletes
    plain = case_from(athlete.told, BASE, whole=False).plain()
    assert json.loads(json.dumps(plain[fact])) == held
    assert understand(fact, told, BASE, asked=False).facts[fact] == held


@pytest.mark.parametrize(("fact", "told", "held"), TOLD, ids=repr)
@pytest.mark.parametrize("as_text", [False, True])
def test_a_table_says_the_same_of_a_list(fact: str, told: Any, held: Any, as_text: bool) -> None:
    if as_text:
        told = told if isinstance(told, str) else json.dumps(told)
    elif not isinstance(told, list) or len({type(each) for each in told}) > 1:
        return
    table = pa.RecordBatch.from_pylist([{**whole(fact, "none"), **whole(fact, told)}])
    (row,) = advise_batch(table, BASE).to_pylist()
    if held == REFUSED:
        assert row["verdict"] is None
        return
    plan = recommend(whole(fact, held))
    assert (row["verdict"], row["verdict_code"]) == (plan.verdict, plan.verdict_code)
    assert set(row["fired"]) == set(plan.receipt().fired)


def test_numbered_columns_hold_none_alone() -> None:
    columns = {"injury_1_site": "none", "injury_1_status": None, "injury_2_site": None, "injury_2_status": None}
    rest = {"pain": "none", "today_1": "none", "screening": "none"}
    there = {"injury_2_site": "knee", "injury_2_status": "active"}
    table = pa.RecordBatch.from_pylist([{**rest, **columns}, {**rest, **columns, **there}, {**rest, **there}])
    empty, both, one = advise_batch(table, BASE).to_pylist()
    assert empty["verdict"] == recommend(NEEDED).verdict
    assert both["verdict"] is None and "nothing, and names something" in both["errors"][0]["what"]
    assert one["verdict"] == recommend({**NEEDED, "injuries": [KNEE]}).verdict


@pytest.mark.parametrize("fact", ["injuries", "stiffness"])
def test_each_item_in_words_is_read_as_that_item(fact: str) -> None:
    for words, item in item_texts(VOCABULARY.list_scopes[fact]).items():
        assert understand(fact, words, BASE, asked=False, numbered=False).facts == {fact: [item]}, words


@pytest.mark.parametrize("words", ["none, fever", "nothing, fever", "fever and none"])
def test_none_beside_something_is_told_plainly(words: str) -> None:
    with pytest.raises(AnswerError, match="nothing, and names something"):
        understand("today", words, BASE)


def test_what_is_untold_of_an_item_is_told_back_at_the_strict_doors_too() -> None:
    strict = case_in(CaseGiven(case=whole("stiffness", "calves")), BASE)
    free = case_of(whole("stiffness", "calves"), BASE)
    assert strict == free
    assert strict.safer["stiffness"].endswith("marked, the safer where it is not told.")


def test_how_a_list_was_told_changes_no_digest() -> None:
    plans = [recommend(whole("injuries", told), on=date(2026, 5, 4)) for told in ([], "none", ["none"])]
    assert len({plan.to_json() for plan in plans}) == 1
    assert len({plan.receipt().to_json() for plan in plans}) == 1
