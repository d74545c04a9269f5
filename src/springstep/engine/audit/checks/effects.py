"""When a conclusion carries a decision, and when a decision would differ without it, as formulas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Condition
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.proof.conditions import Scope, symbol, truth
from springstep.engine.proof.encoding import Concluding, Encoding
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
)


def carries(at: AllCasesAt, rule: Rule, place: int) -> Formula:
    """Return when a conclusion is (one of) the most cautious on its decision, or simply adds up."""
    conclusion = rule.conclusions[place]
    if conclusion.decides:
        return _most_cautious(at.encoding, rule, place, alone=False)
    return said(at.encoding, rule) if conclusion.says else at.encoding.fires(rule.id)


def matters(at: AllCasesAt, rule: Rule, place: int) -> Formula:
    """Return when a decision, a choice or the advice would be different without a conclusion.

    For an assumption this is whenever its rule fires: without it a fact stays unknown, which affects other rules.
    """
    encoding, own = at.encoding, rule.conclusions[place]
    if own.decides:
        return _most_cautious(encoding, rule, place, alone=True)
    if own.says:
        also = [
            said(encoding, other)
            for other in encoding.rules
            for where, conclusion in enumerate(other.conclusions)
            if conclusion == own and (other.id, where) != (rule.id, place)
        ]
        return all_of((said(encoding, rule), *(negation(each) for each in also)))
    if own.selects:
        others = at.plan.without((rule.id, place))
        chosen_otherwise = any_of(_otherwise(at.plan.facts[name], other) for name, other in others.items())
        return all_of((encoding.fires(rule.id), chosen_otherwise))
    return encoding.fires(rule.id)


def _otherwise(first: Symbol, second: SymbolicChoice) -> Formula:
    """Return that another row is chosen."""
    assert isinstance(first, SymbolicChoice)
    return any_of(differs(holds, second.of[row]) for row, holds in first.of.items())


def said(encoding: Encoding, rule: Rule) -> Formula:
    """Return when a rule's advice is given: it fires, and needs nothing that was assumed."""
    return encoding.fires_without_assumptions(rule)


def _most_cautious(encoding: Encoding, rule: Rule, place: int, *, alone: bool) -> Formula:
    """Return when nothing is more cautious than a conclusion; ``alone``: and nothing else is as cautious."""
    decision = rule.conclusions[place].decides
    entries = encoding.concluding.get(decision, [])
    own = [entry for entry in entries if (entry.rule.id, entry.place) == (rule.id, place)]
    others = [entry for entry in entries if (entry.rule.id, entry.place) != (rule.id, place)]
    lower = encoding.schemes[decision].kind == "cap" if decision in encoding.schemes else False
    steps = tuple(encoding.schemes[decision].steps) if decision in encoding.schemes else ()
    if rule.conclusions[place].adds_up:
        return any_of(entry.when for entry in own)  # each contribution to a sum counts
    return any_of(
        all_of((entry.when, negation(any_of(_beaten(entry, others if alone else entries, steps, lower, alone)))))
        for entry in own
    )


def _beaten(
    entry: Concluding, others: Iterable[Concluding], steps: tuple[str, ...], lower: bool, alone: bool
) -> Iterator[Formula]:
    """Yield for each of the others when it is more cautious than a conclusion; ``alone``: or just as cautious."""
    for other in others:
        if other is entry:
            continue
        if steps:
            mine, theirs = _rank(entry, steps), _rank(other, steps)
            if theirs > mine or (alone and theirs == mine):
                yield other.when
        else:
            yield all_of((other.when, _beats(other, entry, lower=lower, ties=alone)))


def looser_bounds(at: AllCasesAt, old: Rule, new: Rule, fired: Condition) -> Formula:
    """Return when an old rule fired and the new one bounds one of its amounts less tightly."""
    found: list[Formula] = []
    for firing in at.encoding.firings[new.id]:
        when = all_of((firing.there, truth(fired, firing.scope).holds))
        for bound in old.conclusions:
            scheme = at.encoding.schemes.get(bound.decides)
            if scheme is not None and scheme.kind != "scale":
                tight = [_as_tight(other, bound, firing.scope, scheme) for other in new.on(scheme.name)]
                found.append(all_of((when, *(negation(each) for each in tight))))
    return any_of(found)


def _as_tight(first: Conclusion, second: Conclusion, scope: Scope, scheme: DecisionScheme) -> Formula:
    assert first.term is not None and second.term is not None, "a conclusion on a number has an amount"
    a, b = symbol(first.term, scope), symbol(second.term, scope)
    assert isinstance(a, SymbolicAmount) and isinstance(b, SymbolicAmount), "the parser lets only numbers through"
    op = ("<" if scheme.kind == "cap" else ">") + ("=" if first.strict or not second.strict else "")
    return all_of((a.known, compared(op, a.value, b.value)))


def _rank(entry: Concluding, steps: tuple[str, ...]) -> int:
    conclusion: Any = entry.rule.conclusions[entry.place]
    return steps.index(conclusion.step)


def _beats(first: Concluding, second: Concluding, *, lower: bool, ties: bool) -> Formula:
    """Return that a bound is tighter than another; with ``ties``: or just as tight."""
    assert first.amount is not None and second.amount is not None
    equal_too = first.strict or not second.strict if ties else first.strict and not second.strict
    op = ("<" if lower else ">") + ("=" if equal_too else "")
    return compared(op, first.amount.value, second.amount.value)
