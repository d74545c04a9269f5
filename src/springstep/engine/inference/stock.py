"""The reference: the rules compiled for experta as it comes, run layer by layer over one case.

Each rule becomes one experta rule with a pattern for every kind of fact that it reads: the athlete's facts, one item
of a list (``for_each``), and what earlier layers settled. A part of a condition that reads a single kind is checked
by that pattern's predicate; a part that joins kinds becomes a test after the patterns. Salience orders the layers and
nothing else: within a layer conclusions only add up, so their order does not matter.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature
from typing import Any, NamedTuple

from springstep.engine.compiled.scopes import scopes_of
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.experta_runtime import (
    TEST,
    Agenda,
    FactList,
    InitialFact,
    KnowledgeEngine,
    L,
    P,
    StableMatcher,
    StableStrategy,
)
from springstep.engine.inference.experta_runtime import Rule as EngineRule
from springstep.engine.inference.firings import Fired, Reading, item_of
from springstep.engine.inference.joins import Concluded, Settlement, settle
from springstep.engine.inference.memory import (
    Athlete,
    Conclusions,
    Item,
    LayerOpen,
    Settled,
    Told,
    View,
    salience,
)
from springstep.engine.language.conditions import Condition, conjuncts, names_in
from springstep.engine.language.evaluate import test
from springstep.engine.language.rules import LAYERS, Assume, Bound, Layer, Rule, Step, effective_condition
from springstep.engine.rulebase.base import RuleBase

_FIRING_LIMIT = 100_000


class Record(NamedTuple):
    """The outcome of a run: the facts it all rests on, every firing in order, every decision settled."""

    facts: Mapping[str, FactValue]
    fired: tuple[Fired, ...]
    settled: Mapping[str, Settlement]


def run_stock(base: RuleBase, moment: str, facts: Mapping[str, FactValue]) -> Record:
    """Run the rules over exact facts; a thread builds an engine at its first run, and keeps it."""
    engines = base.compiled.setdefault("stock", threading.local())
    engine = getattr(engines, moment, None)
    if engine is None:
        engine = StockEngine(base, moment)
        setattr(engines, moment, engine)
    found: Record = engine.infer(facts)
    return found


class StockEngine(KnowledgeEngine):  # type: ignore[misc]
    """An experta engine that keeps a record of its firings and settles decisions between layers.

    The rules are handed over as a tuple: as class members, which experta looks for, it would bind them to the last
    engine built, and there is one engine a thread and moment.
    """

    __matcher__ = StableMatcher
    __strategy__ = StableStrategy

    def __init__(self, base: RuleBase, moment: str) -> None:
        self.base = base
        self._compiled = _compile_all(base, moment)
        super().__init__()

    def get_rules(self) -> list[Any]:
        """Return the compiled rules."""
        return list(self._compiled)

    def reset(self) -> None:
        """Empty working memory and agenda; there are no DefFacts to look for."""
        self.agenda = Agenda()
        self.facts = FactList()
        self.facts.declare(InitialFact())
        self.matcher.reset()
        self.running = False

    def infer(self, facts: Mapping[str, FactValue]) -> Record:
        """Run one case of this engine's moment from a clean working memory."""
        self.reset()
        self._fired: list[Fired] = []
        self._settled: dict[str, Settlement] = {}
        self._facts: dict[str, FactValue] = dict(facts)
        self.declare(Told(view=View(facts)), LayerOpen(name=LAYERS[0]))
        try:
            self.run(_FIRING_LIMIT)
        finally:
            self.running = False  # experta leaves it set when a firing raises
        return Record(self._facts, tuple(self._fired), self._settled)

    def run(self, steps: float = float("inf")) -> None:
        """Fire the agenda, noting for each firing of a rule what it matched and concluded."""
        self.running = True
        while steps > 0:
            # No pattern reads Conclusions, so only other new facts can change the agenda.
            added, removed = self.facts.changes
            noticed = [fact for fact in added if not isinstance(fact, Conclusions)]
            if noticed or removed:
                self.strategy.update_agenda(self.agenda, *self.matcher.changes(noticed, removed))
            activation = self.agenda.get_next()
            if activation is None:
                return
            steps -= 1
            activation.rule(self, **{k: v for k, v in activation.context.items() if not k.startswith("__")})
            for fact in self.facts.added:
                if isinstance(fact, Conclusions):
                    self._fired.append(fact["fired"].value)

    def close_layer(self, layer: str) -> None:
        """Settle what this layer decides and open the next one."""
        if layer == "assume":
            self._complete_facts()
        else:
            moment = self._facts["moment"].value
            shapes = [s for s in self.base.decisions.values() if s.settles == layer and moment in s.moments]
            found = {shape.name: settle(shape, self._concluded_on(shape.name)) for shape in shapes}
            self._settled.update(found)
            facts = {name: FactValue(s.value, "decided") for name, s in found.items() if s.value is not None}
            self.declare(Settled(layer=layer, view=View(facts)))
        following = LAYERS.index(layer) + 1
        if following < len(LAYERS):
            self.declare(LayerOpen(name=LAYERS[following]))

    def _concluded_on(self, decision: str) -> Iterable[Concluded]:
        return (
            entry
            for fired in self._fired
            for entry in fired.concluded
            if isinstance(entry.conclusion, (Step, Bound)) and entry.conclusion.decision == decision
        )

    def _complete_facts(self) -> None:
        """Join told and assumed facts, and put one item into working memory for each element of a list fact."""
        for fired in self._fired:
            for entry in fired.concluded:
                if isinstance(entry.conclusion, Assume) and not entry.lost:
                    self._facts[entry.conclusion.fact] = FactValue(entry.amount, "assumed", fired.rule.id)
        self.declare(Athlete(view=View(self._facts)))
        for scope, list_fact in scopes_of(self.base).items():
            whole = self._facts.get(list_fact)
            for index, element in enumerate(whole.value if whole is not None else ()):
                item, fields = item_of(scope, element, whole)  # type: ignore[arg-type]
                self.declare(Item(scope=scope, index=index, view=View(fields), element=_Opaque(item)))


