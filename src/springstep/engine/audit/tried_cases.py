"""Cases on which two rule bases differ, found by trying them: quick, and no proof when none is found.

Tried are the examples of the rules that differ, these with one answer changed, and the standard case. A case that
differs is brought back to the standard case answer by answer for as long as it still does, the most important facts
first.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Any

from springstep.engine.advice.completeness import check_decided
from springstep.engine.advice.plan import Plan, plan_of
from springstep.engine.errors import CaseError, UndecidedError
from springstep.engine.explain.nearby_values import Nearby
from springstep.engine.inference.case import Case, case_of, facts_of
from springstep.engine.inference.derived_facts import values_of
from springstep.engine.inference.examples import example_case, standard_case
from springstep.engine.inference.forward import infer_from_values
from springstep.engine.inference.provenance import assumed_provenance
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

ADVICE = "advice"
"""What all that is said of a case is called, beside the names of decisions."""
_LEFT_OPEN = object()
"""In place of a part of the plan where the rules leave a decision open."""
_VALUES, _MOST = 6, 500
"""So many other values of an answer are tried, and so many changed examples in all."""


class TriedCases:
    """Cases of one moment under two rule bases."""

    def __init__(self, old: RuleBase, new: RuleBase, moment: str, rules: Collection[str]) -> None:
        self._old, self._new, self._moment = old, new, moment
        there = (rule for base in (old, new) for rule in base.rules if rule.id in rules)
        self._rules = [rule for rule in there if moment in rule.moments]
        self._standard = standard_case(old, moment)
        self._told: dict[str, tuple[_Told, _Told] | None] = {}

    def nearest(self, name: str) -> dict[str, Any] | None:
        """Return a case for which a decision differs, or the advice, near to the standard case; ``None`` if unknown."""
        case = next((each for each in self._candidates if self.differs(each, name)), None)
        return self.brought_back(case, name) if case is not None else None

    def differs(self, case: Mapping[str, Any], name: str) -> bool | None:
        """Tell whether a decision differs for a case; ``None`` if it is not valid, or if neither makes a plan of it.

        What one of the rule bases leaves undecided and the other does not differs; a part of the plan may then be the
        same in the formulas all the same, which know no plan without all decisions.
        """
        key = json.dumps(case, sort_keys=True)
        if key not in self._told:
            self._told[key] = self._both(case)
        told = self._told[key]
        if told is None:
            return None
        mine, theirs = told[0].of(name), told[1].of(name)
        return None if mine is theirs is _LEFT_OPEN else bool(mine != theirs)

    def _both(self, case: Mapping[str, Any]) -> tuple[_Told, _Told] | None:
        """Return what is told in a case under each rule base; ``None`` if it is not valid."""
        try:
            mine = theirs = case_of(case, self._old)
            values = others = values_of(self._old.vocabulary, mine.given)
            if self._old.vocabulary is not self._new.vocabulary:
                theirs = case_of(case, self._new)
                others = values_of(self._new.vocabulary, theirs.given)
            return _Told(self._old, mine, values), _Told(self._new, theirs, others)
        except CaseError:
            return None

    @cached_property
    def _candidates(self) -> Sequence[Mapping[str, Any]]:
        examples = [each for rule in self._rules for each in _examples(self._old, rule, self._moment)]
        asked = [info.name for info in self._old.vocabulary.asked_at(self._moment)]
        changed = (
            {**case, name: value}
            for case in examples
            for name, values in ((name, Nearby(self._old, case, {}).values(name)) for name in asked)
            for value in islice(values, _VALUES)
        )
        return [*examples, self._standard, *islice(changed, _MOST)]

    def brought_back(self, differing: Mapping[str, Any], name: str) -> dict[str, Any]:
        """Return a case that differs as near to the standard case as changing one answer after the other takes it."""
        case, changed = dict(differing), True
        while changed:
            changed = False
            for info in self._old.vocabulary.asked_at(self._moment):
                closer = next((each for each in self._closer(case, info.name) if self.differs(each, name)), None)
                if closer is not None:
                    case, changed = closer, True
        return case

    def _closer(self, case: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
        """Yield the case with one answer as in the standard case, or nearer to it, nearest first."""
        now, usual = case.get(name), self._standard.get(name)
        if now == usual:
            return
        rest = {fact: value for fact, value in case.items() if fact != name}
        if usual is None:
            yield rest
            return
        yield {**rest, name: usual}
        if isinstance(now, list):
            yield from ({**rest, name: [*now[:place], *now[place + 1 :]]} for place in range(len(now)))
        elif now is not None:
            for value in Nearby(self._old, {name: usual}, {}).values(name):
                if value == now:
                    return
                yield {**rest, name: value}


def _examples(base: RuleBase, rule: Rule, moment: str) -> Iterable[dict[str, Any]]:
    found = (example_case(base, rule, {MOMENT: moment, **example}) for example in (rule.fires_for, rule.silent_for))
    return [case for case in found if case[MOMENT] == moment]


class _Told:
    """What is told in a case, worked out as far as asked for."""

    def __init__(self, base: RuleBase, case: Case, values: Mapping[str, Any]) -> None:
        self._base = base
        self._inference = infer_from_values(base, values, lambda: facts_of(case, base))

    def of(self, name: str) -> Any:
        """Return a decision's value, the parts of the plan that a name stands for, or all that is said."""
        if name == ADVICE:
            return self._said
        if name in self._base.domain.told_apart:
            parts = self._base.domain.told_apart[name]
            return _LEFT_OPEN if self._plan is None else [self._plan.facts.get(part) for part in parts]
        return self._inference.decided.get(name, (None, False))[0]

    @cached_property
    def _plan(self) -> Plan | None:
        try:
            check_decided(self._inference)
            return plan_of(self._base, self._inference)
        except UndecidedError:
            return None

    @cached_property
    def _said(self) -> frozenset[Conclusion]:
        provenance = assumed_provenance(self._inference, self._base)
        return frozenset(
            entry.conclusion
            for fired in self._inference.fired
            for entry in fired.concluded
            if entry.conclusion.says and not provenance[id(fired)].read
        )
