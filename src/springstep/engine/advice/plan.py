"""The plan that follows from an inference: choices, what is defined by them and the decisions, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from springstep.engine.advice.choosing import Chosen, choose
from springstep.engine.errors import Fault, UndecidedError
from springstep.engine.frozen import Frozen
from springstep.engine.inference.forward import Inference
from springstep.engine.language.choices import Verdict
from springstep.engine.language.definitions import Definition
from springstep.engine.language.evaluate import Measure, Predicate, measure, predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


class Plan(Frozen):
    """The choices that were made, everything that conditions may read, and the verdict."""

    chosen: Mapping[str, Chosen]
    facts: Mapping[str, Any]
    """Facts, decisions, choices and what follows from them, as far as known."""
    verdict: Verdict


def plan_of(base: RuleBase, inference: Inference) -> Plan:
    """Make the choices and find the verdict; raises ``UndecidedError`` where no verdict holds."""
    facts = dict(inference.values)
    facts |= {name: value for name, (value, _) in inference.decided.items() if value is not None}
    chosen: dict[str, Chosen] = {}
    for name, choice in base.choices.items():
        found = choose(choice, inference, facts)
        if found is not None:
            chosen[name] = found
            if found.row is not None:
                facts[name] = found.row.id
    for definition in base.plan:
        value = defined(definition, facts)
        if value is not None:
            facts[definition.name] = value
    return Plan(chosen, facts, _verdict(base, facts))


def defined(definition: Definition, facts: Mapping[str, Any]) -> Any:
    """Return the value of a definition of the plan; ``None`` when it is unknown."""
    moments = definition.info.moments
    if moments and facts["moment"] not in moments:
        return None
    for holds, value in _ways(definition):
        truth = holds(facts)
        if truth is None:
            return None
        if truth:
            return value(facts)
    return None


@lru_cache(maxsize=64)
def _ways(definition: Definition) -> tuple[tuple[Predicate, Measure], ...]:
    return tuple((predicate(way.when), measure(way.value)) for way in definition.ways)


def _verdict(base: RuleBase, facts: Mapping[str, Any]) -> Verdict:
    for verdict, holds in verdict_tests(base, str(facts["moment"])):
        if holds(facts) is True:
            return verdict
    raise UndecidedError([Fault("undecided", "no verdict holds for this case", str(facts["moment"]))])


@memoized
def verdict_tests(base: RuleBase, moment: str) -> tuple[tuple[Verdict, Predicate], ...]:
    """Return the verdicts of a moment with their conditions compiled."""
    return tuple((verdict, predicate(verdict.when)) for verdict in base.verdicts[moment])
