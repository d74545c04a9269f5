"""Two cases that differ in one answer, and whether the riskier answer ever earns more."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any

from springstep.engine.language.claims import Claim, Riskier
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.caution import looser
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.prover import Answer, Prover
from springstep.engine.proof.symbolic_plan import SymbolicPlan
from springstep.engine.proof.symbols import (
    Formula,
    ItemKind,
    SymbolicChoice,
    all_of,
    any_of,
    differs,
    negation,
    number,
    replaced,
)


class Pair:
    """Two cases at one moment under the same rules; the second one gives the riskier answer."""

    def __init__(self, at: AllCasesAt) -> None:
        self.at = at
        self.first = at.plan
        self.second = SymbolicPlan(Encoding(at.base, CaseSymbols(at.base, at.moment, mark="'")))
        self._others = self.second.encoding.symbols
        self._joint: Prover | None = None
        self._alike = {name: self._equal(name) for name in at.symbols.variables}

    @property
    def in_solver(self) -> float:
        """Return how many seconds the solver has worked on counterexamples of two cases."""
        return self._joint.solver.seconds if self._joint is not None else 0.0

    def answers(self, claim: Claim) -> Iterator[Answer]:
        """Yield for each fact that a claim varies whether the riskier answer to it ever earns more."""
        for varied, question in self._questions(claim):
            answer = self._possible(varied, question)
            yield answer if answer.status == "none" else self._counterexample(varied, question)

    def broken(self, claims: Iterable[Claim], within: Formula) -> Claim | None:
        """Return a claim for which the riskier answer to a fact certainly earns more, for a pair of cases ``within``.

        All that the claims say of one fact is asked at once; which of them it is only where something is found.
        """
        asked: dict[str, list[tuple[Claim, Formula]]] = {}
        for claim in claims:
            for varied, question in self._questions(claim):
                asked.setdefault(varied, []).append((claim, all_of((question, within))))
        for varied, questions in asked.items():
            if self._possible(varied, any_of(question for _, question in questions)).status != "none":
                for claim, question in questions:
                    if self._possible(varied, question).status == "some":
                        return claim
        return None

    def _questions(self, claim: Claim) -> Iterator[tuple[str, Formula]]:
        """Yield each fact that a claim varies (for a field of an item: the list) with what must never hold."""
        compared = self.at.base.compared_at(self.at.moment)
        kept = [each for each in compared if not claim.keeps or each.name in claim.keeps]
        earned = any_of(looser(each, self.first, self.second) for each in kept)
        told = [self.at.symbols.facts[name].known for name in claim.told]
        for fact, order in claim.riskier.items():
            for name in self._optional() if fact == "any" else (fact,):
                varied = self.at.base.vocabulary.list_of(name, name.split(".")[0])
                asked = self._asked(varied) if order == "untold" else ()
                if varied in self._alike:
                    yield varied, all_of((self._riskier(name, order), *asked, *told, earned))

    def _possible(self, varied: str, question: Formula) -> Answer:
        """Ask about one fact; what is alike is one variable for both, so the solver sees little more than one case."""
        pairs = [pair for name in self._alike if name != varied for pair in self._variables(name)]
        one = replaced(all_of((question, *self._others.constraints)), pairs)
        return self.at.proofs.ask(one, witness=False)

    def _counterexample(self, varied: str, question: Formula) -> Answer:
        """Ask about two cases with variables of their own, so that both can be read from the model."""
        alike = [same for name, same in self._alike.items() if name != varied]
        self._joint = self._joint or Prover([self.at.symbols, self._others])
        return self._joint.ask(all_of((question, *alike)))

    def _variables(self, name: str) -> Iterator[tuple[Any, Any]]:
        """Yield each variable of the second case's answer with its counterpart in the first."""
        first, second = self._symbols_of(name)
        if name in self.at.symbols.lists:
            mine, theirs = self.at.symbols.lists[name], self._others.lists[name]
            yield from ((theirs.times[kind], mine.times[kind]) for kind in mine.times)
            yield from ((theirs.there[kind], mine.there[kind]) for kind in mine.times)
            both = [(theirs.known, mine.known)]
        elif isinstance(first, SymbolicChoice):
            both = [(second.of[value], holds) for value, holds in first.of.items()]
        else:
            both = [(second.value, first.value), (second.known, first.known)]
        yield from (pair for pair in both if not isinstance(pair[0], bool))

    def _optional(self) -> Iterator[str]:
        """Yield what a case may leave open: what is asked for and not required; no one leaves out the unasked."""
        for name in self._alike:
            vocabulary = self.at.base.vocabulary
            info = vocabulary.facts.get(name)
            unasked = info is not None and self.at.moment in info.volunteered_at and name not in vocabulary.asked_where
            if info is None or not (unasked or self.at.moment in info.required_at):
                yield name

    def _asked(self, name: str) -> Iterator[Formula]:
        """Yield when a fact is asked for, if that is not always."""
        where = self.at.base.vocabulary.asked_where.get(name)
        if where is not None:
            yield truth(where, self.at.symbols.facts).holds

    def _symbols_of(self, name: str) -> tuple[Any, Any]:
        return self.at.symbols.facts[name], self._others.facts[name]

    def _times(self, name: str) -> tuple[Mapping[ItemKind, Any], Mapping[ItemKind, Any]]:
        return self.at.symbols.lists[name].times, self._others.lists[name].times

    def _equal(self, name: str) -> Formula:
        first, second = self._symbols_of(name)
        same_known = negation(differs(first.known, second.known))
        if name in self.at.symbols.lists:
            mine, theirs = self._times(name)
            return all_of((same_known, *(mine[kind] == theirs[kind] for kind in mine)))
        if isinstance(first, SymbolicChoice):
            return all_of(negation(differs(holds, second.of[value])) for value, holds in first.of.items())
        return all_of((same_known, number(first.value) == number(second.value)))

    def _riskier(self, name: str, order: Riskier) -> Formula:
        if order == "one_more":
            mine, theirs = self._times(name)
            return all_of((self._both_known(name), any_of(self._moved(mine, theirs, None, kind) for kind in mine)))
        if "." in name:
            assert isinstance(order, tuple)
            mine, theirs = self._times(self.at.base.vocabulary.list_of(name, name.split(".")[0]))
            pairs = [pair for chain in order for pair in combinations(chain, 2)]
            return any_of(
                self._moved(mine, theirs, kind, _changed(kind, name, risky))
                for kind in mine
                for safe, risky in pairs
                if dict(kind)[name] == safe
            )
        first, second = self._symbols_of(name)
        if order == "untold":
            return all_of((first.known, negation(second.known)))
        if isinstance(order, tuple):
            pairs = [pair for chain in order for pair in combinations(chain, 2)]
            return any_of(all_of((first.of[safe], second.of[risky])) for safe, risky in pairs)
        low, high = (first, second) if order == "higher" else (second, first)
        return all_of((low.known, high.known, number(low.value) < number(high.value)))

    def _both_known(self, name: str) -> Formula:
        return all_of(symbol.known for symbol in self._symbols_of(name))

    def _moved(
        self, mine: Mapping[ItemKind, Any], theirs: Mapping[ItemKind, Any], gone: ItemKind | None, come: ItemKind
    ) -> Formula:
        """Return that the second list has one more item of a kind, and one fewer of another kind if one is given."""
        return all_of(theirs[kind] == mine[kind] + (kind == come) - (kind == gone) for kind in mine)


def _changed(kind: ItemKind, field: str, value: Any) -> ItemKind:
    return tuple((name, value if name == field else old) for name, old in kind)
