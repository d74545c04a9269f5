"""Ask whether any athlete whatever makes a formula true: an answer is a case to run, or a proof that there is none.

A case is told as near to the standard runner as it can be: every fact is first assumed to be as the standard runner
has it, and only those that the solver finds in the way are let go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import z3

from springstep.engine.inference.case import FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI, min_per_mile
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.symbols import Amount, Choice, Formula, all_of, negation, number

_MILLISECONDS = 20_000


class Answer(NamedTuple):
    """What the solver says to a question: some athlete (with the case), none, or nothing."""

    status: Literal["some", "none", "undecided"]
    cases: tuple[dict[str, Any], ...] = ()
    """A case for each athlete asked about."""


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
            return self._answer() if story else self._plainly()
        finally:
            self._solver.pop()

    def forces(self, given: Sequence[Formula], holds: Formula) -> bool:
        """Tell whether something holds for everyone of whom all that is given holds."""
        return self.ask(all_of((*given, negation(holds))), story=False).status == "none"

    def needed(self, given: Sequence[Formula], holds: Formula) -> tuple[int, ...]:
        """Return which of the given formulas are needed, by place, so that something holds for everyone they fit."""
        self._solver.push()
        try:
            self._solver.add(negation(holds))
            literals = [z3.Bool(f"given:{place}") for place in range(len(given))]
            self._solver.add(*(z3.Implies(each, part) for each, part in zip(literals, given, strict=True)))
            kept = list(literals)
            if self._solver.check(*kept) != z3.unsat:
                return tuple(range(len(given)))
            core = {each.get_id() for each in self._solver.unsat_core()}
            kept = [each for each in kept if each.get_id() in core]
            for each in list(kept):
                rest = [other for other in kept if other is not each]
                if self._solver.check(*rest) == z3.unsat:
                    kept = rest
            numbers = {each.get_id() for each in kept}
            return tuple(place for place, each in enumerate(literals) if each.get_id() in numbers)
        finally:
            self._solver.pop()

    def _answer(self) -> Answer:
        kept, dropped = list(self._near), []
        while (found := self._solver.check(*kept)) == z3.unsat:
            core = {each.get_id() for each in self._solver.unsat_core()}
            if not core:
                return Answer("none")
            dropped += [each for each in kept if each.get_id() in core]
            kept = [each for each in kept if each.get_id() not in core]
        if found != z3.sat:  # wishes can make a question harder than it is
            plain = self._plainly()
            return self._told(self._solver.model()) if plain.status == "some" else plain
        model = self._solver.model()
        for each in dropped:
            if self._solver.check(*kept, each) == z3.sat:
                model = self._solver.model()
                kept.append(each)
        return self._told(model)

    def _plainly(self) -> Answer:
        """Ask without wishes and without a case."""
        found = self._solver.check()
        return Answer("some" if found == z3.sat else "none" if found == z3.unsat else "undecided")

    def _told(self, model: z3.ModelRef) -> Answer:
        return Answer("some", tuple(case_of(athlete, model) for athlete in self.athletes))


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
    seen = _Seen(athlete, model)
    found: dict[str, Any] = {"moment": athlete.moment}
    for name in athlete.asked:
        if not seen[f"{name}?"]:
            continue
        if name in athlete.lists:
            found[name] = [
                {field.split(".")[1]: value for field, value in kind}
                for place, kind in enumerate(athlete.lists[name].times)
                for _ in range(int(seen[f"{name}#{place}"]))
            ]
        else:
            found[name] = seen[name]
    if seen.get("distance_mi?"):
        found.update(_distance(athlete, seen["distance_mi"], found.get("duration_min")))
    return found


class _Seen(dict[str, Any]):
    """What each variable of an athlete is in a model, by name; all worked out at once, since that is quicker."""

    def __init__(self, athlete: Athlete, model: z3.ModelRef) -> None:
        terms: dict[str, Any] = {}
        choices: dict[str, list[tuple[Any, str]]] = {}
        for name, symbol in athlete.told.items():
            terms[f"{name}?"] = symbol.known
            if isinstance(symbol, Amount):
                terms[name] = number(symbol.value)
            else:
                choices[name] = [(value, f"{name}={value}") for value in symbol.of]
                terms.update({label: symbol.of[value] for value, label in choices[name]})
        for name, listed in athlete.lists.items():
            terms.update({f"{name}#{place}": times for place, times in enumerate(listed.times.values())})
        parts = [z3.BoolVal(term) if isinstance(term, bool) else term for term in terms.values()]
        whole = z3.Function("seen", *(part.sort() for part in parts), z3.BoolSort())(*parts)
        values = model.eval(whole)
        super().__init__({label: _plain(values.arg(place)) for place, label in enumerate(terms)})
        for name, options in choices.items():
            self[name] = next((value for value, label in options if self[label]), None)


def _distance(athlete: Athlete, told: float, minutes: float | None) -> dict[str, str]:
    """Tell a distance so that it comes out as in the model: by the standard pace if it is that, else in miles."""
    miles = round(told, 3)
    pace: str = athlete.base.standard_runners[athlete.moment]["pace"]
    if minutes is None:
        return {"distance": f"{miles:.3f} mi"}
    if round(minutes / float(min_per_mile(pace) or 1), 3) == miles:
        return {"pace": pace}
    words = {"distance": f"{miles:.3f} mi"}
    if minutes / miles < FASTEST_MIN_PER_MI:
        words["pace"] = "3:30/mi"
    if minutes / miles > SLOWEST_MIN_PER_MI:
        words["pace"] = "20:00/mi"
    return words


def _plain(value: Any) -> Any:
    """Return a value as Python has it; what the model leaves open may be anything, and becomes false or nothing."""
    if z3.is_bool(value):
        return bool(z3.is_true(value))
    if z3.is_int_value(value):
        return value.as_long()
    if not z3.is_rational_value(value):
        return 0
    found = Fraction(value.numerator_as_long(), value.denominator_as_long())
    return int(found) if found.denominator == 1 else float(found)
