"""An audit in a terminal: the verdict first, whatever is wrong in full, long lists folded, nothing wider than 80."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from springstep.cli.audit.audit_page import audit_page
from springstep.cli.text.echo import unstyled
from springstep.engine.audit.report import KINDS, Audit, Finding, kind_words
from tests.audits import BASE, clean_audit, full_audit, witness


def shown(audit: Audit, *, whole: bool = False) -> str:
    lines = [line for part in audit_page(audit, BASE, whole=whole) for line in unstyled(part).split("\n")]
    assert all(len(line) <= 80 and line == line.rstrip() for line in lines)
    return "\n".join(lines)


def folded(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module")
def page() -> str:
    return shown(full_audit())


def test_verdict_comes_first_and_counts_follow(page: str) -> None:
    assert page.startswith(full_audit().verdict)
    counts = f"{len(BASE.rules)} rules; 1 of 3 claims proved; {len(KINDS)} findings open, 1 accepted; 412 runners"
    assert counts in folded(page)
    assert "With the overlay club-rules, A. Coach, 2026-11-22." in page


def test_broken_claim_is_told_before_others_with_its_runners(page: str) -> None:
    assert page.index("Claims broken (1)") < page.index("Claims undecided (1)") < page.index("Claims proved (1)")
    broken = folded(page[page.index("Claims broken") : page.index("Claims undecided")])
    assert "BROKEN CLM-020" in broken and "as a condition: legs == flooding" in broken
    assert "runner 1: Before a run: the standard runner, but for this. Legs are flooding, not fresh." in broken
    assert "runner 2: " in broken
    assert "relaxed by A. Coach, 2026-11-22: trial with the club's doctor" in folded(page)


def test_every_finding_stands_under_its_kind_with_the_meaning(page: str) -> None:
    text = folded(page)
    for finding in full_audit().findings:
        name, _, meaning = kind_words(finding.kind, BASE.domain).partition(": ")
        assert f"{name.capitalize()} (1) {meaning[0].upper()}{meaning[1:]}. - {folded(finding.says)}" in text
        assert finding.id in text
        for each in finding.witnesses:
            assert " ".join(each.words) in text


def test_accepted_findings_say_why(page: str) -> None:
    assert "- RDY-050: Heavy legs must still say why." in page


def test_signatures_of_everything_and_open_remarks_are_told(page: str) -> None:
    text = " ".join(page[page.index("Signatures") :].split())
    waiting = sum(card.signature == "unsigned" for card in full_audit().rules)
    stale = next(card.rule for card in full_audit().rules if card.stale_by)
    for told in (
        "to sign A. Coach and B. Coach",
        f"as it was {stale} by B. Coach (2026-11-01)",
        f"waits for B. Coach: {waiting} rules",
        "drills 1 of 14, 1 changed since",
        "nothing of claims",
        "Remarks (1 open) - INJ-040: question by B. Coach, 2026-11-20: Why",
    ):
        assert told in text, told
    assert "drills/strides: agree by A. Coach" not in text
    assert "drills/strides: agree by A. Coach" in "\n".join(audit_page(full_audit(), BASE, whole=True))


def test_signatures_tell_how_many_and_who(page: str) -> None:
    text = folded(page[page.index("Signatures") :])
    count = Counter(card.signature for card in full_audit().rules)
    assert f"signed {count['signed']} of {len(BASE.rules)} rules by A. Coach ({count['signed']})" in text
    changed, unsigned = (
        next(card.rule for card in full_audit().rules if card.signature == each) for each in ("changed", "unsigned")
    )
    assert f"changed {count['changed']}, changed since: {changed}," in text
    assert f"unsigned {count['unsigned']}, {unsigned}," in text and f"and {count['unsigned'] - 12} more" in text


def test_times_add_up(page: str) -> None:
    assert "claims 3.5 s ### rules 12.0 s ############ in all 15.5 s" in folded(page)


def test_next_steps_name_a_rule_of_the_first_finding(page: str) -> None:
    (first, *_) = full_audit().findings[0].rules
    assert f"springstep rules show {first}" in page and "--save-case" in page and "audit sign" in page


def test_long_lists_fold_unless_everything_is_asked_for() -> None:
    many = tuple(
        Finding(
            id=f"dominated:{rule.id}:clearance",
            kind="dominated",
            subject=rule.id,
            says=f"{rule.id} concludes in vain.",
            rules=(rule.id,),
            witnesses=(witness(fatigue=8), witness(fatigue=9)),
            accepted="because",
        )
        for rule in BASE.rules[:40]
    )
    audit = replace(full_audit(), findings=many, accepted=many)
    short, whole = shown(audit), shown(audit, whole=True)
    assert "Dominated conclusion (40)" in short and f"and 35 more, about {BASE.rules[5].id}, " in folded(short)
    assert "and 1 more runner: --all" in short and "and 35 more: --all" in short
    assert short.count("concludes in vain.") == 5 and whole.count("concludes in vain.") == 80
    assert "--all" not in whole and all(finding.id in whole for finding in many)
    assert all(card.rule in whole[whole.index("Signatures") :] for card in audit.rules if card.signature != "signed")


def test_clean_audit_asks_for_nothing() -> None:
    text = shown(clean_audit())
    assert text.startswith("Every claim is proved") and "Nothing is open." in text
    assert f"{len(BASE.rules)} of {len(BASE.rules)} rules by A. Coach ({len(BASE.rules)})" in text
    for absent in ("Claims broken", "Accepted", "--save-case", "audit sign", "How long"):
        assert absent not in text
