"""Partial inference: what the rules may still conclude while some facts are open.

The same layers as the full inference, over regions instead of values. A rule *will* fire when its condition can only
hold, *may* fire when it can hold, and is out otherwise. Caution only adds up, so what will fire bounds every decision
from below and what may fire bounds it from above; when both meet, the decision is settled however the open facts are
answered. With every fact told the bounds meet everywhere, and are what the full inference decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from math import ceil, floor
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.inference.case import FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI, miles, min_per_mile, step_level
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact, atoms, conjuncts, names_in
from springstep.engine.language.entries import DecisionScheme
from springstep.engine.language.regions import (
    FAILS,
    HOLDS,
    UNKNOWN,
    UNTOLD,
    Prospect,
    Reach,
    Region,
    any_of,
    exactly,
    narrowed,
    prospect,
    reach,
)
from springstep.engine.language.rules import LAYERS, Advise, Assume, Bound, Rule, Select, Step, effective_condition
from springstep.engine.language.vocabulary import DRILL_FACTS, ITEMS, VOLUNTEERED, FactInfo, case_facts, item_facts
from springstep.engine.rulebase.base import RuleBase

Answers: TypeAlias = Mapping[str, Any]
"""What was answered, by fact; ``None`` where the answer was that it is not known. Other facts are open, and one with
a ``Region`` for an answer is open within that region. A decision on a scale may have one too: a case of a proof."""

MOST_ITEMS = 20
"""How many injuries or stiff places a case may tell."""

_ANY_ITEM = object()


class Atom(NamedTuple):
    """One comparison or amount of a rule, and the facts and decisions that it reads."""

    test: Prospect | None
    """``None`` for an amount, and for a comparison of an item of a list."""
    names: tuple[str, ...]


class Outlook(NamedTuple):
    """One rule, for one item of a list or for none: what its condition may come to, and its amounts."""

    rule: Rule
    truths: int
    amounts: tuple[Region | None, ...]
    atoms: tuple[Atom, ...]
    """The comparisons of its condition, and then its amounts, each with what it reads."""
    times: int = 1
    """How often it fires at most: more than once where a list is open."""

    @property
    def will(self) -> bool:
        """Tell whether it fires whatever the open facts are."""
        return self.truths == HOLDS

    def open_names(self, regions: Mapping[str, Region]) -> Iterator[str]:
        """Yield the facts and decisions that still bear on whether it fires and how far it goes."""
        for atom in self.atoms:
            if atom.test is None or not _single(atom.test(regions)):
                yield from (name for name in atom.names if not regions[name].settled)


class Limit(NamedTuple):
    """A cap or floor between what will certainly hold and what may: an amount each, and whether it is strict."""

    mildest: tuple[float, bool] | None
    """``None`` when nothing will certainly bound it."""
    tightest: tuple[float, bool] | None
    """``None`` when nothing can bound it."""


class Partial(NamedTuple):
    """The outcome of a partial inference."""

    moment: str
    regions: Mapping[str, Region]
    """Facts (told, derived, assumed) and decisions."""
    limits: Mapping[str, Limit]
    outlooks: tuple[Outlook, ...]
    """Every rule of the moment that can still fire and decides something."""


class _Compiled(NamedTuple):
    rule: Rule
    test: Prospect
    amounts: tuple[Reach | None, ...]
    atoms: tuple[Atom, ...]
    decides: tuple[tuple[int, str], ...]
    """Which of its conclusions bear on which decision."""
    bounds: bool
    """Whether any conclusion has an amount to work out."""
    narrows: tuple[tuple[str, float, float], ...]
    """Between what numbers lie whenever it fires, by its comparisons with constants."""


@lru_cache(maxsize=12)
def partial_engine(base: RuleBase, moment: str) -> PartialEngine:
    """Return the compiled rules of one moment, compiled once."""
    return PartialEngine(base, moment)


class PartialEngine:
    """The rules of one moment, compiled for partial inference; holds no state between calls."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self.base = base
        self.moment = moment
        self.open: Mapping[str, Region] = {
            name: _open_region(info, moment, base) for name, info in case_facts().items() if _asked(info, moment)
        }
        rules = [_compile(rule, base) for rule in base.rules if moment in rule.moments and _decides(rule)]
        self._assumptions = [each for each in rules if each.rule.layer == "assume"]
        self._layers = [(layer, [each for each in rules if each.rule.layer == layer]) for layer in LAYERS[1:]]
        self._schemes = [scheme for scheme in base.decisions.values() if moment in scheme.moments]

    def infer(self, answers: Answers) -> Partial:
        """Run the rules over what was answered; every other fact asked at this moment is open."""
        regions, lists = self._facts(answers)
        self._assume(regions, lists)
        items = {scope: _item_regions(scope, lists[name]) for scope, (name, _) in ITEMS.items() if name in lists}
        limits: dict[str, Limit] = {}
        outlooks: list[Outlook] = []
        on: dict[str, list[tuple[Outlook, int]]] = {scheme.name: [] for scheme in self._schemes}
        for layer, rules in self._layers:
            for compiled in rules:
                for outlook in _outlooks(compiled, regions, items):
                    outlooks.append(outlook)
                    for index, decision in compiled.decides:
                        if decision in on:  # else a decision of another moment
                            on[decision].append((outlook, index))
            for scheme in self._schemes:
                if scheme.settles == layer:
                    _settle(scheme, on[scheme.name], regions, limits)
                    if scheme.name in answers:
                        regions[scheme.name] = _within(regions[scheme.name], answers[scheme.name])
        return Partial(self.moment, regions, limits, tuple(outlooks))

    def _facts(self, answers: Answers) -> tuple[dict[str, Region], dict[str, Any]]:
        """Return the regions of the case's facts and of those derived from them, and the list facts apart."""
        lists: dict[str, Any] = {}
        regions: dict[str, Region] = {"moment": exactly(self.moment)}
        no_history = answers.get("sessions_done") == 0
        for name, whole in self.open.items():
            if no_history and name in self.base.history:
                regions[name] = UNKNOWN
            elif name not in answers:
                regions[name] = whole
            elif answers[name] is None:
                regions[name] = UNKNOWN
            elif isinstance(answers[name], Region):
                regions[name] = answers[name]
            else:
                regions[name] = exactly(True if name in _LISTS else answers[name])
            if name in _LISTS:
                lists[name] = answers.get(name, _ANY_ITEM)
        if self.moment == "before":
            _run(regions, answers)
        if "step_efforts" in regions:
            regions["step_level"] = self._level(regions["step_efforts"], regions["step_effort_s"])
        if "last_drill" in regions:
            drills = regions["last_drill"]
            purposes = frozenset(self.base.drill_by_id[name].purpose for name in drills.words or ())
            regions["last_purpose"] = Region(purposes, untold=drills.untold)
        return regions, lists

    def _level(self, efforts: Region, effort_s: Region) -> Region:
        if efforts.left_none or effort_s.left_none:
            return UNKNOWN
        low = step_level(int(efforts.low), int(effort_s.low), self.base)
        high = step_level(int(efforts.high), int(effort_s.high), self.base)
        return Region(None, low, high, efforts.untold or effort_s.untold)

    def _assume(self, regions: dict[str, Region], lists: dict[str, Any]) -> None:
        """Let assumptions stand in for facts that are or may stay unknown."""
        taken: dict[str, Region] = {}
        for compiled in self._assumptions:
            for conclusion, amount in zip(compiled.rule.conclusions, compiled.amounts, strict=True):
                if not isinstance(conclusion, Assume) or not regions[conclusion.fact].untold:
                    continue
                fact = conclusion.fact
                truths = compiled.test({**regions, fact: UNKNOWN})
                if not truths & HOLDS:
                    continue
                if amount is None:
                    if lists[fact] is None:
                        lists[fact] = conclusion.items
                    value = exactly(True)
                else:
                    value = amount(regions)
                before = taken.get(fact, regions[fact])
                joined = before.joined(value)
                taken[fact] = joined.told() if truths == HOLDS else joined
        regions.update(taken)


