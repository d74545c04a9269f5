"""What is gone, added and changed is told item by item, with what was there and what is there now."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from springstep import KnowledgeError, load_rule_base
from springstep.engine.audit.items.approval import approval_findings
from springstep.engine.audit.items.approved import FILE, approved_text, load_approved, since_approved
from springstep.engine.audit.items.differences import differences, field_changes
from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.listing import items
from springstep.engine.rulebase.partial import read_partly
from tests.places import OVERLAY
from tests.planted import change, copied, drop
from tests.strategies import BASE


def found(folder: Path) -> list[Any]:
    return list(approval_findings(load_rule_base(folder)))


def one_item(content: Any) -> KnowledgeItem:
    return KnowledgeItem("things", "one", content)


def test_a_copy_without_a_change_is_as_approved(tmp_path: Path) -> None:
    assert found(copied(tmp_path)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "subject", "says"),
    [
        (
            "rules/injury.yaml",
            'say: "See a doctor or physiotherapist before you hop, bound or run fast."',
            'say: "Go on with your bursts."',
            "INJ-010",
            "then advise injury was 'See a doctor or physiotherapist before you hop, bound or run fast.', "
            "is 'Go on with your bursts.'",
        ),
        (
            "claims.yaml",
            "never: set_total_s >= 2 * duration_min",
            "never: set_total_s >= 3 * duration_min",
            "claims/CLM-010",
            "never was 'set_total_s >= 2 * duration_min', is 'set_total_s >= 3 * duration_min'",
        ),
        (
            "facts.yaml",
            'question: "Is this before, during or after a run?"',
            'question: "When?"',
            "facts/moment",
            "question",
        ),
        ("guide.yaml", "gist: An easy run lets", "gist: No easy run lets", "guide/1.1", "gist was 'An easy run lets"),
        ("rules/injury.yaml", "title: Pain and injury history", "title: Pain", "topics/injury", "title"),
    ],
)
def test_a_change_is_told_with_what_was_and_what_is(
    tmp_path: Path, file: str, old: str, new: str, subject: str, says: str
) -> None:
    folder = copied(tmp_path)
    change(folder / file, old, new)
    (finding,) = found(folder)
    assert (finding.kind, finding.subject) == ("unapproved", subject)
    assert says in finding.says
    assert finding.rules == ((subject,) if "/" not in subject else ())


def test_a_deleted_claim_and_a_deleted_rule_are_told_as_gone(tmp_path: Path) -> None:
    folder = drop(copied(tmp_path), "SUP-020")
    text = (folder / "claims.yaml").read_text("utf-8")
    start, end = text.index("- id: CLM-040"), text.index("- id: CLM-050")
    (folder / "claims.yaml").write_text(text[:start] + text[end:], encoding="utf-8")
    base = load_rule_base(folder)
    gone = {each.item.name for each in since_approved(base) if each.how == "gone"}
    assert {"rules/SUP-020", "claims/CLM-040"} <= gone


def test_a_row_that_takes_another_place_is_told_and_rows_around_it_are_not(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    text = (folder / "sets.yaml").read_text("utf-8")
    one, two = "- {efforts: 3, effort_s: 11, total_s: 33}\n", "- {efforts: 4, effort_s: 9, total_s: 36}\n"
    four = "- {efforts: 3, effort_s: 12, total_s: 36}\n"
    assert one in text
    (folder / "sets.yaml").write_text(text.replace(two + four, four + two), encoding="utf-8")
    (finding,) = found(folder)
    assert finding.says == (
        "sets/in-order was changed after it was approved: order was '4-9-36, 3-12-36', is '3-12-36, 4-9-36'."
    )


def test_a_new_row_is_added_and_no_other_place_is_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "sets.yaml", "- {efforts: 3, effort_s: 12, total_s: 36}\n", "")
    assert [(each.how, each.item.name) for each in since_approved(load_rule_base(folder))] == [("gone", "sets/3-12-36")]


def test_a_record_that_is_gone_or_damaged_is_told(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    (folder / FILE).write_text('{"INJ-040": 7}', encoding="utf-8")
    with pytest.raises(KnowledgeError, match="not a record of what was approved"):
        found(folder)
    (folder / FILE).unlink()
    assert [finding.id for finding in found(folder)] == ["unapproved:record"]


def test_an_overlay_changes_nothing_of_what_was_approved() -> None:
    assert list(approval_findings(load_rule_base(overlays=[OVERLAY]))) == []


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text(approved_text(BASE), encoding="utf-8")
    read = load_approved(tmp_path)
    assert read is not None
    assert list(differences(read, items(BASE))) == []
    assert {name: item.digest for name, item in read.items()} == {n: item.digest for n, item in items(BASE).items()}


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ({"a": 1}, {"a": 2}, ["a was 1, is 2"]),
        ({"a": 1}, {"a": True}, ["a was 1, is yes"]),
        ({"a": "x"}, {}, ["a was 'x', is gone"]),
        ({}, {"a": None}, ["a is now nothing"]),
        ({"a": ["x", "y"]}, {"a": ["x"]}, ["a was 'x, y', is 'x'"]),
        ({"a": [{"b": 1}, {"c": 2}]}, {"a": [{"b": 1}, {"c": 3}]}, ["a 2.c was 2, is 3"]),
        ({"a": [["x", 1], ["y", 2]]}, {"a": [["y", 2]]}, ["a was 'x, 1', is gone"]),
        ({"a": [["cap", "x", "4", False]]}, {"a": [["cap", "x", "5", False]]}, ["a cap x was '4', is '5'"]),
        ({"a": [["cap", "x", "4"]]}, {"a": [["cap", "x", "4", "y"]]}, ["a cap x 4 is now 'y'"]),
        ({"a": [["cap", "x"]]}, {"a": [["floor", "x"]]}, ["a 1 was 'cap, x', is 'floor, x'"]),
        ("one", "two", ["was 'one', is 'two'"]),
        ({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}, ["a order was 'x, y', is 'y, x'"]),
    ],
)
def test_each_field_tells_what_it_was_and_is(was: Any, now: Any, told: list[str]) -> None:
    assert [each.says for each in field_changes(one_item(was), one_item(now))] == told


def test_what_cannot_be_read_hides_nothing_else_that_is_not_as_approved(tmp_path: Path) -> None:
    folder = drop(copied(tmp_path), "SUP-020")
    (folder / "tensions.yaml").write_text("- id: [\n", encoding="utf-8")
    change(folder / "drills.yaml", "name: Gentle strides", "name: Strides")
    base, faults = read_partly(folder)
    assert faults
    told = {finding.subject: finding.says for finding in approval_findings(base)}
    assert told["SUP-020"].endswith("was approved and is gone, or cannot be read.")
    assert "is 'Strides'" in told["drills/strides"]
