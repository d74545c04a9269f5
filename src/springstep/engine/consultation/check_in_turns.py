"""When a check-in is asked, what an answer to it settles, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from springstep.engine.consultation.check_in_phrases import such_as
from springstep.engine.consultation.check_in_reading import CheckInReading
from springstep.engine.consultation.events import Asked
from springstep.engine.consultation.fact_questions import dependents
from springstep.engine.consultation.questions import answer_words, with_answer
from springstep.engine.consultation.state import State, answers_so_far
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.check_ins import CheckIn
from springstep.engine.language.conditions import Among, Compare, Constant, Fact, Known, comparisons, names_in
from springstep.engine.language.evaluate import RELATIONS
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_FEWEST = 2
"""A check-in is asked where it is about this many facts that may still matter."""


class Settled(NamedTuple):
    """What an answer to a check-in comes to."""

    answers: dict[str, Any]
    opened: tuple[str, ...]
    begun: dict[str, tuple[Any, ...]]
    usual: tuple[str, ...]
    """The facts taken as last time although others were said."""
    unsaid: tuple[str, ...]
    """The facts that were settled by not being named."""


def check_in_for(base: RuleBase, state: State, fact: str, may: Iterable[str]) -> CheckIn | None:
    """Return the check-in to ask in place of a fact, of those that have not been asked."""
    return next((each for each in _left(base, state, set(may)) if fact in each.facts), None)


def at_most_more(base: RuleBase, state: State, asking: str, may: Iterable[str]) -> int:
    """Return how many questions may follow at most, each fact asked by itself and each check-in besides."""
    facts = set(may) - {asking}
    return len(facts) + sum(each.name != asking for each in _left(base, state, facts))


def _left(base: RuleBase, state: State, may: set[str]) -> list[CheckIn]:
    """Return the check-ins that have not been asked and are about enough that may still matter."""
    if state.one_by_one:
        return []
    return [
        each
        for each in base.vocabulary.check_ins.values()
        if each.name not in state.met
        and state.moment in each.moments
        and len(may.difference(state.opened).intersection(each.facts)) >= _FEWEST
    ]


def asked(base: RuleBase, state: State, check_in: CheckIn, more: int, may: Iterable[str]) -> Asked:
    """Return a check-in as it is asked at this point."""
    number = state.trail.index(check_in.name) + 1 if check_in.name in state.trail else len(state.trail) + 1
    allowed = such_as(check_in)
    return Asked(
        fact=check_in.name,
        number=number,
        at_most_more=more,
        question=check_in.question,
        help=check_in.help,
        kind="check_in",
        minimum=None,
        maximum=None,
        integer=False,
        unit="",
        fields=(),
        may_be_unknown=True,
        options=check_in.options,
        allowed=allowed,
        default=default_words(base, state, check_in),
        facts=tuple(name for name in check_in.facts if name in set(may)),
    )


def default_words(base: RuleBase, state: State, check_in: CheckIn) -> str | None:
    """Return what an empty answer means, in words; ``None`` where it means nothing, as after a line not understood."""
    if state.unfinished and check_in.nothing:
        return None
    if check_in.name in state.met:
        return "as you said"
    if check_in.nothing:
        return check_in.nothing[0]
    usual = _usual(base, state, check_in)
    return ", ".join(answer_words(name, value, base) for name, value in usual.items()) or None


def empty(base: RuleBase, state: State, check_in: CheckIn) -> CheckInReading:
    """Return what an empty answer says; raises ``AnswerError`` where it says nothing."""
    if not check_in.nothing and not _usual(base, state, check_in):
        raise AnswerError(
            "nothing was said", f"{such_as(check_in)}; Enter again: each is asked by itself", code="missing"
        )
    return CheckInReading({}, (), {}, as_usual=not check_in.nothing)


def unknown(check_in: CheckIn) -> CheckInReading:
    """Return a reading that leaves everything open, to be asked one by one."""
    return CheckInReading({}, check_in.facts, {}, as_usual=False)


def settle(base: RuleBase, state: State, check_in: CheckIn, reading: CheckInReading) -> Settled:
    """Return the answers with what a reading gives, leaves open, and says by not speaking of it.

    What was told before by itself stands unless it is named again; what an earlier answer to the same check-in settled
    does not. Raises ``AnswerError`` when all is said to be as last time and nothing is known of that.
    """
    answers = dict(state.answers)
    if check_in.name in state.met:
        answers = {name: value for name, value in answers.items() if not _settled_by(base, state, check_in, name)}
    known = answers_so_far(_with(state, answers), base)
    told: set[str] = set()
    for name, value in reading.given.items():
        fact = base.vocabulary.facts[name].answers or name
        answers = with_answer(answers, fact if fact in check_in.facts else name, {name: value}, base)
        told |= {fact, name}
    opened = tuple(name for name in reading.opened if _asked_at(base, state, name) and name not in _remembered(state))
    for name in opened:
        answers.pop(name, None)
    usual = _usual(base, state, check_in)
    if reading.as_usual and not usual:
        raise AnswerError("nothing is known of last time", such_as(check_in), code="out_of_place")
    # What was to be asked before is not settled by silence; what an earlier answer to this check-in opened is.
    before = () if check_in.name in state.met else state.opened
    opened += tuple(name for name in before if name in check_in.facts and name not in {*told, *opened})
    unsaid = [name for name in check_in.facts if name not in {*told, *reading.opened, *opened}]
    unsaid = [name for name in unsaid if _asked_at(base, state, name)]
    unsaid = [name for name in unsaid if name not in known]
    alike = told_by_silence(base)[check_in.name]
    silent = tuple(name for name in unsaid if name in alike)
    answers |= {name: check_in.otherwise[name] for name in silent}
    taken: tuple[str, ...] = ()
    if usual and (reading.as_usual or _fits(check_in, reading, usual)):
        taken = tuple(name for name in unsaid if name in usual)
        answers |= {name: usual[name] for name in taken}
    begun = {name: items for name, items in reading.begun.items() if name in opened}
    return Settled(answers, opened, begun, () if reading.as_usual and not reading.given else taken, silent)


def _with(state: State, answers: Mapping[str, Any]) -> State:
    return replace(state, answers=dict(answers))


def _asked_at(base: RuleBase, state: State, name: str) -> bool:
    return state.moment in base.vocabulary.facts[name].moments


def _remembered(state: State) -> set[str]:
    return {memory.fact for memory in state.history}


def _settled_by(base: RuleBase, state: State, check_in: CheckIn, name: str) -> bool:
    """Tell whether an answer came from a check-in, not from a question of its own."""
    fact = base.vocabulary.facts[name].answers or name
    return fact in check_in.facts and fact not in state.trail and name not in state.trail


def _usual(base: RuleBase, state: State, check_in: CheckIn) -> dict[str, Any]:
    """Return last time's answers to what a check-in asks and is not known; nothing without its first fact."""
    if not check_in.usual or check_in.facts[0] not in state.usual:
        return {}
    known = answers_so_far(state, base)
    return {name: state.usual[name] for name in check_in.facts if name in state.usual and name not in known}