_LISTS = frozenset(name for name, _ in ITEMS.values())


def _within(region: Region, case: Region) -> Region:
    """Return what is left of a decision in a case that a proof looks at on its own."""
    words = (region.words or frozenset()) & (case.words or frozenset())
    return Region(words or case.words)


def _decides(rule: Rule) -> bool:
    """Tell whether a rule does more than say something."""
    return any(not isinstance(conclusion, Advise) for conclusion in rule.conclusions)


def _asked(info: FactInfo, moment: str) -> bool:
    return moment in info.moments and info.name != "moment"


def _open_region(info: FactInfo, moment: str, base: RuleBase) -> Region:
    if info.name in VOLUNTEERED:
        return UNKNOWN
    if info.kind == "items":
        return Region(frozenset(("none", "some")), untold=moment not in info.required_at)
    if info.name in DRILL_FACTS:
        return Region(frozenset(base.drill_by_id), untold=True)
    return any_of(info, untold=moment not in info.required_at)


def _run(regions: dict[str, Region], answers: Answers) -> None:
    """Work out length and distance of the run; a distance that was not volunteered is not told."""
    distance, pace = miles(answers.get("distance")), min_per_mile(answers.get("pace"))
    del regions["distance"], regions["pace"]
    length = regions["duration_min"]
    if distance and pace and answers.get("duration_min") is None:
        length = regions["duration_min"] = exactly(round(distance * pace, 4))
    if distance:
        regions["distance_mi"] = exactly(round(distance, 3))
    elif pace:
        regions["distance_mi"] = _over(length, pace, pace)
    elif "pace" in answers:
        regions["distance_mi"] = UNKNOWN
    else:
        regions["distance_mi"] = _over(length, FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI)._replace(untold=True)


