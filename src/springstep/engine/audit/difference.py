"""Two rule bases compared by what they advise: each decision that differs, with a witness, or a proof of none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

from springstep.engine.advice.incomplete_rules import advised_if_decided
from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.compared_cases import ComparedCases
from springstep.engine.audit.difference_report import DecisionDifference, DecisionSide, RuleBaseDifference
from springstep.engine.audit.differing_rules import alike, written_otherwise
from springstep.engine.audit.tried_cases import ADVICE, TriedCases
from springstep.engine.audit.witnesses import witness_from
from springstep.engine.errors import CaseError, Fault, SpringstepError
from springstep.engine.inference.case import case_of
from springstep.engine.language.conditions import Always, Condition
from springstep.engine.language.wording import condition_words, listed
from springstep.engine.proof.all_cases import AllCases, AllCasesAt
from springstep.engine.proof.generalisation import Generalisation, generalised
from springstep.engine.proof.solver import Status
from springstep.engine.proof.symbols import (
    Formula,
    all_of,
    any_of,
    negation,
)
from springstep.engine.rulebase.base import RuleBase


def compare(old: RuleBase, new: RuleBase, *, count: bool = False, characters: int | None = None) -> RuleBaseDifference:
    """Compare two rule bases decision by decision, for every case at every moment.

    With ``count`` each difference says for how many cases it is one, which takes up to a minute. With ``characters``
    the words on whom it holds for are as wide as they can be as far as that many characters only, which is what takes
    most of the time, and whether it holds for nobody else is not asked where they are longer.
    """
    before, after = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    shifts: list[DecisionDifference] = []
    same: list[str] = []
    undecided: list[str] = []
    others = [name for name in {**before, **after} if written_otherwise(before.get(name), after.get(name))]
    for moment, words in old.vocabulary.moments.items():
        if alike(old, new, moment):
            same += [f"{name} {words}" for name in _compared(old, moment)]
            continue
        both = ComparedCases(AllCasesAt(old, moment), AllCasesAt(new, moment))
        differing = _Differing(both, TriedCases(old, new, moment, others), characters)
        differences: list[DecisionDifference] = []
        for name in differing.questions:
            found = differing.difference(name)
            if isinstance(found, DecisionDifference):
                differences.append(found)
            else:
                (same if found == "none" else undecided).append(f"{name} {words}")
        shifts += _counted(both, differences) if count and differences else differences
    return RuleBaseDifference(
        old=old.digest,
        new=new.digest,
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        changed=tuple(name for name in before if name in after and written_otherwise(before[name], after[name])),
        shifts=tuple(shifts),
        same=tuple(same),
        undecided=tuple(undecided),
    )


def _counted(both: ComparedCases, differences: Iterable[DecisionDifference]) -> list[DecisionDifference]:
    """Return each difference with the number of cases for which it is one."""
    from springstep.engine.audit.how_many import difference_sizes  # what counts is needed here only

    sizes = difference_sizes(both)
    return [replace(each, how_many=sizes[each.decision]) for each in differences]


def differing_case(old: RuleBase, new: RuleBase) -> dict[str, Any] | None:
    """Return a case whose advice differs; ``None`` when it is proved that there is none.

    Raises ``GaveUpError`` when the solver gives up.
    """
    found = first_difference(AllCases(old), AllCases(new), old.vocabulary.moments)
    return found.case() if found is not None else None


class AdviceDiffers(NamedTuple):
    """A moment at which the advice on some case differs."""

    at: AllCasesAt
    question: Formula

    def case(self) -> dict[str, Any]:
        """Return the case nearest to the standard case; raises ``GaveUpError`` when the solver gives up."""
        answer = self.at.prover.ask(self.question)
        if answer.status == "undecided":
            raise GaveUpError(
                [Fault("gave_up", f"the solver gave up {self.at.base.vocabulary.moments[self.at.moment]}")]
            )
        return answer.cases[0]


def first_difference(
    old: AllCases,
    new: AllCases,
    moments: Iterable[str],
    within: Callable[[AllCasesAt, AllCasesAt], Formula] = lambda old, new: True,
) -> AdviceDiffers | None:
    """Return the first of these moments at which advice differs; ``None`` when it is proved that it never does.

    ``within`` says of which cases it is known that advice can differ for them alone. Raises ``GaveUpError`` when the
    solver gives up.
    """
    for moment in moments:
        both = ComparedCases(old.at(moment), new.at(moment))
        question = any_of(question for _, question in both.questions())
        found = AdviceDiffers(both.old, all_of((both.where(question), within(both.old, both.new))))
        status = both.old.possible(found.question)
        if status == "undecided":
            found.case()  # soft constraints may make a question easier
        if status != "none":
            return found
    return None


class GaveUpError(SpringstepError):
    """The solver could not tell."""


def _compared(base: RuleBase, moment: str) -> Iterator[str]:
    """Yield by what plans of a moment are compared: each decision, the parts told apart, and the advice."""
    yield from (name for name, scheme in base.decisions.items() if moment in scheme.moments)
    there = {name for name, info in base.plan_names.items() if not info.moments or moment in info.moments}
    yield from (name for name, parts in base.domain.told_apart.items() if there.intersection(parts))
    yield ADVICE


class _Differing:
    """The cases of one moment on which two rule bases differ."""

    def __init__(self, both: ComparedCases, tried: TriedCases, characters: int | None) -> None:
        self.both, self.tried, self.characters = both, tried, characters
        self.old, self.new = both.old, both.new
        self.questions = dict(both.questions())

    @cached_property
    def _tried(self) -> Mapping[str, dict[str, Any]]:
        """The case found by trying of each decision for which there is one."""
        nearest = {name: self.tried.nearest(name) for name, question in self.questions.items() if question is not False}
        return {name: case for name, case in nearest.items() if case is not None}

    @cached_property
    def _others_alike(self) -> bool:
        """Whether no decision differs of those for which no case was found by trying: one proof in place of many."""
        others = any_of(question for name, question in self.questions.items() if name not in self._tried)
        return self.old.possible(self.both.where(others)) == "none"

    def difference(self, name: str) -> DecisionDifference | str:
        """Return how a decision differs for some case, or the solver's status if it found no case."""
        question = self.questions[name]
        if question is False or (name not in self._tried and self._others_alike):
            return "none"
        restricted = self.both.where(question)
        case = self._tried.get(name) or self._asked(name, restricted)
        if isinstance(case, str):
            return case
        generalisation = self._generalised(name, case)
        if not generalisation.sure and name in self._tried:
            asked = self._asked(name, restricted)
            if not isinstance(asked, str):
                case, generalisation = asked, self._generalised(name, asked)
        try:
            valid = case_of(case, self.old.base)
        except CaseError:
            return "undecided"  # valid only before its numbers were rounded
        others = all_of((restricted, negation(generalisation.formula)))
        made = build(self.old.base, valid, look_ahead=False)
        before = _side(self.old.base, made, name)
        after = _side(self.new.base, advised_if_decided(self.new.base, case), name)
        if name == ADVICE:
            before, after = self._advice(case)
        scheme = self.old.base.decisions.get(name)
        return DecisionDifference(
            moment=self.both.moment,
            decision=name,
            title=scheme.title if scheme is not None else name.capitalize(),
            witness=witness_from(self.old.base, made),
            before=before,
            after=after,
            generalisation=_words(generalisation, case, self.old.base),
            nobody_else=generalisation.sure and generalisation.widest and self.old.possible(others) == "none",
        )

    def _enough(self, condition: Condition) -> bool:
        """Tell whether as much as will be shown of whom a difference holds for is as wide as it can be."""
        shown = self.characters
        return shown is not None and len(condition_words(condition, self.old.base.facts)) > shown

    def _generalised(self, name: str, case: Mapping[str, Any]) -> Generalisation:
        def seen(each: Mapping[str, Any]) -> bool | None:
            return self.tried.differs(each, name)

        return generalised(self.old.prover, case, self.questions[name], seen, self._enough)

    def _asked(self, name: str, question: Formula) -> dict[str, Any] | Status:
        """Return a case for which a decision differs, or the solver's status if it found none."""
        answer = self.old.prover.ask(question, nearest=False)
        if answer.status == "none":
            return "none"
        if answer.status == "some" and self.tried.differs(answer.cases[0], name):
            return self.tried.brought_back(answer.cases[0], name)
        answer = self.old.prover.ask(
            question
        )  # soft constraints make a question easier, or its numbers easier to write
        return answer.cases[0] if answer.status == "some" else answer.status

    def _advice(self, case: Mapping[str, Any]) -> tuple[DecisionSide, DecisionSide]:
        """Return the advice that only one of the rule bases gives, for each of them."""
        made = [advised_if_decided(at.base, case) for at in (self.old, self.new)]
        advice = [{} if each is None else {(one.topic, one.say): one.rules for one in each.advice} for each in made]
        sides = []
        for mine, theirs in (advice, advice[::-1]):
            alone = {words: rules for words, rules in mine.items() if words not in theirs}
            words = "; ".join(say for _, say in alone) or "nothing more"
            sides.append(
                DecisionSide(says=words, rules=tuple(dict.fromkeys(r for rules in alone.values() for r in rules)))
            )
        return sides[0], sides[1]


def _side(base: RuleBase, made: RecommendationRecord | None, name: str) -> DecisionSide:
    if made is None:
        return DecisionSide(says="no advice at all: something is left undecided")
    for decision in made.decisions:
        if decision.name == name:
            return DecisionSide(says=decision.text, rules=decision.rules)
    if name in base.plan_names and name not in base.choices:
        return DecisionSide(says=made.headline)
    return DecisionSide(says="nothing is decided")


def _words(generalisation: Generalisation, case: Mapping[str, Any], base: RuleBase) -> str:
    this = f"this {base.domain.subject}"
    if not generalisation.sure:
        return this
    parts = (
        [] if isinstance(generalisation.condition, Always) else [condition_words(generalisation.condition, base.facts)]
    )
    for name in generalisation.lists:
        label = base.facts[name].label
        parts.append(
            f"{label} as {this}" if case.get(name) else f"no {label}" if name in case else f"{label} not known"
        )
    return listed(parts, last="and") if parts else "everybody"
