"""Join checked knowledge files into a rule base: parse conditions, resolve names, find the layer of each rule.

What a single file cannot know is checked here: ids used twice, names that nothing defines, rules that would have to
fire before what they build on is decided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise
from string import Formatter
from typing import Any

from springstep.engine.errors import Fault, KnowledgeError, nearest, shown
from springstep.engine.language.conditions import Condition, Constant, Term, names_in
from springstep.engine.language.entries import ATTRIBUTES, DecisionScheme, Derivation, Drill, Rung
from springstep.engine.language.parse import ConditionError, parse_condition, parse_number
from springstep.engine.language.rules import LAYERS, Advise, Assume, Bound, Conclusion, Layer, Rule, Select, Step
from springstep.engine.language.vocabulary import ITEMS, FactInfo, case_facts, derived_facts, item_facts
from springstep.engine.rulebase.shapes import EffectShape, RuleShape, TopicShape
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place
from springstep.engine.text.validation import validate
from springstep.knowledge.facts import history_facts

Read = tuple[Document, Any]


def assemble(
    *,
    topics: list[Read],
    drills: Read,
    ladder: Read,
    decisions: Read,
    standard_runners: Read,
    derivations: Read,
    whole: bool = True,
) -> dict[str, Any]:
    """Build a rule base's parts from shapes and the documents they came from.

    ``whole`` says that every topic is there; without it a rule may override one that stands in a missing topic.
    Raises ``KnowledgeError`` with every fault.
    """
    catalogue: tuple[Drill, ...] = drills[1]
    rungs: tuple[Rung, ...] = ladder[1]
    decided: dict[str, DecisionScheme] = {decision.name: decision for decision in decisions[1]}
    purposes = tuple(dict.fromkeys(drill.purpose for drill in catalogue))
    facts = {**case_facts(), **derived_facts(len(rungs), purposes), **_decision_facts(decided)}
    builder = _Builder(facts, decided, catalogue)
    rules = builder.rules(topics, whole=whole)
    faults = [*builder.faults, *_ladder_faults(*ladder)]
    faults += twice(drills[0], [drill.id for drill in catalogue]) + twice(
        decisions[0], [scheme.name for scheme in decisions[1]]
    )
    faults += _derivation_faults(*derivations)
    if faults:
        raise KnowledgeError(faults)
    fields = {name: info for scope in item_facts().values() for name, info in scope.items()}
    return {
        "rules": rules,
        "topics": {shape.topic: shape.title for _, shape in topics},
        "drills": catalogue,
        "ladder": rungs,
        "decisions": decided,
        "facts": {**facts, **fields},
        "standard_runners": standard_runners[1],
        "derivations": {derivation.fact: derivation for derivation in derivations[1]},
    }


def _derivation_faults(document: Document, derivations: tuple[Derivation, ...]) -> list[Fault]:
    """Check that each fact of earlier sessions is derived once, and that ``how`` speaks of numbers that are there."""
    wanted = ["sessions_done", *history_facts()]
    faults = twice(document, [derivation.fact for derivation in derivations])
    for index, derivation in enumerate(derivations):
        if derivation.fact not in wanted:
            what = f"'{derivation.fact}' is no fact of earlier sessions"
            faults.append(document.fault((index, "fact"), what, allowed=nearest(derivation.fact, wanted)))
        missing = [
            name for _, name, _, _ in Formatter().parse(derivation.how) if name and name not in derivation.numbers
        ]
        if missing:
            faults.append(
                document.fault((index, "how"), f"speaks of {', '.join(missing)}, which numbers does not tell")
            )
    told = {derivation.fact for derivation in derivations}
    lacking = [name for name in wanted if name not in told]
    return faults + ([document.fault((), f"does not say how {', '.join(lacking)} are derived")] if lacking else [])


def _decision_facts(decided: Mapping[str, DecisionScheme]) -> dict[str, FactInfo]:
    """Offer each decision to the conditions of later layers, as a scale or a number."""
    return {
        name: FactInfo(
            name,
            "scale" if shape.kind == "scale" else "number",
            shape.title.lower(),
            unit=shape.unit,
            values=tuple(shape.steps),
            minimum=0,
            maximum=3600,
            moments=shape.moments,
        )
        for name, shape in decided.items()
    }


class _Builder:
    """Builds rules from their shapes, gathering every fault on the way."""

    def __init__(
        self,
        facts: Mapping[str, FactInfo],
        decisions: Mapping[str, DecisionScheme],
        drills: Iterable[Drill],
    ) -> None:
        self.faults: list[Fault] = []
        self._facts = facts
        self._decisions = decisions
        self._attributes = {name: sorted({getattr(drill, name) for drill in drills}) for name in ATTRIBUTES}
        self._document = Document("", None, {})
        self._where: Place = ()
        self._id = ""

    def rules(self, topics: list[Read], *, whole: bool) -> tuple[Rule, ...]:
        built: dict[str, Rule] = {}
        places: dict[str, tuple[Document, Place]] = {}
        for document, topic in topics:
            self._document = document
            for index, shape in enumerate(topic.rules):
                self._where, self._id = ("rules", index), shape.id
                if shape.id in built:
                    self._fault("id", f"is used twice; first in {built[shape.id].source}")
                namesake = next((rule.id for rule in built.values() if rule.name == shape.name), None)
                if namesake is not None:
                    self._fault("name", f"'{shape.name}' is the name of {namesake} already")
                rule = self._rule(shape, topic)
                if rule is not None:
                    built[shape.id] = rule
                    places[shape.id] = document, self._where
        return self._with_overrides(built, places, whole=whole)

    def _rule(self, shape: RuleShape, topic: TopicShape) -> Rule | None:
        names = {**self._facts, **(item_facts()[shape.for_each] if shape.for_each else {})}
        before = len(self.faults)
        when = self._parse("when", lambda: parse_condition(shape.when, names))
        unless_text = shape.unless
        unless = self._parse("unless", lambda: parse_condition(unless_text, names)) if unless_text else None
        placed = [
            (conclusion, ("then", index))
            for index, effect in enumerate(shape.then)
            for conclusion in self._conclusions(effect, ("then", index), names)
        ]
        conclusions = [conclusion for conclusion, _ in placed]
        places = [place for _, place in placed]
        if when is None or len(self.faults) > before:
            return None
        layer = self._layer(conclusions)
        self._check_layer("when", layer, [when])
        self._check_layer("unless", layer, [unless] if unless is not None else [])
        for index, conclusion in enumerate(conclusions):
            if isinstance(conclusion, Bound):
                self._check_layer(places[index], layer, [conclusion.amount])
        line, _ = self._document.positions.get(self._where, (0, 0))
        return Rule(
            id=shape.id,
            name=shape.name,
            topic=topic.topic,
            moments=shape.moments or topic.moments,
            for_each=shape.for_each,
            when=when,
            when_text=" ".join(shape.when.split()),
            unless=unless,
            unless_text=" ".join((shape.unless or "").split()),
            overrides=shape.overrides,
            conclusions=tuple(conclusions),
            because=shape.because,
            basis=shape.basis,
            guide=shape.guide,
            layer=layer,
            fires_for=shape.fires_for,
            silent_for=shape.silent_for,
            source=self._document.name,
            line=line,
            cites_at=self._document.positions.get((*self._where, "guide"), (0, 0)),
        )

    def _parse(self, key: str, parse: Callable[[], Any]) -> Any:
        try:
            return parse()
        except ConditionError as error:
            self._fault(key, str(error))
            return None

    def _fault(self, key: str | Place, what: str, allowed: str = "") -> None:
        path = (*self._where, *((key,) if isinstance(key, str) else key))
        fault = self._document.fault(path, what, allowed=allowed)
        self.faults.append(replace(fault, where=f"{self._id}: {fault.where.split('.', 1)[-1]}"))

    def _conclusions(self, effect: EffectShape, place: Place, names: Mapping[str, FactInfo]) -> list[Conclusion]:
        match effect:
            case EffectShape(step=dict() as steps):
                return [self._step(decision, step, place) for decision, step in steps.items()]
            case EffectShape(cap=dict() as bounds):
                return self._bounds("cap", bounds, place, names)
            case EffectShape(cap_below=dict() as bounds):
                return self._bounds("cap", bounds, place, names, strict=True)
            case EffectShape(floor=dict() as bounds):
                return self._bounds("floor", bounds, place, names)
            case EffectShape(exclude_drills=dict() as where):
                return [Select("exclude", self._selector(where, place))]
            case EffectShape(prefer_drills=dict() as where):
                return self._preference(where, place, names)
            case EffectShape(advise=advice) if advice is not None:
                return [Advise(advice.topic, advice.say)]
            case EffectShape(stop_signal=str() as say):
                return [Advise("stop", say)]
            case EffectShape(assume=dict() as values):
                return [self._assume(name, value, place, names) for name, value in values.items()]
        return []

    def _preference(self, where: Mapping[str, Any], place: Place, names: Mapping[str, FactInfo]) -> list[Conclusion]:
        wanted = {name: value for name, value in where.items() if name not in ("weight", "id_from")}
        weight, source = where.get("weight", 1), where.get("id_from", "")
        if isinstance(weight, bool) or not isinstance(weight, int) or weight < 1:
            self._fault((*place, "prefer_drills"), f"weight {shown(weight)} is not allowed", "a whole number from 1")
            return []
        if source and (source not in names or names[source].kind != "drill"):
            drills = [name for name, info in names.items() if info.kind == "drill"]
            self._fault((*place, "prefer_drills"), f"no fact '{source}' names a drill", nearest(str(source), drills))
            return []
        return [Select("prefer", self._selector(wanted, place), weight, str(source))]

    def _step(self, decision: str, step: str, place: Place) -> Conclusion:
        shape = self._decisions.get(decision)
        if shape is None or shape.kind != "scale":
            scales = [name for name, known in self._decisions.items() if known.kind == "scale"]
            self._fault((*place, "step"), f"'{decision}' is no scale", nearest(decision, scales))
        elif step not in shape.steps:
            self._fault((*place, "step"), f"'{step}' is no step of {decision}", nearest(step, shape.steps))
        return Step(decision, step)

    def _bounds(
        self,
        kind: Any,
        bounds: Mapping[str, str | int | float],
        place: Place,
        names: Mapping[str, FactInfo],
        *,
        strict: bool = False,
    ) -> list[Conclusion]:
        found: list[Conclusion] = []
        for decision, amount in bounds.items():
            shape = self._decisions.get(decision)
            if shape is None or shape.kind != kind:
                numbers = [name for name, known in self._decisions.items() if known.kind == kind]
                self._fault((*place, kind), f"'{decision}' has no {kind}", nearest(decision, numbers))
                continue
            term = self._amount(amount, (*place, kind), names)
            if term is not None:
                found.append(Bound(decision, kind, term, str(amount), strict))
        return found

    def _amount(self, amount: Any, place: Place, names: Mapping[str, FactInfo]) -> Term | None:
        if isinstance(amount, (int, float)):
            return Constant(amount)
        try:
            return parse_number(str(amount), names)
        except ConditionError as error:
            self._fault(place, str(error))
            return None

    def _selector(self, where: Mapping[str, Any], place: Place) -> tuple[tuple[str, tuple[str, ...]], ...]:
        parts = []
        for attribute, wanted in where.items():
            values = tuple(wanted) if isinstance(wanted, list) else (str(wanted),)
            if attribute not in self._attributes:
                self._fault(place, f"drills have no attribute '{attribute}'", nearest(attribute, self._attributes))
                continue
            for value in values:
                if value not in self._attributes[attribute]:
                    self._fault(
                        place, f"no drill has {attribute} '{value}'", nearest(value, self._attributes[attribute])
                    )
            parts.append((attribute, values))
        return tuple(parts)

    def _assume(self, name: str, value: Any, place: Place, names: Mapping[str, FactInfo]) -> Conclusion:
        info = names.get(name)
        if info is None:
            self._fault((*place, "assume"), f"no fact is called '{name}'", nearest(name, names))
        elif info.kind == "items":
            model = next(model for list_fact, model in ITEMS.values() if list_fact == name)
            items: Any
            items, faults = validate(tuple[model, ...], Document(self._document.name, value, {}))  # type: ignore[valid-type]
            for fault in faults:
                self._fault((*place, "assume"), f"{fault.where} {fault.what}", fault.allowed)
            return Assume(name, None, tuple(item.model_dump() for item in items or ()))
        elif info.kind in ("word", "flag"):
            if value not in (info.values or (True, False)):
                self._fault((*place, "assume"), f"'{value}' is not a value of '{name}'", info.allowed())
            return Assume(name, Constant(value))
        return Assume(name, self._amount(value, (*place, "assume"), names))

    def _layer(self, conclusions: list[Conclusion]) -> Layer:
        """Find the earliest layer that the rule's conclusions are needed in."""
        layers = [self._needed_in(conclusion) for conclusion in conclusions]
        return min(layers, key=LAYERS.index)

    def _needed_in(self, conclusion: Conclusion) -> Layer:
        match conclusion:
            case Assume():
                return "assume"
            case Step(decision, _) | Bound(decision, _, _, _, _) if decision in self._decisions:
                return self._decisions[decision].settles
            case Select():
                return "limit"
            case _:
                return "advise"

    def _check_layer(self, key: str | Place, layer: Layer, read: list[Condition | Term]) -> None:
        """Refuse a rule that reads a decision which is not settled when it has to fire."""
        for name in dict.fromkeys(name for part in read for name in names_in(part)):
            if name in self._decisions and LAYERS.index(self._decisions[name].settles) >= LAYERS.index(layer):
                self._fault(
                    key,
                    f"reads '{name}', which settles after layer {self._decisions[name].settles}",
                    f"a rule that concludes here fires in layer {layer}",
                )

    def _with_overrides(
        self, built: dict[str, Rule], places: dict[str, tuple[Document, Place]], *, whole: bool
    ) -> tuple[Rule, ...]:
        """Give each general rule the conditions of its exceptions."""
        for rule in built.values():
            self._document, self._where = places[rule.id]
            self._id = rule.id
            for general in rule.overrides:
                if general not in built:
                    if not whole:
                        continue
                    self._fault("overrides", f"no rule is called '{general}'", nearest(general, built))
                elif built[general].for_each != rule.for_each or general == rule.id:
                    self._fault("overrides", f"'{general}' must be another rule over the same items")
                elif built[general].overrides:
                    self._fault("overrides", f"'{general}' is itself an exception; write one rule for each situation")
        by_general: dict[str, list[Rule]] = {}
        for rule in built.values():
            for general in rule.overrides:
                by_general.setdefault(general, []).append(rule)
        return tuple(
            replace(rule, overridden_by=tuple(exception.id for exception in by_general.get(rule.id, [])))
            for rule in built.values()
        )


def twice(document: Document, names: Iterable[str]) -> list[Fault]:
    """Find entries of a list file that go by a name used before."""
    seen: dict[str, int] = {}
    return [
        document.fault((index,), f"'{name}' stands twice")
        for index, name in enumerate(names)
        if seen.setdefault(name, index) != index
    ]


def _ladder_faults(document: Document, rungs: tuple[Rung, ...]) -> list[Fault]:
    """Check that each rung changes one thing, upwards."""
    faults = []
    for index, (low, high) in enumerate(pairwise(rungs), start=1):
        more, longer = high.efforts - low.efforts, high.effort_s - low.effort_s
        if not ((more == 1 and longer == 0) or (more == 0 and longer > 0)):
            faults.append(document.fault((index,), "a rung is either one effort more or longer efforts, never both"))
    return faults
