"""Two rule bases compared by what they advise: whose decisions differ, one story each, or a proof that nobody's do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from springstep.engine.advice.incomplete_rules import advised_if_decided
from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.checks.effects import said
from springstep.engine.audit.difference_report import DecisionDifference, DecisionSide, RuleBaseDifference
from springstep.engine.audit.witnesses import witness_from
from springstep.engine.errors import CaseError, SpringstepError
from springstep.engine.inference.case import case_of
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Always
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import condition_words, listed
from springstep.engine.proof.all_cases import AllCases, AllCasesAt
from springstep.engine.proof.generalisation import Generalisation, generalised
from springstep.engine.proof.symbols import (
    Formula,
    Symbol,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    compared,
    differs,
    negation,
    same,
)
from springstep.engine.rulebase.base import RuleBase


def without(base: RuleBase, rule_id: str) -> RuleBase:
    """Return a rule base with one rule switched off; raises ``QueryError`` for a rule it has not."""
    gone = base.rule(rule_id)
    kept = [
        replace(
            rule,
            overrides=tuple(name for name in rule.overrides if name != gone.id),
            overridden_by=tuple(name for name in rule.overridden_by if name != gone.id),
        )
        for rule in base.rules
        if rule.id != gone.id
    ]
    return replace(base, rules=tuple(kept), digest=f"{base.digest} without {gone.id}")


def compare(old: RuleBase, new: RuleBase) -> RuleBaseDifference:
    """Compare two rule bases decision by decision, for every case at every moment."""
    before, after = {rule.id: rule for rule in old.rules}, {rule.id: rule for rule in new.rules}
    shifts: list[DecisionDifference] = []
    same: list[str] = []
    undecided: list[str] = []
    for moment, words in old.vocabulary.moments.items():
        both = _Both(AllCasesAt(old, moment), AllCasesAt(new, moment))
        for name, question in both.questions():
            found = both.shift(name, question)
            if isinstance(found, DecisionDifference):
                shifts.append(found)
            else:
                (same if found == "none" else undecided).append(f"{name} {words}")
    return RuleBaseDifference(
        old=old.digest,
        new=new.digest,
        added=tuple(name for name in after if name not in before),
        removed=tuple(name for name in before if name not in after),
        changed=tuple(name for name in before if name in after and _other(before[name], after[name])),
        shifts=tuple(shifts),
        same=tuple(same),
        undecided=tuple(undecided),
    )


def somebody(old: RuleBase, new: RuleBase) -> dict[str, Any] | None:
    """Return the case of somebody whose advice differs; ``None`` when it is proved that nobody's does.

    Raises ``GaveUpError`` when the solver gives up.
    """
    found = apart(AllCases(old), AllCases(new), old.vocabulary.moments)
    return found.case() if found is not None else None


class Apart(NamedTuple):
    """That there is somebody at a moment whose advice differs."""

    at: AllCasesAt
    question: Formula

    def case(self) -> dict[str, Any]:
        """Return the case nearest to the standard case; raises ``GaveUpError`` when the solver gives up."""
        answer = self.at.prover.ask(self.question)
        if answer.status == "undecided":
            raise GaveUpError(f"the solver gave up {self.at.base.vocabulary.moments[self.at.moment]}")
        return answer.cases[0]


def apart(old: AllCases, new: AllCases, moments: Iterable[str]) -> Apart | None:
    """Tell at which of these moments somebody's advice differs; ``None`` when it is proved that nobody's does.

    Raises ``GaveUpError`` when the solver gives up.
    """
    for moment in moments:
        both = _Both(old.at(moment), new.at(moment))
        question = any_of(question for _, question in both.questions())
        found = Apart(both.old, all_of((question, both.common)))
        status = both.old.possible(found.question)
        if status == "undecided":
            found.case()  # a question with more wishes may be easier
        if status != "none":
            return found
    return None


class GaveUpError(SpringstepError):
    """The solver could not tell."""


def _other(first: Rule, second: Rule) -> bool:
    return replace(first, layer=second.layer, overridden_by=second.overridden_by, source="", line=0) != replace(
        second, source="", line=0
    )


class _Both:
    """The same cases under two rule bases: what they tell is one set of variables, by name."""

    def __init__(self, old: AllCasesAt, new: AllCasesAt) -> None:
        self.old, self.new = old, new
        self.moment = old.moment
        self.common = all_of((*self.new.told.constraints, *self._told_in_both()))
        """What makes a case one of both rule bases."""

    def _told_in_both(self) -> Iterator[Formula]:
        """Yield that no answer is one that only one rule base knows, such as a row of a table that is gone."""
        for name, mine in self.old.told.facts.items():
            theirs = self.new.told.facts.get(name)
            if isinstance(mine, SymbolicChoice) and isinstance(theirs, SymbolicChoice):
                yield from (negation(holds) for value, holds in mine.of.items() if value not in theirs.of)
                yield from (negation(holds) for value, holds in theirs.of.items() if value not in mine.of)

    def questions(self) -> Iterator[tuple[str, Formula]]:
        """Yield for each decision, and for what the plan is told apart by, when it differs."""
        first, second = self.old.plan.facts, self.new.plan.facts
        schemes = dict.fromkeys([*self.old.encoding.schemes, *self.new.encoding.schemes])
        for name in schemes:
            if name in first and name in second:
                yield name, _unlike(first[name], second[name])
            else:
                yield name, (first[name] if name in first else second[name]).known
        for name, parts in self.old.base.domain.told_apart.items():
            there = [part for part in parts if part in first and part in second]
            if there:
                yield name, any_of(_unlike(first[part], second[part]) for part in there)
        yield "advice", any_of(differs(mine, theirs) for mine, theirs in self._said().values())

    def _said(self) -> Mapping[Conclusion, tuple[Formula, Formula]]:
        sides = []
        for at in (self.old, self.new):
            told: dict[Conclusion, list[Formula]] = {}
            for rule in at.encoding.rules:
                for conclusion in rule.conclusions:
                    if conclusion.says:
                        told.setdefault(conclusion, []).append(said(at.encoding, rule))
            sides.append({advice: any_of(formulas) for advice, formulas in told.items()})
        mine, theirs = sides
        return {advice: (mine.get(advice, False), theirs.get(advice, False)) for advice in {**mine, **theirs}}

    def shift(self, name: str, question: Formula) -> DecisionDifference | str:
        """Return how a decision differs for some case, or the solver's word that it does for none."""
        whole = all_of((question, self.common))
        if self.old.possible(whole) == "none":
            return "none"
        answer = self.old.prover.ask(whole)
        if answer.status != "some":
            return answer.status
        case = answer.cases[0]
        try:
            valid = case_of(case, self.old.base)
        except CaseError:
            return "undecided"  # only within rounding of what can be told at all
        generalisation = generalised(self.old.prover, case, question)
        others = all_of((whole, negation(generalisation.formula)))
        made = build(self.old.base, valid, look_ahead=False)
        before = _side(self.old.base, made, name)
        after = _side(self.new.base, advised_if_decided(self.new.base, case), name)
        if name == "advice":
            before, after = self._advice(case)
        scheme = self.old.base.decisions.get(name)
        return DecisionDifference(
            moment=self.moment,
            decision=name,
            title=scheme.title if scheme is not None else name.capitalize(),
            witness=witness_from(self.old.base, made),
            before=before,
            after=after,
            generalisation=_words(generalisation, case, self.old.base),
            nobody_else=generalisation.sure and self.old.possible(others) == "none",
        )

    def _advice(self, case: Mapping[str, Any]) -> tuple[DecisionSide, DecisionSide]:
        """Return what is said in one rule base alone."""
        made = [advised_if_decided(at.base, case) for at in (self.old, self.new)]
        told = [{} if each is None else {(one.topic, one.say): one.rules for one in each.advice} for each in made]
        sides = []
        for mine, theirs in (told, told[::-1]):
            alone = {words: rules for words, rules in mine.items() if words not in theirs}
            words = "; ".join(say for _, say in alone) or "nothing of its own"
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


def _unlike(first: Symbol, second: Symbol) -> Formula:
    if isinstance(first, SymbolicAmount) and isinstance(second, SymbolicAmount):
        values = not same(first.value, second.value) and compared("!=", first.value, second.value)
        return any_of((differs(first.known, second.known), all_of((first.known, second.known, values))))
    if isinstance(first, SymbolicAmount) or isinstance(second, SymbolicAmount):
        return any_of((first.known, second.known))
    values = dict.fromkeys([*first.of, *second.of])
    return any_of(differs(first.of.get(value, False), second.of.get(value, False)) for value in values)


def _words(generalisation: Generalisation, case: Mapping[str, Any], base: RuleBase) -> str:
    this = f"this {base.domain.subject}"
    if not generalisation.sure:
        return this
    parts = (
        [] if isinstance(generalisation.condition, Always) else [condition_words(generalisation.condition, base.facts)]
    )
    for name in generalisation.lists:
        label = base.facts[name].label
        parts.append(f"{label} as {this}" if case.get(name) else f"no {label}" if name in case else f"{label} not told")
    return listed(parts, last="and") if parts else "everybody"