def _fits(check_in: CheckIn, reading: CheckInReading, usual: Mapping[str, Any]) -> bool:
    """Tell whether last time's answers go with what was said: its first fact is the same, or was not spoken of."""
    first = check_in.facts[0]
    return bool(reading.given) and reading.given.get(first, usual.get(first)) == usual.get(first)


@memoized
def told_by_silence(base: RuleBase) -> Mapping[str, frozenset[str]]:
    """Return by check-in the facts that are settled when nothing is said of them.

    Where an answer stands for others, no rule may tell these apart; else the fact is left open.
    """
    return {
        each.name: frozenset(
            name for name in each.otherwise if _alike(base, name, each.stands_for.get(name, (each.otherwise[name],)))
        )
        for each in base.vocabulary.check_ins.values()
    }


def _alike(base: RuleBase, fact: str, values: tuple[Any, ...]) -> bool:
    """Tell whether a fact reads the same for some values in every rule, and nothing else reads it."""
    if len(values) < _FEWEST:
        return True
    if dependents(base.vocabulary, fact) != {fact}:
        return False
    if any(fact in names_in(each.never) for each in base.vocabulary.constraints):
        return False
    for rule in base.rules:
        if any(fact in conclusion.reads for conclusion in rule.conclusions):
            return False
        for atom in comparisons(base.condition(rule)):
            if fact in names_in(atom) and not _same(atom, fact, values):
                return False
    return True


def _same(atom: Compare | Among | Known, fact: str, values: tuple[Any, ...]) -> bool:
    """Tell whether what is asked of a fact comes to the same for all values."""
    match atom:
        case Compare(op, Fact(name), Constant(value)) if name == fact:
            return len({RELATIONS[op](each, value) for each in values}) == 1
        case Compare(op, Constant(value), Fact(name)) if name == fact:
            return len({RELATIONS[op](value, each) for each in values}) == 1
        case Among(_, among):
            return len({each in among for each in values}) == 1
    return isinstance(atom, Known)
