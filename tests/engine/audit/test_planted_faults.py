"""A fault planted in the rule base is found, named by its kind, and reported with the rule to blame."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from springstep import KnowledgeError, Recommendation, load_rule_base, recommend
from springstep.engine.advice.claim_check import claims_broken
from springstep.engine.audit.checks.claim_proofs import ClaimProver
from springstep.engine.audit.checks.rule_base import check_base
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.edited import edited_rules
from springstep.engine.audit.full_audit import audit
from springstep.engine.audit.report import Audit, ClaimResult, Finding
from springstep.engine.audit.rule_findings import card_of, findings_of
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from tests.planted import add, change, copied, drop, few, rule

pytestmark = pytest.mark.slow

# Faults of one rule


class Planted(NamedTuple):
    """A rule with a fault, the finding's kind, and what its words must say."""

    when: str
    then: str
    kind: str
    target: str
    says: str
    besides: str = ""
    """The other rule involved."""
    for_each: str = ""


ADVICE = "{advise: {topic: watch, say: What only this rule of the tests says NUMBER.}}"
PLANTED: Mapping[int, Planted] = {
    10: Planted("fatigue >= 7 and fatigue < 3", ADVICE, "unreachable", "", "can never fire"),
    20: Planted(
        "injury.site == knee and injury.site == hip", ADVICE, "unreachable", "", "can never fire", for_each="injury"
    ),
    25: Planted("any(injury.site == knee and injury.site == hip)", ADVICE, "unreachable", "", "can never fire"),
    # What one layer decides makes the condition of the next impossible.
    30: Planted("clearance == stop_and_refer and progression == advance", ADVICE, "unreachable", "", "can never fire"),
    # Warm-up, easy end and the shortest set take 19 minutes and 54 seconds.
    40: Planted("duration_min < 19.9 and room == enough", ADVICE, "unreachable", "", "can never fire"),
    # No case states both that there were earlier sessions and that there were none.
    50: Planted("sessions_done == 0 and last_drill is known", ADVICE, "unreachable", "", "can never fire"),
    60: Planted(
        "legs == flooding",
        f"{{step: {{clearance: modify}}}}, {ADVICE}",
        "dominated",
        ":clearance=modify",
        "'Readiness: Bursts, with care' of TST-060 never decides anything; RDY-050 always says",
        "RDY-050",
    ),
    70: Planted(
        "pain == sharp",
        f"{{cap: {{efforts: 7}}}}, {ADVICE}",
        "dominated",
        ":efforts=7",
        "'Number of efforts today: at most 7 efforts' of TST-070 never decides anything",
    ),
    80: Planted(
        "legs == heavy",
        f"{{cap: {{efforts: 3}}}}, {ADVICE}",
        "redundancy",
        ":efforts=3",
        "Without 'Number of efforts today: at most 3 efforts' of TST-080 nobody's advice would differ; "
        "RDY-050 always says",
        "RDY-050",
    ),
    90: Planted(
        "mindset == calm",
        f"{{exclude_drills: {{likeness: other, drive: maximal}}}}, {ADVICE}",
        "redundancy",
        ":exclude:likeness=other,drive=maximal",
        "Without 'No drill with likeness: other, drive: maximal' of TST-090 nobody's advice would differ; DRL-010",
        "DRL-010",
    ),
    100: Planted(
        "legs == flooding",
        "{step: {clearance: no_bursts_today}}",
        "subsumption",
        "",
        "adds nothing to RDY-060, which fires whenever it does",
        "RDY-060",
    ),
    110: Planted(
        "fatigue >= 7 and fatigue >= 3",
        ADVICE,
        "idle_condition",
        ":fatigue is at least 3",
        "fires for the same runners without 'fatigue is at least 3' in its condition",
    ),
    120: Planted(
        "clearance == go and pain == none",
        ADVICE,
        "idle_condition",
        ":pain is none",
        "fires for the same runners without 'pain is none' in its condition",
    ),
    130: Planted(
        "stiffness.site in {hips, knees} and stiffness.site != knees",
        ADVICE,
        "idle_condition",
        ":stiffness site is knees",
        "fires for the same runners without 'stiffness site is knees' in its condition",
        for_each="stiffness",
    ),
    140: Planted(
        "any(stiffness.site in {hips, knees} and stiffness.site != knees)",
        ADVICE,
        "idle_condition",
        ":stiffness site is knees",
        "fires for the same runners without 'stiffness site is knees' in its condition",
    ),
    150: Planted(
        "any(injury.status == active) and clearance == stop_and_refer",
        ADVICE,
        "idle_condition",
        ":readiness is stop and refer",
        "fires for the same runners without 'readiness is stop and refer' in its condition",
    ),
}
EXCEPTION = rule(910, "fatigue == 5", "{step: {clearance: modify}}", overrides="[RDY-030]")
"""It concludes no more than RDY-020, and keeps RDY-030 from firing."""
IDLE_EXCEPTION = rule(920, "fatigue == 3", "{step: {clearance: go}}", overrides="[RDY-040]")
"""It concludes no more than RDY-010, and RDY-040 would not fire for anybody for whom it does."""
SOUND = rule(900, "mindset == calm and surface == track", "{step: {contact: light}}")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> AllCases:
    """Return all cases under a rule base with all the faulty rules, and a sound one."""
    rules = [
        rule(number, each.when, each.then.replace("NUMBER", str(number)), **_scope(each))
        for number, each in PLANTED.items()
    ]
    return AllCases(
        load_rule_base(add(copied(tmp_path_factory.mktemp("rules")), *rules, EXCEPTION, IDLE_EXCEPTION, SOUND))
    )


