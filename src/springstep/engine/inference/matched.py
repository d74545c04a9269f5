"""experta with a matcher that is generated: its working memory, agenda and firing, and our code to find activations.

The matcher waits for a layer to be opened and then finds everything that fires in it at once, in order; that is all
there is to find, since within a layer nothing concluded is read. Rules and generated code are built once for a rule
base. An engine holds the working memory of one run and is thrown away with it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from springstep.engine.compiled.program import Decided, Firing, Lost, Program, Trace, program_of
from springstep.engine.compiled.scopes import scopes_of
from springstep.engine.inference.experta_runtime import Activation, KnowledgeEngine, Matcher, Strategy
from springstep.engine.inference.experta_runtime import Rule as EngineRule
from springstep.engine.inference.firings import Reading
from springstep.engine.inference.joins import caution, is_lost
from springstep.engine.inference.memory import Athlete, Item, LayerOpen, Settled, Told, salience
from springstep.engine.language.numbers import exact_values
from springstep.engine.language.rules import LAYERS, Assume, Bound, Layer, Step
from springstep.engine.rulebase.base import RuleBase


class Knowledge(NamedTuple):
    """What all runs of a rule base at one moment share."""

    base: RuleBase
    program: Program
    rules: tuple[Any, ...]
    """experta's rules, in the program's places."""
    closing: Mapping[Layer, Any]
    """For each layer the rule that closes it."""


def run_matched(base: RuleBase, moment: str, told: Mapping[str, Any]) -> Trace:
    """Run the rules over the values of what a case tells and what follows from that."""
    return MatchedEngine(_knowledge(base, moment)).infer(told)


def _knowledge(base: RuleBase, moment: str) -> Knowledge:
    found: Knowledge | None = base.compiled.get(("matched", moment))
    if found is None:
        program = program_of(base, moment)
        rules = tuple(_rule(place, Reading(rule, base.by_id)) for place, rule in enumerate(program.rules))
        closing = {layer: _closing(layer) for layer in LAYERS}
        found = base.compiled[("matched", moment)] = Knowledge(base, program, rules, closing)
    return found


class GeneratedMatcher(Matcher):  # type: ignore[misc]
    """Finds the activations of a layer by generated code as soon as it is opened."""

    def changes(self, adding: Any = None, deleting: Any = None) -> tuple[list[Any], list[Any]]:
        """Return what new facts make fire, and nothing that they stop."""
        opened = [fact["name"] for fact in adding or () if isinstance(fact, LayerOpen)]
        return [activation for layer in opened for activation in self.engine.activations(layer)], []

    def reset(self) -> None:
        """Do nothing: it remembers nothing."""


class LayerStrategy(Strategy):  # type: ignore[misc]
    """Order the agenda by salience, and what came at once in the order in which it came."""

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        agenda.activations = sorted([*agenda.activations, *reversed(added)], key=_salience_of)


def _salience_of(activation: Any) -> int:
    found: int = activation.rule.salience
    return found


class MatchedEngine(KnowledgeEngine):  # type: ignore[misc]
    """An experta engine for one run."""

    __matcher__ = GeneratedMatcher
    __strategy__ = LayerStrategy

    def __init__(self, knowledge: Knowledge) -> None:
        self.knowledge = knowledge
        self.firings: list[Firing] = []
        self.lost: list[Lost] = []
        self.values: dict[str, Any] = {}
        """What is known: facts and, as they are settled, decisions."""
        self._taken: dict[str, Any] = {}
        self._concluded: dict[str, list[tuple[Any, bool]]] = {}
        self._decisions: dict[str, Decided] = {}
        self._completed: dict[str, Any] = {}
        self._items: dict[tuple[str, int], Any] = {}
        super().__init__()

    def get_rules(self) -> list[Any]:
        """Return the rules."""
        return [*self.knowledge.rules, *self.knowledge.closing.values()]

    def infer(self, told: Mapping[str, Any]) -> Trace:
        """Run one case."""
        self.values = exact_values(told)
        self._case = self.facts.declare(Told(values=_Values(self.values)))
        self.declare(LayerOpen(name=LAYERS[0]))
        self.run()
        return Trace(tuple(self.firings), self._completed, self._decisions, tuple(self.lost))

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

    def activations(self, layer: Layer) -> list[Any]:
        """Return the activations of a layer in the order of firing, and last the one that closes it."""
        rules, scopes = self.knowledge.program.rules, self._items
        found = []
        for place, index in self.knowledge.program.find(layer, self.values):
            if index < 0:
                found.append(Activation(self.knowledge.rules[place], (self._case,), {}))
            else:
                item = scopes[rules[place].for_each or "", index]
                found.append(Activation(self.knowledge.rules[place], (self._case, item), {"item": item}))
        found.append(Activation(self.knowledge.closing[layer], (self._case,), {}))
        return found

    def take(self, fact: str, value: Any) -> None:
        """Assume a value, which counts from the end of the layer."""
        self._taken[fact] = value

    def conclude(self, decision: str, amount: Any, strict: bool) -> None:
        """Note what a firing concludes on a decision; ``None`` for an amount that cannot be worked out."""
        self._concluded.setdefault(decision, []).append((amount, strict))

    def close_layer(self, layer: Layer) -> None:
        """Settle what this layer decides and open the next one."""
        if layer == LAYERS[0]:
            self._complete_facts()
        else:
            settled = {each.name: self._settle(each.name) for each in self.knowledge.program.settling[layer]}
            self._decisions.update(settled)
            self.values.update({name: value for name, (value, _) in settled.items()})
            self.declare(Settled(layer=layer, values=_Values(settled)))
        following = LAYERS.index(layer) + 1
        if following < len(LAYERS):
            self.declare(LayerOpen(name=LAYERS[following]))

    def _settle(self, decision: str) -> Decided:
        concluded = self._concluded.get(decision)
        if not concluded or any(amount is None for amount, _ in concluded):
            return None, False
        scheme = self.knowledge.base.decisions[decision]
        return max(concluded, key=lambda each: caution(scheme, *each))

    def _complete_facts(self) -> None:
        """Join told and assumed facts, and put each element of a list fact into working memory."""
        self.values.update(self._taken)
        self._completed = dict(self.values)
        self._case = self.declare(Athlete(values=_Values(self._completed)))
        for scope, list_fact in scopes_of(self.knowledge.base).items():
            for index, element in enumerate(self._completed.get(list_fact) or ()):
                item = self.declare(Item(scope=scope, index=index, values=_Values(element)))
                self._items[scope, index] = item


class _Values:
    """Values that experta treats as one opaque value, equal only to itself."""

    __slots__ = ("of",)

    def __init__(self, of: Mapping[str, Any]) -> None:
        self.of = of


def _rule(place: int, reading: Reading) -> Any:
    """Turn a rule into an experta rule, whose right-hand side works out the amounts and concludes."""
    rule = reading.rule

    def conclude(engine: MatchedEngine, item: Any = None) -> None:
        index, values = -1, engine.values
        if item is not None:
            fields = {f"{rule.for_each}.{name}": value for name, value in item["values"].of.items()}
            index, values = item["index"], {**values, **fields}
        engine.firings.append((place, index))
        for number, amount in enumerate(reading.amounts(values)):
            conclusion = rule.conclusions[number]
            match conclusion:
                case Step(decision):
                    engine.conclude(decision, amount, False)
                case Bound(decision):
                    engine.conclude(decision, amount, conclusion.strict)
                case Assume(fact) if amount is not None:
                    engine.take(fact, amount)
            if is_lost(conclusion, amount):
                engine.lost.append((place, index, number))

    return EngineRule(salience=salience(rule.layer))(conclude)


def _closing(layer: Layer) -> Any:
    def close(engine: MatchedEngine) -> None:
        engine.close_layer(layer)

    return EngineRule(salience=salience(layer, closing=True))(close)
