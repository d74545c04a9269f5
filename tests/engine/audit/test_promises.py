"""The promises of advice: proved, broken with a runner and the rule to blame, refused where nothing could hold them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from springstep import KnowledgeError, load_rule_base, recommend
from springstep.engine.advice.claim_check import claims_broken
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.audit.full_audit import audit
from springstep.engine.audit.report import ClaimResult
from springstep.engine.inference.examples import laid_over
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.promises import promises
from springstep.rendering.markdown.catalogue import render_catalogue
from tests.planted import add, change, copied, few, rule
from tests.strategies import BASE

NOT_MORE = "not grown and frequency >= counted_every"
OVERLAY = "overlay: trial\nauthor: A. Coach\ndate: 2026-11-22\n"


def advice(promise: str, topic: str = "sleep") -> str:
    return f"{{advise: {{topic: {topic}, say: Add nothing yet., promises: '{promise}'}}}}"


def with_rule(place: Path, when: str, promise: str, **entries: str) -> RuleBase:
    return load_rule_base(add(copied(place), rule(10, when, advice(promise), **entries)))


def proof(base: RuleBase) -> ClaimResult:
    claim = next(each for each in load_claims(base) if each.rule == "TST-010")
    return ClaimProver(AllCases(base)).check(claim)


@pytest.mark.parametrize("claim", promises(BASE), ids=lambda claim: claim.id)
def test_every_promise_of_the_rules_is_proved(claim: Any) -> None:
    assert ClaimProver(AllCases(BASE)).check(claim).status == "proved"


def test_words_that_a_decision_contradicts_are_found_with_a_runner_and_the_rule_to_blame(tmp_path: Path) -> None:
    folder = add(few(tmp_path), rule(10, "sleep == short", advice(NOT_MORE)))
    base = load_rule_base(folder)
    found = {finding.id: finding for finding in audit(base).findings}["promise:TST-010/promise"]
    assert found.kind == "promise" and found.rules[0] == "TST-010" and len(found.rules) > 1
    assert 'What TST-010 says is so: "Add nothing yet."' in found.says
    told = recommend(found.witnesses[0].case, rule_base=base)
    assert "TST-010" in {each for said in told.advice for each in said.rules}
    assert [claim.id for claim in claims_broken(base, told)] == ["TST-010/promise"]


def test_a_promise_that_the_decisions_keep_is_proved(tmp_path: Path) -> None:
    base = with_rule(tmp_path, "surface == track", NOT_MORE)
    assert proof(base).status == "broken"
    change(base.folder / "rules" / "tests.yaml", "surface == track", "fatigue_trend == worse")
    again = load_rule_base(base.folder)
    assert proof(again).status == "proved" and proof(again).formal == f"whenever fatigue_trend == worse: {NOT_MORE}"


def test_an_exception_of_the_rule_makes_no_promise(tmp_path: Path) -> None:
    general = rule(10, "sleep in {short, poor}", advice("sleep == poor"))
    exception = rule(20, "sleep == short", "{advise: {topic: sleep, say: Sleep on it.}}", overrides="[TST-010]")
    assert proof(load_rule_base(add(copied(tmp_path), general, exception))).status == "proved"


def test_advice_that_rests_on_an_assumption_is_not_given_and_so_promises_nothing(tmp_path: Path) -> None:
    base = with_rule(tmp_path, "sleep in {short, poor}", "sleep == short")
    assert next(each for each in load_claims(base) if each.rule == "TST-010").told == ("sleep",)

    def broken(**sleep: str | None) -> list[str]:
        return [claim.id for claim in claims_broken(base, recommend(laid_over(base, "before", sleep), rule_base=base))]

    assert recommend(laid_over(base, "before", {"sleep": None}), rule_base=base).trace.firings_of("TST-010")
    assert (broken(sleep="short"), broken(sleep="poor"), broken(sleep=None)) == ([], ["TST-010/promise"], [])


def test_a_rule_over_items_promises_for_each_of_them(tmp_path: Path) -> None:
    base = with_rule(
        tmp_path, "injury.status == returning", "injury.site != ankle or contact >= light", for_each="injury"
    )
    assert proof(base).status == "proved"
    change(base.folder / "rules" / "tests.yaml", "injury.site != ankle", "injury.site != hip")
    change(base.folder / "rules" / "tests.yaml", "contact >= light", "contact >= gentle")
    broken = proof(load_rule_base(base.folder))
    assert broken.status == "broken"
    assert {"site": "hip", "status": "returning"} in broken.witnesses[0].case["injuries"]


@pytest.mark.parametrize(
    ("when", "promise", "entries", "fault"),
    [
        ("sleep == short", "set_efort <= 3", {}, "set_efort"),
        ("sleep == short", "set_efforts <= many", {}, "many"),
        ("sleep == short", "next_action >= end_bursts", {}, "next_action is not there when the rule speaks"),
    ],
)
def test_a_promise_that_nothing_could_hold_is_refused_at_its_place(
    tmp_path: Path, when: str, promise: str, entries: dict[str, str], fault: str
) -> None:
    with pytest.raises(KnowledgeError) as refused:
        with_rule(tmp_path, when, promise, **entries)
    (found,) = refused.value.faults
    assert fault in str(found) and found.source == "tests.yaml" and found.line and "promises" in found.where


def test_an_assumption_promises_nothing(tmp_path: Path) -> None:
    then = "{assume: {sleep: poor}}, " + advice("set_efforts <= 3")
    with pytest.raises(KnowledgeError, match="a rule that assumes reads only what is told"):
        load_rule_base(add(copied(tmp_path), rule(10, "sleep is unknown", then)))


def test_a_plan_under_an_overlay_is_held_to_what_the_advice_promises(tmp_path: Path) -> None:
    overlay = tmp_path / "trial.yaml"
    overlay.write_text(
        f"{OVERLAY}add:\n  - {{id: OWN-010, name: on-the-track, topic: support, moments: [before], "
        f"when: surface == track, then: [{advice(NOT_MORE)}], because: It is soft., "
        "fires_for: {surface: track}, silent_for: {}, reason: trial, note: Until spring.}\n",
        encoding="utf-8",
    )
    base = load_rule_base(overlays=[overlay])
    with pytest.raises(KnowledgeError, match="breaks the safety claim OWN-010/promise"):
        recommend(laid_over(base, "before", {"surface": "track"}), rule_base=base)
    recommend(laid_over(base, "before", {}), rule_base=base)


def test_an_overlay_that_keeps_the_words_keeps_what_they_promise(tmp_path: Path) -> None:
    say = BASE.by_id["CUE-160"].conclusions[-1].say
    overlay = tmp_path / "trial.yaml"
    overlay.write_text(
        f"{OVERLAY}relax:\n  - rule: CUE-160\n    then: [{{step: {{next_action: rest_longer}}}}, "
        f"{{advise: {{topic: cue, say: '{say}'}}}}]\n    reason: trial\n    note: Until spring.\n",
        encoding="utf-8",
    )
    base = load_rule_base(overlays=[overlay])
    with pytest.raises(KnowledgeError, match="CUE-160/promise"):
        recommend(laid_over(base, "during", {"cue": "all_well", "bursts_done": 6}), rule_base=base)


def test_the_rules_on_paper_say_what_is_promised() -> None:
    text = render_catalogue(BASE)
    assert "- **Promises** what to do now is at least as strict as end bursts (`next_action >= end_bursts`)" in text
    section = text[text.index("### CUE-160/promise ") :][:200]
    assert "What [CUE-160] says is so" in section
