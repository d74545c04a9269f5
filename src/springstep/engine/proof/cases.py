"""A case as a coach would write it, read off a model of the solver's."""

from __future__ import annotations

from typing import Any

import z3

from springstep.engine.inference.case import FASTEST_MIN_PER_MI, SLOWEST_MIN_PER_MI, min_per_mile
from springstep.engine.proof.athlete import Athlete
from springstep.engine.proof.reading import Reading
from springstep.engine.proof.symbols import Amount


class Cases:
    """Reads the cases of one athlete off models."""

    def __init__(self, athlete: Athlete) -> None:
        self._athlete = athlete
        self._choices: dict[str, list[tuple[Any, str]]] = {}
        terms: dict[str, Any] = {}
        for name, symbol in athlete.told.items():
            terms[f"{name}?"] = symbol.known
            if isinstance(symbol, Amount):
                terms[name] = symbol.value
            else:
                self._choices[name] = [(value, f"{name}={value}") for value in symbol.of]
                terms.update({label: symbol.of[value] for value, label in self._choices[name]})
        for name, listed in athlete.lists.items():
            terms.update({f"{name}#{place}": times for place, times in enumerate(listed.times.values())})
        self._seen = Reading(terms)

    def of(self, model: z3.ModelRef) -> dict[str, Any]:
        """Return the case of a model."""
        athlete, seen = self._athlete, self._seen.of(model)
        found: dict[str, Any] = {"moment": athlete.moment}
        for name in athlete.asked:
            if not seen[f"{name}?"]:
                continue
            if name in athlete.lists:
                found[name] = [
                    {field.split(".")[1]: value for field, value in kind}
                    for place, kind in enumerate(athlete.lists[name].times)
                    for _ in range(seen[f"{name}#{place}"])
                ]
            elif name in self._choices:
                found[name] = next(value for value, label in self._choices[name] if seen[label])
            else:
                found[name] = _number(seen[name])
        if seen.get("distance_mi?"):
            found.update(_distance(athlete, float(seen["distance_mi"]), found.get("duration_min")))
        return found


def _number(value: Any) -> int | float:
    return value if isinstance(value, int) else float(value)


def _distance(athlete: Athlete, told: float, minutes: float | None) -> dict[str, str]:
    """Tell a distance so that it comes out as in the model: by the standard pace if it is that, else in miles."""
    miles = round(told, 3)
    pace: str = athlete.base.standard_runners[athlete.moment].get("pace", "6:00/km")
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
