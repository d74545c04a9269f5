"""The pairs that are kept with the knowledge still show what each condition does."""

from __future__ import annotations

from springstep.engine.audit.mcdc.table import load_table, stale
from tests.strategies import BASE


def test_every_pair_is_told_as_it_was_kept() -> None:
    assert not list(stale(load_table(BASE.folder), BASE)), "run: springstep audit approve"
