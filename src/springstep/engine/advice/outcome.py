"""The outcome of a case: what the runner is told to do, and nothing that does not bear on it.

When clearance forbids bursts today, neither dose nor drill nor frequency matters, and a question that could only change
these need not be asked. ``outcome_of`` reads the outcome off a recommendation; ``outcomes_left`` tells, from a partial
inference, which outcomes the open facts still leave.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from springstep.engine.advice.decisions import WITHOUT_BURSTS
from springstep.engine.advice.recommendation import Recommendation
from springstep.engine.advice.session import dose_words, fits, refusals
from springstep.engine.inference.joins import Settlement
from springstep.engine.inference.partial import Partial
from springstep.engine.language.entries import Drill
from springstep.engine.language.regions import Region
from springstep.engine.language.rules import Select
from springstep.engine.rulebase.base import RuleBase

Outcome: TypeAlias = Mapping[str, Any]
"""Verdict, and the decisions that bear on it, by name; ``length`` is that of the run whose clock the session keeps."""

OutcomesLeft: TypeAlias = Mapping[str, frozenset[Any]]
"""For each of these what it may still be; settled when every set has one element."""

_SESSION = (
    "clearance",
    "dose",
    "drill",
    "rest_s",
    "contact",
    "warm_up_min",
    "cool_down_min",
    "frequency",
    "progression",
)
_BEARING: dict[str, tuple[str, ...]] = {
    "bursts": _SESSION,
    "strides": _SESSION,
    "not_due": ("due",),
    "stop": (),
    "none": (),
}
_AFTER = ("clearance", "progression", "dose", "frequency", "contact")
_WITH_BURSTS = ("go_on", "rest_longer", "gentler_drill")


def bearing(moment: str, verdict: str, clearance: Any = None) -> tuple[str, ...]:
    """Return the decisions that bear on what the runner does under a verdict."""
    if moment == "during":
        drill = ("drill",) if verdict in ("gentler_drill", "strides_instead") else ()
        return drill + (("contact", "rest_s") if verdict in _WITH_BURSTS else ())
    if moment == "after" and verdict != "stop":
        return _AFTER
    return ("clearance",) if verdict == "none" and clearance == "no_bursts_today" else _BEARING[verdict]


def outcome_of(recommendation: Recommendation) -> Outcome:
    """Return the outcome of a recommendation."""
    made = {decision.name: decision.value for decision in recommendation.decisions}
    names = bearing(recommendation.moment, recommendation.verdict, made.get("clearance"))
    found: dict[str, Any] = {"verdict": recommendation.verdict, **{name: made.get(name) for name in names}}
    if recommendation.session is not None:
        found["length"] = next(fact.value for fact in recommendation.facts if fact.fact == "duration_min")
    return found


def settled(left: OutcomesLeft) -> bool:
    """Tell whether one outcome is left."""
    return all(len(values) == 1 for values in left.values())


def outcomes_left(base: RuleBase, partial: Partial) -> OutcomesLeft:
    """Return what the outcome may still be; never too little, and exact once every fact is answered."""
    view = _View(base, partial)
    verdicts = frozenset(view.verdicts())
    clearances = partial.regions["clearance"].words if "clearance" in partial.regions else None
    left: dict[str, frozenset[Any]] = {"verdict": verdicts}
    if verdicts == {"none"}:
        barred = frozenset(word in ("no_bursts_today", "stop_and_refer") for word in clearances or ())
        left["barred"] = barred
        return left
    names = dict.fromkeys(name for verdict in verdicts for name in bearing(partial.moment, verdict))
    for name in names:
        left[name] = view.values(name)
    if verdicts & {"bursts", "strides"}:
        left["length"] = _values(partial.regions["duration_min"])
    return left


class _View:
    """Reads one partial inference as the plan builder reads a full one."""

    def __init__(self, base: RuleBase, partial: Partial) -> None:
        self._base = base
        self._partial = partial
        self._regions = partial.regions
        self._selects = [
            (outlook, conclusion)
            for outlook in partial.outlooks
            for conclusion in outlook.rule.conclusions
            if isinstance(conclusion, Select)
        ]
        self._standings: dict[str, tuple[str, float, float]] = {}
        self._levels: frozenset[int] | None = None

    def verdicts(self) -> Iterator[str]:
        """Yield the verdicts that are left."""
        if self._partial.moment == "during":
            yield from self._regions["next_action"].words or ()
            return
        for clearance in self._regions["clearance"].words or ():
            if clearance == "stop_and_refer":
                yield "stop"
            elif self._partial.moment == "after":
                yield from self._regions["progression"].words or ()
            elif clearance == "no_bursts_today":
                yield "none"
            else:
                yield from self._when_cleared(clearance)

    def _when_cleared(self, clearance: str) -> Iterator[str]:
        due, room = self._regions["due"], self._regions["room"]
        if "not_due" in (due.words or ()):
            yield "not_due"
        if due.words == frozenset({"not_due"}) and not due.untold:
            return
        levels = self.levels()
        drills = self.drills("stand_in" if clearance == "strides_instead" else "burst")
        if "too_short" in (room.words or ()) or 0 in levels or None in drills:
            yield "none"
        roomy = room.untold or not (room.words or frozenset()) <= {"too_short"}
        if roomy and levels != {0} and drills != {None}:
            yield "strides" if clearance == "strides_instead" else "bursts"

    def values(self, name: str) -> frozenset[Any]:
        """Return what a decision may still be."""
        if name == "dose":
            words = [dose_words(rung) for rung in self._base.ladder]
            return frozenset(words[level - 1] if level else "none" for level in self.levels())
        if name == "drill":
            return self._planned() if self._partial.moment == "before" else self._now()
        return _values(self._regions[name])

    def levels(self) -> frozenset[int]:
        """Return the rungs of the dose ladder that may be chosen; 0 for none."""
        if self._levels is None:
            self._levels = frozenset(range(self._level(tight=True), self._level(tight=False) + 1))
        return self._levels

    def _level(self, *, tight: bool) -> int:
        caps = {
            name: _settlement(name, limit.tightest if tight else limit.mildest)
            for name, limit in self._partial.limits.items()
        }
        length = self._regions.get("duration_min")
        available_s = None
        if length is not None and caps.get("total_s") is not None:
            available_s = (length.low if tight else length.high) * 60
        for level in range(len(self._base.ladder), 0, -1):
            if not refusals(level, self._base.ladder[level - 1], caps, available_s)[1]:
                return level
        return 0

    def _planned(self) -> frozenset[Any]:
        found: frozenset[Any] = frozenset()
        clearances = (self._regions["clearance"].words or frozenset()) - set(WITHOUT_BURSTS)
        if "strides_instead" in clearances:
            found |= self.drills("stand_in")
        if clearances - {"strides_instead"}:
            found |= self.drills("burst")
        return found - {None}

    def _now(self) -> frozenset[Any]:
        """Return what a runner may be told to switch to in the middle of a run."""
        actions = self._regions["next_action"].words or frozenset()
        found: frozenset[Any] = frozenset()
        if "gentler_drill" in actions:
            present = self._regions["current_drill"]
            for drill in (*(present.words or ()), *((None,) if present.untold else ())):
                found |= self.drills("burst", gentler_than=drill)
        if "strides_instead" in actions or None in found:
            found |= self.drills("stand_in")
        if actions - {"gentler_drill", "strides_instead"}:
            found |= {None}
        else:
            found -= {None}
        return found

    def drills(self, role: str, *, gentler_than: str | None = None) -> frozenset[Any]:
        """Return the drills of a role that may be chosen; ``None`` among them when none may be left."""
        drills = self._base.drills
        end = next((place for place, drill in enumerate(drills) if drill.id == gentler_than), len(drills))
        certain: list[tuple[float, int]] = []
        candidates: list[tuple[float, int, str]] = []
        for place, drill in enumerate(drills[:end]):
            if drill.role != role:
                continue
            out, low, high = self._standing(drill)
            if out != "out":
                candidates.append((high, -place, drill.id))
            if out == "in":
                certain.append((low, -place))
        best = max(certain, default=None)
        found: frozenset[Any] = frozenset(
            name for high, place, name in candidates if best is None or (high, place) >= best
        )
        return found if best is not None else found | {None}

    def _standing(self, drill: Drill) -> tuple[str, float, float]:
        """Tell whether a drill is in, out or open, and between which weights its preferences lie."""
        if drill.id in self._standings:
            return self._standings[drill.id]
        out, low, high = "in", 0.0, 0.0
        for outlook, conclusion in self._selects:
            sure, may = self._meant(drill, conclusion)
            if not may:
                continue
            sure = sure and outlook.will
            if conclusion.kind == "exclude":
                out = "out" if sure or out == "out" else "open"
            elif sure:
                low, high = low + conclusion.weight, high + conclusion.weight
            else:
                low += min(0, conclusion.weight) * outlook.times
                high += max(0, conclusion.weight) * outlook.times
        self._standings[drill.id] = out, low, high
        return out, low, high

    def _meant(self, drill: Drill, select: Select) -> tuple[bool, bool]:
        """Tell whether a conclusion certainly means a drill, and whether it may."""
        if not select.id_from:
            found = fits(drill, select, None)
            return found, found
        named = self._regions[select.id_from]
        return named.words == frozenset({drill.id}) and not named.untold, drill.id in (named.words or ())


def _settlement(name: str, limit: tuple[float, bool] | None) -> Settlement:
    value, strict = limit if limit is not None else (None, False)
    return Settlement(name, value, strict, (), ())


def _values(region: Region) -> frozenset[Any]:
    """Return what a region leaves, a stretch of numbers by its ends."""
    told = region.words if region.words is not None else frozenset({region.low, region.high})
    return told | {None} if region.untold else told
