"""Counterfactuals: the smallest changes of facts that would change a decision, found by trying them.

Caution only adds up, so a decision can only loosen when every rule that carried it falls silent. The candidates are the
facts that those rules matched; one is skipped if it leaves more of these rules untouched than later changes can reach.
A sum falls with any rule that adds to it, and a rule that reads it may need several changes until it is low enough.
To tighten a decision, each changeable fact is tried on its own. Facts that nobody can change are never touched. Every
result was run through the engine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

from springstep.engine.advice.recommendation import Decision, RecommendationRecord
from springstep.engine.advice.trial import Trial, Trials
from springstep.engine.errors import Fault, QueryError
from springstep.engine.explain.dependencies import can_touch, dependencies_at
from springstep.engine.explain.explanation import Change, Changes, FactChange
from springstep.engine.explain.nearby_values import Nearby
from springstep.engine.explain.reachable_sums import reachable_sums
from springstep.engine.inference.derived_facts import unasked
from springstep.engine.language.conditions import names_in
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import amount_words, fact_words, plain
from springstep.engine.rulebase.base import RuleBase

BUDGET = 2000
"""How many changes are tried by default."""

_MOST_CHANGES = 3

Direction: TypeAlias = Literal["looser", "stricter", "other"]


class _Widened(NamedTuple):
    """Changes that leave the decision unchanged, yet carried by other rules, or with a lower sum."""

    changed: Mapping[str, Any]
    carriers: frozenset[str]
    obstacles: tuple[frozenset[str], ...]
    """For each rule that has to fall silent, the facts that bear on it."""
    sums: tuple[int, ...]
    """What each sum of the moment then comes to."""


def what_would_change(
    recommendation: RecommendationRecord, decision: str, *, base: RuleBase, budget: int | None = None
) -> Changes:
    """Return the smallest changes that would change a decision, looser ones first, each fact at its nearest value.

    Looser changes hold up to three facts, others a single one. At most ``budget`` changes are tried; when that is used
    up, the result is not ``complete``. Raises ``QueryError`` for an unknown decision or a
    recommendation of another rule base.
    """
    if recommendation.rules_digest != base.digest:
        raise QueryError(
            [
                Fault(
                    "conflict",
                    "this recommendation was made by another rule base",
                    allowed="recommend again to ask what would change",
                )
            ]
        )
    most = BUDGET if budget is None else budget
    if type(most) is not int or most < 0:
        raise QueryError([Fault("wrong_type", f"a budget is a whole number of changes, not {most!r}")])
    return _Search(recommendation, recommendation.decision(decision), base, most).changes()


class _Search:
    def __init__(self, recommendation: RecommendationRecord, decision: Decision, base: RuleBase, budget: int) -> None:
        self._base = base
        self._facts = base.vocabulary.facts
        self._case = recommendation.case
        self._now = self._case | {m.fact: m.value for m in recommendation.history if not m.overruled}
        self._moment = recommendation.moment
        self._decision = decision
        self._decisions = {each.name: each for each in recommendation.decisions}
        self._assumed = {found.fact: found.value for found in recommendation.assumed}
        self._nearby = Nearby(base, self._now, self._assumed)
        self._unasked = unasked(base.vocabulary, self._now)
        self._trials = Trials(base, self._case, recommendation.history)
        self._dependencies = dependencies_at(
            base, self._moment, frozenset(memory.fact for memory in recommendation.history)
        )
        self._changeable = frozenset(
            info.name for info in base.vocabulary.asked_at(self._moment) if info.change != "never"
        )
        self._sums = reachable_sums(
            recommendation, decision.name, base, self._dependencies, self._changeable, _MOST_CHANGES
        )
        self._left = budget
        self._cut = False
        self._tried: dict[str, Trial | None] = {}
        self._below: dict[str, tuple[str, ...]] = {}

    def changes(self) -> Changes:
        """Search, single changes first, as there are fewer."""
        others = self._singles()
        found = (*self._looser(), *others)
        return Changes(found, decision=self._decision.name, complete=not self._cut, tried=len(self._tried))

    # Loosening: silence the carrying rules one after another.

    def _looser(self) -> list[Change]:
        if self._rank(self._decision.value) is None:
            return []  # its values have no order
        start = self._trials.run({})
        frontier = [self._widened({}, start)] if start is not None else []
        for _ in range(_MOST_CHANGES):
            found: dict[tuple[str, ...], Change] = {}
            widened: dict[tuple[Any, ...], _Widened] = {}
            for here in frontier:
                for name, value in self._moves(here):
                    changed = {**here.changed, name: value}
                    facts = tuple(sorted(changed))
                    trial = self._run(changed) if facts not in found else None
                    if trial is None:
                        continue
                    direction = self._direction(trial)
                    if direction == "looser" and trial.stands:
                        found[facts] = self._change(changed, trial, direction)
                    elif direction is None and not found:
                        found_here = self._widened(changed, trial)
                        if found_here.carriers != here.carriers or _lower(found_here.sums, here.sums):
                            widened.setdefault((facts, found_here.carriers, found_here.sums), found_here)
            if found or self._cut:
                return _sorted(found.values())
            frontier = sorted(widened.values(), key=lambda each: (len(each.carriers), sum(each.sums)))
        return []

    def _moves(self, here: _Widened) -> Iterator[tuple[str, Any]]:
        """Yield single changes of the facts below the rules that carry the decision, while the budget lasts."""
        names = dict.fromkeys(name for rule in sorted(here.carriers) for name in self._facts_below(rule))
        left = _MOST_CHANGES - len(here.changed) - 1
        for name in names:
            if name in here.changed:
                continue
            untouched = [facts for facts in here.obstacles if name not in facts]
            if can_touch(untouched, left, self._changeable):
                for value in self._nearby.values(name):
                    if self._cut:
                        return
                    yield name, value

    def _widened(self, changed: Mapping[str, Any], trial: Trial) -> _Widened:
        """Return changes with the rules that then carry the decision."""
        name = self._decision.name
        carriers, sums = trial.rules(name), tuple(trial.value(each) for each in self._sums)
        if name in self._base.decisions:
            silenced = () if name in self._sums else sorted(carriers)
            return _Widened(changed, carriers, tuple(map(self._dependencies.on_rule, silenced)), sums)
        barring = trial.barred_by(name)
        obstacles = [
            self._dependencies.on_rule(rule)
            | self._dependencies.on_names(part for part in names_in(each.when) if part != each.by)
            for each in self._base.choices[name].requires.get(self._moment, ())
            if each.by in barring
            for rule in sorted(trial.rules(each.by))
        ]
        return _Widened(changed, carriers, tuple(obstacles), sums)

    def _facts_below(self, rule: str) -> tuple[str, ...]:
        if rule not in self._below:
            self._below[rule] = tuple(dict.fromkeys(self._read_by(self._base.by_id[rule], 0)))
        return self._below[rule]

    def _read_by(self, rule: Rule, depth: int) -> Iterator[str]:
        """Yield the changeable case facts below a rule, through derived facts and earlier decisions."""
        read = [*self._base.reads(rule)]
        if rule.for_each:
            read.append(self._base.vocabulary.scopes[rule.for_each].list_fact)
        for name in read:
            yield from self._sources(name, depth)

    def _sources(self, name: str, depth: int) -> Iterator[str]:
        if name in self._base.decisions:
            if depth < 2 and name in self._decisions:
                for rule in self._decisions[name].rules:
                    yield from self._read_by(self._base.by_id[rule], depth + 1)
            return
        definition = self._base.vocabulary.defined.get(name)
        if name not in self._facts:
            for source in definition.reads if definition is not None else ():
                yield from self._sources(source, depth)
            return
        if definition is not None and name not in self._case:
            yield from (each for each in definition.reads if each in self._case and self._facts[each].volunteered)
        if self._facts[name].change != "never":
            yield name

    # Tightening, and choices without an order: try each changeable fact on its own.

    def _singles(self) -> list[Change]:
        found: dict[Direction, list[Change]] = {"looser": [], "stricter": [], "other": []}
        for info in self._base.vocabulary.asked_at(self._moment):
            untold = self._moment in info.volunteered_at or info.name in self._unasked
            untold &= info.name not in self._case and info.name not in self._assumed
            if info.change == "never" or untold:
                continue
            for value in self._nearby.values(info.name):
                trial = self._run({info.name: value})
                direction = self._direction(trial) if trial is not None else None
                if trial is not None and direction in ("stricter", "other") and trial.stands:
                    found[direction].append(self._change({info.name: value}, trial, direction))
                    break
        return _sorted(found["stricter"]) + _sorted(found["other"])

    # Running and comparing.

    def _run(self, changed: Mapping[str, Any]) -> Trial | None:
        """Run the case with some changes, once; ``None`` if the case is then invalid or the budget is used up."""
        key = repr(sorted(changed.items(), key=lambda pair: pair[0]))
        if key in self._tried:
            return self._tried[key]
        if self._left <= 0:
            self._cut = True
            return None
        self._left -= 1
        trial = self._tried[key] = self._trials.run(changed)
        return trial

    def _direction(self, trial: Trial) -> Direction | None:
        """Tell how a trial changes the decision; ``None`` if it does not."""
        now, then = self._decision.value, trial.value(self._decision.name)
        if then == now:
            return None
        here, there = self._rank(now), self._rank(then)
        if here is None or there is None:
            return "other"
        return "looser" if there < here else "stricter"

    def _rank(self, value: Any) -> float | None:
        """Rank a value of this decision by caution; ``None`` if its values have no order."""
        name = self._decision.name
        choice = self._base.choices.get(name)
        if choice is not None:
            if choice.take == "preferred":
                return None
            row = choice.by_value.get(value)
            return -float(row.place if choice.take == "last" else -row.place) if row is not None else 0.0
        scheme = self._base.decisions.get(name)
        if scheme is None or value is None:
            return None
        return float(scheme.caution(value)[0])

    def _change(self, changed: Mapping[str, Any], trial: Trial, direction: Direction) -> Change:
        parts = tuple(
            FactChange(
                fact=name,
                now=self._now.get(name),
                then=value,
                when="now" if self._facts[name].change == "now" else "in_time",
            )
            for name, value in changed.items()
        )
        then = trial.value(self._decision.name)
        condition = " and ".join(
            f"{fact_words(part.fact, self._base.facts)} were {plain(part.then)} instead of "
            f"{plain(part.now) if part.now is not None else 'unanswered'}"
            for part in parts
        )
        return Change(
            direction=direction,
            changes=parts,
            decision=self._decision.name,
            now=self._decision.value,
            then=then,
            text=f"If {condition}: {self._outcome(then)}",
        )

    def _outcome(self, value: Any) -> str:
        """Say what the decision would be, in the words of its steps and amounts."""
        name, title = self._decision.name, self._decision.title.lower()
        if name in self._base.choices:
            row = self._base.choices[name].by_value.get(value)
            return f"no {title} would be chosen" if row is None else f"{title} would be {plain(value)}"
        if value is None:
            return f"{title} would be left open"
        scheme = self._base.decisions[name]
        if scheme.kind == "scale":
            return f"{title} would be '{scheme.steps[value]}'"
        return f"{title} would be {amount_words(scheme, value)}"


def _lower(there: Iterable[int], here: Iterable[int]) -> bool:
    """Tell whether any sum is lower."""
    return any(then < now for then, now in zip(there, here, strict=True))


def _sorted(found: Iterable[Change]) -> list[Change]:
    """Put today's changes before those that take time."""
    return sorted(found, key=lambda change: sum(part.when == "in_time" for part in change.changes))
