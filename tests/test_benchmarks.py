"""The comparisons that run for hours run for a moment, too, so that none is found out of date when it is wanted."""

from __future__ import annotations

import random

import pytest
from benchmarks import agreement, table_agreement, tables

from tests.tables.drawing import BASE


def test_the_engines_compared() -> None:
    for seed in range(12):
        facts = agreement.random_facts(random.Random(seed), BASE)
        assert list(agreement.differences(BASE, facts, by_stock=seed < 2)) == []


def test_tables_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_agreement, "CHUNK", 12)
    assert table_agreement.compare((0, True)) == table_agreement.compare((0, False)) == []
    assert table_agreement.alone({"pain": "sharp", "injuries": [], "screening": []}, BASE)["clearance"] is not None


def test_what_tables_are_measured_by() -> None:
    drawn = list(tables.valid(12))
    assert len(drawn) == 12 and tables.repeated(tables.table_of(drawn), 30).num_rows == 30