def _scope(planted: Planted) -> dict[str, str]:
    return {"for_each": planted.for_each} if planted.for_each else {}


def found_in(all_cases: AllCases, rule_id: str) -> list[Finding]:
    base = all_cases.base
    return list(findings_of(check_rule(all_cases, base.by_id[rule_id]), base))


@pytest.mark.parametrize("number", PLANTED)
def test_fault_of_a_rule_is_found_and_reported(faulty: AllCases, number: int) -> None:
    planted, rule_id = PLANTED[number], f"TST-{number:03}"
    found = {finding.id: finding for finding in found_in(faulty, rule_id)}
    finding = found[f"{planted.kind}:{rule_id}{planted.target}"]
    assert (finding.kind, finding.subject) == (planted.kind, rule_id)
    assert planted.says in finding.says and rule_id in finding.says
    assert finding.rules == tuple(filter(None, (rule_id, planted.besides)))
    assert {other.kind for other in found.values()} == {planted.kind}, "nothing else is wrong with it"


def test_an_exception_that_lets_somebody_off_is_not_called_without_effect(faulty: AllCases) -> None:
    (finding,) = found_in(faulty, "TST-910")
    assert finding.id == "redundancy:TST-910:clearance=modify"
    assert finding.says.endswith("; as an exception it keeps RDY-030 from firing.")


def test_an_exception_that_lets_nobody_off_is_without_effect(faulty: AllCases) -> None:
    assert [finding.kind for finding in found_in(faulty, "TST-920")] == ["subsumption"]


def test_sound_rule_has_no_finding(faulty: AllCases) -> None:
    assert found_in(faulty, "TST-900") == []


def test_card_shows_what_is_dead_and_what_does_nothing(faulty: AllCases) -> None:
    names = ("TST-010", "TST-060", "TST-080", "TST-900")
    cards = {name: card_of(check_rule(faulty, faulty.base.by_id[name]), faulty.base) for name in names}
    assert [name for name, card in cards.items() if card.fires is None] == ["TST-010"]

    def effects(name: str) -> list[tuple[bool, bool, bool]]:
        return [(each.carries, each.matters, each.witness is not None) for each in cards[name].conclusions]

    assert effects("TST-060") == [(False, False, False), (True, True, True)]
    assert effects("TST-080") == [(True, False, False), (True, True, True)]
    assert effects("TST-900") == [(True, True, True)]


def test_runner_shown_for_a_rule_makes_it_fire(faulty: AllCases) -> None:
    fires = check_rule(faulty, faulty.base.by_id["TST-900"]).fires
    assert fires is not None and fires.made is not None
    again = recommend(fires.made.case, rule_base=faulty.base)
    assert "TST-900" in again.decision("contact").rules


