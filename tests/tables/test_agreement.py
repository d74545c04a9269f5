"""A table says of each row what ``recommend`` says of it alone: decisions, what was chosen, what fired, and why."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import springstep
from springstep.engine.audit.mutants import mutants
from springstep.engine.errors import SpringstepError
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.session.short_page import deciding
from springstep.tables import recommend_table
from springstep.tables.advising import advise_batch
from tests.tables.drawing import BASE, Row, rows, table_of

OVERLAY = Path(__file__).parents[2] / "examples" / "overlays" / "club-rules.yaml"
VERDICT = {MOMENT, "verdict", "verdict_code", "reason_decision", "reason_rules", "reason_assumed"}
"""What may stand beside what is wrong with a row."""
CHUNKS, ROWS = 10, 500
"""How many rows are compared, chunk by chunk."""


def said_alone(row: Row, base: RuleBase, *, whole: bool = True) -> dict[str, Any]:
    """Return what ``recommend`` says of a row, by the columns of a table, written here anew."""
    try:
        plan = springstep.recommend(row, rule_base=base, whole=whole)
    except SpringstepError as error:
        return {"errors": [(fault.code, fault.where) for fault in error.faults]}
    found: dict[str, Any] = {
        MOMENT: plan.moment,
        "verdict": plan.verdict,
        "verdict_code": plan.verdict_code,
        "fired": sorted({firing.rule for firing in plan.trace.firings}),
        "reason_decision": deciding(plan, base).name,
        "reason_rules": sorted(reason.rule for reason in deciding(plan, base).reasons),
        "reason_assumed": sorted(reason.rule for reason in deciding(plan, base).reasons if reason.assumed),
    }
    for decision in plan.decisions:
        found[decision.name] = decision.value
        if decision.strict:
            found[f"{decision.name}_is_too_much"] = True
    if plan.session is not None:
        found |= {"set_efforts": plan.session.efforts, "set_effort_s": plan.session.effort_s}
        found["set_total_s"] = plan.session.total_s
    return found


def differences(base: RuleBase, drawn: list[Row], *, whole: bool = True) -> list[tuple[int, str, Any, Any]]:
    """Return what a table says otherwise than ``recommend``: row, column, and both."""
    found = []
    table = recommend_table(table_of(drawn), rule_base=base, whole=whole)
    assert table.num_rows == len(drawn)
    for place, (row, said) in enumerate(zip(drawn, table.to_pylist(), strict=True)):
        alone = said_alone(row, base, whole=whole)
        if "errors" in alone:
            told: dict[str, Any] = {"errors": [(each["code"], each["where"]) for each in said["errors"] or ()]}
            beside = {name for name, each in said.items() if each not in (None, [])}
            assert beside <= {"errors"} | (VERDICT if said["verdict"] is not None else set())
        else:
            told = {name: said[name] for name in alone}
            told |= {name: sorted(told[name]) for name in ("fired", "reason_rules", "reason_assumed")}
            assert said["errors"] is None
            nothing = {name for name, each in said.items() if each is None or each is False} - set(alone)
            beside = set(said) - set(alone) - nothing
            assert beside <= {definition.name for definition in base.plan}
        found += [(place, name, told[name], alone[name]) for name in alone if told[name] != alone[name]]
    return found


@pytest.mark.parametrize("seed", range(CHUNKS))
def test_rows_of_every_kind(seed: int) -> None:
    assert differences(BASE, rows(ROWS, seed)) == []


def test_with_an_overlay() -> None:
    assert differences(springstep.load_rule_base(overlays=[OVERLAY]), rows(150, 100)) == []


def test_rows_of_which_something_required_is_missing() -> None:
    assert differences(BASE, [{k: v for k, v in row.items() if k != "pain"} for row in rows(150, 101)]) == []
    assert (
        differences(BASE, [{k: v for k, v in row.items() if k != "pain"} for row in rows(150, 101)], whole=False) == []
    )


@cache
def _mistaken() -> tuple[RuleBase, ...]:
    """Return rule bases with a mistake: a rule gone, a threshold turned, a condition dropped."""
    return tuple(mutant.base for rule in BASE.rules[::29] for mutant in list(mutants(BASE, rule))[::7])


@pytest.mark.parametrize("part", range(3))
def test_rule_bases_with_a_mistake(part: int) -> None:
    for place, base in enumerate(_mistaken()[part::3]):
        assert differences(base, rows(12, 200 + place)) == []


def test_few_rows_at_once_and_many_say_the_same() -> None:
    table = table_of(rows(300, 102))
    whole = recommend_table(table)
    places = [0, 1, 7, 7, 60, 299, 300]
    parts = [recommend_table(table.slice(one, other - one)) for one, other in pairwise(places)]
    assert pa.concat_tables(parts).to_pylist() == whole.to_pylist()


def test_the_arrays_advise_nearly_all_rows_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    valid = [row for row in rows(1_000, 103) if "errors" not in said_alone(row, BASE)]
    alone = []
    monkeypatch.setattr("springstep.tables.advising.put_row", lambda row, *_, **__: alone.append(row))
    for batch in table_of(valid).to_batches():
        advise_batch(batch, BASE)
    assert len(alone) < 0.01 * len(valid)
