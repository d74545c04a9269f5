"""One athlete at one moment, as symbols: everything that a case may tell, and the constraints that make it a case.

A list of injuries or stiff places becomes, for each kind of item there can be, the number of times it is told: rules
read one item at a time, so nothing else of a list can matter.

The domain is that of cases which the engine accepts, with one freedom more: a distance need not be a whole number of
thousandths of a mile. What is proved for every athlete of this domain is proved for every case.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

import z3

from springstep.engine.inference.case import FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI
from springstep.engine.language.conditions import names_in
from springstep.engine.language.rules import Assume, Bound, Select, effective_condition
from springstep.engine.language.vocabulary import ITEMS, FactInfo, case_facts, item_facts
from springstep.engine.proof.symbols import (
    Amount,
    Choice,
    Formula,
    Symbol,
    all_of,
    any_of,
    constant,
    either,
    implies,
    negation,
    number,
)
from springstep.engine.rulebase.base import RuleBase

MOST_ITEMS = 20
_LONGEST_MI = 1000
_TOLERANCE = 0.05
"""How far minutes may lie from distance times pace in a case that tells all three."""
_ROUNDED_MI = 0.0005
"""How far a distance may lie from what was told, since it is rounded to thousandths of a mile."""

ItemKind = tuple[tuple[str, Any], ...]
"""One kind of item: its fields by name (``injury.site``) and value."""


class Listed(NamedTuple):
    """A list fact: whether it is told, and how often each kind of item stands in it."""

    told: Formula
    times: Mapping[ItemKind, Any]
    """The number of times, a whole number."""
    there: Mapping[ItemKind, Formula]
    """Whether it is there at all."""


class Athlete:
    """The told facts of one athlete at one moment, as symbols, with their constraints."""

    def __init__(self, base: RuleBase, moment: str, *, mark: str = "") -> None:
        self.base = base
        self.moment = moment
        self.mark = mark
        """What tells the names of this athlete's variables from another one's."""
        self.constraints: list[Formula] = []
        self.told: dict[str, Symbol] = {"moment": constant(moment)}
        self.lists: dict[str, Listed] = {}
        infos = case_facts()
        self.asked = tuple(name for name in _read(base, moment) if name in infos)
        for name in self.asked:
            info = infos[name]
            required = moment in info.required_at
            if info.kind == "items":
                self.lists[name] = self._listed(name, required=required)
                self.told[name] = Choice({"told": self.lists[name].told})
            else:
                self.told[name] = self._symbol(info, required=required)
        if "duration_min" in self.told:
            self._run()
        self._derive()
        self._history()

    def _bool(self, name: str) -> z3.BoolRef:
        return z3.Bool(f"{name}{self.mark}")

    def _symbol(self, info: FactInfo, *, required: bool) -> Symbol:
        if info.kind == "number":
            make = z3.Int if info.integer else z3.Real
            value = make(f"{info.name}{self.mark}")
            known: Formula = True if required else self._bool(f"{info.name}?")
            low, high = info.minimum or 0, info.maximum
            self.constraints.append(value >= number(_plain(low)))
            if high is not None:
                self.constraints.append(value <= number(_plain(high)))
            span = range(int(low), int(high) + 1) if info.integer and high is not None else None
            return Amount(value, known, span)
        values = self._values(info)
        of = {value: self._bool(f"{info.name}={value}") for value in values}
        self.constraints.append(z3.PbLe([(each, 1) for each in of.values()], 1))
        if required:
            self.constraints.append(any_of(of.values()))
        return Choice(of)

    def _values(self, info: FactInfo) -> tuple[Any, ...]:
        match info.kind:
            case "flag":
                return (True, False)
            case "drill":
                return tuple(self.base.drill_by_id)
            case _:
                return info.values

    def _listed(self, name: str, *, required: bool) -> Listed:
        scope = next(scope for scope, (list_fact, _) in ITEMS.items() if list_fact == name)
        fields = item_facts()[scope]
        kinds = [tuple(zip(fields, values, strict=True)) for values in product(*(i.values for i in fields.values()))]
        told: Formula = True if required else self._bool(f"{name}?")
        there: dict[ItemKind, Formula] = {}
        times: dict[ItemKind, Any] = {}
        for kind in kinds:
            label = f"{name}:{'/'.join(str(value) for _, value in kind)}"
            there[kind], times[kind] = self._bool(label), z3.Int(f"{label}#{self.mark}")
            self.constraints += [
                implies(there[kind], told),
                times[kind] >= 0,
                there[kind] == (times[kind] >= 1),
            ]
        self.constraints.append(z3.Sum(list(times.values())) <= MOST_ITEMS)
        return Listed(told, times, there)

    def _run(self) -> None:
        """Let length and distance of the run agree as told minutes, distance and pace must."""
        length = self.told["duration_min"]
        assert isinstance(length, Amount)
        miles, known = z3.Real(f"distance_mi{self.mark}"), self._bool("distance_mi?")
        self.told["distance_mi"] = Amount(miles, known)
        slower, faster = (1 + _TOLERANCE) * length.value, (1 - _TOLERANCE) * length.value
        self.constraints += [
            miles >= number(0.001),
            miles < _LONGEST_MI,
            implies(
                all_of((known, length.known)),
                all_of(
                    (
                        number(FASTEST_MIN_PER_MI) * (miles - number(_ROUNDED_MI)) <= slower,
                        faster <= number(SLOWEST_MIN_PER_MI) * (miles + number(_ROUNDED_MI)),
                    )
                ),
            ),
        ]

    def _derive(self) -> None:
        """Work out what follows from the told facts, as ``facts_of`` does."""
        efforts, effort_s = self.told.get("step_efforts"), self.told.get("step_effort_s")
        if isinstance(efforts, Amount) and isinstance(effort_s, Amount):
            level: Any = number(1)
            for place, rung in enumerate(self.base.ladder[1:], 2):
                reached = all_of((efforts.value >= rung.efforts, effort_s.value >= rung.effort_s))
                level = either(reached, number(place), level)
            rungs = range(1, len(self.base.ladder) + 1)
            self.told["step_level"] = Amount(level, all_of((efforts.known, effort_s.known)), rungs)
        drill = self.told.get("last_drill")
        if isinstance(drill, Choice):
            purposes: dict[str, list[Formula]] = {}
            for each in self.base.drills:
                purposes.setdefault(each.purpose, []).append(drill.of[each.id])
            self.told["last_purpose"] = Choice({purpose: any_of(held) for purpose, held in purposes.items()})

    def _history(self) -> None:
        """Without a session nothing is known of earlier ones, and no more are at a step than all."""
        done, at_step = self.told.get("sessions_done"), self.told.get("sessions_at_step")
        if isinstance(done, Amount):
            none = all_of((done.known, number(done.value) == 0))
            for name in self.base.history:
                if name in self.told:
                    self.constraints.append(implies(none, negation(self.told[name].known)))
            if isinstance(at_step, Amount):
                both = all_of((done.known, at_step.known))
                self.constraints.append(implies(both, number(at_step.value) <= number(done.value)))

    def known(self, name: str) -> Formula:
        """Return that a fact is told or follows from what is told."""
        return self.told[name].known if name in self.told else False


def _plain(limit: float) -> int | float:
    return int(limit) if float(limit).is_integer() else limit


def _read(base: RuleBase, moment: str) -> list[str]:
    """Name the case facts that rules of a moment read, those below derived ones included, and those asked then."""
    read = dict.fromkeys(_names(base, moment))
    for name in list(read):
        info = base.facts.get(name)
        read.update(dict.fromkeys(info.derived_from if info is not None else ()))
    asked = {name for name, info in case_facts().items() if moment in info.moments}
    skipped = ("moment", "distance", "pace")
    return [name for name in case_facts() if (name in read or name in asked) and name not in skipped]


def _names(base: RuleBase, moment: str) -> Iterator[str]:
    for rule in base.rules:
        if moment not in rule.moments:
            continue
        yield from names_in(effective_condition(rule, base.by_id))
        if rule.for_each:
            yield ITEMS[rule.for_each][0]
        for conclusion in rule.conclusions:
            match conclusion:
                case Bound(amount=term) | Assume(amount=term) if term is not None:
                    yield from names_in(term)
                case Select(id_from=str() as name) if name:
                    yield name
