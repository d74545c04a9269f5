"""Compile rules for experta as it comes.

Each rule becomes one experta rule with a pattern for every kind of fact that it reads: the facts of the case, one item
of a list (``for_each``), and what earlier layers settled. A part of a condition that reads a single kind is checked
by that pattern's predicate; a part that joins kinds becomes a test after the patterns. Salience orders the layers and
nothing else: within a layer conclusions only add up, so their order does not matter.
"""

from __future__ import annotations

from collections.abc import Callable
from inspect import Parameter, Signature
from typing import Any

from springstep.engine.inference.case import FactValue
from springstep.engine.inference.experta_parts import TEST, EngineRule, L, P
from springstep.engine.inference.firings import FiringReader
from springstep.engine.inference.memory import (
    CompletedFacts,
    Conclusions,
    DecisionsSoFar,
    GivenFacts,
    Item,
    LayerOpen,
    Opaque,
    View,
    salience,
)
from springstep.engine.language.conditions import Condition, conjuncts, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.rules import LAYERS, Layer, Rule, effective_condition
from springstep.engine.rulebase.base import RuleBase


def compile_all(base: RuleBase, moment: str) -> tuple[Any, ...]:
    """Compile the rules of one moment: one experta rule a rule, and one a layer to close it."""
    rules = [_compile(rule, base, order) for order, rule in enumerate(base.rules) if moment in rule.moments]
    return (*rules, *(_closing(layer) for layer in LAYERS))


def _closing(layer: Layer) -> Any:
    def close(engine: Any, **_: Any) -> None:
        engine.close_layer(layer)

    close.order = 0  # type: ignore[attr-defined]
    return EngineRule("c0" << LayerOpen(name=L(layer)), salience=salience(layer, closing=True))(close)


def _compile(rule: Rule, base: RuleBase, order: int) -> Any:
    """Turn a rule into an experta rule."""
    first = GivenFacts if rule.layer == "assume" else CompletedFacts
    sources: dict[str, Any] = {first.__name__: first}
    if rule.for_each:
        sources["Item"] = Item
    single: dict[str, list[Condition]] = {name: [] for name in sources}
    joined: list[Condition] = []
    condition = effective_condition(rule, base.by_id)
    reading = FiringReader(rule, base.by_id)
    for name in reading.reads:
        sources.setdefault(_kind(name, first.__name__, base), DecisionsSoFar)
    single.update({name: single.get(name, []) for name in sources})
    for part in conjuncts(condition):
        kinds = {_kind(name, first.__name__, base) for name in names_in(part)} or {first.__name__}
        (single[kinds.pop()] if len(kinds) == 1 else joined).append(part)

    patterns = [
        f"c{index}" << _pattern(name, source, single[name], rule)
        for index, (name, source) in enumerate(sources.items())
    ]
    if joined:
        patterns.append(_joined_test(joined, len(sources)))

    conclude = _concluder(reading)
    conclude.order = order  # type: ignore[attr-defined]
    return EngineRule(*patterns, salience=salience(rule.layer))(conclude)


def _kind(name: str, first: str, base: RuleBase) -> str:
    """Say which kind of working-memory fact holds a name: the case's, an item's, or a layer's decisions."""
    if "." in name:
        return "Item"
    return f"Settled:{base.decisions[name].settles}" if name in base.decisions else first


def _pattern(name: str, source: Any, parts: list[Condition], rule: Rule) -> Any:
    tests = [predicate(part) for part in parts]

    def matches(view: View) -> bool:
        values = view.values
        return all(check(values) is True for check in tests)

    if source is Item:
        return Item(scope=L(rule.for_each), view=P(matches))
    if source is DecisionsSoFar:
        return DecisionsSoFar(layer=L(name.split(":")[1]), view=P(matches))
    return source(view=P(matches))


def _joined_test(parts: list[Condition], bound: int) -> Any:
    """Test parts of a condition that read several kinds of facts at once, after these are bound."""
    tests = [predicate(part) for part in parts]
    names = [f"c{index}" for index in range(bound)]

    def holds(**context: Any) -> bool:
        values = {name: value for c in names for name, value in context[c]["view"].values.items()}
        return all(check(values) is True for check in tests)

    # experta passes the bindings that the signature names.
    holds.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])  # type: ignore[attr-defined]
    return TEST(holds)


def _concluder(reading: FiringReader) -> Callable[..., None]:
    """Build the right-hand side: work out the amounts and put the conclusions into working memory."""

    def conclude(engine: Any, **context: Any) -> None:
        facts: dict[str, FactValue] = {}
        item: FactValue | None = None
        for bound in context.values():
            facts.update(bound["view"].facts)
            if isinstance(bound, Item):
                item = bound["element"].value
        values = {name: fact.value for name, fact in facts.items()}
        engine.declare(Conclusions(fired=Opaque(reading.fired(facts, item, reading.concluded(values)))))

    return conclude
