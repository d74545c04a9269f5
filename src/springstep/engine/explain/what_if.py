"""What if: the same case with other answers, both advised, and everything that differs between the two."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import Advice, Decision, RecommendationRecord
from springstep.engine.advice.trace import Firing
from springstep.engine.errors import CaseError, Fault, nearest
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import mended
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.record import ANSWER, Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document


class Supposed(Record):
    """One fact as it is and as it is supposed to be."""

    fact: str
    now: Annotated[Any, ANSWER, Described("The present value; null when it is unknown.")]
    then: Annotated[Any, ANSWER]
    follows: Annotated[bool, Described("Whether it was not supposed itself, but follows from what was.")] = False


class Side(Record):
    """One decision on one side: what it is, and which rules carry it."""

    value: Annotated[Any, ANSWER]
    text: str
    rules: tuple[str, ...]


class AdviceDifference(Record):
    """One decision that differs."""

    decision: str
    title: str
    now: Annotated[Side | None, Described("Null where it is not decided.")]
    then: Side | None


class RuleFired(Record):
    """A rule that fires on one side only."""

    rule: str
    name: str
    item: Annotated[dict[str, Any] | None, Described("The item of a list that it is for.")] = None
    because: str


class Comparison(Record):
    """Everything that differs between two recommendations at the same moment."""

    headlines: Annotated[tuple[str, str], Described("Now, and then.")]
    verdicts: tuple[str, str]
    decisions: tuple[AdviceDifference, ...]
    starting: Annotated[tuple[RuleFired, ...], Described("Rules that fire only then.")]
    stopping: Annotated[tuple[RuleFired, ...], Described("Rules that fire only now.")]
    advice_new: tuple[Advice, ...]
    advice_gone: tuple[Advice, ...]

    @property
    def texts(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return each decision that differs, title to text: now, and then."""
        return (
            {each.title: each.now.text for each in self.decisions if each.now is not None},
            {each.title: each.then.text for each in self.decisions if each.then is not None},
        )


class WhatIf(Record):
    """Two cases that differ in what is supposed, and how their advice differs."""

    moment: str
    changes: tuple[Supposed, ...]
    comparison: Comparison
    case: Annotated[dict[str, Any], Described("The case with the changes; it can be recommended as it is.")]


def what_if(case: Case, changes: Mapping[str, Any], *, base: RuleBase) -> WhatIf:
    """Advise a case as it is and with other values of some facts; ``None`` makes a fact unknown.

    Facts that contradict a change, or that were given in place of the changed fact, change with it.
    Raises ``CaseError`` for a fact that is not asked at the case's moment, and when the changed case is not valid.
    """
    _check_asked(changes, case.moment, base)
    now = case.plain()
    then = _supposing(now, changes, base)
    changed = case_from(Document("", then, {}), base)
    before, after = (build(base, each, look_ahead=True) for each in (case, changed))
    names = [name for name in base.vocabulary.facts if before.case.get(name) != after.case.get(name)]
    return WhatIf(
        moment=case.moment,
        changes=tuple(
            Supposed(fact=name, now=before.case.get(name), then=after.case.get(name), follows=name not in changes)
            for name in [*(n for n in changes if n in names), *(n for n in names if n not in changes)]
        ),
        comparison=compare(before, after),
        case=after.case,
    )


def compare(now: RecommendationRecord, then: RecommendationRecord) -> Comparison:
    """Compare two recommendations: decisions, rules that fire, advice, headline."""
    ours, theirs = ({decision.name: decision for decision in made.decisions} for made in (now, then))
    return Comparison(
        headlines=(now.headline, then.headline),
        verdicts=(now.verdict, then.verdict),
        decisions=tuple(
            AdviceDifference(
                decision=name,
                title=(ours.get(name) or theirs[name]).title,
                now=_side(ours.get(name)),
                then=_side(theirs.get(name)),
            )
            for name in dict.fromkeys([*ours, *theirs])
            if _value_and_text(ours.get(name)) != _value_and_text(theirs.get(name))
        ),
        starting=_only(then.trace.firings, now.trace.firings),
        stopping=_only(now.trace.firings, then.trace.firings),
        advice_new=_unsaid(then.advice, now.advice),
        advice_gone=_unsaid(now.advice, then.advice),
    )


def _check_asked(names: Iterable[str], moment: str, base: RuleBase) -> None:
    """Refuse facts that are not asked at a moment, and the moment itself: another one has other decisions."""
    asked = [info.name for info in base.vocabulary.asked_at(moment)]
    at = base.vocabulary.moments[moment]
    faults = [
        Fault("out_of_place", f"cannot be supposed {at}", name, nearest(name, asked))
        for name in names
        if name not in asked
    ]
    if faults:
        raise CaseError(faults)


def _supposing(now: Mapping[str, Any], changes: Mapping[str, Any], base: RuleBase) -> dict[str, Any]:
    """Lay the changes over a case, and drop or mend what contradicts them."""
    then = {name: value for name, value in {**now, **changes}.items() if value is not None}
    for info in base.vocabulary.facts.values():
        if info.answers:
            _keep_one(then, changes, info, base.vocabulary.defined[info.answers])
    return mended(base.vocabulary, then, keep=changes)


def _keep_one(then: dict[str, Any], changes: Mapping[str, Any], info: FactInfo, definition: Definition) -> None:
    """Of a fact and the one that may be given in its place, keep the changed one where both cannot be given."""
    others = {name for name in definition.reads if name != info.name}
    for name, other in ((info.name, definition.name), (definition.name, info.name)):
        if changes.get(name) is not None and other not in changes and {*others, other} <= then.keys():
            del then[other]


def _side(decision: Decision | None) -> Side | None:
    return None if decision is None else Side(value=decision.value, text=decision.text, rules=decision.rules)


def _value_and_text(decision: Decision | None) -> tuple[Any, str] | None:
    return None if decision is None else (decision.value, decision.text)


def _only(firings: Iterable[Firing], others: Iterable[Firing]) -> tuple[RuleFired, ...]:
    """Return what is among some firings and not among others, separately for each item."""
    elsewhere = {_key(firing) for firing in others}
    found = {_key(firing): firing for firing in firings if _key(firing) not in elsewhere}
    return tuple(RuleFired(rule=f.rule, name=f.name, item=f.item, because=f.because) for f in found.values())


def _key(firing: Firing) -> tuple[str, tuple[Any, ...]]:
    return firing.rule, tuple((firing.item or {}).items())


def _unsaid(advice: Iterable[Advice], others: Iterable[Advice]) -> tuple[Advice, ...]:
    elsewhere = {(other.topic, other.say) for other in others}
    return tuple(each for each in advice if (each.topic, each.say) not in elsewhere)
