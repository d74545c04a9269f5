"""Which open facts can still change the outcome, found backwards from the decisions that are not settled.

The set is never too small, and it shrinks with every answer, so its size bounds the number of questions to come.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from springstep.engine.advice.outcome import WAY, OutcomesLeft, read_off, settled, turns
from springstep.engine.consultation.fact_questions import questions_for
from springstep.engine.inference.memo import Memo
from springstep.engine.inference.open_facts import Answers
from springstep.engine.inference.partial_firings import PartialFiring, PartialFirings
from springstep.engine.inference.partial_inference import Partial, partial_engine
from springstep.engine.language.abstract_values import AbstractValue, AbstractValues
from springstep.engine.language.choices import Choice, Fits
from springstep.engine.language.conditions import names_in
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.partial_evaluation import HOLDS, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized


def may_matter(base: RuleBase, partial: Partial, left: OutcomesLeft, answers: Answers) -> frozenset[str]:
    """Return the unanswered facts that may still change the outcome."""
    if settled(left):
        return frozenset()
    return _slice(base, partial.moment).questions(partial, left, answers)


OPEN_ROW = AbstractValue(frozenset(("a row",)), may_be_unknown=True)
"""A choice that may or may not be made."""


class _BackwardSlice:
    """Walks from unsettled decisions, through the rules that may still change them, to the facts these read."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._vocabulary = base.vocabulary
        rules = partial_engine(base, moment).rules
        self._turning = (*turns(base, moment), *read_off(base, moment))
        self._bears = [
            tuple(name for name in verdict.bears if name in base.choices) for verdict in base.verdicts[moment]
        ]
        self._decisions = {name: _DecisionInputs(scheme, rules) for name, scheme in base.decisions.items()}
        self._choices = {name: _ChoiceInputs(choice, base, moment) for name, choice in base.choices.items()}
        self._asked = self._vocabulary.facts.keys() - self._vocabulary.defined.keys()
        """The facts that only an answer can give."""
        self._forbidding = tuple(
            (frozenset(each.forbids), frozenset(names_in(each.when)))
            for each in self._vocabulary.constraints
            if each.when is not None
        ) + tuple((frozenset((n,)), frozenset(names_in(where))) for n, where in self._vocabulary.asked_where.items())
        """Facts that may not be asked for, with those that tell whether they are."""
        self._resting = frozenset(name for choice in self._choices.values() for name in choice.resting)
        self._defining = tuple(name for each in self._vocabulary.definitions for name in each.reads)
        pools = (pool.when for choice in base.choices.values() for pool in choice.pools.get(moment, ()))
        self._reached = Memo((*base.decisions, *(name for when in pools for name in names_in(when))), self._reach)

    def questions(self, partial: Partial, left: OutcomesLeft, answers: Answers) -> frozenset[str]:
        """Return the unanswered facts that are reached."""
        names = (*self._turning, *(name for name, values in left.items() if len(values) > 1))
        goals = {name for name in names if name in self._choices or _open(name, partial)}
        goals.update(name for way in left[WAY] for name in self._bears[way])
        resting = frozenset(name for name in self._resting if _open(name, partial))
        defining = tuple((name, answers[name] is None) for name in self._defining if name in answers)
        return (
            self._reached(partial.abstract_values, partial.by_rule, frozenset(goals), resting, defining)
            - answers.keys()
        )

    def _reach(
        self,
        abstract_values: AbstractValues,
        watched: Sequence[PartialFirings],
        goals: frozenset[str],
        resting: frozenset[str],
        defining: Iterable[tuple[str, bool]],
    ) -> frozenset[str]:
        facts = self._facts(abstract_values, watched, goals, resting)
        answers = {name: None if unknown else True for name, unknown in defining}
        questions = facts & self._asked
        questions |= {name for fact in facts - self._asked for name in questions_for(self._vocabulary, fact, answers)}
        for forbidden, whether in self._forbidding:
            if not questions.isdisjoint(forbidden):
                questions |= whether  # whether there is any
        return frozenset(questions)

    def _facts(
        self,
        abstract_values: AbstractValues,
        watched: Sequence[PartialFirings],
        goals: frozenset[str],
        resting: frozenset[str],
    ) -> set[str]:
        """Follow each name: a decision to its rules, a choice to what it depends on, a fact to itself."""
        seen, walk = set(goals), list(goals)
        facts: set[str] = set()
        while walk:
            name = walk.pop()
            if name in self._choices:
                inputs = self._choices[name].inputs(abstract_values, watched, resting)
            elif name in self._decisions:
                inputs = self._decisions[name].inputs(abstract_values, watched)
            else:
                facts.add(name)
                continue
            new = inputs - seen
            seen |= new
            walk += new
        return facts


