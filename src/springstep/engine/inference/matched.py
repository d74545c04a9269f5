"""experta with a generated matcher: experta's working memory, agenda and firing, and our code to find activations.

The matcher waits until a layer is opened, and then finds everything that fires in it at once, in order. That is all
there is to find, since no rule reads what its own layer concludes. Rules and generated code are built once for a rule
base. An engine holds the working memory of one run and is thrown away with it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from springstep.engine.compiled.program import Decided, Firing, Lost, Program, RunTrace, Scheme, program_of
from springstep.engine.inference.effects import effects_of
from springstep.engine.inference.experta_parts import Activation, EngineRule, KnowledgeEngine, Matcher, Strategy
from springstep.engine.inference.memory import Item, LayerOpen, salience
from springstep.engine.inference.on_demand import OnDemand
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import Scope
from springstep.engine.language.numbers import exact_values
from springstep.engine.language.rules import LAYERS, Layer, Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of


class Knowledge(NamedTuple):
    """What all runs of a rule base at one moment share."""

    program: Program
    rules: OnDemand[Any]
    """experta's rules, in the program's places."""
    closing: Mapping[Layer, Any]
    """For each layer the rule that closes it."""
    scopes: Mapping[str, Scope]


def run_matched(base: RuleBase, moment: str, given: Mapping[str, Any]) -> RunTrace:
    """Run the rules over the values of the facts that a case gives and of those that follow from them."""
    return MatchedEngine(_knowledge(base, moment)).infer(given)


def _knowledge(base: RuleBase, moment: str) -> Knowledge:
    found: Knowledge | None = cache_of(base).get(("matched", moment))
    if found is None:
        program = program_of(base, moment)
        decisions = base.decisions
        rules = OnDemand(lambda place: _rule(place, program.rules[place], decisions))
        closing = {layer: _closing(layer) for layer in LAYERS}
        found = cache_of(base)[("matched", moment)] = Knowledge(program, rules, closing, base.vocabulary.scopes)
    return found


class GeneratedMatcher(Matcher):  # type: ignore[misc]
    """Finds the activations of a layer by generated code when the layer is opened."""

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Return what new facts make fire, and nothing that they stop."""
        opened = [fact for fact in adding or () if isinstance(fact, LayerOpen)]
        return [activation for fact in opened for activation in self.engine.activations(fact)], []

    def reset(self) -> None:
        """Do nothing: it holds no state."""


class LayerStrategy(Strategy):  # type: ignore[misc]
    """Order the agenda by salience, and activations of one salience in the order in which they were added."""

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        agenda.activations = sorted([*agenda.activations, *reversed(added)], key=_SALIENCE)


_SALIENCE = attrgetter("rule.salience")


class Match(Activation):  # type: ignore[misc]
    """An activation that shares the facts it matched with the others of its layer or item."""

    def __init__(self, rule: Any, facts: tuple[Any, ...], context: dict[str, Any]) -> None:
        self.rule, self.facts, self.context, self.key = rule, facts, context, None


class Opening:
    """A layer and what is known when it is opened; experta treats it as an opaque value, equal only to itself."""

    __slots__ = ("known", "layer")

    def __init__(self, layer: Layer, known: Mapping[str, Any]) -> None:
        self.layer, self.known = layer, known