def _over(length: Region, fastest: float, slowest: float) -> Region:
    if length.left_none:
        return UNKNOWN
    return Region(None, round(length.low / slowest, 3), round(length.high / fastest, 3), length.untold)


def _compile(rule: Rule, base: RuleBase) -> _Compiled:
    condition = effective_condition(rule, base.by_id)
    amounts = tuple(
        reach(c.amount) if isinstance(c, (Bound, Assume)) and c.amount is not None else None for c in rule.conclusions
    )
    read = [Atom(None if rule.for_each else prospect(part), _names(names_in(part), rule)) for part in atoms(condition)]
    for conclusion in rule.conclusions:
        if isinstance(conclusion, (Bound, Assume)) and conclusion.amount is not None:
            read.append(Atom(None, _names(names_in(conclusion.amount), rule)))
        elif isinstance(conclusion, Select) and conclusion.id_from:
            read.append(Atom(None, (conclusion.id_from,)))
    decides = tuple((i, c.decision) for i, c in enumerate(rule.conclusions) if isinstance(c, (Step, Bound)))
    return _Compiled(rule, prospect(condition), amounts, tuple(read), decides, any(amounts), _narrows(condition, base))


def _narrows(condition: Condition, base: RuleBase) -> tuple[tuple[str, float, float], ...]:
    found = []
    for part in conjuncts(condition):
        match part:
            case Compare(op, Fact(name), Constant(int() | float() as limit), ()) if not isinstance(limit, bool):
                whole = base.facts[name].integer
                above = floor(limit) + 1 if whole and op == ">" else limit
                below = ceil(limit) - 1 if whole and op == "<" else limit
                low = above if op in (">", ">=", "==") else float("-inf")
                high = below if op in ("<", "<=", "==") else float("inf")
                found.append((name, low, high))
    return tuple(found)


def _names(read: Iterable[str], rule: Rule) -> tuple[str, ...]:
    """Name what is read, the list fact for a field of its items."""
    return tuple(dict.fromkeys(ITEMS[rule.for_each][0] if "." in name and rule.for_each else name for name in read))


def _single(truths: int) -> bool:
    return truths in (HOLDS, FAILS, UNTOLD)


def _item_regions(scope: str, told: Any) -> tuple[tuple[dict[str, Region], bool], ...]:
    """Return the regions of each item of a list, and whether it is certainly there."""
    if told is None:
        return ()
    if told is _ANY_ITEM:
        return (({name: any_of(info, untold=False) for name, info in item_facts()[scope].items()}, False),)
    return tuple(({f"{scope}.{key}": exactly(value) for key, value in item.items()}, True) for item in told)


