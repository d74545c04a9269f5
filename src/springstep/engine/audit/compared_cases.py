"""The same cases under two rule bases, as formulas: which of them are valid under both, and when what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from springstep.engine.audit.checks.effects import said
from springstep.engine.audit.differing_rules import differing_rules, only_rules_differ
from springstep.engine.audit.tried_cases import ADVICE
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.proof.all_cases import AllCasesAt
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


class ComparedCases:
    """The same cases under two rule bases: the facts they state are one set of variables, by name."""

    def __init__(self, old: AllCasesAt, new: AllCasesAt) -> None:
        self.old, self.new = old, new
        self.moment = old.moment
        self.common = all_of((*self.new.symbols.constraints, *self._answers_of_both()))
        """What makes a case valid under both rule bases."""

    def where(self, differs: Formula) -> Formula:
        """Return that a case is valid under both rule bases, and that something differs, with what is known of it."""
        return all_of((differs, self.common, self._some_rule_differs))

    def _answers_of_both(self) -> Iterator[Formula]:
        """Yield that no answer is known to only one of the rule bases, such as a deleted row of a table."""
        for name, mine in self.old.symbols.facts.items():
            theirs = self.new.symbols.facts.get(name)
            if isinstance(mine, SymbolicChoice) and isinstance(theirs, SymbolicChoice):
                yield from (negation(holds) for value, holds in mine.of.items() if value not in theirs.of)
                yield from (negation(holds) for value, holds in theirs.of.items() if value not in mine.of)

    @cached_property
    def _some_rule_differs(self) -> Formula:
        """That some rule fires that differs, without which nothing can: it spares the solver most cases."""
        if not only_rules_differ(self.old.base, self.new.base):
            return True
        return any_of(
            at.encoding.fires(name)
            for name in differing_rules(self.old.base, self.new.base, self.moment)
            for at in (self.old, self.new)
            if name in at.encoding.firings
        )

    def questions(self) -> Iterator[tuple[str, Formula]]:
        """Yield for each decision, and for each part by which plans are compared, when it differs."""
        first, second = self.old.plan.facts, self.new.plan.facts
        schemes = dict.fromkeys([*self.old.encoding.schemes, *self.new.encoding.schemes])
        for name in schemes:
            if name in first and name in second:
                yield name, _differ(first[name], second[name])
            else:
                yield name, (first[name] if name in first else second[name]).known
        for name, parts in self.old.base.domain.told_apart.items():
            there = [part for part in parts if part in first and part in second]
            if there:
                yield name, any_of(_differ(first[part], second[part]) for part in there)
        yield ADVICE, any_of(differs(mine, theirs) for mine, theirs in self._said().values())

    def _said(self) -> Mapping[Conclusion, tuple[Formula, Formula]]:
        sides = []
        for at in (self.old, self.new):
            given: dict[Conclusion, list[Formula]] = {}
            for rule in at.encoding.rules:
                for conclusion in rule.conclusions:
                    if conclusion.says:
                        given.setdefault(conclusion, []).append(said(at.encoding, rule))
            sides.append({advice: any_of(formulas) for advice, formulas in given.items()})
        mine, theirs = sides
        return {advice: (mine.get(advice, False), theirs.get(advice, False)) for advice in {**mine, **theirs}}


def _differ(first: Symbol, second: Symbol) -> Formula:
    if isinstance(first, SymbolicAmount) and isinstance(second, SymbolicAmount):
        values = not same(first.value, second.value) and compared("!=", first.value, second.value)
        return any_of((differs(first.known, second.known), all_of((first.known, second.known, values))))
    if not isinstance(first, SymbolicChoice) or not isinstance(second, SymbolicChoice):
        return any_of((first.known, second.known))
    values = dict.fromkeys([*first.of, *second.of])
    return any_of(differs(first.of.get(value, False), second.of.get(value, False)) for value in values)