def _compile_all(base: RuleBase, moment: str) -> tuple[Any, ...]:
    """Compile the rules of one moment: one experta rule a rule, and one a layer to close it."""
    rules = [_compile(rule, base, order) for order, rule in enumerate(base.rules) if moment in rule.moments]
    return (*rules, *(_closing(layer) for layer in LAYERS))


def _closing(layer: Layer) -> Any:
    def close(engine: StockEngine, **_: Any) -> None:
        engine.close_layer(layer)

    close.order = 0  # type: ignore[attr-defined]
    return EngineRule("c0" << LayerOpen(name=L(layer)), salience=salience(layer, closing=True))(close)


def _compile(rule: Rule, base: RuleBase, order: int) -> Any:
    """Turn a rule into an experta rule."""
    first = Told if rule.layer == "assume" else Athlete
    sources: dict[str, Any] = {first.__name__: first}
    if rule.for_each:
        sources["Item"] = Item
    single: dict[str, list[Condition]] = {name: [] for name in sources}
    joined: list[Condition] = []
    condition = effective_condition(rule, base.by_id)
    reading = Reading(rule, base.by_id)
    for name in reading.reads:
        sources.setdefault(_kind(name, first.__name__, base), Settled)
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
    """Say which kind of working-memory fact holds a name: the athlete's, an item's, or a layer's decisions."""
    if "." in name:
        return "Item"
    return f"Settled:{base.decisions[name].settles}" if name in base.decisions else first


def _pattern(name: str, source: Any, parts: list[Condition], rule: Rule) -> Any:
    tests = [test(part) for part in parts]

    def matches(view: View) -> bool:
        values = view.values
        return all(check(values) is True for check in tests)

    if source is Item:
        return Item(scope=L(rule.for_each), view=P(matches))
    if source is Settled:
        return Settled(layer=L(name.split(":")[1]), view=P(matches))
    return source(view=P(matches))


def _joined_test(parts: list[Condition], bound: int) -> Any:
    """Test parts of a condition that read several kinds of facts at once, after these are bound."""
    tests = [test(part) for part in parts]
    names = [f"c{index}" for index in range(bound)]

    def holds(**context: Any) -> bool:
        values = {name: value for c in names for name, value in context[c]["view"].values.items()}
        return all(check(values) is True for check in tests)

    # experta passes the bindings that the signature names.
    holds.__signature__ = Signature([Parameter(name, Parameter.KEYWORD_ONLY) for name in names])  # type: ignore[attr-defined]
    return TEST(holds)


def _concluder(reading: Reading) -> Callable[..., None]:
    """Build the right-hand side: work out the amounts and put the conclusions into working memory."""

    def conclude(engine: StockEngine, **context: Any) -> None:
        facts: dict[str, FactValue] = {}
        item: FactValue | None = None
        for bound in context.values():
            facts.update(bound["view"].facts)
            if isinstance(bound, Item):
                item = bound["element"].value
        values = {name: fact.value for name, fact in facts.items()}
        engine.declare(Conclusions(fired=_Opaque(reading.fired(facts, values, item))))

    return conclude


class _Opaque:
    """Carries a value through working memory; equal only to itself."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value
