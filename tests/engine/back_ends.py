"""The contract of a back end of the condition language, and every back end in the form that tests hold to it.

A back end gives the condition tree a meaning of its own: it evaluates it, generates code from it, turns it into a
formula, a query, a pattern. Whatever it is, this is what it owes:

- It takes every condition the parser can build: one exhaustive ``match`` over the nodes of
  ``springstep.engine.language.conditions``, so that a type checker finds the one that is missing.
- ``any`` asks a condition of the items of a list, one at a time: true when it is true of one; unknown when the list is
  unknown, or when it is true of none and unknown of one; otherwise false, of an empty list too. An item is a mapping of
  its fields, or a plain word where items have only one.
- It knows three truth values. A condition is true, false, or unknown because it rests on a fact that is unknown; a
  negation of the unknown is unknown, a conjunction with something false is false, an alternative with something true is
  true. A quotient by zero is unknown. Nothing raises.
- NumberColumn are exact: one tenth is one tenth, whatever the back end computes with. One that cannot do so says which
  numbers it can (``decimals``).

To hold a new one to it, add it to ``BACK_ENDS``: its name, and a function that takes a condition and returns a function
from facts to ``True``, ``False`` or ``None``. A fact that is unknown is missing from the facts; a list is a tuple of
items, each a mapping of its fields or, where items have only one, the word alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import z3

from springstep.engine.columns.arrays import Column, Lexicon, ListColumn, WordColumn, is_number
from springstep.engine.columns.frame import Frame
from springstep.engine.columns.numbers import from_decimals
from springstep.engine.columns.truth import Conditions
from springstep.engine.compiled.program import Program
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, exactly, exactly_items
from springstep.engine.language.conclusions import Advise
from springstep.engine.language.conditions import Condition, Not, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.numbers import exact, exact_values
from springstep.engine.language.partial_evaluation import FAILS, HOLDS, UNDEFINED, partial_condition
from springstep.engine.language.rules import Rule
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.symbols import Listed, Symbol, constant
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base
from tests.second_opinion.runner import Truths

Facts: TypeAlias = Mapping[str, Any]
Judge: TypeAlias = Callable[[Facts], "bool | None"]

BASE = default_rule_base()
_PATTERN = next(rule for rule in BASE.rules if rule.layer == "advise" and rule.for_each is None)


@dataclass(frozen=True)
class BackEnd:
    """A back end as the tests ask it: a condition in, a judge of facts out."""

    compile: Callable[[Condition], Judge]
    decimals: tuple[float, ...] = (0.1, 0.5, 2.5, 1.1, 7.25)
    """NumberColumn with a fraction that it computes exactly."""


def rule_of(when: Condition, **parts: Any) -> Rule:
    """Return a rule with this condition that only speaks, unless ``parts`` say otherwise."""
    changes = {"id": "TST-010", "conclusions": (Advise("trial", "Well."),), "moments": ("before",), **parts}
    return replace(_PATTERN, when=when, unless=None, overridden_by=(), overrides=(), **changes)


def base_of(*rules: Rule) -> RuleBase:
    """Return the shipped rule base with these rules in place of its own."""
    return replace(BASE, rules=tuple(replace(rule, id=f"TST-{place:03}") for place, rule in enumerate(rules)))


def _generated(condition: Condition) -> Judge:
    """Let one rule fire where the condition is true, and another where it is false."""
    program = Program(base_of(rule_of(condition), rule_of(Not(condition))), "before")

    def judge(facts: Facts) -> bool | None:
        fired = tuple(program.find("advise", {**program.unknown, **exact_values(facts)}))
        return {(): None, ((0, -1),): True, ((1, -1),): False}[fired]

    return judge


def settled_at(name: str, value: Any) -> AbstractValue:
    """Return the abstract value of a fact that has this value, ``None`` for one that is unknown."""
    scope = BASE.vocabulary.list_scopes.get(name)
    return UNKNOWN if value is None else exactly_items(scope, value) if scope is not None else exactly(value)


def _partial(condition: Condition) -> Judge:
    evaluate = partial_condition(condition)

    def judge(facts: Facts) -> bool | None:
        values = {name: settled_at(name, facts.get(name)) for name in names_in(condition)}
        return {HOLDS: True, FAILS: False, UNDEFINED: None}[evaluate(values)]

    return judge


def _formula(condition: Condition) -> Judge:
    def judge(facts: Facts) -> bool | None:
        found = truth(condition, {name: _symbol(name, value) for name, value in facts.items()})
        holds, fails = (z3.is_true(z3.simplify(z3.BoolVal(each) if isinstance(each, bool) else each)) for each in found)
        assert not (holds and fails)
        return True if holds else False if fails else None

    return judge


def _symbol(name: str, value: Any) -> Symbol:
    scope = BASE.vocabulary.list_scopes.get(name)
    if scope is None:
        return constant(value)
    kinds = Counter(tuple(scope.element_facts(item).items()) for item in value)
    return Listed(True, kinds, dict.fromkeys(kinds, True))


@lru_cache(maxsize=1)
def _clips() -> Truths:
    return Truths(BASE)


def _patterns(condition: Condition) -> Judge:
    truths = _clips()
    truths.take(condition)
    return lambda facts: truths.of({name: exact(value) for name, value in facts.items()})


_LEXICON = Lexicon(BASE)
_CONDITIONS = Conditions(_LEXICON, BASE.facts)


def columns_of(many: Sequence[Facts], names: Iterable[str]) -> Frame:
    """Return the frame of many cases, with the columns of these facts."""
    return Frame(len(many), {name: _column(name, [facts.get(name) for facts in many]) for name in names})


def _column(name: str, values: list[Any]) -> Column:
    scope = BASE.vocabulary.list_scopes.get(name)
    known = np.array([value is not None for value in values])
    if scope is not None:
        rows = [scope.values_in(item) for value in values for item in value or ()]
        fields = {field: WordColumn(_LEXICON.codes([row[at] for row in rows])) for at, field in enumerate(scope.fields)}
        return ListColumn(np.array([len(value or ()) for value in values]), known, fields)
    if is_number(BASE.facts[name]):
        return from_decimals(np.array([float(value or 0) for value in values]), known)
    return WordColumn(_LEXICON.codes(values))


def columns_judge(condition: Condition, frame: Frame) -> tuple[list[bool | None], list[bool]]:
    """Return what the columns say of each case, and of which cases it is doubted."""
    holds, fails = _CONDITIONS.true(condition)(frame), _CONDITIONS.false(condition)(frame)
    assert not (holds & fails & ~frame.doubted).any()
    told = [True if yes else False if no else None for yes, no in zip(holds, fails, strict=True)]
    return told, frame.doubted.tolist()


def _columns(condition: Condition) -> Judge:
    """Ask the columns of one case; where they doubt, as it is done for a table, the single case decides."""
    reference = predicate(condition)

    def judge(facts: Facts) -> bool | None:
        (told,), (doubted,) = columns_judge(condition, columns_of([facts], names_in(condition)))
        return reference(facts) if doubted else told

    return judge


BACK_ENDS = {
    "evaluation": BackEnd(predicate),
    "generated code": BackEnd(_generated),
    "partial evaluation": BackEnd(_partial),
    "columns": BackEnd(_columns),
    "formulas for the solver": BackEnd(_formula),
    "patterns for CLIPS": BackEnd(_patterns, decimals=(0.5, 2.5, 7.25)),
}
