"""The outcome of a case: what is to be done, and only what bears on it.

When a verdict bars everything else, neither choices nor numbers matter, and a question that could only change these
need not be asked. ``outcome_of`` reads the outcome off a recommendation; ``outcomes_left`` tells, from a partial
inference, which outcomes the open facts still leave.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, TypeAlias

from springstep.engine.advice.plan import defined, verdict_tests
from springstep.engine.advice.possible_rows import PossibleRowsByTable, RowsLeft
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.inference.memo import Memo
from springstep.engine.inference.open_facts import reached
from springstep.engine.inference.partial_inference import Partial, partial_engine
from springstep.engine.language.abstract_values import AbstractValue, AbstractValues, exactly
from springstep.engine.language.conditions import Condition, Known, Term, atoms, names_in
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.interval_arithmetic import PartialTerm, partial_term
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNDEFINED, PartialCondition, partial_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized, memoized_at_most

Outcome: TypeAlias = Mapping[str, Any]
"""By name: the verdict, and what bears on what is then done."""

OutcomesLeft: TypeAlias = Mapping[str, frozenset[Any]]
"""By name, the values that each may still have; settled when every set has one element. ``WAY`` distinguishes verdicts
of one name by their place, unless the same bears on them: such verdicts differ in their headlines only."""

WAY = "the verdict's place"
"""Not a possible name in the knowledge."""

_NONE = "none"


def outcome_of(made: RecommendationRecord) -> Outcome:
    """Return the outcome of a recommendation."""
    values = {fact.fact: fact.value for fact in made.facts}
    values |= {decision.name: decision.value for decision in made.decisions}
    return {"verdict": made.verdict, **{name: plain_number(values.get(name)) for name in made.bears}}


def settled(left: OutcomesLeft) -> bool:
    """Tell whether one outcome is left."""
    return all(len(values) == 1 for values in left.values())


def outcomes_left(base: RuleBase, partial: Partial) -> OutcomesLeft:
    """Return the possible outcomes; never too few, and exact once every fact is answered."""
    return _view(base, partial.moment).outcomes(partial)


@memoized
def turns(base: RuleBase, moment: str) -> tuple[str, ...]:
    """Return the scales on which the verdict of a moment turns: each of their steps is a separate case."""
    found: dict[str, None] = {}
    known = {definition.name: definition for definition in base.plan}
    scales = {scheme.name for scheme in base.decisions.values() if scheme.kind == "scale" and moment in scheme.moments}

    def visit(names: tuple[str, ...]) -> None:
        for name in names:
            if (name in known and not known[name].info.moments) or (
                name in known and moment in known[name].info.moments
            ):
                visit(known[name].reads)
            elif name in base.choices:
                choice = base.choices[name]
                for each in choice.requires.get(moment, ()):
                    visit(names_in(each.when))
                for pool in choice.pools.get(moment, ()):
                    visit(names_in(pool.when))
            elif name in scales:
                found.setdefault(name)

    for verdict in base.verdicts[moment]:
        visit(names_in(verdict.when))
    return tuple(found)


@memoized
def read_off(base: RuleBase, moment: str) -> tuple[str, ...]:
    """Return what the verdicts of a moment read besides scales and whether a choice is made.

    These are facts, amounts, and choices for which some verdict asks which row is taken.
    """
    known = {definition.name: definition for definition in _planned(base, moment)}
    found: dict[str, None] = {}
    scales = {name for name, scheme in base.decisions.items() if scheme.kind == "scale"}
    visited: set[str] = set()

    def visit(condition: Condition) -> None:
        for atom in atoms(condition):
            visit_part(atom)

    def visit_part(part: Condition | Term) -> None:
        for name in names_in(part):
            if name in known and name not in visited:
                visited.add(name)
                for way in known[name].ways:
                    visit(way.when)
                    visit_part(way.value)
            elif name in base.choices:
                if not isinstance(part, Known):
                    found[name] = None
            elif name not in known and name not in scales and name != MOMENT:
                found[name] = None

    for verdict in base.verdicts[moment]:
        visit(verdict.when)
    return tuple(found)


def _planned(base: RuleBase, moment: str) -> tuple[Definition, ...]:
    return tuple(each for each in base.plan if not each.info.moments or moment in each.info.moments)


@memoized
def _compiled_plan(
    base: RuleBase, moment: str
) -> tuple[tuple[Definition, tuple[tuple[PartialCondition, PartialTerm], ...]], ...]:
    return tuple(
        (each, tuple((partial_condition(way.when), partial_term(way.value)) for way in each.ways))
        for each in _planned(base, moment)
    )


@memoized
def _verdict_conditions(base: RuleBase, moment: str) -> tuple[PartialCondition, ...]:
    return tuple(partial_condition(verdict.when) for verdict in base.verdicts[moment])


@memoized_at_most(4096)
def _verdict_at(base: RuleBase, moment: str, steps: tuple[Any, ...], taken: tuple[bool, ...]) -> int | None:
    """Return the place of the verdict, given the step of every scale that it turns on and which choices are made."""
    facts: dict[str, Any] = {"moment": moment}
    facts |= {name: step for name, step in zip(turns(base, moment), steps, strict=True) if step is not None}
    for (name, choice), made in zip(base.choices.items(), taken, strict=True):
        if made:
            facts[name] = choice.table.rows[0].id
    for definition in base.plan:
        value = defined(definition, facts)
        if value is not None:
            facts[definition.name] = value
    for place, (_, holds) in enumerate(verdict_tests(base, moment)):
        if holds(facts) is True:
            return place
    return None


class _Ways:
    """The verdicts that are left, and the rows of each choice; the same object for the same abstract values."""

    __slots__ = ("rows", "ways")

    def __init__(self, ways: Iterable[int], rows: Mapping[str, frozenset[str]]) -> None:
        self.ways = frozenset(ways)
        self.rows = rows


class _OutcomeView:
    """Finds the outcomes of a partial inference, as choices and verdict follow from a full one."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._moment = moment
        self._verdicts = base.verdicts[moment]
        meant = [(verdict.name, frozenset(verdict.bears)) for verdict in self._verdicts]
        self._first_alike = tuple(meant.index(each) for each in meant)
        self._scales = turns(base, moment)
        self._off = read_off(base, moment)
        rules = partial_engine(base, moment).rules
        self._choices = [RowsLeft(each, moment, rules) for each in base.choices.values() if moment in each.moments]
        chosen = {choice.name for choice in self._choices}
        reads = [*self._scales, *(name for choice in self._choices for name in choice.reads)]
        if self._off:
            reads += [name for verdict in self._verdicts for name in names_in(verdict.when)]
            reads += [name for definition in _planned(base, moment) for name in definition.reads]
        self._ways = Memo(reads, self._found)
        bears = (name for verdict in self._verdicts for name in verdict.bears if name not in chosen)
        self._left = Memo(bears, self._outcomes_by)

    def outcomes(self, partial: Partial) -> OutcomesLeft:
        """Return the verdicts that are left, and the possible values of what bears on them."""
        ways = self._ways(partial.abstract_values, *[choice.possible_rows(partial) for choice in self._choices])
        return self._left(partial.abstract_values, ways)

    def _outcomes_by(self, abstract_values: AbstractValues, found: _Ways) -> OutcomesLeft:
        ways = frozenset(self._first_alike[way] for way in found.ways)
        left: dict[str, frozenset[Any]] = {
            "verdict": frozenset(self._verdicts[way].name for way in ways),
            WAY: ways,
        }
        for name in dict.fromkeys(name for way in sorted(ways) for name in self._verdicts[way].bears):
            left[name] = found.rows[name] if name in found.rows else _values(abstract_values[name])
        return left

    def _found(self, abstract_values: AbstractValues, *possible_rows: PossibleRowsByTable) -> _Ways:
        ways: set[int] = set()
        rows: dict[str, set[str]] = {choice.name: set() for choice in self._choices}
        read = {name: abstract_values[name] for name in self._ways.reads if name in abstract_values}
        choices = list(zip(self._choices, possible_rows, strict=True))
        for steps in product(*(_steps(abstract_values[name]) for name in self._scales)):
            case = {
                **read,
                **{n: exactly(step) for n, step in zip(self._scales, steps, strict=True) if step is not None},
            }
            for taken, found, known in self._choosing(choices, case, {}):
                ways |= self._verdicts_by(steps, taken, known)
                for name, ids in found.items():
                    rows[name] |= ids
        return _Ways(ways, {name: frozenset(ids) for name, ids in rows.items()})

    def _verdicts_by(self, steps: tuple[Any, ...], taken: tuple[bool, ...], known: AbstractValues) -> set[int]:
        """Return the places of the possible verdicts, for these steps, choices and known values."""
        if not self._off:
            way = _verdict_at(self._base, self._moment, steps, taken)
            return set() if way is None else {way}
        abstract_values = dict(known)
        for definition, ways in _compiled_plan(self._base, self._moment):
            abstract_values[definition.name] = reached(definition, ways, abstract_values)
        found: set[int] = set()
        for place, holds in enumerate(_verdict_conditions(self._base, self._moment)):
            truths = holds(abstract_values)
            if truths & HOLDS:
                found.add(place)
            if not truths & (FAILS | UNDEFINED):
                break
        return found

    def _choosing(
        self,
        choices: Sequence[tuple[RowsLeft, PossibleRowsByTable]],
        case: dict[str, AbstractValue],
        found: dict[str, frozenset[str]],
    ) -> Iterator[tuple[tuple[bool, ...], dict[str, frozenset[str]], AbstractValues]]:
        """Yield which choices may be made together, the values that each may have, and what is then known."""
        if not choices:
            made = tuple(_NONE not in found.get(name, {_NONE}) for name in self._base.choices)
            yield made, found, case
            return
        (choice, possible_rows), rest = choices[0], choices[1:]
        left = choice.left(case, possible_rows)
        if left.rows:
            here = {**case, choice.name: AbstractValue(frozenset(left.rows))}
            yield from self._choosing(rest, here, {**found, choice.name: left.values})
        if left.none or not left.rows:
            here = {**case, choice.name: AbstractValue(frozenset(), may_be_unknown=True)}
            yield from self._choosing(rest, here, {**found, choice.name: frozenset((_NONE,))})


@memoized
def _view(base: RuleBase, moment: str) -> _OutcomeView:
    return _OutcomeView(base, moment)


def _steps(abstract_value: AbstractValue) -> list[Any]:
    return [
        *(abstract_value.words or ()),
        *([None] if abstract_value.may_be_unknown or abstract_value.is_empty else []),
    ]


def _values(abstract_value: AbstractValue) -> frozenset[Any]:
    """Return the values of an abstract value, a range of numbers by its ends."""
    values = (
        abstract_value.words
        if abstract_value.words is not None
        else frozenset({plain_number(abstract_value.low), plain_number(abstract_value.high)})
    )
    return values | {None} if abstract_value.may_be_unknown else values
