"""Cases that differ from one in a single answer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springstep.engine.explain.nearby_values import Nearby
from springstep.engine.inference.derived_facts import mended
from springstep.engine.language.fact_info import MOMENT, FactInfo, Item, Scope
from springstep.engine.rulebase.base import RuleBase


def neighbours(case: Mapping[str, Any], fact: str, base: RuleBase) -> Iterator[dict[str, Any]]:
    """Yield a case with each other value of a fact, and without it; what contradicts the value gives way.

    Of words the standard case's comes first, of numbers the nearest; of a list one field of one item is changed. The
    cases are not checked.
    """
    scope = base.vocabulary.list_scopes.get(fact)
    values: Iterable[Any]
    if scope is not None:
        values = _lists(case.get(fact) or (), scope)
    else:
        now, info = case.get(fact), base.vocabulary.facts[fact]
        usual = base.standard_cases[case[MOMENT]].get(fact)
        first = (usual,) if info.kind != "number" and usual not in (None, now) else ()
        values = (*first, *Nearby(base, case, {}).values(fact), *_far(now, info))
    for value in values:
        yield mended(base.vocabulary, {**case, fact: value}, keep=(fact,))
    if fact in case:
        yield {name: value for name, value in case.items() if name != fact}


def _far(now: Any, info: FactInfo) -> Iterator[Any]:
    """Yield a fifth and five times a number, and its bounds: they turn what is worked out from several facts."""
    if info.kind == "number":
        wanted = [now // 5, now * 5] if now is not None else []
        wanted += [bound for bound in (info.minimum, info.maximum) if bound is not None]
        low = info.minimum if info.minimum is not None else 0
        yield from (each for each in wanted if each >= low and (info.maximum is None or each <= info.maximum))


def _lists(items: Any, scope: Scope) -> Iterator[list[Item]]:
    """Yield the list with one field of one item changed, and without it."""
    for place, item in enumerate(items):
        fields = scope.element_facts(item)
        for name, info in scope.fields.items():
            for value in info.values:
                if value != fields[name]:
                    yield [*items[:place], scope.item([*{**fields, name: value}.values()]), *items[place + 1 :]]
        yield [*items[:place], *items[place + 1 :]]
