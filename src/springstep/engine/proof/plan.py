"""What the plan builder makes of the decisions, as formulas: the set, the drill, and whether there is a session.

It follows ``advice/session``: the highest rung that no cap refuses and that fits into the run, and of the drills that
nothing excludes the one that most preferences speak for, of equals the gentler.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any

import z3

from springstep.engine.advice.decisions import BLOCKING, WITHOUT_BURSTS
from springstep.engine.language.entries import ATTRIBUTES, Drill
from springstep.engine.language.rules import Rule, Select
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.symbols import (
    Amount,
    Choice,
    Formula,
    Symbol,
    all_of,
    any_of,
    either,
    implies,
    negation,
    number,
)

Part = tuple[str, int]
"""One conclusion: the rule's id and the conclusion's place in it."""


class Plan:
    """The plan of one encoded athlete."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.base = encoding.base
        self.levels = self._levels() if encoding.moment != "during" else {}
        self.excluded = {drill.id: self._out(drill) for drill in self.base.drills}
        self.weights = {drill.id: self._weight(drill) for drill in self.base.drills}
        self.drill = self._during() if encoding.moment == "during" else self._planned()
        self.session = self._session()
        self.facts: dict[str, Symbol] = {**encoding.facts, **self._plan_facts()}
        """Everything that a claim may speak of."""

    def _levels(self) -> dict[int, Formula]:
        """Return for each rung, and 0 for none, when it is the one taken."""
        found: dict[int, Formula] = {}
        higher: list[Formula] = []
        for level in range(len(self.base.ladder), 0, -1):
            here = self._open(level)
            found[level] = all_of((here, *(negation(each) for each in higher)))
            higher.append(here)
        found[0] = all_of(negation(each) for each in higher)
        return found

    def _open(self, level: int) -> Formula:
        rung = self.base.ladder[level - 1]
        amounts = {"dose_level": level, "efforts": rung.efforts, "effort_s": rung.effort_s}
        amounts["total_s"] = rung.efforts * rung.effort_s
        allowed = [self.encoding.allows(cap, amount) for cap, amount in amounts.items()]
        if self.encoding.moment == "before":
            allowed.append(self._fits(rung.efforts, rung.effort_s))
        return all_of(allowed)

    def _fits(self, efforts: int, effort_s: int) -> Formula:
        facts = self.encoding.facts
        length, total = _amount(facts["duration_min"]), _amount(facts["total_s"])
        warm_up, cool_down, rest = (number(_amount(facts[n]).value) for n in ("warm_up_min", "cool_down_min", "rest_s"))
        needed = 60 * warm_up + 60 * cool_down + efforts * (effort_s + rest)
        return implies(all_of((length.known, total.known)), needed <= 60 * number(length.value))

    def _selects(self, drill: Drill, kind: str, without: Part | None) -> list[tuple[Rule, Select]]:
        return [
            (rule, conclusion)
            for rule in self.encoding.rules
            for place, conclusion in enumerate(rule.conclusions)
            if isinstance(conclusion, Select)
            and conclusion.kind == kind
            and (rule.id, place) != without
            and _can_mean(conclusion, drill)
        ]

    def _meant(self, drill: Drill, select: Select) -> Formula:
        if not select.id_from:
            return True
        named = self.encoding.facts[select.id_from]
        assert isinstance(named, Choice)
        return named.among((drill.id,))

    def _out(self, drill: Drill, without: Part | None = None) -> Formula:
        return any_of(
            all_of((self.encoding.fires(rule.id), self._meant(drill, select)))
            for rule, select in self._selects(drill, "exclude", without)
        )

    def _weight(self, drill: Drill, without: Part | None = None) -> Any:
        parts = [
            either(
                all_of((firing.when, self._meant(drill, select))), number(firing.times) * number(select.weight), _ZERO
            )
            for rule, select in self._selects(drill, "prefer", without)
            for firing in self.encoding.firings[rule.id]
        ]
        return z3.Sum(parts) if parts else _ZERO

    def drill_without(self, part: Part) -> Choice:
        """Return the drill as it would be without one conclusion on drills."""
        rule, place = part
        select = self.base.by_id[rule].conclusions[place]
        assert isinstance(select, Select)
        other = copy(self)
        meant = [drill for drill in self.base.drills if _can_mean(select, drill)]
        if select.kind == "exclude":
            other.excluded = {**self.excluded, **{drill.id: self._out(drill, part) for drill in meant}}
        else:
            other.weights = {**self.weights, **{drill.id: self._weight(drill, part) for drill in meant}}
        return other._during() if self.encoding.moment == "during" else other._planned()

    def chosen(self, role: str, *, among: Mapping[str, Formula] | None = None) -> Choice:
        """Return the drill of a role that is chosen; ``among`` narrows the drills, by id."""
        drills = [drill.id for drill in self.base.drills if drill.role == role]
        opened = {d: all_of((negation(self.excluded[d]), True if among is None else among[d])) for d in drills}
        found: dict[str, Formula] = {}
        for place, drill in enumerate(drills):
            better = [
                implies(
                    opened[other],
                    self.weights[other] < self.weights[drill]
                    if before < place
                    else self.weights[other] <= self.weights[drill],
                )
                for before, other in enumerate(drills)
                if other != drill
            ]
            found[drill] = all_of((opened[drill], *better))
        return Choice({drill.id: found.get(drill.id, False) for drill in self.base.drills})

    def _scale(self, name: str) -> Choice:
        value = self.encoding.facts[name]
        assert isinstance(value, Choice)
        return value

    def _planned(self) -> Choice:
        """Return the drill of a planned session, whether or not there is one."""
        strides = self._scale("clearance").among(("strides_instead",))
        stand_in, burst = self.chosen("stand_in"), self.chosen("burst")
        return Choice(
            {
                drill.id: any_of(
                    (all_of((strides, stand_in.of[drill.id])), all_of((negation(strides), burst.of[drill.id])))
                )
                for drill in self.base.drills
            }
        )

    def _during(self) -> Choice:
        """Return what to switch to in the middle of a run."""
        action, present = self._scale("next_action"), self.encoding.athlete.told.get("current_drill", Choice({}))
        assert isinstance(present, Choice)
        order = [drill.id for drill in self.base.drills]
        gentler = {
            drill: any_of((negation(present.known), present.among(order[place + 1 :])))
            for place, drill in enumerate(order)
        }
        burst, stand_in = self.chosen("burst", among=gentler), self.chosen("stand_in")
        switching = action.among(("gentler_drill",))
        strides = any_of((action.among(("strides_instead",)), all_of((switching, negation(burst.known)))))
        return Choice(
            {
                d: any_of((all_of((switching, burst.of[d])), all_of((strides, stand_in.of[d]))))
                for d in self.base.drill_by_id
            }
        )

    @property
    def cleared(self) -> Formula:
        """Return that clearance, frequency and the run's length leave room for a session today."""
        return all_of(negation(self._scale(name).among(WITHOUT_BURSTS)) for name in BLOCKING)

    def _session(self) -> Formula:
        if self.encoding.moment == "during":
            return False
        if self.encoding.moment == "after":
            return all_of((negation(self._scale("clearance").among(("stop_and_refer",))), negation(self.levels[0])))
        return all_of((self.cleared, negation(self.levels[0]), self.drill.known))

    def _plan_facts(self) -> dict[str, Symbol]:
        found: dict[str, Symbol] = {}
        if self.encoding.moment != "during":
            rungs = list(enumerate(self.base.ladder, 1))
            found["set_level"] = self._by_level({n: n for n, _ in rungs})
            found["set_efforts"] = self._by_level({n: rung.efforts for n, rung in rungs})
            found["set_effort_s"] = self._by_level({n: rung.effort_s for n, rung in rungs})
            found["set_total_s"] = self._by_level({n: rung.efforts * rung.effort_s for n, rung in rungs})
        if self.encoding.moment == "before":
            strides = self._scale("clearance").among(("strides_instead",))
            found["session"] = Choice(
                {
                    "bursts": all_of((self.session, negation(strides))),
                    "strides": all_of((self.session, strides)),
                    "none": negation(self.session),
                }
            )
        if self.encoding.moment != "after":
            there = True if self.encoding.moment == "during" else self.session
            drill = Choice({name: all_of((there, holds)) for name, holds in self.drill.of.items()})
            found["drill"] = drill
            for attribute in ATTRIBUTES:
                held: dict[str, list[Formula]] = {}
                for each in self.base.drills:
                    held.setdefault(getattr(each, attribute), []).append(drill.of[each.id])
                found[f"drill_{attribute}"] = Choice({value: any_of(parts) for value, parts in held.items()})
        return found

    def _by_level(self, amounts: Mapping[int, int]) -> Amount:
        value: Any = number(0)
        for level, amount in amounts.items():
            value = either(self.levels[level], number(amount), value)
        return Amount(value, self.session)


def _can_mean(select: Select, drill: Drill) -> bool:
    return bool(select.id_from) or all(getattr(drill, name) in values for name, values in select.where)


_ZERO = z3.IntVal(0)


def _amount(value: Symbol) -> Amount:
    assert isinstance(value, Amount)
    return value
