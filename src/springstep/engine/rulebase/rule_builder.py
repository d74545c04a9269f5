"""Build rules from their schemas: conditions parsed, names resolved, the layer found; every fault at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from springstep.engine.errors import Code, Fault, nearest, shown
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Step
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.conditions import Condition, Constant, Term, names_in
from springstep.engine.language.declarations import DecisionScheme, Domain
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import exact
from springstep.engine.language.parse import parse_condition, parse_number
from springstep.engine.language.rules import LAYERS, Layer, Rule
from springstep.engine.language.tables import Table
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.case_model import list_type
from springstep.engine.rulebase.layers import earliest
from springstep.engine.rulebase.presence import there_at
from springstep.engine.rulebase.promises import idle_promise
from springstep.engine.rulebase.row_selection import selection
from springstep.engine.rulebase.rule_schema import AdviseSchema, EffectSchema, RuleSchema, SignalSchema
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place
from springstep.engine.text.validation import validate

Placed = tuple[Conclusion, Place]
"""A conclusion and its place in the rule."""


class RuleBuilder:
    """Builds rules over one vocabulary, gathering every fault on the way; ``at`` says which rule they belong to."""

    def __init__(
        self,
        facts: Mapping[str, FactInfo],
        decisions: Mapping[str, DecisionScheme],
        *,
        vocabulary: Vocabulary,
        tables: Mapping[str, Table],
        domain: Domain,
        plan: Mapping[str, FactInfo] | None,
    ) -> None:
        """Take what rules may speak of; ``plan`` is what promises may, besides, and ``None`` where it has faults."""
        self.faults: list[Fault] = []
        self._facts = facts
        self._decisions = decisions
        self._vocabulary = vocabulary
        self._tables = tables
        self._domain = domain
        self._plan = plan
        self._document = Document("", None, {})
        self._where: Place = ()
        self._id = ""

    def at(self, document: Document, where: Place, rule_id: str) -> None:
        """Take up a rule: its id, and where in which document it stands."""
        self._document, self._where, self._id = document, where, rule_id

    def fault(self, code: Code, key: str | Place, what: str, allowed: str = "") -> None:
        """Note a fault of the rule that is taken up, at one of its entries."""
        path = (*self._where, *((key,) if isinstance(key, str) else key))
        fault = self._document.fault(code, path, what, allowed=allowed)
        self.faults.append(replace(fault, where=f"{self._id}: {fault.where.split('.', 1)[-1]}"))

    def rule(self, schema: RuleSchema, *, topic: str, moments: Sequence[str]) -> Rule | None:
        """Build the rule that is taken up; ``None`` when it has faults. ``moments`` holds unless it gives its own."""
        before = len(self.faults)
        self._check_named("moments", schema.moments, self._vocabulary.moments)
        self.check_examples(fires_for=schema.fires_for, silent_for=schema.silent_for)
        self._check_named("for_each", [schema.for_each] if schema.for_each else [], self._vocabulary.scopes)
        names = self.names(schema.for_each)
        when = self.condition("when", schema.when, names)
        unless = self.condition("unless", schema.unless, names) if schema.unless else None
        placed = self.conclusions(schema.then, names)
        if schema.for_each and any(conclusion.assumes for conclusion, _ in placed):
            self.fault(
                "not_allowed", "for_each", "an assumption is made before any item is looked at", "leave out for_each"
            )
        if when is None or len(self.faults) > before:
            return None
        layer = self.layer(when, unless, placed)
        self.check_promises(placed, layer, schema.moments or moments)
        line, _ = self._document.positions.get(self._where, (0, 0))
        return Rule(
            id=schema.id,
            name=schema.name,
            topic=topic,
            moments=schema.moments or tuple(moments),
            for_each=schema.for_each,
            when=when,
            when_text=" ".join(schema.when.split()),
            unless=unless,
            unless_text=" ".join((schema.unless or "").split()),
            overrides=schema.overrides,
            conclusions=tuple(conclusion for conclusion, _ in placed),
            because=schema.because,
            basis=schema.basis,
            guide=schema.guide,
            layer=layer,
            fires_for=schema.fires_for,
            silent_for=schema.silent_for,
            source=self._document.name,
            line=line,
            short=schema.short or "",
            cites_at=self._document.positions.get((*self._where, "guide"), (0, 0)),
        )

    def names(self, for_each: str | None) -> dict[str, FactInfo]:
        """Return the names that a rule may read: for a rule over items their fields, too."""
        scope = self._vocabulary.scopes.get(for_each or "")
        return {**self._facts, **(scope.fields if scope is not None else {})}

    def check_examples(self, **examples: Mapping[str, Any] | None) -> None:
        """Refuse what an example gives and no case may state, be it only to say that it is unknown."""
        for key, changes in examples.items():
            for name in changes or ():
                if name not in self._vocabulary.facts:
                    hint = nearest(name, self._vocabulary.facts)
                    self.fault("unknown_name", (key, name), f"no fact is called '{name}'", hint)

    def _check_named(self, key: str, given: Iterable[str], known: Iterable[str]) -> None:
        words = list(known)
        for word in given:
            if word not in words:
                hint = nearest(word, words)
                listed = f" allowed: {', '.join(words)}" if hint.startswith("did") else ""
                self.fault("not_allowed", key, f"{shown(word)} is not allowed", hint + listed)

    def condition(self, key: str, text: str, names: Mapping[str, FactInfo]) -> Condition | None:
        """Parse a condition; ``None`` when it has a fault."""
        found: Condition | None = self._parse(key, lambda: parse_condition(text, names))
        return found

    def conclusions(self, then: Iterable[EffectSchema], names: Mapping[str, FactInfo]) -> list[Placed]:
        """Read the lines of ``then``."""
        return [
            (conclusion, ("then", index))
            for index, effect in enumerate(then)
            for conclusion in self._conclusions(effect, ("then", index), names)
        ]

    def layer(self, when: Condition, unless: Condition | None, placed: Iterable[Placed]) -> Layer:
        """Find a rule's layer, and refuse what it reads before that is decided."""
        found = list(placed)
        layer = earliest((conclusion for conclusion, _ in found), self._decisions)
        self._check_layer("when", layer, [when])
        self._check_layer("unless", layer, [unless] if unless is not None else [])
        for conclusion, place in found:
            if conclusion.decides and conclusion.term is not None:
                self._check_layer(place, layer, [conclusion.term])
        return layer

    def check_promises(self, placed: Iterable[Placed], layer: Layer, moments: Iterable[str]) -> None:
        """Refuse promises that nothing could hold or break."""
        there = [there_at(moment, self._vocabulary, self._decisions, self._plan or {}) for moment in moments]
        for conclusion, place in placed:
            if what := idle_promise(conclusion, layer, there):
                self.fault("contradiction", (*place, "advise", "promises"), what)

    def _refuse(self, path: Place, code: Code, what: str, allowed: str) -> None:
        self.fault(code, path, what, allowed)

    def _parse(self, key: str | Place, parse: Callable[[], Any]) -> Any:
        try:
            return parse()
        except ConditionError as error:
            self.fault("bad_condition", key, str(error))
            return None

    def _conclusions(self, effect: EffectSchema, place: Place, names: Mapping[str, FactInfo]) -> list[Conclusion]:
        match effect:
            case EffectSchema(step=dict() as steps):
                return [self._step(decision, step, place) for decision, step in steps.items()]
            case EffectSchema(cap=dict() as bounds):
                return self._bounds("cap", bounds, place, names)
            case EffectSchema(cap_below=dict() as bounds):
                return self._bounds("cap", bounds, place, names, strict=True)
            case EffectSchema(floor=dict() as bounds):
                return self._bounds("floor", bounds, place, names)
            case EffectSchema(add=dict() as sums):
                return [self._add(decision, points, place) for decision, points in sums.items()]
            case EffectSchema(selects=(kind, table, entry)):
                path = (*place, f"{kind}_{table}")
                return [*selection(kind, table, entry, self._tables, names, partial(self._refuse, path))]
            case EffectSchema(advise=advice) if advice is not None:
                self._check_named_at((*place, "advise", "topic"), advice.topic)
                return [self._advice(advice, (*place, "advise", "promises"), names)]
            case EffectSchema(stop_signal=str() as say):
                return [Advise("stop", say)]
            case EffectSchema(stop_signal=SignalSchema(say=say, short=short)):
                return [Advise("stop", say, short=short or "")]
            case EffectSchema(assume=dict() as values):
                return [self._assume(name, value, place, names) for name, value in values.items()]
        return []

    def _advice(self, advice: AdviseSchema, place: Place, names: Mapping[str, FactInfo]) -> Advise:
        text, short = advice.promises, advice.short or ""
        if text is None or self._plan is None:
            return Advise(advice.topic, advice.say, short=short)
        known = {**names, **self._plan}
        promised = self._parse(place, lambda: parse_condition(text, known))
        return Advise(advice.topic, advice.say, promised, " ".join(text.split()), short)

    def _check_named_at(self, path: Place, topic: str) -> None:
        if topic not in self._domain.advice:
            words = ", ".join(self._domain.advice)
            hint = nearest(topic, self._domain.advice)
            allowed = f"{hint} allowed: {words}" if hint[:3] == "did" else hint
            self.fault("unknown_name", path, f"{shown(topic)} is not allowed", allowed)

    def _step(self, decision: str, step: str, place: Place) -> Conclusion:
        schema = self._decisions.get(decision)
        if schema is None or schema.kind != "scale":
            scales = [name for name, known in self._decisions.items() if known.kind == "scale"]
            self.fault("unknown_name", (*place, "step"), f"'{decision}' is not a scale", nearest(decision, scales))
        elif step not in schema.steps:
            self.fault(
                "unknown_name", (*place, "step"), f"'{step}' is not a step of {decision}", nearest(step, schema.steps)
            )
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
            schema = self._decisions.get(decision)
            if schema is None or schema.kind != kind:
                numbers = [name for name, known in self._decisions.items() if known.kind == kind]
                self.fault("unknown_name", (*place, kind), f"'{decision}' has no {kind}", nearest(decision, numbers))
                continue
            term = self._amount(amount, (*place, kind), names)
            if term is not None:
                found.append(Bound(decision, kind, term, str(amount), strict))
        return found

    def _add(self, decision: str, points: Any, place: Place) -> Conclusion:
        """Read a contribution to a sum: a fixed whole number from 1, so that it can only add caution."""
        schema = self._decisions.get(decision)
        if schema is None or schema.kind != "sum":
            sums = [name for name, known in self._decisions.items() if known.kind == "sum"]
            self.fault("unknown_name", (*place, "add"), f"'{decision}' is not a sum", nearest(decision, sums))
        elif type(points) is not int or points < 1:
            self.fault(
                "not_allowed",
                (*place, "add"),
                f"{shown(points)} cannot be added to {decision}",
                "a whole number from 1",
            )
        return Add(decision, points)

    def _amount(self, amount: Any, place: Place, names: Mapping[str, FactInfo]) -> Term | None:
        if isinstance(amount, (int, float)):
            return Constant(exact(amount))
        try:
            return parse_number(str(amount), names)
        except ConditionError as error:
            self.fault("bad_condition", place, str(error))
            return None

    def _assume(self, name: str, value: Any, place: Place, names: Mapping[str, FactInfo]) -> Conclusion:
        info = names.get(name)
        if info is None:
            self.fault("unknown_name", (*place, "assume"), f"no fact is called '{name}'", nearest(name, names))
        elif info.kind == "items":
            items: Any
            model = list_type(info, self._vocabulary.list_scopes[name])
            items, faults = validate(model, Document(self._document.name, value, {}))
            for fault in faults:
                self.fault(fault.code, (*place, "assume"), f"{fault.where} {fault.what}", fault.allowed)
            return Assume(
                name, None, tuple(each if isinstance(each, str) else each.model_dump() for each in items or ())
            )
        elif info.kind in ("word", "flag"):
            if value not in (info.values or (True, False)):
                self.fault("unknown_name", (*place, "assume"), f"'{value}' is not a value of '{name}'", info.allowed())
            return Assume(name, Constant(value))
        return Assume(name, self._amount(value, (*place, "assume"), names))

    def _check_layer(self, key: str | Place, layer: Layer, read: list[Condition | Term]) -> None:
        """Refuse a rule that reads a decision that is not made yet when it has to fire."""
        for name in dict.fromkeys(name for part in read for name in names_in(part)):
            if name in self._decisions and LAYERS.index(self._decisions[name].settles) >= LAYERS.index(layer):
                self.fault(
                    "contradiction",
                    key,
                    f"reads '{name}', which settles after layer {self._decisions[name].settles}",
                    f"a rule that concludes here fires in layer {layer}",
                )
