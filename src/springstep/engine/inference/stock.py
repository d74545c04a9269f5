"""The reference: unmodified experta, run layer by layer over one case."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from springstep.engine.inference.case import FactValue
from springstep.engine.inference.conflict_resolution import Concluded, Resolution, resolve
from springstep.engine.inference.experta_parts import (
    Agenda,
    FactList,
    InitialFact,
    KnowledgeEngine,
    StableMatcher,
    StableStrategy,
)
from springstep.engine.inference.firings import Fired, item_of
from springstep.engine.inference.memory import (
    CompletedFacts,
    Conclusions,
    DecisionsSoFar,
    GivenFacts,
    Item,
    LayerOpen,
    Opaque,
    View,
)
from springstep.engine.inference.stock_rules import compile_all
from springstep.engine.language.rules import LAYERS
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of

_FIRING_LIMIT = 100_000


class StockRecord(NamedTuple):
    """The outcome of a run: the facts it rests on, every firing in order, every decision with its resolution."""

    given: Mapping[str, FactValue]
    facts: Mapping[str, FactValue]
    fired: tuple[Fired, ...]
    resolved: Mapping[str, Resolution]

    @property
    def values(self) -> Mapping[str, Any]:
        """Return the value of each fact, given or assumed."""
        return {name: fact.value for name, fact in self.facts.items()}

    def selected(self, table: str) -> tuple[Concluded, ...]:
        """Return what was concluded on the rows of a table, in order."""
        return tuple(entry for fired in self.fired for entry in fired.concluded if entry.conclusion.selects == table)


def run_stock(base: RuleBase, moment: str, facts: Mapping[str, FactValue]) -> StockRecord:
    """Run the rules over exact facts; each thread builds an engine at its first run and reuses it."""
    engines = cache_of(base).setdefault("stock", threading.local())
    engine = getattr(engines, moment, None)
    if engine is None:
        engine = StockEngine(base, moment)
        setattr(engines, moment, engine)
    found: StockRecord = engine.infer(facts)
    return found


class StockEngine(KnowledgeEngine):  # type: ignore[misc]
    """An experta engine that records its firings and resolves decisions between layers.

    The rules are handed over as a tuple: if they were class members, as experta expects, they would be bound to the
    last engine built, and there is one engine for each thread and moment.
    """

    __matcher__ = StableMatcher
    __strategy__ = StableStrategy

    def __init__(self, base: RuleBase, moment: str) -> None:
        self.base = base
        self._compiled = compile_all(base, moment)
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

    def infer(self, facts: Mapping[str, FactValue]) -> StockRecord:
        """Run one case of this engine's moment from a clean working memory."""
        self.reset()
        self._fired: list[Fired] = []
        self._resolved: dict[str, Resolution] = {}
        self._facts: dict[str, FactValue] = dict(facts)
        self.declare(GivenFacts(view=View(facts)), LayerOpen(name=LAYERS[0]))
        try:
            self.run(_FIRING_LIMIT)
        finally:
            self.running = False  # experta leaves it set when a firing raises
        return StockRecord(facts, self._facts, tuple(self._fired), self._resolved)

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
        """Resolve what this layer decides and open the next one."""
        if layer == "assume":
            self._complete_facts()
        else:
            moment = self._facts["moment"].value
            schemes = [s for s in self.base.decisions.values() if s.settles == layer and moment in s.moments]
            found = {scheme.name: resolve(scheme, self._concluded_on(scheme.name)) for scheme in schemes}
            self._resolved.update(found)
            facts = {name: FactValue(s.value, "decided") for name, s in found.items() if s.value is not None}
            self.declare(DecisionsSoFar(layer=layer, view=View(facts)))
        following = LAYERS.index(layer) + 1
        if following < len(LAYERS):
            self.declare(LayerOpen(name=LAYERS[following]))

    def _concluded_on(self, decision: str) -> Iterable[Concluded]:
        return (entry for fired in self._fired for entry in fired.concluded if entry.conclusion.decides == decision)

    def _complete_facts(self) -> None:
        """Join given and assumed facts, and put an item into working memory for each element of a list fact."""
        for fired in self._fired:
            for entry in fired.concluded:
                if entry.conclusion.assumes and not entry.lost:
                    self._facts[entry.conclusion.assumes] = FactValue(entry.amount, "assumed", fired.rule.id)
        self.declare(CompletedFacts(view=View(self._facts)))
        for scope in self.base.vocabulary.scopes.values():
            whole = self._facts.get(scope.list_fact)
            for index, element in enumerate(whole.value if whole is not None else ()):
                item, fields = item_of(scope, element, whole)  # type: ignore[arg-type]
                self.declare(Item(scope=scope.name, index=index, view=View(fields), element=Opaque(item)))
