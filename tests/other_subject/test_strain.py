"""What a plant's strain comes to, and what is said of it: read, explained, asked for, audited, laid over."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.checks.rules import check_rule
from springstep.engine.audit.items.of_rules import rule_digest
from springstep.engine.audit.mutants import mutants
from springstep.engine.errors import KnowledgeError
from springstep.engine.explain.counterfactuals import what_would_change
from springstep.engine.explain.why import why
from springstep.engine.explain.why_not import why_not
from springstep.engine.inference.case import case_of
from springstep.engine.inference.examples import laid_over
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.conclusions import Add, Step
from springstep.engine.proof.all_cases import AllCases
from springstep.engine.rulebase.load import read_rule_base
from springstep.engine.rulebase.overlay import lay_over
from tests.other_subject.plants import BASE, FOLDER

YELLOW = {"part": "leaf", "look": "yellow"}
MORE = replace(BASE.by_id["STR-020"], conclusions=(Add("strain", 3),))


def advised(**changes: Any) -> RecommendationRecord:
    made: RecommendationRecord = build(BASE, case_of(laid_over(BASE, "water", changes), BASE), look_ahead=False)
    return made


# Read


@pytest.mark.parametrize(
    ("right", "wrong", "fault"),
    [
        ("add: {strain: 2}", "add: {strain: 0}", "0 cannot be added to strain"),
        ("add: {strain: 2}", "add: {strain: -1}", "-1 cannot be added to strain"),
        ("add: {strain: 2}", "add: {strain: 1.5}", "1.5 cannot be added to strain"),
        ("add: {strain: 2}", "add: {strain: 1.0}", "1.0 cannot be added to strain"),
        ("add: {strain: 2}", "add: {strain: true}", "cannot be added to strain"),
        ("add: {strain: 2}", "add: {strain: months_since_repotting}", "cannot be added to strain"),
        ("add: {strain: 2}", "add: {stran: 2}", "'stran' is not a sum"),
        ("add: {strain: 2}", "add: {feed: 2}", "'feed' is not a sum"),
        ("add: {strain: 2}", "cap: {strain: 2}", "'strain' has no cap"),
        ("add: {strain: 2}", "step: {strain: wait}", "'strain' is not a scale"),
        ("add: {strain: 2}", "add: {strain: 1}\n      - add: {strain: 1}", "adds to strain more than once"),
        ("add: {strain: 2}", "add: {strain: 2}\n      - assume: {thirst: little}", "before anything is decided"),
        ("when: months_since_repotting < 2", "when: strain >= 1", "reads 'strain', which settles after layer weigh"),
    ],
)
def test_what_is_no_contribution_is_refused(tmp_path: Path, right: str, wrong: str, fault: str) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "knowledge")
    file = folder / "rules" / "strain.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count(right) == 1
    file.write_text(text.replace(right, wrong), encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        read_rule_base(folder)
    assert fault in str(caught.value) and "strain.yaml" in str(caught.value)


# Decided and explained


def test_without_a_contribution_it_is_nothing_and_known() -> None:
    decision = advised().decision("strain")
    assert (decision.value, decision.text, decision.reasons) == (0, "0 points", ())
    assert str(why(advised(), "strain", base=BASE)).splitlines()[1:] == ["  no rule adds to it"]
    assert "STR-020: not met" in str(why_not(advised(), "strain=2", base=BASE))
    assert what_would_change(advised(), "strain", base=BASE)[0].direction == "stricter"


def test_each_item_and_each_rule_counts_with_its_points() -> None:
    made = advised(signs=[YELLOW, YELLOW], months_since_repotting=1)
    decision = made.decision("strain")
    assert (decision.value, decision.text, decision.rules) == (4, "4 points", ("STR-010", "STR-020"))
    assert made.trace.added("strain") == {"STR-010": 2, "STR-020": 2} and made.trace.added("wet") == {}
    assert made.decision("wet").rules == ("STR-100",)
    assert advised(signs=[YELLOW]).decision("strain").text == "1 point"
    words = str(why(made, "strain", base=BASE))
    assert (words.count("1 point: "), words.count("2 points: ")) == (2, 1)
    assert "strain: 4 points (decided before)" in str(why(made, "wet", base=BASE))
    assert str(why_not(made, "strain=1", base=BASE)).count(" - adds ") == 3


def test_points_for_what_was_assumed_are_told_with_the_others() -> None:
    made = advised(signs=[YELLOW], months_since_repotting=None)
    assert made.decision("strain").value == 3
    words = str(why(made, "strain", base=BASE))
    assert "STR-010" in words and "STR-020" in words and "not answered" in words
    (reason,) = made.decision("wet").reasons
    assert (reason.rule, reason.assumed) == ("STR-100", ("months_since_repotting",))


def test_several_changes_together_bring_it_down() -> None:
    made = advised(signs=[YELLOW, YELLOW], drains=False, months_since_repotting=1)
    assert made.decision("strain").value == 5
    looser = [change for change in what_would_change(made, "wet", base=BASE) if change.direction == "looser"]
    assert looser and all(len(change.changes) == 2 for change in looser), "no single one brings it below three"
    for change in what_would_change(made, "strain", base=BASE):
        answers = {each.fact: each.then for each in change.changes}
        case = {"signs": [YELLOW, YELLOW], "drains": False, "months_since_repotting": 1, **answers}
        assert advised(**case).decision("strain").value == change.then


def test_an_open_list_may_add_once_for_each_item_that_it_can_hold() -> None:
    engine = partial_engine(BASE, "water")
    answers = {"drains": False, "repottings": 1, "months_since_repotting": 14}
    bounds = engine.infer(answers).abstract_values["strain"]
    assert (bounds.low, bounds.high) == (1, 1 + BASE.vocabulary.facts["signs"].most)
    without = engine.infer({**answers, "signs": []}).abstract_values["strain"]
    assert (without.low, without.high) == (1, 1)


# Audited


def test_a_contribution_is_never_redundant() -> None:
    rule = BASE.by_id["STR-020"]
    twin = replace(rule, id="STR-900")
    facts = check_rule(AllCases(replace(BASE, rules=(*BASE.rules, twin))), twin)
    assert [(each.carries, each.matters is not None) for each in facts.effects] == [(True, True)]
    assert (facts.subsumed_by, facts.covered_by) == ("", {})


def test_its_points_are_changed_in_mutants_and_are_part_of_what_is_signed() -> None:
    rule = BASE.by_id["STR-020"]
    changed = [mutant.base.by_id[rule.id].conclusions for mutant in mutants(BASE, rule) if "points" in mutant.change]
    assert changed[0] == (Add("strain", 3),)
    assert any(mutant.change == "'Strain: add 0 points', not 'Strain: add 1 point'" for mutant in _of("STR-010"))
    assert rule_digest(rule, BASE.by_id) != rule_digest(MORE, BASE.by_id)


def _of(rule: str) -> list[Any]:
    return list(mutants(BASE, BASE.by_id[rule]))


# Laid over


def overlaid(folder: Path, entries: str) -> Any:
    path = folder / "own.yaml"
    head = "overlay: own-windows\nauthor: A. Gardener\ndate: 2026-11-22\n"
    path.write_text(head + entries, encoding="utf-8")
    return lay_over(BASE, [path])


ADDED = """add:
  - {id: OWN-010, name: cold-window, topic: strain, moments: [water], when: season == resting,
     then: [{add: {strain: %s}}],
     because: The window is cold in winter., fires_for: {season: resting}, silent_for: {season: growing},
     reason: light, note: A draught.}