def test_one_word_in_a_rule_of_the_guide_makes_it_dead(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(
        folder / "rules" / "season.yaml", "season_phase in {build, no_season} and", "season_phase == competition and"
    )
    (finding,) = found_in(AllCases(load_rule_base(folder)), "SEA-020")
    assert (finding.kind, finding.subject) == ("unreachable", "SEA-020")
    assert finding.says == "SEA-020 (time to grow) can never fire."


# Faults of the rule base as a whole


def whole(folder: Path) -> dict[str, Finding]:
    """Return by id what is found in a rule base as a whole, except what is accepted."""
    base = load_rule_base(folder)
    return {each.id: each for each in check_base(AllCases(base)) if each.id not in load_accepted(base)}


def test_conflicts_name_both_rules(tmp_path: Path) -> None:
    found = whole(
        add(
            copied(tmp_path),
            rule(10, "goal is unknown", "{assume: {goal: speed}}", moments="[before, after]"),
            rule(20, "fatigue >= 9", "{assume: {fatigue: 10}}"),
            rule(
                30,
                "shoes == worn and fatigue >= 9",
                "{exclude_drills: {impact: low, role: burst}}, {prefer_drills: {purpose: cadence, weight: 2}}",
            ),
        )
    )
    both = found["conflict:ASM-010+TST-010:goal:before"]
    assert both.kind == "conflict" and both.rules == ("ASM-010", "TST-010")
    assert both.says == "ASM-010 and TST-010 take two different values for 'goal' of the same runner."
    assert "goal" not in both.witnesses[0].case and "Not known: goal." in both.witnesses[0].words
    assumed = found["conflict:TST-020:fatigue:before"]
    assert assumed.says == "TST-020 assumes 'fatigue' although it is given for this runner."
    assert assumed.witnesses[0].case["fatigue"] >= 9
    itself = found["conflict:TST-030:drills:before"]
    assert (itself.subject, itself.rules) == ("TST-030", ("TST-030",))
    assert itself.says == "TST-030 prefers drills that it rules out itself: quick_feet and quick_steps."
    assert {each.split(":")[0] for each in found} == {"conflict"}
    assert "conflict:ASM-010+TST-010:goal:after" in found


def test_gap_is_shown_by_a_runner_for_whom_nothing_decides(tmp_path: Path) -> None:
    found = whole(drop(copied(tmp_path), "FRQ-090"))
    (finding,) = found.values()
    assert (finding.id, finding.kind) == ("missing_rule:due:before", "missing_rule")
    assert finding.says == (
        "No rule decides 'due today' for this runner before a run. The engine can make no plan for this runner."
    )
    assert finding.witnesses[0].case["sessions_done"] == 0
    assert recommend(finding.witnesses[0].case).decision("due").value == "due", "the rule that is gone decides it"


def test_gap_that_leaves_the_engine_without_a_plan_is_still_reported(tmp_path: Path) -> None:
    found = whole(drop(copied(tmp_path), "PRG-020", "RDY-010", "CUE-010", "RUN-030"))
    gaps = {each.subject: each for each in found.values() if each.kind == "missing_rule"}
    assert {"progression:after", "clearance:before", "next_action:during", "warm_up_min:before"} <= gaps.keys()
    unplanned = [name for name in gaps if gaps[name].says.endswith("The engine can make no plan for this runner.")]
    assert {"clearance:before", "next_action:during", "warm_up_min:before"} <= set(unplanned)


def test_missing_fact_names_every_rule_that_lacks_it(tmp_path: Path) -> None:
    found = whole(drop(copied(tmp_path), "ASM-160"))
    lacking = {each.subject for each in found.values() if each.kind == "missing_fact"}
    assert lacking == {"DOS-080", "FRQ-040"}, "from a frequency that was not told nothing grows, so FRQ-030 is silent"
    assert found["missing_fact:DOS-080:before"].says == (
        "DOS-080 can fire while a fact that its conclusion needs is not known."
    )
    assert found["missing_fact:FRQ-040:after"].rules == ("FRQ-040",)


def test_dead_ends_name_the_rule_that_leaves_nothing(tmp_path: Path) -> None:
    folder = add(
        copied(tmp_path),
        rule(10, "goal == fitness", "{exclude_drills: {role: burst}}"),
        rule(20, "surface == track", "{cap: {efforts: 2}}"),
        rule(30, "goal == speed", "{cap: {effort_s: 7}}", moments="[after]"),
        rule(
            40,
            "cue.kind == building_fatigue",
            "{exclude_drills: {role: stand_in}}",
            for_each="cue",
            moments="[during]",
        ),
    )
    base, found = load_rule_base(folder), whole(folder)
    expected = {
        "no-drill:before": ("TST-010", "Bursts are cleared and due, and no drill is left to do."),
        "no-set:before": ("TST-020", "no set of efforts is left to do."),
        "no-set:after": ("TST-030", "No set of efforts is left for the next session."),
        "no-drill:during": ("TST-040", "The runner is to switch to another drill, and none is left."),
    }
    assert {each.subject for each in found.values()} == expected.keys()
    for subject, (rule_id, words) in expected.items():
        finding = found[f"dead_end:{subject}"]
        assert finding.says.endswith(f"{words} Ruled out by {rule_id}.")
        assert finding.rules == (rule_id,)
        made = recommend(finding.witnesses[0].case, rule_base=base)
        assert rule_id in {firing.rule for firing in made.trace.firings}
        assert made.session is None and (made.next_step is None or made.next_step.dose is None)


def test_facts_and_values_that_nothing_reads_are_found(tmp_path: Path) -> None:
    folder = drop(copied(tmp_path), "SUP-030", "SUP-040", "ASM-120")
    change(folder / "rules" / "support.yaml", "sleep in {short, poor}", "sleep == poor")
    found = whole(add(folder, rule(10, "fatigue >= 9 and goal == speed", ADVICE, moments="[after]")))
    unread = found["unused_fact:fuel:before"]
    assert (unread.subject, unread.says) == ("fuel", "'fuel' is asked before a run, and no rule reads it then.")
    unasked = found["unused_fact:fatigue:after"]
    assert unasked.rules == ("TST-010",)
    assert unasked.says == "TST-010 reads 'fatigue', which is not asked after a run."
    alike = found["unused_value:sleep:enough+short"]
    assert (alike.subject, alike.says) == ("sleep", "No rule tells enough and short apart (sleep).")
    assert {each.kind for each in found.values()} == {"unused_fact", "unused_value"}


# Claims: one number is enough

BROKEN = {
    "tired-legs": ("readiness", "when: fatigue >= 5", "when: fatigue >= 6", "CLM-410"),
    "minutes-an-hour": ("dose", "total_s: 2 * duration_min", "total_s: 3 * duration_min", "CLM-010"),
    "how-often": ("frequency", "floor: {frequency: 2}", "floor: {frequency: 1}", "CLM-130"),
    "recovery": ("dose", "rest_s: 90", "rest_s: 89", "CLM-050"),
    "six-at-most": ("cue", "bursts_done >= 6", "bursts_done >= 7", "CLM-640"),
    "sessions-at-a-step": ("progression", "sessions_at_step < 3", "sessions_at_step < 2", "CLM-190"),
    "one-step": ("dose", "reached_effort_s: up_effort_s", "reached_effort_s: 15", "CLM-100"),
    "one-joint": (
        "injury",
        "injury.site in {ankle, knee} and injury.status == returning",
        "injury.site == knee and injury.status == returning",
        "CLM-320",
    ),
}


def checked(folder: Path, claim_id: str) -> tuple[RuleBase, ClaimResult]:
    base = load_rule_base(folder)
    prover = ClaimProver(AllCases(base))
    result = prover.check(next(claim for claim in load_claims(base) if claim.id == claim_id))
    assert prover.differences == [], "solver and engine agree on the runners who break it"
    return base, result


@pytest.mark.parametrize("name", BROKEN)
def test_claim_broken_by_one_number_is_shown_by_a_runner_who_breaks_it(tmp_path: Path, name: str) -> None:
    topic, old, new, claim_id = BROKEN[name]
    folder = copied(tmp_path)
    change(folder / "rules" / f"{topic}.yaml", old, new)
    base, result = checked(folder, claim_id)
    assert (result.id, result.status) == (claim_id, "broken")
    (witness,) = result.witnesses
    made = recommend(witness.case, rule_base=base)
    assert claim_id in [claim.id for claim in claims_broken(base, made)]
    assert made.headline == witness.headline and witness.words[-1] == f"Advice: {made.headline}"
    (edited,) = edited_rules(base)
    assert result.to_blame[0] == edited.id
    assert all(made.trace.firings_of(rule_id) for rule_id in result.to_blame[1:])
    assert claims_broken(load_rule_base(), recommend(witness.case)) == (), "with the old number, nothing breaks"


def test_a_claim_broken_by_an_exception_names_it(tmp_path: Path) -> None:
    _, result = checked(add(copied(tmp_path), EXCEPTION), "CLM-410")
    (witness,) = result.witnesses
    assert (result.status, witness.case["fatigue"]) == ("broken", 5)
    assert "TST-910" in result.to_blame


def test_a_claim_broken_for_want_of_a_rule_names_those_that_could_keep_it(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "rules" / "readiness.yaml", "when: fatigue >= 5", "when: fatigue >= 11")
    _, result = checked(folder, "CLM-410")
    assert result.status == "broken"
    assert result.to_blame


def test_claim_that_a_stricter_number_leaves_alone_stays_proved(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    change(folder / "rules" / "readiness.yaml", "when: fatigue >= 5", "when: fatigue >= 4")
    assert checked(folder, "CLM-410")[1].status == "proved"


# Claims of two: the riskier answer earns more

TOO_KIND = {
    "fatigue-taken-as-none": ("assumptions", "fatigue: 10}", "fatigue: 0}", "CLM-710", "fatigue"),
    "only-just-tired": ("readiness", "when: fatigue >= 4\n", "when: fatigue == 4\n", "CLM-700", "fatigue"),
    "only-the-sixth": ("cue", "bursts_done >= 6", "bursts_done == 6", "CLM-780", "bursts_done"),
}


@pytest.mark.parametrize("name", TOO_KIND)
def test_claim_of_two_is_broken_by_two_runners_who_differ_in_one_answer(tmp_path: Path, name: str) -> None:
    topic, old, new, claim_id, fact = TOO_KIND[name]
    folder = copied(tmp_path)
    change(folder / "rules" / f"{topic}.yaml", old, new)
    base, result = checked(folder, claim_id)
    assert (result.id, result.status) == (claim_id, "broken")
    safe, risky = (witness.case for witness in result.witnesses)
    plans = [recommend(case, rule_base=base) for case in (safe, risky)]
    assert result.to_blame and all(any(p.trace.firings_of(each) for p in plans) for each in result.to_blame)
    names = safe.keys() | risky.keys()
    assert [each for each in names if safe.get(each) != risky.get(each)] == [fact]
    assert fact in safe and (claim_id != "CLM-710" or fact not in risky)
    keeps = next(claim for claim in load_claims(base) if claim.id == claim_id).keeps
    assert earns_more(base, recommend(safe, rule_base=base), recommend(risky, rule_base=base), keeps)
    assert not earns_more(base, recommend(safe), recommend(risky), keeps), "unchanged, the riskier answer earns no more"


def earns_more(base: RuleBase, safe: Recommendation, risky: Recommendation, keeps: tuple[str, ...]) -> bool:
    """Tell whether the set or a decision that a claim keeps is less cautious for the riskier answer."""
    first, second = (made.session.total_s if made.session is not None else 0 for made in (safe, risky))
    return second > first or any(
        _caution(base, each.of, risky) < _caution(base, each.of, safe)
        for each in base.compared_at(safe.moment)
        if each.kind == "decision" and (not keeps or each.name in keeps)
    )


def _caution(base: RuleBase, name: str, made: Recommendation) -> Any:
    return base.decisions[name].caution(made.decision(name).value)


# A cycle

READS_ITSELF = [
    ("{step: {clearance: modify}}", "clearance == go", "clearance", "assess"),
    ("{step: {progression: hold}}", "clearance >= modify", "clearance", "assess"),
    ("{step: {due: not_due}}", "room == enough", "room", "decide"),
    ("{floor: {frequency: 3}}", "contact == crisp", "contact", "limit"),
]


@pytest.mark.parametrize(("then", "when", "read", "layer"), READS_ITSELF)
def test_rule_that_reads_what_it_helps_to_decide_is_refused_at_its_place(
    tmp_path: Path, then: str, when: str, read: str, layer: str
) -> None:
    folder = add(copied(tmp_path), SOUND, rule(10, when, then))
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(folder)
    lines = (folder / "rules" / "tests.yaml").read_text(encoding="utf-8").splitlines()
    line = lines.index(f"    when: {when}") + 1
    (fault,) = caught.value.faults
    assert str(fault) == (
        f"tests.yaml:{line}:5: TST-010: when: reads '{read}', which settles after layer {layer}; "
        f"a rule that concludes here fires in layer {layer}"
    )


# The whole audit, of a few rules that need no other

HEAD = "overlay: trial\nauthor: A. Coach\ndate: 2026-11-22\n"


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """Return a folder with a few rules that have no open findings."""
    return few(tmp_path)


def test_audit_of_a_sound_rule_base_is_clean(small: Path) -> None:
    calls: list[tuple[str, int, int]] = []
    base = load_rule_base(small)
    found = audit(base, progress=lambda part, done, total: calls.append((part, done, total)))
    assert found.clean and found.findings == ()
    assert found.verdict.startswith(
        f"Nothing is open: all {len(load_claims(base))} safety claims hold for every runner"
    )
    assert [card.rule for card in found.rules] == [each.id for each in base.rules]
    assert all(card.fires is not None for card in found.rules)
    assert {claim.status for claim in found.claims} == {"proved"}
    assert {each.id: each.accepted for each in found.accepted} == dict(load_accepted(base))
    assert found.rules_digest == base.digest and found.replayed > len(base.rules) / 2
    assert {part for part, _, _ in calls} >= {"claims", "rules"}
    assert Audit.from_json(found.to_json()) == found


def test_audit_reports_stale_acceptances_broken_claims_and_faulty_rules_together(small: Path) -> None:
    accepted = small / "accepted.yaml"
    change(accepted, "- redundancy:DRL-010:exclude:likeness=other", "- redundancy:DRL-090:exclude:likeness=other")
    change(small / "rules" / "readiness.yaml", "fatigue >= 5", "fatigue >= 6")
    add(small, rule(10, "fatigue >= 7 and fatigue < 3", ADVICE))
    found = audit(load_rule_base(small))
    assert not found.clean
    opened = {finding.id: finding for finding in found.findings}
    assert opened.keys() == {
        "acceptance:redundancy:DRL-090:exclude:likeness=other",
        "claim:CLM-410",
        "example:RDY-030:fires_for",
        "example:TST-010:fires_for",
        "number:RDY-030:5",
        "question:how_you_are:fatigue:TST-010",
        "redundancy:DRL-010:exclude:likeness=other",
        "unreachable:TST-010",
    }
    stale = opened["acceptance:redundancy:DRL-090:exclude:likeness=other"]
    assert (stale.kind, stale.subject) == ("acceptance", "redundancy:DRL-090:exclude:likeness=other")
    assert stale.says.endswith("is accepted but is no longer found; remove it from accepted.yaml.")
    broken = opened["claim:CLM-410"]
    assert broken.witnesses[0].case["fatigue"] == 5 and broken.says.startswith("CLM-410 is broken: From a fatigue of 5")
    assert broken.rules and set(broken.rules) <= set(load_rule_base(small).by_id)
    count = len(load_claims(load_rule_base(small)))
    assert found.verdict.startswith(f"1 of {count} safety claims do") and found.verdict.endswith(
        "7 other findings are open."
    )
    assert [card.rule for card in found.rules if card.fires is None] == ["TST-010"]


def test_audit_sees_through_an_overlay_that_says_it_tightens_and_lets_runners_off(small: Path, tmp_path: Path) -> None:
    overlay = tmp_path / "trial.yaml"
    overlay.write_text(
        HEAD
        + "tighten:\n  - {rule: PRG-030, when: 'counted_s > 24 and last_completed in {partly, none}', "
        + "because: The smallest set is soon done., reason: trial, note: Tried until spring., "
        + "fires_for: {last_completed: partly}, silent_for: {last_completed: all}}\n"
        + "relax:\n  - {rule: DOS-110, then: [{floor: {rest_s: 60}}], because: They are fit., reason: trial, "
        + "note: They recover fast.}\n"
        + "relaxes_claims:\n  - {claim: CLM-050, reason: trial, note: Their breath is quiet after a minute.}\n",
        encoding="utf-8",
    )
    base = load_rule_base(small, overlays=[overlay])
    found = audit(base)
    opened = {finding.id: finding for finding in found.findings}
    assert opened.keys() == {"overlay:PRG-030:before", "overlay:PRG-030:after"}
    assert "PRG-030" in opened["overlay:PRG-030:before"].says
    let_off = opened["overlay:PRG-030:before"].witnesses[0].case
    assert recommend(let_off, rule_base=load_rule_base(small)).decision("progression").rules == ("PRG-030",)
    assert recommend(let_off, rule_base=base).decision("progression").value == "advance"
    (relaxed,) = [claim for claim in found.claims if claim.status == "broken"]
    assert (relaxed.id, relaxed.relaxed) == (
        "CLM-050",
        "A. Coach, 2026-11-22, trial: Their breath is quiet after a minute.",
    )
    assert found.overlays == ("trial",)
    assert found.verdict.startswith("An overlay goes beyond CLM-050 and says so; 2 findings are open.")
