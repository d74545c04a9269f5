"""Stock experta, experta with the generated matcher and the generated function agree in everything.

A usual run compares some two thousand cases; ``python benchmarks/agreement.py`` as many as time allows.
"""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import pytest
from hypothesis import given

from springstep import UndecidedError, load_rule_base, recommend
from springstep.engine.audit.mutants import mutants
from springstep.engine.inference import forward
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.examples import example_case
from springstep.engine.inference.forward import Engine, Inference, infer
from springstep.engine.inference.provenance import assumed_provenance
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base
from tests.places import OVERLAY
from tests.second_opinion.cases import cases_near, facts_from, random_case, turning_cases
from tests.strategies import MOMENTS, Moment, all_cases, examples, valid_case

BASE = default_rule_base()
ENGINES: tuple[Engine, ...] = ("experta", "function", "stock")


def everything(inference: Inference) -> dict[str, Any]:
    return {
        "facts": list(inference.facts.items()),
        "fired": [
            (fired.rule.id, fired.item, fired.matched, [(entry.conclusion, entry.amount) for entry in fired.concluded])
            for fired in inference.fired
        ],
        "decided": list(inference.decided.items()),
        "resolved": [
            (name, each.value, each.strict, [entry.rule for entry in each.carried], [e.rule for e in each.dominated])
            for name, each in inference.resolved.items()
        ],
        "lost": inference.lost,
        "provenance": list(assumed_provenance(inference, inference.base).values()),
    }


def assert_agreement(base: RuleBase, facts: Mapping[str, FactValue]) -> None:
    found = {engine: infer(base, facts, engine=engine) for engine in ENGINES}
    assert {engine: inference.engine for engine, inference in found.items()} == dict(zip(ENGINES, ENGINES, strict=True))
    matched, function, stock = (everything(inference) for inference in found.values())
    for what in stock:
        assert matched[what] == stock[what], f"{what} of the matcher"
        assert function[what] == stock[what], f"{what} of the function"


def without(rule: Rule) -> RuleBase:
    return next(mutants(BASE, rule)).base


@lru_cache(maxsize=1)
def overlaid() -> RuleBase:
    return load_rule_base(overlays=[OVERLAY])


@examples(150)
@given(all_cases())
def test_they_agree_on_cases_that_a_search_finds(case: dict[str, Any]) -> None:
    assert_agreement(BASE, facts_from(case))


@pytest.mark.parametrize("moment", MOMENTS)
def test_they_agree_on_random_cases(moment: Moment) -> None:
    for seed in range(examples(200).max_examples):
        assert_agreement(BASE, facts_from(random_case(seed, moment)))


@pytest.mark.parametrize("rule", BASE.rules, ids=lambda rule: rule.id)
def test_they_agree_on_a_rules_examples_and_where_its_numbers_turn(rule: Rule) -> None:
    for changes in (rule.fires_for, rule.silent_for):
        assert_agreement(BASE, facts_from(example_case(BASE, rule, changes)))
    for case in turning_cases(rule):
        assert_agreement(BASE, facts_from(case))


def test_they_agree_with_an_overlay() -> None:
    for rule in overlaid().rules:
        if rule.origin is not None:
            for changes in (rule.fires_for, rule.silent_for):
                assert_agreement(overlaid(), facts_from(example_case(overlaid(), rule, changes), overlaid()))
    for seed in range(examples(60).max_examples):
        assert_agreement(overlaid(), facts_from(random_case(seed)))


@pytest.mark.parametrize("rule", BASE.rules[::12], ids=lambda rule: rule.id)
def test_they_agree_where_a_rule_is_gone_or_mistaken(rule: Rule) -> None:
    changed = list(mutants(BASE, rule))
    for mutant in (changed[0], changed[-1]):
        for case in list(cases_near(rule, 0))[:8]:
            assert_agreement(mutant.base, facts_from(case))
        for seed in range(4):
            assert_agreement(mutant.base, facts_from(random_case(seed, rule.moments[0])))


@pytest.mark.parametrize("gone", ["ASM-160", "DOS-080", "FRQ-110", "PRG-010"])
def test_they_agree_on_what_is_left_open(gone: str) -> None:
    rest = without(BASE.by_id[gone])
    cases = [example_case(BASE, BASE.by_id[gone], BASE.by_id[gone].fires_for), *map(random_case, range(40))]
    left_open = 0
    for case in cases:
        assert_agreement(rest, facts_from(case))
        left_open += any(value is None for value, _ in infer(rest, facts_from(case)).decided.values())
    assert left_open


@pytest.mark.parametrize(
    ("gone", "decisions"),
    [
        ("DOS-080", ["reached_every", "reached_efforts", "reached_effort_s"]),
        ("FRQ-110", ["due"]),
        ("PRG-010", ["progression", "reached_every", "reached_efforts", "reached_effort_s"]),
    ],
)
def test_a_plan_with_a_hole_is_refused_by_the_name_of_the_decision(gone: str, decisions: list[str]) -> None:
    rule = BASE.by_id[gone]
    rest = without(rule)
    with pytest.raises(UndecidedError) as refused:
        recommend(example_case(BASE, rule, rule.fires_for), rule_base=rest)
    assert [f"no rule decides '{name}' for this runner" for name in decisions] == str(refused.value).splitlines()


def test_a_conclusion_on_an_unknown_fact_is_reported_with_rule_and_fact() -> None:
    rule = BASE.by_id["ASM-170"]
    rest = without(rule)
    case = valid_case(
        example_case(BASE, rule, rule.fires_for) | {"fatigue": 4, "step_efforts": None, "step_effort_s": None}
    )
    with pytest.raises(
        UndecidedError, match=r"dose\.yaml:\d+: DOS-080 concludes on 'counted_efforts', which is not known"
    ):
        recommend(case, rule_base=rest)


# engines


def test_without_experta_the_function_runs_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = facts_from(BASE.standard_cases["before"])
    with_experta = infer(BASE, facts)
    monkeypatch.setattr(forward, "_by_experta", lambda: None)
    without = infer(BASE, facts)
    assert (with_experta.engine, without.engine) == ("experta", "function")
    assert everything(without) == everything(with_experta)


def test_plans_with_and_without_experta_differ_in_the_engines_name_alone() -> None:
    code = (
        "import sys; sys.modules.update(experta=None) if 'without' in sys.argv else None\n"
        "import json, springstep\n"
        "for case in json.loads(sys.argv[1]): print(springstep.recommend(case).to_json())"
    )
    cases = json.dumps([*BASE.standard_cases.values(), *map(random_case, range(20))])
    with_experta, without = (
        subprocess.run([sys.executable, "-c", code, cases, *how], capture_output=True, text=True, check=True).stdout
        for how in ((), ("without",))
    )
    engines = [[json.loads(plan)["trace"]["engine"] for plan in out.splitlines()] for out in (with_experta, without)]
    assert engines == [["experta"] * 23, ["function"] * 23]
    assert with_experta.replace('"trace":{"engine":"experta",', '"trace":{"engine":"function",') == without


def test_threads_agree() -> None:
    base = load_rule_base()
    cases = [facts_from(random_case(seed)) for seed in range(12)]
    alone = [everything(infer(base, facts, engine="function")) for facts in cases]
    found: list[list[Any]] = []
    threads = [
        threading.Thread(target=lambda: found.append([everything(infer(base, facts)) for facts in cases]))
        for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [alone] * 6