"""
CHANGED = "%s:\n  - {rule: STR-020, then: [{add: {strain: %s}}], reason: light, note: Seen here.}\n"


def test_an_overlay_adds_a_contribution_and_changes_its_points(tmp_path: Path) -> None:
    base = overlaid(tmp_path, ADDED % 2)
    case = case_of(laid_over(base, "water", {"season": "resting", "signs": [YELLOW]}), base)
    assert build(base, case, look_ahead=False).decision("strain").value == 3
    assert overlaid(tmp_path, CHANGED % ("tighten", 3)).by_id["STR-020"].conclusions == MORE.conclusions
    assert overlaid(tmp_path, CHANGED % ("relax", 1)).by_id["STR-020"].conclusions == (Add("strain", 1),)


@pytest.mark.parametrize(
    ("entries", "fault"),
    [
        (ADDED % 6, "6 is too much for strain; allowed: a number from 1 to 5"),
        (ADDED % 0, "0 cannot be added to strain"),
        (CHANGED % ("tighten", 1), "this relaxes: 'Strain: add 2 points' becomes 'Strain: add 1 point'"),
        (CHANGED % ("relax", 3), "this relaxes nothing"),
    ],
)
def test_an_overlay_that_says_one_thing_and_does_another_is_refused(tmp_path: Path, entries: str, fault: str) -> None:
    with pytest.raises(KnowledgeError) as caught:
        overlaid(tmp_path, entries)
    assert fault in str(caught.value)


def test_more_points_are_as_cautious_as_fewer() -> None:
    two, three = Add("strain", 2), Add("strain", 3)
    assert three.as_cautious_as(two, BASE.decisions) is True and two.as_cautious_as(three, BASE.decisions) is False
    assert two.as_cautious_as(Step("wet", "sip"), BASE.decisions) is False
    assert (two.kind, two.target, two.reads, two.adds_up, two.text) == ("add", "strain", (), True, "2")