def _outlooks(
    compiled: _Compiled,
    regions: Mapping[str, Region],
    items: Mapping[str, tuple[tuple[dict[str, Region], bool], ...]],
) -> Iterator[Outlook]:
    """Yield a rule's outlook, one for each item that it is for, if it can still fire."""
    if compiled.rule.for_each is None:
        truths = compiled.test(regions)
        if truths & HOLDS:
            yield Outlook(compiled.rule, truths, _amounts(compiled, regions), compiled.atoms)
        return
    for own, certain in items.get(compiled.rule.for_each, ()):
        here = {**regions, **own}
        truths = compiled.test(here)
        if truths & HOLDS:
            found, times = (truths, 1) if certain else (truths | FAILS, MOST_ITEMS)
            yield Outlook(compiled.rule, found, _amounts(compiled, here), compiled.atoms, times)


def _amounts(compiled: _Compiled, regions: Mapping[str, Region]) -> tuple[Region | None, ...]:
    """Work out a rule's amounts for what its facts may be when it fires."""
    if not compiled.bounds:
        return compiled.amounts  # type: ignore[return-value]  # nothing but None
    if compiled.narrows:
        regions = {**regions, **{name: narrowed(regions[name], low, high) for name, low, high in compiled.narrows}}
    return tuple(amount(regions) if amount is not None else None for amount in compiled.amounts)


def _settle(
    scheme: DecisionScheme,
    concluding: Sequence[tuple[Outlook, int]],
    regions: dict[str, Region],
    limits: dict[str, Limit],
) -> None:
    """Bound one decision by what will and what may fire; the index says which conclusion of the rule is meant."""
    if scheme.kind == "scale":
        regions[scheme.name] = _settled_scale(scheme, concluding)
        return
    bounds = [
        (amount, getattr(outlook.rule.conclusions[index], "strict", False), outlook.will)
        for outlook, index in concluding
        if (amount := outlook.amounts[index]) is not None
    ]
    limit = limits[scheme.name] = _settled_limit(scheme, bounds)
    if limit.tightest is None:
        regions[scheme.name] = UNKNOWN
    else:
        ends = [limit.tightest[0], limit.mildest[0] if limit.mildest else _farthest(scheme, bounds)]
        regions[scheme.name] = Region(None, min(ends), max(ends), limit.mildest is None)


def _settled_scale(scheme: DecisionScheme, concluding: Iterable[tuple[Outlook, int]]) -> Region:
    """Return the steps that a scale may still come to."""
    steps = tuple(scheme.steps)
    least = -1
    possible: set[int] = set()
    for outlook, index in concluding:
        rank = steps.index(outlook.rule.conclusions[index].step)  # type: ignore[union-attr]
        possible.add(rank)
        if outlook.will:
            least = max(least, rank)
    left = frozenset(steps[rank] for rank in possible if rank >= least)
    return Region(left, untold=least < 0)


def _settled_limit(scheme: DecisionScheme, bounds: Iterable[tuple[Region, bool, bool]]) -> Limit:
    sign = -1.0 if scheme.kind == "cap" else 1.0
    mildest: tuple[float, bool] | None = None
    tightest: tuple[float, bool] | None = None
    for amount, strict, will in bounds:
        near, far = (amount.high, amount.low) if scheme.kind == "cap" else (amount.low, amount.high)
        tightest = max(tightest or (sign * far, strict), (sign * far, strict))
        if will:
            mildest = max(mildest or (sign * near, strict), (sign * near, strict))
    return Limit(_signed(mildest, sign), _signed(tightest, sign))


def _signed(ranked: tuple[float, bool] | None, sign: float) -> tuple[float, bool] | None:
    return (sign * ranked[0], ranked[1]) if ranked is not None else None


def _farthest(scheme: DecisionScheme, bounds: Iterable[tuple[Region, bool, bool]]) -> float:
    """Return the least cautious amount that may come to bound a number."""
    amounts = [amount for amount, _, _ in bounds]
    return max(a.high for a in amounts) if scheme.kind == "cap" else min(a.low for a in amounts)