def _open(name: str, partial: Partial) -> bool:
    """Tell whether a fact or decision may still be one thing or another."""
    abstract_value = partial.abstract_values.get(name)
    if abstract_value is None:
        return False
    limit = partial.limits.get(name)
    return not abstract_value.settled or (limit is not None and limit.mildest != limit.tightest)


class _DecisionInputs:
    """The names that may still change a decision beyond what is certain."""

    def __init__(self, scheme: DecisionScheme, rules: Sequence[Rule]) -> None:
        self._name = scheme.name
        self._steps = scheme.kind == "scale"
        self._places = tuple(place for place, rule in enumerate(rules) if scheme.name in rule.decides)
        self._moving = Memo((scheme.name,), self._moved_by)

    def inputs(self, abstract_values: AbstractValues, watched: Sequence[PartialFirings]) -> frozenset[str]:
        """Return the open names of the rules that may change it."""
        return self._moving(abstract_values, *[watched[place] for place in self._places])

    def _moved_by(self, abstract_values: AbstractValues, *watched: PartialFirings) -> frozenset[str]:
        left = abstract_values[self._name].words or ()
        return frozenset(
            name
            for each in watched
            for partial_firing in each.each
            if self._moves(partial_firing, left)
            for name in partial_firing.open
        )

    def _moves(self, partial_firing: PartialFiring, left: Collection[str]) -> bool:
        """Tell whether a rule may still change it: with a step that is left, or with any bound."""
        on = partial_firing.rule.on(self._name)
        return bool(on) if not self._steps else not partial_firing.will and any(each.step in left for each in on)


class _ChoiceInputs:
    """The names that affect which row a choice takes."""

    def __init__(self, choice: Choice, base: RuleBase, moment: str) -> None:
        rules = partial_engine(base, moment).rules
        pools = choice.pools.get(moment, ())
        fits = [name for each in choice.fits if moment in each.moments for name in _sides(each)]
        self._always = frozenset((*(each.cap for each in choice.within), *fits))
        self._pools = tuple((partial_condition(pool.when), frozenset(names_in(pool.among))) for pool in pools)
        self._rows = dict.fromkeys(base.choices, OPEN_ROW)
        self._places = tuple(place for place, rule in enumerate(rules) if _selects(rule, choice))

    @property
    def resting(self) -> frozenset[str]:
        """Return what it may depend on besides the rules that select rows."""
        return self._always.union(*(names for _, names in self._pools))

    def inputs(
        self, abstract_values: AbstractValues, watched: Sequence[PartialFirings], resting: frozenset[str]
    ) -> frozenset[str]:
        """Return the open names it depends on, and those of the rules that select rows."""
        known = {**abstract_values, **self._rows}
        among = (names for when, names in self._pools if when(known) & HOLDS)
        selecting = (partial_firing.open for place in self._places for partial_firing in watched[place].each)
        return self._always.union(*among) & resting | frozenset(name for names in selecting for name in names)


def _sides(fits: Fits) -> tuple[str, ...]:
    return (*names_in(fits.needs), *names_in(fits.room))


def _selects(rule: Rule, choice: Choice) -> bool:
    return any(each.selects == choice.table.name for each in rule.conclusions)


@memoized
def _slice(base: RuleBase, moment: str) -> _BackwardSlice:
    return _BackwardSlice(base, moment)