class MatchedEngine(KnowledgeEngine):  # type: ignore[misc]
    """An experta engine for one run."""

    __matcher__ = GeneratedMatcher
    __strategy__ = LayerStrategy

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.firings: list[Firing] = []
        self.lost: list[Lost] = []
        self.assumed: dict[str, Any] = {}
        """The assumed values, which count once the layer of assumptions is closed."""
        self.concluded: defaultdict[str, list[tuple[Any, Decided]]] = defaultdict(list)
        """What was concluded on each decision, each conclusion with its caution."""
        self.undecided: set[str] = set()
        """Decisions on which something was concluded that could not be worked out."""
        self.values: dict[str, Any] = {}
        """What is known: facts and, once resolved, decisions."""
        self._facts: dict[str, Any] = {}
        self._decisions: dict[str, Decided] = {}
        super().__init__()

    def get_rules(self) -> list[Any]:
        """Return the rules."""
        places = range(len(self.knowledge.program.rules))
        return [*(self.knowledge.rules[place] for place in places), *self.knowledge.closing.values()]

    def infer(self, given: Mapping[str, Any]) -> RunTrace:
        """Run one case; an engine runs only one."""
        self._facts = exact_values(given)
        self.values = {**self.knowledge.program.unknown, **self._facts}
        self._open(LAYERS[0])
        self.run()
        self.matcher.engine = None  # breaks the reference cycle, so that the engine is freed at once
        return RunTrace(tuple(self.firings), self._facts, self._decisions, tuple(self.lost))

    def run(self, steps: float = float("inf")) -> None:
        """Fire the agenda until nothing is left on it."""
        self.running = True
        while steps > 0:
            if self.facts.added:
                self.strategy.update_agenda(self.agenda, *self.get_activations())
            activation = self.agenda.get_next()
            if activation is None:
                break
            steps -= 1
            activation.rule(self, **activation.context)
        self.running = False

    def activations(self, opened: Any) -> list[Any]:
        """Return the activations of a layer in the order of firing, the one that closes it last."""
        opening, here = opened["at"], (opened,)
        nothing: dict[str, Any] = {}
        rules, program = self.knowledge.rules, self.knowledge.program
        items: dict[tuple[str | None, int], tuple[tuple[Any, ...], dict[str, Any]]] = {}
        found = []
        for place, index in program.find(opening.layer, opening.known):
            if index < 0:
                found.append(Match(rules[place], here, nothing))
                continue
            scope = program.rules[place].for_each
            if (scope, index) not in items:
                item = self.facts.declare(Item(layer=opening.layer, scope=scope, index=index))
                items[scope, index] = ((opened, item), {"item": item})
            found.append(Match(rules[place], *items[scope, index]))
        found.append(Match(self.knowledge.closing[opening.layer], here, nothing))
        return found

    def element(self, scope: str, index: int) -> Mapping[str, Any]:
        """Return the fields of an element of a list, under names such as ``item.colour``."""
        listed = self.knowledge.scopes[scope]
        return listed.element_facts(self.values[listed.list_fact][index])

    def close_layer(self, layer: Layer) -> None:
        """Resolve what this layer decides and open the next one."""
        if layer == LAYERS[0]:
            self._facts.update(self.assumed)
            self.values.update(self.assumed)
        for scheme in self.knowledge.program.settling[layer]:
            decided = self._decisions[scheme.name] = self._resolved(scheme)
            self.values[scheme.name] = decided[0]
        following = LAYERS.index(layer) + 1
        if following < len(LAYERS):
            self._open(LAYERS[following])

    def _open(self, layer: Layer) -> None:
        self.facts.declare(LayerOpen(at=Opening(layer, self.values)))

    def _resolved(self, scheme: Scheme) -> Decided:
        concluded = self.concluded.get(scheme.name)
        if scheme.adds_up:
            return sum(points for _, (points, _) in concluded or ()), False
        return max(concluded)[1] if concluded and scheme.name not in self.undecided else (None, False)


def _rule(place: int, rule: Rule, decisions: Mapping[str, DecisionScheme]) -> Any:
    """Turn a rule into an experta rule, whose right-hand side works out amounts and concludes."""
    fixed, worked_out = effects_of(rule, decisions)
    alone = (place, -1)

    def conclude(engine: MatchedEngine, item: Any = None) -> None:
        firing = alone if item is None else (place, item["index"])
        engine.firings.append(firing)
        for decision, entry in fixed:
            engine.concluded[decision].append(entry)
        if worked_out:
            work_out(engine, firing[1])

    def work_out(engine: MatchedEngine, index: int) -> None:
        values: Mapping[str, Any] = engine.values
        if rule.for_each is not None:
            values = {**values, **engine.element(rule.for_each, index)}
        for effect in worked_out:
            amount = effect.amount(values)
            if amount is None:
                engine.lost.append((place, index, effect.number))
                engine.undecided.add(effect.decision)
            elif effect.fact:
                engine.assumed[effect.fact] = amount
            elif effect.decision:
                engine.concluded[effect.decision].append(effect.entry(amount))

    return EngineRule(salience=salience(rule.layer))(conclude)


def _closing(layer: Layer) -> Any:
    def close(engine: MatchedEngine) -> None:
        engine.close_layer(layer)

    return EngineRule(salience=salience(layer, closing=True))(close)
