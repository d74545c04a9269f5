"""Two athletes who are alike but for one answer, and whether the riskier answer ever earns more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

import z3

from springstep.engine.language.claims import Claim, Riskier, comparable
from springstep.engine.language.vocabulary import ITEMS, case_facts
from springstep.engine.proof.athlete import Athlete, ItemKind
from springstep.engine.proof.encoding import Encoding
from springstep.engine.proof.everyone import At
from springstep.engine.proof.plan import Plan
from springstep.engine.proof.prover import Answer, Prover
from springstep.engine.proof.symbols import Amount, Choice, Formula, all_of, any_of, differs, negation, number


class Pair:
    """Two athletes at one moment under the same rules; the second one gives the riskier answer."""

    def __init__(self, at: At) -> None:
        self.at = at
        self.first = at.plan
        self.second = Plan(Encoding(at.base, Athlete(at.base, at.moment, mark="'")))
        self.prover = Prover([at.athlete, self.second.encoding.athlete])
        self._alike = {name: self._equal(name) for name in self._names()}

    def answers(self, claim: Claim) -> Iterator[Answer]:
        """Yield for each fact that a claim varies whether the riskier answer to it ever earns more."""
        compared = comparable(self.at.base.decisions, self.at.moment)
        looser = any_of(self._looser(name) for name in compared if not claim.keeps or name in claim.keeps)
        for fact, order in claim.riskier.items():
            for name in self._optional() if fact == "any" else (fact,):
                varied = ITEMS[name.split(".")[0]][0] if "." in name else name
                if varied in self._alike:
                    yield self._answer(varied, all_of((self._riskier(name, order), looser)))

    def _answer(self, varied: str, question: Formula) -> Answer:
        """Ask about one fact; only when there is somebody the two athletes are told apart in full, for their story.

        What is alike is one variable for both, so the solver sees little more than one athlete.
        """
        pairs = [pair for name in self._alike if name != varied for pair in self._variables(name)]
        second = self.second.encoding.athlete.constraints
        one = z3.substitute(z3.And([part for part in (question, *second) if part is not True]), *pairs)
        answer = self.at.prover.ask(one, story=False)
        if answer.status == "none":
            return answer
        alike = [same for name, same in self._alike.items() if name != varied]
        return self.prover.ask(all_of((question, *alike)))

    def _variables(self, name: str) -> Iterator[tuple[Any, Any]]:
        """Yield each variable of the second athlete's answer with that of the first."""
        first, second = self._told(name)
        if name in self.at.athlete.lists:
            mine, theirs = self.at.athlete.lists[name], self.second.encoding.athlete.lists[name]
            yield from ((theirs.times[kind], mine.times[kind]) for kind in mine.times)
            yield from ((theirs.there[kind], mine.there[kind]) for kind in mine.times)
            both = [(theirs.told, mine.told)]
        elif isinstance(first, Choice):
            both = [(second.of[value], holds) for value, holds in first.of.items()]
        else:
            both = [(second.value, first.value), (second.known, first.known)]
        yield from (pair for pair in both if not isinstance(pair[0], bool))

    def _names(self) -> tuple[str, ...]:
        athlete = self.at.athlete
        return (*athlete.asked, *(("distance_mi",) if "distance_mi" in athlete.told else ()))

    def _optional(self) -> Iterator[str]:
        for name in self._names():
            info = case_facts().get(name)
            if info is None or self.at.moment not in info.required_at:
                yield name

    def _told(self, name: str) -> tuple[Any, Any]:
        return self.at.athlete.told[name], self.second.encoding.athlete.told[name]

    def _times(self, name: str) -> tuple[Mapping[ItemKind, Any], Mapping[ItemKind, Any]]:
        return self.at.athlete.lists[name].times, self.second.encoding.athlete.lists[name].times

    def _equal(self, name: str) -> Formula:
        first, second = self._told(name)
        same_known = negation(differs(first.known, second.known))
        if name in self.at.athlete.lists:
            mine, theirs = self._times(name)
            return all_of((same_known, *(mine[kind] == theirs[kind] for kind in mine)))
        if isinstance(first, Choice):
            return all_of(negation(differs(holds, second.of[value])) for value, holds in first.of.items())
        return all_of((same_known, number(first.value) == number(second.value)))

    def _riskier(self, name: str, order: Riskier) -> Formula:
        if order == "one_more":
            mine, theirs = self._times(name)
            return all_of((self._both_told(name), any_of(self._moved(mine, theirs, None, kind) for kind in mine)))
        if "." in name:
            assert isinstance(order, tuple)
            mine, theirs = self._times(ITEMS[name.split(".")[0]][0])
            pairs = [pair for chain in order for pair in combinations(chain, 2)]
            return any_of(
                self._moved(mine, theirs, kind, _changed(kind, name, risky))
                for kind in mine
                for safe, risky in pairs
                if dict(kind)[name] == safe
            )
        first, second = self._told(name)
        if order == "untold":
            return all_of((first.known, negation(second.known)))
        if isinstance(order, tuple):
            pairs = [pair for chain in order for pair in combinations(chain, 2)]
            return any_of(all_of((first.of[safe], second.of[risky])) for safe, risky in pairs)
        low, high = (first, second) if order == "higher" else (second, first)
        return all_of((low.known, high.known, number(low.value) < number(high.value)))

    def _both_told(self, name: str) -> Formula:
        return all_of(symbol.known for symbol in self._told(name))

    def _moved(
        self, mine: Mapping[ItemKind, Any], theirs: Mapping[ItemKind, Any], gone: ItemKind | None, come: ItemKind
    ) -> Formula:
        """Return that the second list has one item more of a kind, and one less of another if that is named."""
        return all_of(theirs[kind] == mine[kind] + (kind == come) - (kind == gone) for kind in mine)

    def _looser(self, name: str) -> Formula:
        if name == "drills":
            out, left = self.first.excluded, self.second.excluded
            return any_of(all_of((out[drill], negation(left[drill]))) for drill in out)
        if name == "set":
            mine, theirs = _given(self.first), _given(self.second)
            return any_of(all_of((theirs[level], negation(mine[level]))) for level in mine)
        first, second = self.first.encoding.facts[name], self.second.encoding.facts[name]
        if isinstance(first, Amount) and isinstance(second, Amount):
            lower = self.at.base.decisions[name].kind == "cap"
            a, b = number(first.value), number(second.value)
            return any_of((differs(first.known, second.known), b > a if lower else b < a))
        ranks = range(len(self.at.base.decisions[name].steps))
        return any_of(
            all_of((self.first.encoding.rank(name, rank), negation(self.second.encoding.rank(name, rank))))
            for rank in ranks
        )


def _changed(kind: ItemKind, field: str, value: Any) -> ItemKind:
    return tuple((name, value if name == field else old) for name, old in kind)


def _given(plan: Plan) -> dict[int, Formula]:
    """Return for each rung that a set as large as this is given, today or next time."""
    there = plan.cleared if plan.encoding.moment == "before" else True
    levels = sorted(level for level in plan.levels if level)
    return {
        level: all_of((there, any_of(plan.levels[higher] for higher in levels if higher >= level))) for level in levels
    }
