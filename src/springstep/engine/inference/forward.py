"""Forward inference: the rules compiled for experta, run layer by layer over one case.

Each rule becomes one experta rule with a pattern for every kind of fact that it reads: the athlete's facts, one item
of a list (``for_each``), and what earlier layers settled. A part of a condition that reads a single kind is checked
by that pattern's predicate; a part that joins kinds becomes a test after the patterns. Salience orders the layers and
nothing else: within a layer conclusions only add up, so their order does not matter.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from inspect import Parameter, Signature
from typing import Any

from springstep.engine.frozen import Frozen
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
from springstep.engine.inference.experta_runtime import Fact as EngineFact
from springstep.engine.inference.experta_runtime import Rule as EngineRule
from springstep.engine.inference.joins import Concluded, Settlement, settle
from springstep.engine.language.conditions import Condition, conjuncts, names_in
from springstep.engine.language.evaluate import measure, test
from springstep.engine.language.rules import (
    LAYERS,
    Advise,
    Assume,
    Bound,
    Conclusion,
    Rule,
    Select,
    Step,
    effective_condition,
)
from springstep.engine.language.vocabulary import ITEMS
from springstep.engine.rulebase.base import RuleBase

_FIRING_LIMIT = 100_000


class View:
    """Facts and where they come from; experta treats it as one opaque value, equal only to itself."""

    __slots__ = ("facts", "values")

    def __init__(self, facts: Mapping[str, FactValue]) -> None:
        self.facts = facts
        self.values = {name: fact.value for name, fact in facts.items()}


class Told(EngineFact):  # type: ignore[misc]
    """What the case tells; only rules of the layer ``assume`` read it."""


class Athlete(EngineFact):  # type: ignore[misc]
    """What the case tells and what is assumed for the rest."""


class Item(EngineFact):  # type: ignore[misc]
    """One injury or one stiff place."""


class Settled(EngineFact):  # type: ignore[misc]
    """The decisions that stand after a layer."""


class Conclusions(EngineFact):  # type: ignore[misc]
    """What one firing concluded."""


class LayerOpen(EngineFact):  # type: ignore[misc]
    """The layer that is being worked on."""


class Fired(Frozen):
    """One firing: the rule, the item it was for, the facts it matched, what it concluded."""

    rule: Rule
    item: FactValue | None
    matched: tuple[tuple[str, FactValue], ...]
    concluded: tuple[Concluded, ...]


class Inference(Frozen):
    """The outcome of a run: every firing in order, every decision settled, and the facts it all rests on."""

    fired: tuple[Fired, ...]
    settled: Mapping[str, Settlement]
    facts: Mapping[str, FactValue]


def infer(base: RuleBase, facts: Mapping[str, FactValue]) -> Inference:
    """Run the rules over the facts of one case; safe to call from several threads."""
    moment = facts["moment"].value
    engine = getattr(base.engines, moment, None)
    if engine is None:
        engine = LayeredEngine(base, moment)
        setattr(base.engines, moment, engine)
    return engine.infer(facts)


class LayeredEngine(KnowledgeEngine):  # type: ignore[misc]
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

    def infer(self, facts: Mapping[str, FactValue]) -> Inference:
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
        return Inference(tuple(self._fired), self._settled, self._facts)

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
                    self._fired.append(fact["fired"].fired)

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
                if isinstance(entry.conclusion, Assume):
                    self._facts[entry.conclusion.fact] = FactValue(entry.amount, "assumed", fired.rule.id)
        self.declare(Athlete(view=View(self._facts)))
        for scope, (list_fact, _) in ITEMS.items():
            whole = self._facts.get(list_fact)
            for index, element in enumerate(whole.value if whole is not None else ()):
                fields = {f"{scope}.{k}": FactValue(v, whole.source, whole.note) for k, v in element.items()}  # type: ignore[union-attr]
                self.declare(Item(scope=scope, index=index, view=View(fields)))


def _compile_all(base: RuleBase, moment: str) -> tuple[Any, ...]:
    """Compile the rules of one moment: one experta rule a rule, and one a layer to close it."""
    rules = [_compile(rule, base, order) for order, rule in enumerate(base.rules) if moment in rule.moments]
    return (*rules, *(_closing(layer) for layer in LAYERS))


def _salience(layer_order: int, *, closing: bool = False) -> int:
    """Earlier layers fire first, and a layer is closed after its own rules."""
    return 2 * (len(LAYERS) - layer_order) - (1 if closing else 0)


def _closing(layer: str) -> Any:
    def close(engine: LayeredEngine, **_: Any) -> None:
        engine.close_layer(layer)

    close.order = 0  # type: ignore[attr-defined]
    return EngineRule("c0" << LayerOpen(name=L(layer)), salience=_salience(LAYERS.index(layer), closing=True))(close)


def _compile(rule: Rule, base: RuleBase, order: int) -> Any:
    """Turn a rule into an experta rule."""
    first = Told if rule.layer == "assume" else Athlete
    sources: dict[str, Any] = {first.__name__: first}
    if rule.for_each:
        sources["Item"] = Item
    single: dict[str, list[Condition]] = {name: [] for name in sources}
    joined: list[Condition] = []
    condition = effective_condition(rule, base.by_id)
    amounts = [c.amount for c in rule.conclusions if isinstance(c, (Bound, Assume)) and c.amount is not None]
    reads = tuple(dict.fromkeys([*names_in(condition), *(name for a in amounts for name in names_in(a))]))
    for name in reads:
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

    conclude = _concluder(rule, reads)
    conclude.order = order  # type: ignore[attr-defined]
    return EngineRule(*patterns, salience=_salience(rule.order))(conclude)


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


def _concluder(rule: Rule, reads: tuple[str, ...]) -> Callable[..., None]:
    """Build the right-hand side: work out the amounts and put the conclusions into working memory."""
    amounts = [
        measure(c.amount) if isinstance(c, (Bound, Assume)) and c.amount is not None else None for c in rule.conclusions
    ]

    def conclude(engine: LayeredEngine, **context: Any) -> None:
        facts: dict[str, FactValue] = {}
        item: FactValue | None = None
        for bound in context.values():
            facts.update(bound["view"].facts)
            if isinstance(bound, Item):
                own = bound["view"].facts
                fields = {name.split(".")[1]: fact.value for name, fact in own.items()}
                some = next(iter(own.values()))
                item = FactValue(fields, some.source, some.note)
        values = {name: fact.value for name, fact in facts.items()}
        concluded = tuple(
            Concluded(rule.id, conclusion, _amount(conclusion, amount, values, rule))
            for conclusion, amount in zip(rule.conclusions, amounts, strict=True)
        )
        matched = tuple((name, facts[name]) for name in reads if name in facts)
        engine.declare(Conclusions(fired=_Record(Fired(rule, item, matched, concluded))))

    return conclude


class _Record:
    """Carries a firing through working memory; equal only to itself."""

    __slots__ = ("fired",)

    def __init__(self, fired: Fired) -> None:
        self.fired = fired


def _amount(conclusion: Conclusion, amount: Any, values: Mapping[str, Any], rule: Rule) -> Any:
    """Work out what a conclusion amounts to in this firing."""
    match conclusion:
        case Step(_, step):
            return step
        case Assume(_, None, items):
            return tuple(dict(item) for item in items)
        case Bound() | Assume():
            found = amount(values)
            if found is None:
                raise AssertionError(f"{rule.id} concludes on a fact that is not known; its condition must ask for it")
            return _tidy(found)
        case Select(kind="prefer", id_from=str() as name) if name:
            return values[name]
        case Select() | Advise():
            return None


def _tidy(number: Any) -> Any:
    """Write whole floats as integers and cut the tail that binary fractions leave."""
    if isinstance(number, float):
        number = round(number, 6)
        return int(number) if number.is_integer() else number
    return number
