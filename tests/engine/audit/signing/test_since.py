"""Everything that decides can be signed, by all who are to; what is not as it was signed is told with was and is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from springstep import load_rule_base
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.lookup import items_chosen
from springstep.engine.audit.signing.in_audit import with_signatures
from springstep.engine.audit.signing.making import remark, sign
from springstep.engine.audit.signing.records import SignatureFile
from springstep.engine.audit.signing.since import since_signed
from springstep.engine.audit.signing.standing import signature_states
from springstep.engine.rulebase.base import RuleBase
from tests.audits import clean_audit
from tests.places import OVERLAY
from tests.planted import change, copied, drop
from tests.strategies import BASE

NOTHING = SignatureFile()
DAY = "2026-03-02"


def signed_by(name: str, base: RuleBase = BASE, file: SignatureFile = NOTHING, **what: object) -> SignatureFile:
    chosen = items_chosen(base, **(what or {"everything": True}))  # type: ignore[arg-type]
    wholes = ["everything"] if not what else [f"kind {kind}" for kind in what.get("of_kinds", ())]  # type: ignore[attr-defined]
    return sign(file, chosen, by=name, on=DAY, wholes=wholes)


ALL = signed_by("A. Coach")


def test_everything_signed_is_signed_and_nothing_is_told() -> None:
    assert {state.state for state in signature_states(BASE, ALL).values()} == {"signed"}
    assert list(since_signed(BASE, ALL)) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        (
            "rules/injury.yaml",
            "cap: {efforts: 3}\n      - floor: {warm_up_min: 15}\n      - exclude_drills: {role: burst}",
            "cap: {efforts: 4}\n      - floor: {warm_up_min: 15}\n      - exclude_drills: {role: burst}",
            "INJ-030 (active injury) was changed after A. Coach on 2026-03-02 signed it: "
            "then cap efforts was '3', is '4'.",
        ),
        (
            "drills.yaml",
            "name: Gentle strides",
            "name: Strides",
            "drills/strides (Strides) was changed after A. Coach on 2026-03-02 signed it: "
            "name was 'Gentle strides', is 'Strides'.",
        ),
        (
            "tensions.yaml",
            "name: three-ways-to-start",
            "name: many-ways-to-start",
            "tensions/TEN-040 (many ways to start) was changed after A. Coach on 2026-03-02 signed it: name was "
            "'three-ways-to-start', is 'many-ways-to-start'.",
        ),
        (
            "history.yaml",
            "how: Counts the days with bursts.",
            "how: Counts the runs with bursts.",
            "how was 'Counts the days with bursts. A count",
        ),
    ],
)
def test_a_change_of_anything_signed_is_told_with_what_was_and_is(
    tmp_path: Path, file: str, old: str, new: str, says: str
) -> None:
    folder = copied(tmp_path)
    change(folder / file, old, new)
    (since,) = since_signed(load_rule_base(folder), ALL)
    assert says in since.says
    assert since.difference.how == "changed"


def test_what_is_gone_and_what_is_new_is_told(tmp_path: Path) -> None:
    folder = drop(copied(tmp_path), "SUP-020")
    text = (folder / "tensions.yaml").read_text("utf-8")
    (folder / "tensions.yaml").write_text(text.replace("id: TEN-050", "id: TEN-055"), encoding="utf-8")
    told = {
        (each.difference.how, each.difference.item.name): each.says
        for each in since_signed(load_rule_base(folder), ALL)
    }
    assert {("gone", "rules/SUP-020"), ("gone", "tensions/TEN-050"), ("added", "tensions/TEN-055")} <= told.keys()
    assert told["gone", "rules/SUP-020"].endswith("was signed by A. Coach on 2026-03-02 and is gone.")
    new = "is new since A. Coach signed everything on 2026-03-02."
    assert told["added", "tensions/TEN-055"].endswith(new)


def test_what_was_never_signed_as_a_whole_is_not_new() -> None:
    few = sign(NOTHING, items_chosen(BASE, names=["CLM-010"]), by="A. Coach", on=DAY)
    assert list(since_signed(BASE, few)) == []


def test_all_who_are_to_sign_have_to() -> None:
    file = replace(signed_by("B. Coach", of_kinds=["drills"], file=ALL), signers=("A. Coach", "B. Coach"))
    states = signature_states(BASE, file)
    assert (states["drills/calf_raises"].state, states["drills/calf_raises"].by) == ("signed", "A. Coach and B. Coach")
    assert (states["claims/CLM-010"].state, states["claims/CLM-010"].waits_for) == ("unsigned", ("B. Coach",))


def test_one_who_signed_only_what_it_was_is_always_shown(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "drills.yaml", "name: Gentle strides", "name: Strides")
    base = load_rule_base(folder)
    again = signed_by("B. Coach", base, ALL)
    state = signature_states(base, again)["drills/strides"]
    assert (state.state, state.by, state.stale_by) == ("signed", "B. Coach", "A. Coach (2026-03-02)")
    listed = signature_states(base, replace(again, signers=("A. Coach", "B. Coach")))["drills/strides"]
    assert (listed.state, listed.by, listed.waits_for) == ("changed", "B. Coach", ("A. Coach",))


def test_a_row_in_another_place_changes_the_order_and_a_row_more_does_not(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "sets.yaml", "- {efforts: 3, effort_s: 12, total_s: 36}\n", "")
    base = load_rule_base(folder)
    assert signature_states(base, ALL)["sets/in-order"].state == "signed"
    assert [each.difference.how for each in since_signed(base, ALL)] == ["gone"]


def test_the_entries_of_an_overlay_are_signed_too() -> None:
    laid = load_rule_base(overlays=[OVERLAY])
    file = signed_by("A. Coach", laid)
    entries = [name for name in items(laid) if name.startswith("overlays/")]
    assert entries and all(signature_states(laid, file)[name].state == "signed" for name in entries)
    assert {each.difference.item.name for each in since_signed(BASE, file) if each.difference.how == "gone"} >= set(
        entries
    )


def test_a_remark_is_open_until_the_same_person_agrees() -> None:
    item = items(BASE)["rules/INJ-040"]
    asked = remark(NOTHING, item, by="B. Coach", on=DAY, says="question", text="Why?")
    other = remark(asked, item, by="A. Coach", on=DAY, says="agree", text="")
    assert [each.by for each in other.open_remarks] == ["B. Coach"]
    assert remark(other, item, by="B. Coach", on=DAY, says="agree", text="Seen.").open_remarks == ()


def test_an_audit_tells_how_everything_stands(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "drills.yaml", "name: Gentle strides", "name: Strides")
    base = load_rule_base(folder)
    asked = remark(ALL, items(base)["rules/INJ-040"], by="B. Coach", on=DAY, says="question", text="Why?")
    found = with_signatures(clean_audit(), base, replace(asked, signers=("A. Coach",)))
    assert found.verdict == "1 thing is not as signed."
    assert not found.clean
    assert [finding.id for finding in found.findings] == ["signature:drills/strides"]
    drills = next(each for each in found.signed if each.kind == "drills")
    assert (drills.signed, drills.changed, drills.unsigned) == (len(base.tables["drills"].rows), 1, 0)
    assert [(each.item, each.open) for each in found.remarks] == [("rules/INJ-040", True)]
    assert with_signatures(clean_audit(), BASE, ALL).verdict == clean_audit().verdict
