"""A rule base with a gap: a plan or a clear error, and what is left open is never read as permission."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from springstep import Dialogue, KnowledgeError, UndecidedError, load_rule_base, recommend
from springstep.engine.audit.mutants import mutants
from springstep.engine.inference.examples import example_case
from springstep.engine.inference.forward import infer
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from tests.places import KNOWLEDGE
from tests.second_opinion.cases import facts_from, random_case
from tests.strategies import BASE, FACTS, MOMENTS, Moment, examples

PERMITS = ("clearance", "frequency", "due")
"""What has to be decided before any burst."""
RANDOM = examples(3).max_examples


def without(rule: Rule) -> RuleBase:
    return next(mutants(BASE, rule)).base


def cases_at(rule: Rule, moment: Moment) -> Iterator[Mapping[str, Any]]:
    """Yield cases of a moment; where it is not the rule's own, a single one, since a plan may look ahead."""
    yield BASE.standard_cases[moment]
    if moment in rule.moments:
        for changes in (rule.fires_for, rule.silent_for):
            here = {name: value for name, value in changes.items() if moment in FACTS[name].moments}
            yield example_case(BASE, rule, {**here, "moment": moment})
        yield from (random_case(seed, moment) for seed in range(RANDOM))


def assert_sound(base: RuleBase, case: Mapping[str, Any]) -> bool:
    """Check the result of a case under a rule base with a gap; return whether something was left open."""
    decided = infer(base, facts_from(case, base)).decided
    left_open = [name for name, (value, _) in decided.items() if value is None]
    try:
        plan = recommend(case, rule_base=base)
    except UndecidedError as error:
        lost = [fault for fault in error.faults if " concludes " in fault.what]
        assert lost or all(f"no rule decides '{name}' for this runner" in str(error) for name in left_open)
        return True
    assert left_open == []
    if plan.verdict == "bursts":
        assert all(plan.decision(name).value is not None and plan.decision(name).rules for name in PERMITS)
    return False


@pytest.mark.parametrize("rule", BASE.rules, ids=lambda rule: rule.id)
def test_without_a_rule_there_is_a_plan_or_what_is_left_open_is_reported(rule: Rule) -> None:
    base = without(rule)
    for moment in MOMENTS:
        for case in cases_at(rule, moment):
            assert_sound(base, case)


@pytest.mark.parametrize(
    ("decision", "moment"),
    [(name, moment) for name, scheme in BASE.decisions.items() for moment in MOMENTS if moment in scheme.moments],
)
def test_without_all_rules_on_a_decision_nothing_is_advised(decision: str, moment: Moment) -> None:
    base = BASE
    for rule in BASE.rules:
        if decision in rule.decides:
            base = next(mutants(base, base.by_id[rule.id])).base
    needed = 0
    for case in (BASE.standard_cases[moment], *(random_case(seed, moment) for seed in range(5))):
        needed += assert_sound(base, case)
    assert needed or decision not in PERMITS


def copied(folder: Path, gone: str) -> Path:
    """Return a copy of the knowledge folder without one rule."""
    shutil.copytree(KNOWLEDGE, folder)
    for path in (folder / "rules").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(rf"  - id: {gone}\n(?:    .*\n|\n)*", "", text), encoding="utf-8")
    return folder


def test_a_folder_without_a_rule_whose_sentence_no_other_cites_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"guide\.yaml:\d+:\d+: sentence 7\.1: instructs, but no rule cites it"):
        load_rule_base(copied(tmp_path / "knowledge", "DOS-080"))


@pytest.mark.parametrize(("gone", "decision"), [("FRQ-110", "due"), ("RDY-010", "clearance")])
def test_a_folder_without_a_rule_that_is_needed_refuses_the_case(gone: str, decision: str, tmp_path: Path) -> None:
    base = load_rule_base(copied(tmp_path / "knowledge", gone))
    assert len(base.rules) == len(BASE.rules) - 1
    rule = BASE.by_id[gone]
    with pytest.raises(UndecidedError) as caught:
        recommend(example_case(BASE, rule, rule.fires_for), rule_base=base)
    assert f"no rule decides '{decision}' for this runner" in str(caught.value)
    assert isinstance(caught.value, KnowledgeError)


@pytest.mark.parametrize("gone", ["FRQ-110", "RDY-010"])
def test_a_consultation_with_a_gap_ends_in_clear_words(gone: str) -> None:
    rule = BASE.by_id[gone]
    dialogue, runner = Dialogue(without(rule)), example_case(BASE, rule, rule.fires_for)

    def talk() -> None:
        state, _ = dialogue.begin("before")
        while state.asking is not None:
            state, _ = dialogue.respond(state, spoken(runner.get(state.asking)))

    with pytest.raises(UndecidedError, match=r"no rule decides '(due|clearance)' for this runner"):
        talk()


def spoken(value: Any) -> str:
    """Say an answer as a runner types it."""
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (list, tuple)):
        return ", ".join(" ".join(item.values()) for item in value) or "none"
    return str(value)
