"""A signature holds for exactly the rule that was read: any change of what it says or does shows, nothing else does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import KnowledgeError, SpringstepError, load_rule_base
from springstep.engine.audit.items.item import KnowledgeItem
from springstep.engine.audit.items.listing import items
from springstep.engine.audit.items.of_rules import rule_digest, rule_item
from springstep.engine.audit.signing import making
from springstep.engine.audit.signing.files import read_signatures, write_signatures
from springstep.engine.audit.signing.records import Remark, Signature, SignatureFile, Whole
from springstep.engine.audit.signing.since import gone, since_signed
from springstep.engine.audit.signing.standing import SignatureState
from springstep.engine.audit.signing.standing import signature_states as all_states
from springstep.engine.language.conclusions import Bound, Select, Step
from springstep.engine.language.conditions import Always
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base
from tests.engine.audit.items.test_items import PLAIN, TEXTS
from tests.places import OVERLAY
from tests.strategies import examples

BASE = default_rule_base()
RULE = BASE.by_id["INJ-040"]
NOTHING = SignatureFile()
PROMISING = replace(RULE.conclusions[-1], promises=Always(), promises_text="always")


def with_rule(rule: Rule) -> RuleBase:
    return replace(BASE, rules=tuple(rule if each.id == rule.id else each for each in BASE.rules))


def sign(base: RuleBase, file: SignatureFile, rules: Iterable[Rule], *, by: str, on: str) -> SignatureFile:
    return making.sign(file, [rule_item(rule, base.by_id) for rule in rules], by=by, on=on)


def signature_states(base: RuleBase, file: SignatureFile) -> dict[str, SignatureState]:
    """Return how the rules stand, by their ids, without what only tells who else."""
    states = all_states(base, file).items()
    return {name[6:]: replace(state, stale=(), signed_by=()) for name, state in states if name.startswith("rules/")}


def test_a_rule_is_unsigned_until_it_is_signed() -> None:
    assert set(signature_states(BASE, NOTHING)) == set(BASE.by_id)
    assert set(signature_states(BASE, NOTHING).values()) == {SignatureState("unsigned")}
    signed = signature_states(BASE, sign(BASE, NOTHING, [RULE], by="A. Coach", on="2026-11-22"))
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
    signatures = sign(BASE, NOTHING, BASE.rules, by="A. Coach", on="2026-11-22")
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
    signatures = sign(BASE, NOTHING, BASE.rules, by="A. Coach", on="2026-11-22")
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
    signed = SignatureFile(signatures=(Signature(f"rules/{rule.id}", "A. Coach", "2026-11-01", earlier),))
    assert signature_states(BASE, signed)[rule.id].state == "signed"
    reworded = with_rule(replace(rule, because="For another reason."))
    assert signature_states(reworded, signed)[rule.id].state == "changed"


def test_another_table_is_another_rule() -> None:
    rule = next(rule for rule in BASE.rules if any(isinstance(c, Select) for c in rule.conclusions))
    elsewhere = tuple(replace(c, table="others") if isinstance(c, Select) else c for c in rule.conclusions)
    assert rule_digest(replace(rule, conclusions=elsewhere), BASE.by_id) != rule_digest(rule, BASE.by_id)


def test_signing_again_what_was_changed_makes_it_signed_and_keeps_the_old_signature() -> None:
    first = sign(BASE, NOTHING, [RULE], by="A. Coach", on="2026-11-22")
    changed = with_rule(replace(RULE, because="For another reason."))
    both = sign(changed, first, [changed.by_id["INJ-040"]], by="A. Coach", on="2026-12-01")
    assert signature_states(changed, both)["INJ-040"] == SignatureState("signed", "A. Coach", "2026-12-01")
    assert signature_states(BASE, both)["INJ-040"] == SignatureState("signed", "A. Coach", "2026-11-22")


def test_signing_the_same_words_again_renews_the_day() -> None:
    first = sign(BASE, NOTHING, [RULE], by="A. Coach", on="2026-11-22")
    again = sign(BASE, first, [RULE], by="A. Coach", on="2026-12-01")
    assert len(again.signatures) == 1
    assert signature_states(BASE, again)["INJ-040"].on == "2026-12-01"


def test_several_people_may_sign() -> None:
    first = sign(BASE, NOTHING, [RULE], by="A. Coach", on="2026-12-01")
    both = sign(BASE, first, [RULE], by="B. Coach", on="2026-11-22")
    assert signature_states(BASE, both)["INJ-040"] == SignatureState("signed", "B. Coach and A. Coach", "2026-12-01")


def test_a_signature_of_an_older_wording_does_not_count_for_the_new_one() -> None:
    changed = with_rule(replace(RULE, because="For another reason."))
    both = sign(
        changed,
        sign(BASE, NOTHING, [RULE], by="A. Coach", on="2026-11-22"),
        changed.rules,
        by="B. Coach",
        on="2026-11-23",
    )
    assert signature_states(changed, both)["INJ-040"] == SignatureState("signed", "B. Coach", "2026-11-23")


def test_a_rule_that_an_overlay_changes_has_to_be_signed_again() -> None:
    signatures = sign(BASE, NOTHING, BASE.rules, by="A. Coach", on="2026-11-22")
    laid = load_rule_base(overlays=[OVERLAY])
    now = signature_states(laid, signatures)
    assert (now["RDY-020"].state, now["OWN-010"].state, now["RDY-030"].state) == ("changed", "unsigned", "signed")
    assert gone(laid, signatures) == ("rules/STF-060",)
    assert gone(BASE, signatures) == ()


NAMES = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20)
DAYS = st.dates().map(lambda day: day.isoformat())
DIGESTS = st.integers(0, 2**256 - 1).map(lambda number: f"{number:064x}")
ITEMS = st.builds(KnowledgeItem, st.sampled_from(["rules", "things"]), NAMES, PLAIN)
PROOF, KEY = "A" * 86 + "==", "SHA256:" + "b" * 43
PROOFS = st.sampled_from([("", ""), (KEY, PROOF)])
SIGNATURES = st.builds(
    lambda item, by, on, digest, proof: Signature(item, by, on, digest, *proof),
    st.sampled_from(sorted(items(BASE))),
    NAMES,
    DAYS,
    DIGESTS,
    PROOFS,
)
REMARKS = st.builds(
    lambda item, by, on, says, text, digest: Remark(item=item, by=by, on=on, says=says, text=text, digest=digest),
    st.sampled_from(sorted(items(BASE))),
    NAMES,
    DAYS,
    st.sampled_from(["agree", "disagree", "question"]),
    TEXTS,
    DIGESTS,
)
FILES = st.builds(
    SignatureFile,
    signers=st.lists(NAMES, max_size=3, unique=True).map(tuple),
    signatures=st.lists(SIGNATURES, max_size=5).map(tuple),
    wholes=st.lists(st.builds(Whole, st.sampled_from(["everything", "kind rules"]), NAMES, DAYS), max_size=2).map(
        tuple
    ),
    remarks=st.lists(REMARKS, max_size=3).map(tuple),
    contents=st.lists(ITEMS, max_size=3).map(lambda found: {item.digest: item for item in found}),
)


@examples(50)
@given(file=FILES)
def test_what_is_written_is_read_again(file: SignatureFile, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("signatures") / "a" / "signatures.yaml"
    write_signatures(path, file)
    read = read_signatures(path)
    assert replace(read, contents={}) == replace(file, contents={})
    assert {digest: item.text for digest, item in read.contents.items()} == {
        digest: item.text for digest, item in file.contents.items()
    }
    assert [each.name for each in path.parent.iterdir()] == ["signatures.yaml"]


def test_where_there_is_no_file_nothing_is_signed(tmp_path: Path) -> None:
    assert read_signatures(tmp_path / "signatures.yaml") == NOTHING


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("signatures: [{rule: RDY-020, by: A. Coach, on: 2026-11-22}]", "digest: is required"),
        ("signatures: [{rule: RDY-020, by: A. Coach, on: today, digest: x}]", "'today' is not a day"),
        ("signatures: [{rule: RDY-020, by: A. Coach, on: 2026-11-22, digest: abc}]", "64 hexadecimal digits"),
        ("signatures: [{item: drills, by: A. Coach, on: 2026-11-22, digest: abc}]", "a kind, / and an id"),
        (f"signatures: [{{by: A. Coach, on: 2026-11-22, digest: {'ab' * 32}}}]", "names the item that was signed"),
        (
            f"signatures: [{{rule: INJ-040, by: A, on: 2026-11-22, digest: {'ab' * 32}, key: SHA256:{'a' * 43}}}]",
            "a proof",
        ),
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
        write_signatures(tmp_path / "file" / "signatures.yaml", NOTHING)


def test_a_file_of_rules_only_as_it_once_was_still_counts(tmp_path: Path) -> None:
    path = tmp_path / "signatures.yaml"
    digest = rule_digest(RULE, BASE.by_id)
    path.write_text(
        f"signatures:\n  - {{rule: INJ-040, by: A. Coach, on: 2026-11-22, digest: {digest}}}\n", encoding="utf-8"
    )
    read = read_signatures(path)
    assert signature_states(BASE, read)["INJ-040"] == SignatureState("signed", "A. Coach", "2026-11-22")
    write_signatures(path, read)
    assert read_signatures(path) == read
    (since,) = since_signed(with_rule(replace(RULE, because="For another reason.")), read)
    assert since.says.endswith("was changed after A. Coach on 2026-11-22 signed it.")


def test_the_words_of_one_item_are_never_taken_for_those_of_another() -> None:
    other = items(BASE)["drills/strides"]
    swapped = replace(
        making.sign(NOTHING, [other], by="A. Coach", on="2026-11-22"),
        signatures=(Signature("rules/INJ-040", "A. Coach", "2026-11-22", other.digest),),
    )
    assert signature_states(BASE, swapped)["INJ-040"].state == "changed"
    assert [each.difference.fields for each in since_signed(BASE, swapped)] == [()]


def test_what_is_kept_of_an_item_is_what_was_signed_or_the_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "signatures.yaml"
    write_signatures(path, sign(BASE, NOTHING, [RULE], by="A. Coach", on="2026-11-22"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("returning", "active"), encoding="utf-8")
    with pytest.raises(KnowledgeError, match="is not what was signed"):
        read_signatures(path)
