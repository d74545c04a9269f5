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
from springstep.rendering.desk.own_fields import number_in
from springstep.rendering.desk.own_form import ChosenFact

_MOST_TRIED = 3_000


class NoExampleError(Exception):
    """No case was found for which a condition holds, or none for which it does not."""


def examples_for(
    when: Condition, moment: str, compared: Iterable[ChosenFact], base: RuleBase
) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """Return changes to the standard case for which a condition holds, and the nearest for which it does not.

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


def _tried(compared: Iterable[ChosenFact]) -> Iterator[Mapping[str, Any]]:
    """Yield combinations of the values that the comparisons tell apart."""
    domains: dict[str, list[Any]] = {}
    for chosen in compared:
        info, values = chosen.fact.info, _values(chosen)
        before = domains.get(info.name, [])
        both = [[*before[0], *values[0]]] if before and info.kind == "items" else []
        domains[info.name] = list({str(each): each for each in (*both, *before, *values)}.values())
    for combined in product(*domains.values()):
        yield dict(zip(domains, combined, strict=True))


def _values(chosen: ChosenFact) -> list[Any]:
    """Return the values of a fact that are worth trying, the one compared with first."""
    fact, info, value = chosen.fact, chosen.fact.info, chosen.values.get("", "")
    if fact.item:
        whole = {name: chosen.values.get(name, next(iter(field.values))) for name, field in fact.item.items()}
        others = ({**whole, name: other} for name in chosen.values for other in fact.item[name].values)
        return [[whole], *([each] for each in others if each != whole), []]
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
