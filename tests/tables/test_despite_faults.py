"""Beside what is wrong with a row stands its verdict where the other answers decide that alone, and no other."""

from __future__ import annotations

import random
from typing import Any

import pyarrow as pa
import pytest

import springstep
from springstep.engine.errors import CaseError
from springstep.tables import recommend_table
from tests.tables.drawing import BASE, VOCABULARY, Row, rows, table_of, value

PLAIN: Row = {"pain": "none", "injuries": [], "screening": [], "today": []}


def said_of(row: Row) -> dict[str, Any]:
    """Return what a table says of one row."""
    found: dict[str, Any] = recommend_table(pa.Table.from_pylist([row])).to_pylist()[0]
    return found


@pytest.mark.parametrize("wrong", [{"fatigue": 12}, {"shoes": "clogs"}, {"legs": "fresh", "sleep": "much"}])
def test_sharp_pain_is_heard_beside_anything(wrong: Row) -> None:
    said = said_of({**PLAIN, "pain": "sharp", **wrong})
    assert (said["verdict"], said["verdict_code"]) == ("stop", "get_checked")
    assert (said["reason_decision"], said["reason_rules"], said["reason_assumed"]) == ("clearance", ["INJ-010"], [])
    assert said["errors"] and said["dose"] is None and said["fired"] == []


def test_what_is_not_told_beside_sharp_pain_is_no_fault() -> None:
    said = said_of({**PLAIN, "pain": "sharp", "injuries": None})
    assert (said["verdict"], said["verdict_code"], said["errors"]) == ("stop", "get_checked", None)


@pytest.mark.parametrize("wrong", [{"fatigue": 12}, {"shoes": "clogs"}, {"pain": "awful"}])
def test_nothing_is_said_where_what_is_wrong_could_decide(wrong: Row) -> None:
    said = said_of({**PLAIN, **wrong})
    assert {name for name, each in said.items() if each not in (None, [])} == {"errors"}


@pytest.mark.parametrize("seed", range(4))
def test_the_verdict_beside_what_is_wrong_is_that_of_any_right_answer(seed: int) -> None:
    drawn, rng, told = rows(1_200, 300 + seed), random.Random(seed), 0
    for row, said in zip(drawn, recommend_table(table_of(drawn)).to_pylist(), strict=True):
        if said["errors"] is None or said["verdict"] is None:
            continue
        told += 1
        wrong = {each["where"].partition(".")[0].partition("[")[0] for each in said["errors"]}
        for _ in range(6):
            facts = {name: value(VOCABULARY.facts[name], rng) for name in wrong if name in VOCABULARY.facts}
            try:
                plan = springstep.recommend({**row, **facts}, rule_base=BASE)
            except CaseError:
                continue
            assert (plan.verdict, plan.verdict_code) == (said["verdict"], said["verdict_code"]), (row, facts)
    assert told > 5
