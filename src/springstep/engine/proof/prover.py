"""Ask whether any athlete whatever makes a formula true: an answer is a case to run, or a proof that there is none.

A case is told as near to the standard runner as it can be: every fact is first assumed to be as the standard runner
has it, and only those that the solver finds in the way are let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import z3

from springstep.engine.inference.case import FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI, min_per_mile
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.conditions import number
from springstep.engine.proof.symbols import Amount, Choice, Formula, all_of, negation

_MILLISECONDS = 20_000


class Answer(NamedTuple):
    """What the solver says to a question: some athlete (with the case), none, or nothing."""

    status: Literal["some", "none", "undecided"]
    cases: tuple[dict[str, Any], ...] = ()
    """A case for each athlete asked about."""
    model: z3.ModelRef | None = None


class Prover:
    """A solver over the cases of one athlete, or of several at once."""

    def __init__(self, athletes: Iterable[Athlete]) -> None:
        self.athletes = tuple(athletes)
        self._solver = z3.Solver()
        self._solver.set("timeout", _MILLISECONDS)
        self._near: list[z3.BoolRef] = []
        for athlete in self.athletes:
            self._solver.add(*athlete.constraints)
            for name, formula in _nearness(athlete):
                literal = z3.Bool(f"near:{name}:{len(self._near)}")
                self._solver.add(z3.Implies(literal, formula))
                self._near.append(literal)
        self.asked = 0

    def satisfiable(self) -> Answer:
        """Tell whether there is any athlete at all; without one every proof would be empty."""
        return self.ask(True)

    def holds(self, claim: Formula) -> Answer:
        """Tell whether something holds for every athlete: ``none`` means that nobody breaks it."""
        return self.ask(negation(claim))

    def ask(self, question: Formula, *, story: bool = True) -> Answer:
        """Look for an athlete for whom the question holds; without ``story`` any one will do."""
        self.asked += 1
        if question is False:
            return Answer("none")
        self._solver.push()
        try:
            if question is not True:
                self._solver.add(question)
            return self._answer(self._near if story else [])
        finally:
            self._solver.pop()

    def _answer(self, near: list[z3.BoolRef]) -> Answer:
        kept, dropped = list(near), []
        while (found := self._solver.check(*kept)) == z3.unsat:
            core = {each.get_id() for each in self._solver.unsat_core()}
            if not core:
                return Answer("none")
            dropped += [each for each in kept if each.get_id() in core]
            kept = [each for each in kept if each.get_id() not in core]
        if found != z3.sat:
            return self._plainly()
        model = self._solver.model()
        for each in dropped:
            if self._solver.check(*kept, each) == z3.sat:
                model = self._solver.model()
                kept.append(each)
        return Answer("some", tuple(case_of(athlete, model) for athlete in self.athletes), model)

    def _plainly(self) -> Answer:
        """Ask again without wishes, which can make a question harder than it is."""
        found = self._solver.check()
        if found == z3.sat:
            model = self._solver.model()
            return Answer("some", tuple(case_of(athlete, model) for athlete in self.athletes), model)
        return Answer("none" if found == z3.unsat else "undecided")


def _nearness(athlete: Athlete) -> Iterable[tuple[str, Formula]]:
    """Yield for each fact that it is as the standard runner's, after what makes numbers easy to read."""
    standard = athlete.base.standard_runners[athlete.moment]
    if "distance_mi" in athlete.told:
        yield from _readable(athlete, standard)
    for name in athlete.asked:
        value = standard.get(name)
        if name in athlete.lists:
            listed = athlete.lists[name]
            if value is not None:
                counted = [tuple(each.values()) for each in value]
                kinds = {kind: counted.count(tuple(v for _, v in kind)) for kind in listed.times}
                yield f"{name}?", listed.told
                for kind, count in kinds.items():
                    yield name, listed.times[kind] == count
                yield f"{name}#", all_of(times <= 1 for times in listed.times.values())
            continue
        symbol = athlete.told[name]
        if value is None:
            yield name, negation(symbol.known)
        elif isinstance(symbol, Choice):
            yield f"{name}?", symbol.known
            yield name, symbol.among((value,))
        else:
            yield f"{name}?", symbol.known
            yield name, all_of((symbol.known, number(symbol.value) == number(value)))


def _readable(athlete: Athlete, standard: Mapping[str, Any]) -> Iterable[tuple[str, Formula]]:
    """Yield that minutes are whole halves, miles whole thousandths, and the pace the standard runner's."""
    length, miles = athlete.told["duration_min"], athlete.told["distance_mi"]
    assert isinstance(length, Amount) and isinstance(miles, Amount)
    yield "thousandths", number(miles.value) * 1000 == z3.ToReal(z3.Int(f"thousandths of a mile {id(athlete)}"))
    yield "halves", number(length.value) * 2 == z3.ToReal(z3.Int(f"half minutes {id(athlete)}"))
    pace = number(float(min_per_mile(standard["pace"]) or 1))
    away = number(miles.value) * pace - number(length.value)
    half = number(0.0005) * pace
    yield "pace", all_of((miles.known, length.known, away < half, -half < away))


def case_of(athlete: Athlete, model: z3.ModelRef) -> dict[str, Any]:
    """Read a case off a model."""
    found: dict[str, Any] = {"moment": athlete.moment}
    for name in athlete.asked:
        if name in athlete.lists:
            listed = athlete.lists[name]
            if _true(model, listed.told):
                found[name] = [
                    {field.split(".")[1]: value for field, value in kind}
                    for kind, times in listed.times.items()
                    for _ in range(int(_number(model, times)))
                ]
        elif _true(model, athlete.told[name].known):
            found[name] = value_of(athlete.told[name], model)
    if "distance_mi" in athlete.told and _true(model, athlete.told["distance_mi"].known):
        found.update(_distance(athlete, model, found.get("duration_min")))
    return found


def value_of(symbol: Amount | Choice, model: z3.ModelRef) -> Any:
    """Return what a known symbol is in a model."""
    if isinstance(symbol, Choice):
        return next(value for value, holds in symbol.of.items() if _true(model, holds))
    value = _number(model, symbol.value)
    return int(value) if value.denominator == 1 else float(value)


def _distance(athlete: Athlete, model: z3.ModelRef, minutes: float | None) -> dict[str, str]:
    """Tell a distance so that it comes out as in the model: by the standard pace if it is that, else in miles."""
    symbol = athlete.told["distance_mi"]
    assert isinstance(symbol, Amount)
    miles = round(float(_number(model, symbol.value)), 3)
    pace: str = athlete.base.standard_runners[athlete.moment]["pace"]
    if minutes is None:
        return {"distance": f"{miles:.3f} mi"}
    if round(minutes / float(min_per_mile(pace) or 1), 3) == miles:
        return {"pace": pace}
    told = {"distance": f"{miles:.3f} mi"}
    if minutes / miles < FASTEST_MIN_PER_MI:
        told["pace"] = "3:30/mi"
    if minutes / miles > SLOWEST_MIN_PER_MI:
        told["pace"] = "20:00/mi"
    return told


def _true(model: z3.ModelRef, formula: Formula) -> bool:
    return formula if isinstance(formula, bool) else z3.is_true(model.eval(formula, model_completion=True))


def _number(model: z3.ModelRef, term: Any) -> Fraction:
    value = model.eval(number(term), model_completion=True)
    return (
        Fraction(value.numerator_as_long(), value.denominator_as_long())
        if z3.is_rational_value(value)
        else Fraction(value.as_long())
    )
