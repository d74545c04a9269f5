"""The record beside the rules holds all that they say: what nobody approved is told, item by item."""

from __future__ import annotations

from springstep.engine.audit.items.approval import approval_findings
from springstep.engine.audit.items.approved import FILE, approved_text
from tests.strategies import BASE


def test_all_that_the_knowledge_says_is_as_it_was_approved() -> None:
    assert [finding.says for finding in approval_findings(BASE)] == []


def test_the_record_is_written_anew_without_a_change() -> None:
    assert (BASE.folder / FILE).read_text(encoding="utf-8") == approved_text(BASE)
