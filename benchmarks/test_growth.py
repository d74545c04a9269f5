"""How the time grows with the rules, measured and never asserted: ``python -m pytest benchmarks/test_growth.py``.

Bigger rule bases hold the same rules several times, each copy with its own id.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from springstep import recommend
from springstep.engine.compiled.program import program_of
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base

TIMES = [1, 2, 4, 8]
"""How many times the rules of the guide: from 200 to 1,600 rules."""


@cache
def grown(times: int) -> RuleBase:
    """Return the rule base with every rule ``times`` times; a copied exception applies to the copies of its round."""
    base = default_rule_base()
    rules = tuple(_copied(rule, time) for time in range(times) for rule in base.rules)
    return replace(base, rules=rules, digest=f"{base.digest} times {times}")


def _copied(rule: Rule, time: int) -> Rule:
    if not time:
        return rule
    return replace(
        rule,
        id=_named(rule.id, time),
        name=f"{rule.name}-{time}",
        overrides=tuple(_named(name, time) for name in rule.overrides),
        overridden_by=tuple(_named(name, time) for name in rule.overridden_by),
    )


def _named(rule: str, time: int) -> str:
    return f"{rule}-{time}"


@pytest.mark.parametrize("times", TIMES)
def test_recommend_with_more_rules(benchmark: Any, times: int) -> None:
    base = grown(times)
    case = case_of(base.standard_cases["before"], base)
    assert benchmark(recommend, case, rule_base=base).verdict == recommend(case).verdict


@pytest.mark.parametrize("times", TIMES)
def test_generated_function_with_more_rules(benchmark: Any, times: int) -> None:
    base = grown(times)
    values = {name: fact.value for name, fact in facts_of(case_of(base.standard_cases["before"], base), base).items()}
    assert benchmark(program_of(base, "before").run, values).firings
