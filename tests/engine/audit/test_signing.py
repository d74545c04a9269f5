"""A signature holds for exactly the rule that was read: any change of what it says or does shows, nothing else does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import KnowledgeError, SpringstepError, load_rule_base
from springstep.engine.audit.signing import (
    Signature,
    SignatureState,
    gone,
    read_signatures,
    rule_digest,
    sign,
    signature_states,
    write_signatures,
)
from springstep.engine.language.conclusions import Bound, Select, Step
from springstep.engine.language.conditions import Always
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base
from tests.places import OVERLAY
from tests.strategies import examples

BASE = default_rule_base()
RULE = BASE.by_id["INJ-040"]
PROMISING = replace(RULE.conclusions[-1], promises=Always(), promises_text="always")


def with_rule(rule: Rule) -> RuleBase:
    return replace(BASE, rules=tuple(rule if each.id == rule.id else each for each in BASE.rules))


def test_a_rule_is_unsigned_until_it_is_signed() -> None:
    assert set(signature_states(BASE, ())) == set(BASE.by_id)
    assert set(signature_states(BASE, ()).values()) == {SignatureState("unsigned")}
    signed = signature_states(BASE, sign(BASE, (), [RULE], by="A. Coach", on="2026-11-22"))
    assert signed.pop("INJ-040") == SignatureState("signed", "A. Coach", "2026-11-22")
    assert set(signed.values()) == {SignatureState("unsigned")}


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "another-name"},
        {"when_text": "injury.status == returning"},
        {"unless_text": "has_coach"},
        {"moments": ("before",)},
        {"for_each": None},
        {"because": f"{RULE.because} "},
        {"basis": "guide"},
        {"guide": (*RULE.guide, "12.1")},
        {"conclusions": RULE.conclusions[1:]},
        {"conclusions": (Step("clearance", "go"), *RULE.conclusions[1:])},
        {"conclusions": (*RULE.conclusions[:-1], PROMISING)},
        {"fires_for": {}},
        {"silent_for": {"pain": "ache"}},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_whatever_is_changed_in_a_signed_rule_shows(changes: dict[str, Any]) -> None:
    signatures = sign(BASE, (), BASE.rules, by="A. Coach", on="2026-11-22")
    now = signature_states(with_rule(replace(RULE, **changes)), signatures)
    assert now["INJ-040"] == SignatureState("changed", "A. Coach", "2026-11-22")
    assert {each.state for rule, each in now.items() if rule != "INJ-040"} == {"signed"}


@pytest.mark.parametrize(
    "changes", [{"source": "elsewhere.yaml"}, {"line": 999}, {"cites_at": (9, 9)}, {"topic": "dose"}]
)
def test_the_place_of_a_rule_does_not_count(changes: dict[str, Any]) -> None:
    assert rule_digest(replace(RULE, **changes), BASE.by_id) == rule_digest(RULE, BASE.by_id)


def test_every_rule_has_a_digest_of_its_own() -> None:
    assert len({rule_digest(rule, BASE.by_id) for rule in BASE.rules}) == len(BASE.rules)


def test_a_change_of_an_exception_shows_at_its_general_rule() -> None:
    general = next(rule for rule in BASE.rules if rule.overridden_by)
    exception = BASE.by_id[general.overridden_by[0]]
    signatures = sign(BASE, (), BASE.rules, by="A. Coach", on="2026-11-22")
    changed = signature_states(with_rule(replace(exception, when_text="has_coach")), signatures)
    assert changed[general.id].state == changed[exception.id].state == "changed"
    reworded = signature_states(with_rule(replace(exception, because="For another reason.")), signatures)
    assert (reworded[general.id].state, reworded[exception.id].state) == ("signed", "changed")


@pytest.mark.parametrize("amount", ["3", "4"])
def test_the_amount_of_a_cap_counts(amount: str) -> None:
    rule = BASE.by_id["RDY-020"]
    conclusions = tuple(replace(c, text=amount) if isinstance(c, Bound) else c for c in rule.conclusions)
    same = rule_digest(replace(rule, conclusions=conclusions), BASE.by_id) == rule_digest(rule, BASE.by_id)
    assert same is (amount == "4")


def test_what_was_signed_before_digests_named_tables_is_still_signed() -> None:
    rule = next(rule for rule in BASE.rules if any(isinstance(c, Select) for c in rule.conclusions))
    earlier = rule_digest(rule, BASE.by_id, form="springstep-rule/1")
    assert earlier != rule_digest(rule, BASE.by_id)
    signed = (Signature(rule.id, "A. Coach", "2026-11-01", earlier),)
    assert signature_states(BASE, signed)[rule.id].state == "signed"
    reworded = with_rule(replace(rule, because="For another reason."))
    assert signature_states(reworded, signed)[rule.id].state == "changed"


def test_another_table_is_another_rule() -> None:
    rule = next(rule for rule in BASE.rules if any(isinstance(c, Select) for c in rule.conclusions))
    elsewhere = tuple(replace(c, table="others") if isinstance(c, Select) else c for c in rule.conclusions)
    assert rule_digest(replace(rule, conclusions=elsewhere), BASE.by_id) != rule_digest(rule, BASE.by_id)


def test_signing_again_what_was_changed_makes_it_signed_and_keeps_the_old_signature() -> None:
    first = sign(BASE, (), [RULE], by="A. Coach", on="2026-11-22")
    changed = with_rule(replace(RULE, because="For another reason."))
    both = sign(changed, first, [changed.by_id["INJ-040"]], by="A. Coach", on="2026-12-01")
    assert signature_states(changed, both)["INJ-040"] == SignatureState("signed", "A. Coach", "2026-12-01")
    assert signature_states(BASE, both)["INJ-040"] == SignatureState("signed", "A. Coach", "2026-11-22")


def test_signing_the_same_words_again_renews_the_day() -> None:
    first = sign(BASE, (), [RULE], by="A. Coach", on="2026-11-22")
    again = sign(BASE, first, [RULE], by="A. Coach", on="2026-12-01")
    assert len(again) == 1
    assert signature_states(BASE, again)["INJ-040"].on == "2026-12-01"


def test_several_people_may_sign() -> None:
    first = sign(BASE, (), [RULE], by="A. Coach", on="2026-12-01")
    both = sign(BASE, first, [RULE], by="B. Coach", on="2026-11-22")
    assert signature_states(BASE, both)["INJ-040"] == SignatureState("signed", "B. Coach and A. Coach", "2026-12-01")


def test_a_signature_of_an_older_wording_does_not_count_for_the_new_one() -> None:
    changed = with_rule(replace(RULE, because="For another reason."))
    both = sign(
        changed, sign(BASE, (), [RULE], by="A. Coach", on="2026-11-22"), changed.rules, by="B. Coach", on="2026-11-23"
    )
    assert signature_states(changed, both)["INJ-040"] == SignatureState("signed", "B. Coach", "2026-11-23")


def test_a_rule_that_an_overlay_changes_has_to_be_signed_again() -> None:
    signatures = sign(BASE, (), BASE.rules, by="A. Coach", on="2026-11-22")
    laid = load_rule_base(overlays=[OVERLAY])
    now = signature_states(laid, signatures)
    assert (now["RDY-020"].state, now["OWN-010"].state, now["RDY-030"].state) == ("changed", "unsigned", "signed")
    assert gone(laid, signatures) == ("STF-060",)
    assert gone(BASE, signatures) == ()


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
SIGNATURES = st.builds(
    Signature,
    st.sampled_from(sorted(BASE.by_id)),
    NAMES,
    st.dates().map(lambda day: day.isoformat()),
    st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}"),
)


@examples(50)
@given(signatures=st.lists(SIGNATURES, min_size=1, max_size=5))
def test_what_is_written_is_read_again(signatures: list[Signature], tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("signatures") / "a" / "signatures.yaml"
    write_signatures(path, signatures)
    assert read_signatures(path) == tuple(signatures)
    assert [each.name for each in path.parent.iterdir()] == ["signatures.yaml"]


def test_where_there_is_no_file_nothing_is_signed(tmp_path: Path) -> None:
    assert read_signatures(tmp_path / "signatures.yaml") == ()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("signatures: [{rule: RDY-020, by: A. Coach, on: 2026-11-22}]", "digest: is required"),
        ("signatures: [{rule: RDY-020, by: A. Coach, on: today, digest: x}]", "'today' is not a day"),
        ("signatures: [{rule: RDY-020, by: A. Coach, on: 2026-11-22, digest: abc}]", "64 hexadecimal digits"),
        ("signature: []", "did you mean 'signatures'?"),
        ("", "is empty"),
    ],
)
def test_a_mistake_in_the_file_is_reported_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "signatures.yaml"
    path.write_text(text)
    with pytest.raises(KnowledgeError) as caught:
        read_signatures(path)
    assert any(str(fault).startswith(str(path)) and message in str(fault) for fault in caught.value.faults)


def test_a_place_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SpringstepError, match="cannot be written"):
        write_signatures(tmp_path / "file" / "signatures.yaml", ())
