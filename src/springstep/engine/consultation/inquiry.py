"""The next question: one that is proved to matter, safety first, then the one whose answers settle most."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from springstep.engine.advice.decisions import WITHOUT_BURSTS
from springstep.engine.advice.outcome import OutcomesLeft, outcomes_left, settled
from springstep.engine.consultation.completions import Completions
from springstep.engine.consultation.relevance import may_matter
from springstep.engine.frozen import Frozen
from springstep.engine.inference.partial import Answers, Partial, partial_engine
from springstep.engine.language.regions import Region
from springstep.engine.language.rules import Step
from springstep.engine.language.vocabulary import case_facts
from springstep.engine.rulebase.base import RuleBase

_BARRING = (*WITHOUT_BURSTS, "end_bursts", "stop")
_MOST_TRIED = 4
"""How many answers of a question are tried to see how much they settle."""
_TURNS = ("clearance", "progression")
"""Decisions that many rules turn on, worth a case for each of their steps."""
_MOST_RECENT = 64
_MOST_CASES = 400
"""Into how many cases a proof that nothing matters any more may split."""


class Witness(Frozen):
    """Two full sets of answers that differ in one question alone and come to different outcomes."""

    fact: str
    one: Mapping[str, Any]
    other: Mapping[str, Any]


class Prospect(Frozen):
    """Where a consultation stands: what is left of the outcome, which questions may matter, which comes next."""

    partial: Partial
    left: OutcomesLeft
    open: tuple[str, ...]
    """Every question that may still matter, the next one included: no more than these will be asked."""
    next: str | None
    """``None`` when the outcome is the same however the open questions are answered."""
    witness: Witness | None

    @property
    def settled(self) -> bool:
        """Tell whether nothing is left to ask."""
        return self.next is None


class Inquiry:
    """Finds the questions of one moment that still matter."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self._base = base
        self._engine = partial_engine(base, moment)
        self._completions = Completions(base, moment)
        self._recent: dict[str, Prospect] = {}
        self._order = {name: place for place, name in enumerate(self._completions.questions)}

    @property
    def questions(self) -> tuple[str, ...]:
        """Return every fact that may be asked at this moment."""
        return self._completions.questions

    def forget(self) -> None:
        """Drop what is kept at hand."""
        self._recent.clear()

    def prospect(self, answers: Answers) -> Prospect:
        """Return where the consultation stands after these answers; the last ones asked for are kept at hand."""
        key = repr(sorted(answers.items(), key=lambda answer: answer[0]))
        if key not in self._recent:
            if len(self._recent) >= _MOST_RECENT:
                self.forget()
            self._recent[key] = self._prospect(answers)
        return self._recent[key]

    def _prospect(self, answers: Answers) -> Prospect:
        partial, left, may = self._look(answers)
        ranked: list[str] = []
        for name in self._ranked(answers, partial, may):
            witness = self.witness(answers, name)
            if witness is not None:
                return Prospect(partial, left, self._in_order(may), name, witness)
            ranked.append(name)
        if not ranked:
            return Prospect(partial, left, (), None, None)
        same, witness = self._by_cases(answers)
        if same:
            return Prospect(partial, left, (), None, None)
        following = witness.fact if witness is not None and witness.fact in ranked else ranked[0]
        return Prospect(partial, left, self._in_order(may), following, witness)

    def _in_order(self, names: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(names, key=self._order.__getitem__))

    def witness(self, answers: Answers, name: str) -> Witness | None:
        """Find two completions that differ in this question alone and come to different outcomes."""
        for whole in self._completions.whole(answers):
            first: dict[str, Any] | None = None
            outcome: OutcomesLeft = {}
            for value in self._completions.values(name, whole):
                attempt = self._consistent({**whole, name: value}, name)
                if attempt is None:
                    continue
                found = outcomes_left(self._base, self._engine.infer(attempt))
                if first is None:
                    first, outcome = attempt, found
                elif found != outcome:
                    return Witness(name, first, attempt)
        return None

    def _look(self, answers: Answers) -> tuple[Partial, OutcomesLeft, frozenset[str]]:
        partial = self._engine.infer(answers)
        left = outcomes_left(self._base, partial)
        told = {name: value for name, value in answers.items() if not isinstance(value, Region)}
        return partial, left, may_matter(self._base, partial, left, told)

    def _ranked(self, answers: Answers, partial: Partial, may: Iterable[str]) -> Iterator[str]:
        """Yield the questions: those that may bar the bursts, the strictest first; then what settles most.

        Questions on earlier sessions come after the one whether there were any.
        """
        if "distance" in answers and "pace" in may:
            yield "pace"  # which makes minutes of it, while the runner has the run in mind
        strictest = self._strictest(partial)
        tiers: dict[int, list[str]] = {}
        for name in may:
            if (name not in self._base.history or "sessions_done" in answers) and not (
                name == "pace" and "distance" in answers
            ):
                tiers.setdefault(strictest.get(name, 0), []).append(name)
        for _, names in sorted(tiers.items(), reverse=True):
            left = {name: self._left_after(answers, name) for name in names} if len(names) > 1 else {}
            yield from sorted(names, key=lambda name: (left.get(name, 0), self._order[name]))

    def _strictest(self, partial: Partial) -> dict[str, int]:
        """Return for each open fact the strictest step of those that bar bursts that its rules may still ask for."""
        found: dict[str, int] = {}
        for outlook in partial.outlooks:
            if outlook.will:
                continue
            for conclusion in outlook.rule.conclusions:
                if isinstance(conclusion, Step) and conclusion.step in _BARRING:
                    rank = tuple(self._base.decisions[conclusion.decision].steps).index(conclusion.step)
                    for name in outlook.open_names(partial.regions):
                        found[name] = max(found.get(name, -1), rank)
        return found

    def _left_after(self, answers: Answers, name: str) -> float:
        """Return how many questions stay open after an answer to this one, on average over its answers."""
        values = list(self._completions.values(name, answers))
        tried = values[:: max(1, len(values) // _MOST_TRIED)]
        return sum(len(self._look({**answers, name: value})[2]) for value in tried) / len(tried)

    def _by_cases(self, answers: Answers) -> tuple[bool, Witness | None]:
        """Split the open questions into cases until each is settled: all come to one outcome, or two differ.

        Returns whether all are the same, and else a witness, if the cases were few enough to find one.
        """
        cases: list[Answers] = [answers]
        first: tuple[OutcomesLeft, Answers] | None = None
        for _ in range(_MOST_CASES):
            if not cases:
                return True, None
            case = cases.pop()
            partial, left, may = self._look(case)
            if settled(left):
                first = first or (left, case)
                if left != first[0]:
                    return False, self._walk(self._completions.within(first[1]), self._completions.within(case))
                continue
            splits = [self._split_decision(name, partial, case) for name in _TURNS if name in partial.regions]
            splits += [self._split(name, case) for name in self._in_order(may)]
            splits = [split for split in splits if split]
            if not splits:
                return False, None
            best = min(splits, key=self._open_after)
            cases += best
        return False, None

    def _split_decision(self, name: str, partial: Partial, case: Answers) -> list[Answers]:
        """Take each step that a decision may still come to as a case of its own."""
        region = partial.regions[name]
        words = region.words or frozenset()
        if region.untold or len(words) < 2:
            return []
        return [{**case, name: Region(frozenset((word,)))} for word in sorted(words)]

    def _split(self, name: str, case: Answers) -> list[Answers]:
        return [{**case, name: part} for part in self._parts(name, case)]

    def _open_after(self, cases: Collection[Answers]) -> float:
        """Return how many questions stay open after a split, on average."""
        return sum(len(self._look(case)[2]) for case in cases) / len(cases)

    def _walk(self, one: dict[str, Any], other: dict[str, Any]) -> Witness | None:
        """Go from one full set of answers to another, an answer at a time, to where the outcome changes."""
        here, outcome = one, outcomes_left(self._base, self._engine.infer(one))
        for name in self._completions.questions:
            if here[name] == other[name]:
                continue
            there = self._consistent({**here, name: other[name]}, name)
            if there is None:
                return None
            found = outcomes_left(self._base, self._engine.infer(there))
            if found != outcome:
                return Witness(name, here, there)
            here = there
        return None

    def _parts(self, name: str, case: Answers) -> list[Any]:
        """Split what a question may be answered into smaller parts; nothing when it cannot be split."""
        region = case.get(name, self._engine.open[name])
        if case_facts()[name].kind in ("items", "text"):
            return []
        unknown = [None] if region.untold else []
        if region.words is not None:
            return [*region.words, *unknown]
        if region.low == region.high:
            return []
        turns = [turn for turn in self._completions.values(name, {}) if turn and region.low < turn <= region.high]
        middle = turns[len(turns) // 2] if turns else (region.low + region.high) // 2 + 1
        below = middle - 1 if case_facts()[name].integer else middle
        return [*unknown, _between(region.low, below), _between(middle, region.high)]

    def _consistent(self, whole: dict[str, Any], changed: str) -> dict[str, Any] | None:
        """Drop what a changed answer rules out; ``None`` when the answers contradict each other."""
        if whole.get("sessions_done") == 0:
            return {name: None if name in self._base.history else value for name, value in whole.items()}
        done, at_step = whole.get("sessions_done"), whole.get("sessions_at_step")
        if done is not None and at_step is not None and at_step > done:
            return {**whole, "sessions_at_step": done} if changed == "sessions_done" else None
        return whole


def _between(low: float, high: float) -> Any:
    return int(low) if low == high else Region(None, low, high)


@lru_cache(maxsize=12)
def inquiry_of(base: RuleBase, moment: str) -> Inquiry:
    """Return the inquiry of one moment, built once."""
    return Inquiry(base, moment)
