"""A case as people would write it, read off a model of the solver's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import z3

from springstep.engine.inference.derived_facts import broken, derive, meaning, note_words
from springstep.engine.language.numbers import exact, plain_number, rounded
from springstep.engine.language.vocabulary import MOMENT, Definition
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.model_values import ModelValues
from springstep.engine.proof.symbols import SymbolicAmount
from springstep.engine.rulebase.base import RuleBase

AS_STANDARD = "standard"
"""How a way of telling a free number names the standard case's own answer."""


class CaseReader:
    """Reads the cases of one set of symbols off models."""

    def __init__(self, told: CaseSymbols) -> None:
        self._told = told
        self._choices: dict[str, list[tuple[Any, str]]] = {}
        terms: dict[str, Any] = {}
        for name, symbol in told.facts.items():
            terms[f"{name}?"] = symbol.known
            if isinstance(symbol, SymbolicAmount):
                terms[name] = symbol.value
            else:
                self._choices[name] = [(value, f"{name}={value}") for value in symbol.of]
                terms.update({label: symbol.of[value] for value, label in self._choices[name]})
        for name, listed in told.lists.items():
            terms.update({f"{name}#{place}": times for place, times in enumerate(listed.times.values())})
        self._seen = ModelValues(terms)

    def of(self, model: z3.ModelRef) -> dict[str, Any]:
        """Return the case of a model."""
        told, seen = self._told, self._seen.of(model)
        found: dict[str, Any] = {MOMENT: told.moment}
        for name in told.asked:
            if not seen[f"{name}?"]:
                continue
            if name in told.lists:
                found[name] = [
                    {field.split(".")[1]: value for field, value in kind}
                    for place, kind in enumerate(told.lists[name].times)
                    for _ in range(seen[f"{name}#{place}"])
                ]
            elif name in self._choices:
                found[name] = next(value for value, label in self._choices[name] if seen[label])
            else:
                found[name] = plain_number(seen[name])
        for name, definition in told.free.items():
            if seen[f"{name}?"]:
                found.update(_telling(told.base, told.moment, definition, seen[name], found))
        return found


def _telling(
    base: RuleBase, moment: str, definition: Definition, number: Any, case: Mapping[str, Any]
) -> Mapping[str, Any]:
    """Tell a free number, by the first way that makes a valid case from which it follows as it is in the model."""
    view = definition.proof
    assert view is not None, "a number is free by what its definition says of proofs"
    standard = base.standard_cases[moment]
    value = exact(number) if definition.places is None else rounded(exact(number), definition.places)
    ways: list[Mapping[str, Any]] = [
        {
            name: standard.get(name) if words == AS_STANDARD else note_words(words, {"value": value})
            for name, words in way.items()
        }
        for way in view.told_as
    ]
    for way in ways:
        told = {**case, **way}
        if None not in way.values() and _follows(base, definition.name, told) == value:
            return way
    return ways[-1]  # only within rounding of what can be told at all, which is seen when the case is run


def _follows(base: RuleBase, name: str, told: Mapping[str, Any]) -> Any:
    """Return what a fact comes to in a case; ``None`` where it is not known, or the case is not valid."""
    if next(broken(base.vocabulary, told), None) is not None:
        return None
    facts = meaning(base.vocabulary, told)
    derive(base.vocabulary, facts, told)
    return facts.get(name)
