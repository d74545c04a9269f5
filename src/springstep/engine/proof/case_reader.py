"""A case as people would write it, read from one of the solver's models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import z3

from springstep.engine.inference.derived_facts import broken, derive, meaning, note_words
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.numbers import exact, plain_number, rounded
from springstep.engine.proof.case_symbols import CaseSymbols
from springstep.engine.proof.model_values import ModelValues
from springstep.engine.proof.symbols import SymbolicAmount, SymbolicChoice
from springstep.engine.rulebase.base import RuleBase

AS_STANDARD = "standard"
"""The word by which a way of stating a free number takes the standard case's answer."""


class CaseReader:
    """Reads the cases of one set of symbols from models."""

    def __init__(self, symbols: CaseSymbols) -> None:
        self._symbols = symbols
        self._choices: dict[str, list[tuple[Any, str]]] = {}
        terms: dict[str, Any] = {}
        for name, symbol in symbols.facts.items():
            terms[f"{name}?"] = symbol.known
            if isinstance(symbol, SymbolicAmount):
                terms[name] = symbol.value
            elif isinstance(symbol, SymbolicChoice):
                self._choices[name] = [(value, f"{name}={value}") for value in symbol.of]
                terms.update({label: symbol.of[value] for value, label in self._choices[name]})
        for name, listed in symbols.lists.items():
            terms.update({f"{name}#{place}": times for place, times in enumerate(listed.times.values())})
        self._values = ModelValues(terms)

    def of(self, model: z3.ModelRef) -> dict[str, Any]:
        """Return the case of a model."""
        symbols, values = self._symbols, self._values.of(model)
        found: dict[str, Any] = {MOMENT: symbols.moment}
        for name in symbols.asked:
            if not values[f"{name}?"]:
                continue
            if name in symbols.lists:
                scope = symbols.base.vocabulary.list_scopes[name]
                found[name] = [
                    scope.item([value for _, value in kind])
                    for place, kind in enumerate(symbols.lists[name].times)
                    for _ in range(values[f"{name}#{place}"])
                ]
            elif name in self._choices:
                found[name] = next(value for value, label in self._choices[name] if values[label])
            else:
                found[name] = plain_number(values[name])
        for name, definition in symbols.free.items():
            if values[f"{name}?"]:
                found.update(_stated(symbols.base, symbols.moment, definition, values[name], found))
        return found


def _stated(
    base: RuleBase, moment: str, definition: Definition, number: Any, case: Mapping[str, Any]
) -> Mapping[str, Any]:
    """State a free number in the first way that makes a valid case with the model's value."""
    view = definition.proof
    assert view is not None, "a number is free by what its definition says of proofs"
    standard = base.standard_cases[moment]
    value = exact(number) if definition.places is None else rounded(exact(number), definition.places)
    ways: list[Mapping[str, Any]] = [
        {
            name: standard.get(name) if words == AS_STANDARD else note_words(words, {"value": value})
            for name, words in way.items()
        }
        for way in view.written_as
    ]
    for way in ways:
        whole = {**case, **way}
        if None not in way.values() and _derived(base, definition.name, whole) == value:
            return way
    return ways[-1]  # off by a rounding, which shows when the case is run


def _derived(base: RuleBase, name: str, whole: Mapping[str, Any]) -> Any:
    """Return the value of a derived fact in a case; ``None`` where it is unknown or the case is not valid."""
    if next(broken(base.vocabulary, whole), None) is not None:
        return None
    facts = meaning(base.vocabulary, whole)
    derive(base.vocabulary, facts, whole)
    return facts.get(name)
