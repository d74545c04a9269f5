"""Examples for a new rule: a case for which its condition holds, and one for which it just does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice, product
from typing import Any

from springstep.engine.errors import CaseError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.derived_facts import mended
from springstep.engine.inference.examples import laid_over
from springstep.engine.language.conditions import Condition
from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.own_fields import OfferedFact, number_in

_MOST_TRIED = 3_000


class NoExampleError(Exception):
    """No case was found for which a condition holds, or none for which it does not."""


def examples_for(
    when: Condition, moment: str, compared: Iterable[tuple[OfferedFact, str]], base: RuleBase
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return changes to the standard case for which a condition holds, and the nearest for which it does not.

    ``compared`` are the facts that it reads, each with what it is compared with.

    Raises ``NoExampleError`` where there is no such case among those that are tried.
    """
    holds = predicate(when)
    fires: Mapping[str, Any] | None = None
    others: list[Mapping[str, Any]] = []
    for changes in islice(_tried(compared), _MOST_TRIED):
        case = mended(base.vocabulary, laid_over(base, moment, changes), keep=changes)
        try:
            facts = facts_of(case_of(case, base), base)
            found = holds({name: fact.value for name, fact in facts.items()})
        except CaseError:
            continue
        if found is False:
            others.append(changes)
        elif found and fires is None:
            fires = changes
    subject = base.domain.subject
    if fires is None:
        raise NoExampleError(f"No {subject} was found for whom all of this holds")
    if not others:
        raise NoExampleError(f"This holds for every {subject}; a rule of your own needs one for whom it does not")
    wanted = fires
    return fires, min(others, key=lambda each: sum(each[name] != wanted[name] for name in each))


def _tried(compared: Iterable[tuple[OfferedFact, str]]) -> Iterator[Mapping[str, Any]]:
    """Yield combinations of the values that the comparisons tell apart."""
    domains: dict[str, list[Any]] = {}
    for fact, value in compared:
        tried = (*domains.get(fact.info.name, ()), *_values(fact, value))
        domains[fact.info.name] = list({str(each): each for each in tried}.values())
    for values in product(*domains.values()):
        yield dict(zip(domains, values, strict=True))


def _values(fact: OfferedFact, value: str) -> list[Any]:
    """Return the values of a fact that are worth trying, the one compared with first."""
    info = fact.info
    match info.kind:
        case "flag":
            return [value == "true", value != "true"]
        case "items":
            return [[value], []]
        case "number":
            limit = number_in(value, info)
            least = info.minimum if info.minimum is not None else 0
            most = info.maximum if info.maximum is not None else limit + 1
            return [each for each in (limit, limit - 1, limit + 1) if least <= each <= most]
        case _:
            return [value, *(each for each in fact.values if each != value)]
