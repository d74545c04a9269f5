"""What would change a decision: the smallest changes of facts that a runner can change, found by trying them.

Caution only adds up, so a decision can only loosen when every rule that carried it falls silent: candidates are taken
from the facts that those rules matched. To tighten it, each changeable fact is tried on its own. Injury history,
experience and whatever else no runner can change are never touched. Every answer told was run through the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, Literal

from pydantic import ValidationError

from springstep.engine.advice.explanation import Change, FactChange
from springstep.engine.advice.outcome import outcomes_left
from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Decision, Recommendation
from springstep.engine.errors import CaseError, KnowledgeError, QueryError
from springstep.engine.inference.case import case_from
from springstep.engine.inference.partial import partial_engine
from springstep.engine.language.conditions import Compare, Constant, Fact, atoms, names_in
from springstep.engine.language.rules import Bound, Rule, Step, effective_condition
from springstep.engine.language.vocabulary import ITEMS, FactInfo, case_facts
from springstep.engine.language.words import fact_words, plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.load import default_rule_base
from springstep.engine.text.source import Document

_MOST_CHANGES = 3
_MOST_RUNS = 400
_NO_CASE = object()


def what_would_change(
    recommendation: Recommendation, decision: str, *, base: RuleBase | None = None
) -> tuple[Change, ...]:
    """Return the smallest changes that would change a decision, looser ones first, each fact at its nearest value.

    Looser changes hold up to three facts, stricter ones a single fact. Raises ``QueryError`` for an unknown decision
    or a recommendation of another rule base.
    """
    rules = base or default_rule_base()
    if recommendation.rules_digest != rules.digest:
        raise QueryError("this recommendation was made by another rule base; recommend again to ask what would change")
    return _Search(recommendation, recommendation.decision(decision), rules).changes()


class _Search:
    def __init__(self, recommendation: Recommendation, decision: Decision, base: RuleBase) -> None:
        self._base = base
        self._case = dict(recommendation.case)
        self._now = self._case | {m.fact: m.value for m in recommendation.history if not m.overruled}
        self._decision = decision
        self._start = recommendation
        self._assumed = {found.fact: found.value for found in recommendation.assumed}
        self._runs = 0
        self._bounded: dict[str, Any] = {}
        self._seen: dict[str, Recommendation | object] = {}

    def changes(self) -> tuple[Change, ...]:
        looser = self._looser()
        others = [c for c in self._singles() if c.direction != "looser"]
        return (*looser, *others)

    # Loosening: silence the carrying rules one after another.

    def _looser(self) -> list[Change]:
        frontier: list[tuple[dict[str, Any], Recommendation]] = [({}, self._start)]
        for _ in range(_MOST_CHANGES):
            found: list[tuple[dict[str, Any], Recommendation]] = []
            widened: list[tuple[dict[str, Any], Recommendation]] = []
            for changed, here in frontier:
                for name, value in self._moves(here, changed):
                    attempt = {**changed, name: value}
                    if self._bounds(attempt) == self._bounds(changed):
                        continue
                    outcome = self._run(attempt)
                    if outcome is None:
                        continue
                    if self._compare(outcome) == "looser":
                        found.append((attempt, outcome))
                    elif self._compare(outcome) == "same" and self._carriers(outcome) != self._carriers(here):
                        widened.append((attempt, outcome))
            if found:
                return self._distinct(found, "looser")
            frontier = _fewest(widened, lambda pair: len(self._carriers(pair[1])))
        return []

    def _moves(self, here: Recommendation, changed: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
        """Yield single changes of facts that the rules which carry the decision rest on."""
        told: dict[str, None] = {}
        for rule_id in sorted(self._carriers(here)):
            for name in self._grounds(self._base.by_id[rule_id]):
                told.setdefault(name)
        for name in told:
            if name not in changed:
                yield from ((name, value) for value in self._values(name))

    def _carriers(self, recommendation: Recommendation) -> frozenset[str]:
        names = {d.name: d for d in recommendation.decisions}
        return frozenset(names[self._decision.name].rules) if self._decision.name in names else frozenset()

    def _grounds(self, rule: Rule, depth: int = 0) -> Iterator[str]:
        """Yield the changeable case facts below a rule, through derived facts and earlier decisions."""
        amounts = [c.amount for c in rule.conclusions if isinstance(c, Bound)]
        read = [*names_in(effective_condition(rule, self._base.by_id)), *(n for a in amounts for n in names_in(a))]
        if rule.for_each:
            read.append(ITEMS[rule.for_each][0])
        for name in read:
            yield from self._sources(name, depth)

    def _sources(self, name: str, depth: int) -> Iterator[str]:
        if name in self._base.decisions:
            if depth < 2:
                shown = {d.name: d for d in self._start.decisions}
                for rule in shown[name].rules if name in shown else ():
                    yield from self._grounds(self._base.by_id[rule], depth + 1)
            return
        info = self._base.facts[name]
        if info.derived_from:
            for source in info.derived_from:
                yield from self._sources(source, depth)
        elif name == "duration_min" and name not in self._case:
            yield from (source for source in ("distance", name) if source in self._case or source == name)
        elif name in case_facts() and info.change != "never":
            yield name

    # Tightening, and choices without an order: try every changeable fact on its own.

    def _singles(self) -> list[Change]:
        found: dict[str, list[tuple[dict[str, Any], Recommendation]]] = {"stricter": [], "other": []}
        moment = self._start.moment
        for name, info in case_facts().items():
            if moment not in info.moments or info.change == "never":
                continue
            for value in self._values(name):
                if self._bounds({name: value}) == self._bounds({}):
                    continue
                outcome = self._run({name: value})
                direction = self._compare(outcome) if outcome is not None else "same"
                if outcome is not None and direction in found:
                    found[direction].append(({name: value}, outcome))
                    break
        return self._distinct(found["stricter"], "stricter") + self._distinct(found["other"], "other")

    def _values(self, name: str) -> Iterator[Any]:
        """Yield the other values of a fact worth trying, nearest first."""
        info = self._base.facts[name]
        now = self._now.get(name)
        match info.kind:
            case "word":
                taken = now if now is not None else self._assumed.get(name)
                place = info.values.index(taken) if taken in info.values else 0
                others = [value for value in info.values if value != now]
                yield from sorted(others, key=lambda value: abs(info.values.index(value) - place))
            case "flag":
                yield from (value for value in (True, False) if value != now)
            case "number":
                yield from self._numbers(info, now)
            case "items":
                if now:
                    yield from ([part for part in now if part != gone] for gone in now)
                if now or now is None:
                    yield []
                if now is not None:
                    scope = next(scope for scope, (list_fact, _) in ITEMS.items() if list_fact == name)
                    yield from (item for item in self._items(scope, now))
            case "text":
                yield from self._texts(name, now)
            case "drill":
                yield from (drill.id for drill in self._base.drills if drill.id != now)

    def _texts(self, name: str, now: str | None) -> Iterator[str]:
        """Yield other distances, nearest first; another pace would be another kind of run."""
        if name == "distance" and now is not None:
            amount, unit = float(now[:-2]), now[-2:]
            yield from (f"{amount + more:g} {unit}" for more in (1, -1, 2, -2, 3, 5, 10) if amount + more > 0)

    def _items(self, scope: str, now: list[Any]) -> Iterator[list[Any]]:
        names = [name for name in self._base.facts if name.startswith(f"{scope}.")]
        for values in product(*(self._base.facts[name].values for name in names)):
            item = {name.split(".")[1]: value for name, value in zip(names, values, strict=True)}
            if item not in now:
                yield [*(part for part in now if part["site"] != item["site"]), item]

    def _numbers(self, info: FactInfo, now: float | None) -> Iterator[float]:
        """Yield the numbers at which some rule's condition turns, and single steps around the present value."""
        turns: set[float] = set()
        for rule in self._base.rules:
            for atom in atoms(effective_condition(rule, self._base.by_id)):
                if isinstance(atom, Compare) and atom.left == Fact(info.name) and isinstance(atom.right, Constant):
                    limit = float(atom.right.value)
                    turns |= {limit - 1, limit, limit + 1}
        low, high = info.minimum or 0, info.maximum if info.maximum is not None else limit_of(turns)
        if info.integer and high - low <= 12:
            turns |= {low + step for step in range(int(high - low) + 1)}
        elif now is not None:
            turns |= {now + sign * step for sign in (1, -1) for step in (1, 2, 3, 5, 10, 15, 20, 30, 60)}
        else:
            turns |= {30, 45, 60, *(range(13) if info.integer else ())}
        allowed = {int(value) if float(value).is_integer() else value for value in turns if low <= value <= high}
        yield from sorted(allowed - {now}, key=lambda value: (abs(value - now) if now is not None else value, value))

    # Running and comparing.

    def _bounds(self, changes: Mapping[str, Any]) -> Any:
        """Return what partial inference makes of this decision, and which rules bear on it.

        It takes a hundredth of the time of a full run, so that only changes which it tells apart need be run.
        """
        key = repr(changes)
        if key not in self._bounded:
            told = {**self._now, **changes}
            moment = self._start.moment
            asked = (name for name, info in case_facts().items() if moment in info.moments and name != "moment")
            partial = partial_engine(self._base, moment).infer({name: told.get(name) for name in asked})
            name = self._decision.name
            chosen = name not in self._base.decisions
            self._bounded[key] = (
                outcomes_left(self._base, partial) if chosen else partial.regions.get(name),
                partial.limits if chosen else partial.limits.get(name),
                [outlook.rule.id for outlook in partial.outlooks if chosen or _bears_on(outlook.rule, name)],
            )
        return self._bounded[key]

    def _run(self, changes: Mapping[str, Any]) -> Recommendation | None:
        key = repr(sorted(changes.items(), key=lambda pair: pair[0]))
        if key not in self._seen and self._runs < _MOST_RUNS:
            self._runs += 1
            document = Document("", {**self._case, **changes}, {})
            try:
                case = case_from(document, self._base, whole=False)
                self._seen[key] = build(self._base, case, self._start.history, look_ahead=False)
            except (CaseError, KnowledgeError, ValidationError):
                self._seen[key] = _NO_CASE
        outcome = self._seen.get(key, _NO_CASE)
        return outcome if isinstance(outcome, Recommendation) else None

    def _compare(self, outcome: Recommendation) -> Literal["same", "looser", "stricter", "other"]:
        then = _value(outcome, self._decision.name)
        now = self._decision.value
        if then == now:
            return "same"
        ranks = self._rank(now), self._rank(then)
        if None in ranks:
            return "other"
        return "looser" if ranks[1] < ranks[0] else "stricter"  # type: ignore[operator]

    def _rank(self, value: Any) -> float | None:
        """Rank a value of this decision by caution; ``None`` when its values have no such order."""
        name = self._decision.name
        if name == "dose":
            rungs = ["none", *(f"{rung.efforts} x {rung.effort_s} s" for rung in self._base.ladder)]
            return -float(rungs.index(value)) if value in rungs else 0.0
        shape = self._base.decisions.get(name)
        if shape is None or value is None:
            return None
        if shape.kind == "scale":
            return float(tuple(shape.steps).index(value))
        return -float(value) if shape.kind == "cap" else float(value)

    def _distinct(
        self, found: list[tuple[dict[str, Any], Recommendation]], direction: Literal["looser", "stricter", "other"]
    ) -> list[Change]:
        """Keep one change for each set of facts, the first and so nearest; today's changes before later ones."""
        kept: dict[tuple[str, ...], Change] = {}
        for changed, outcome in found:
            kept.setdefault(tuple(sorted(changed)), self._change(changed, outcome, direction))
        return sorted(kept.values(), key=lambda change: sum(c.when == "in_time" for c in change.changes))

    def _change(
        self, changed: Mapping[str, Any], outcome: Recommendation, direction: Literal["looser", "stricter", "other"]
    ) -> Change:
        parts = tuple(
            FactChange(
                fact=name,
                now=self._now.get(name),
                then=value,
                when="now" if case_facts()[name].change == "now" else "in_time",
            )
            for name, value in changed.items()
        )
        then = _value(outcome, self._decision.name)
        told = " and ".join(
            f"{fact_words(part.fact, self._base.facts)} were {plain(part.then)} instead of "
            f"{plain(part.now) if part.now is not None else 'not told'}"
            for part in parts
        )
        return Change(
            direction=direction,
            changes=parts,
            decision=self._decision.name,
            now=self._decision.value,
            then=then,
            text=f"If {told}: {self._decision.title.lower()} would be {'left open' if then is None else plain(then)}",
        )


def _bears_on(rule: Rule, decision: str) -> bool:
    return any(isinstance(c, (Step, Bound)) and c.decision == decision for c in rule.conclusions)


def limit_of(turns: set[float]) -> float:
    """Return an upper end for a fact without one: past its highest turning point."""
    return max(turns, default=100) + 1


def _fewest(
    pairs: list[tuple[dict[str, Any], Recommendation]], count: Any
) -> list[tuple[dict[str, Any], Recommendation]]:
    """Go on with the attempts that silenced most, so that the search stays small."""
    return sorted(pairs, key=count)[:8]


def _value(recommendation: Recommendation, name: str) -> Any:
    return next((d.value for d in recommendation.decisions if d.name == name), None)
