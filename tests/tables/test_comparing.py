"""Questions over a table: how many are told what and by which rules, and whose plan an overlay changes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import springstep
from springstep import SpringstepError
from springstep.session.short_page import deciding
from springstep.tables import comparing, recommend_table
from springstep.tables.comparing import changes_between, changes_schema, shares_of
from springstep.tables.writing import table_writer
from tests.tables.drawing import BASE, Row, rows, table_of
from tests.tables.test_agreement import OVERLAY

LAID = springstep.load_rule_base(overlays=[OVERLAY])


def alone(row: Row, base: springstep.RuleBase) -> springstep.Recommendation | None:
    try:
        return springstep.recommend(row, rule_base=base)
    except SpringstepError:
        return None


def decided(plan: springstep.Recommendation) -> list[tuple[object, ...]]:
    return [(decision.name, decision.value, decision.strict) for decision in plan.decisions]


@pytest.fixture(scope="module")
def drawn() -> list[Row]:
    return rows(120, 500)


@pytest.fixture
def source(drawn: list[Row], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(comparing, "ROWS_AT_ONCE", 50)
    path = tmp_path / "in.parquet"
    pq.write_table(table_of(drawn).append_column("athlete", pa.array(range(len(drawn)))), path)
    return path


def test_shares_are_those_of_the_plans(drawn: list[Row], source: Path) -> None:
    found = shares_of(source, BASE, keep=["athlete"])
    plans = [plan for row in drawn if (plan := alone(row, BASE)) is not None]
    assert (found.rows, found.faulty) == (len(drawn), len(drawn) - len(plans))
    told = [row for row in recommend_table(table_of(drawn)).to_pylist() if row["verdict"] is not None]
    despite = [row for row in told if row["errors"] is not None]
    assert found.despite == len(despite) > 0
    assert found.verdicts == Counter(plan.verdict for plan in plans) + Counter(row["verdict"] for row in despite)
    reasons = [(plan.verdict, each.rule, each.assumed) for plan in plans for each in deciding(plan, BASE).reasons]
    reasons += [
        (row["verdict"], rule, rule in row["reason_assumed"]) for row in despite for rule in row["reason_rules"]
    ]
    assert found.reasons == Counter((verdict, rule) for verdict, rule, assumed in reasons if not assumed)
    assert found.assumed == Counter((verdict, rule) for verdict, rule, assumed in reasons if assumed)
    assert found.reasons and found.assumed


def test_whose_plan_an_overlay_changes(drawn: list[Row], source: Path, tmp_path: Path) -> None:
    target = tmp_path / "changed.parquet"
    with table_writer(target, changes_schema(source, BASE, ["athlete"]), over=False) as write:
        found = changes_between(source, BASE, LAID, keep=["athlete"], write=write)
    pairs = [(alone(row, BASE), alone(row, LAID)) for row in drawn]
    both = [(place, one, other) for place, (one, other) in enumerate(pairs) if one is not None and other is not None]
    assert (found.rows, found.faulty) == (len(drawn), len(drawn) - len(both))
    assert found.verdicts == Counter((one.verdict, other.verdict) for _, one, other in both)
    differing = {
        place: (one.verdict, other.verdict)
        for place, one, other in both
        if [(d.name, d.value, d.strict) for d in one.decisions]
        != [(d.name, d.value, d.strict) for d in other.decisions]
    }
    assert 0 < found.changed == len(differing) < len(both)
    written = pq.read_table(target).to_pylist()
    assert {row["row"]: (row["verdict_before"], row["verdict_after"]) for row in written} == differing
    assert [row["athlete"] for row in written] == [row["row"] for row in written]
    assert Counter(rule for row in written for rule in row["by"]) == found.by
    assert Counter(name for row in written for name in row["changed"]) == found.columns
    changed = {rule for rule in {**BASE.by_id, **LAID.by_id} if BASE.by_id.get(rule) != LAID.by_id.get(rule)}
    assert set(found.by) <= changed and all(row["by"] for row in written)


def test_the_same_rules_change_nothing(source: Path) -> None:
    found = changes_between(source, BASE, BASE, keep=["athlete"])
    assert found.changed == 0 and not found.columns and not found.by
    assert all(one == other for one, other in found.verdicts)
