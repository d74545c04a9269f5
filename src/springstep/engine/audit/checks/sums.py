"""Which way rules read sums: more points may only ever ask for more caution.

This is read from the rules alone, so it misses nothing and may be too strict: what two rules do together can be right
although one of them reads a sum the wrong way round. Claims about riskier answers prove the rest.
"""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.report import Finding
from springstep.engine.language.conclusions import Advise, Assume, Bound, Conclusion, Select
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    Arith,
    Compare,
    Comparison,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
)
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, condition_words
from springstep.engine.rulebase.base import RuleBase

_OPPOSITE: dict[Comparison, Comparison] = {"==": "!=", "!=": "==", "<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_RISES, _FALLS = 1, -1


def check_sums(base: RuleBase) -> Iterator[Finding]:
    """Yield a finding for each rule that asks for less caution when a sum that it reads is higher."""
    for scheme in base.decisions.values():
        if scheme.kind != "sum":
            continue
        for rule in base.rules:
            words = list(dict.fromkeys(_eased(rule, scheme.name, base)))
            if words:
                says = f"With more of '{scheme.title.lower()}' {rule.id} may ask for less: {'; '.join(words)}."
                subject = f"{rule.id}:{scheme.name}"
                yield Finding(id=f"eased:{subject}", kind="eased", subject=rule.id, says=says, rules=(rule.id,))


def _eased(rule: Rule, name: str, base: RuleBase) -> Iterator[str]:
    """Yield in words what of a rule may hold or ask for less when a sum is higher."""
    cautious = [conclusion for conclusion in rule.conclusions if _is_caution(conclusion)]
    if cautious:
        yield from (
            condition_words(atom, base.facts, denied=denied)
            for atom, denied in _falling(base.condition(rule), name, denied=False)
        )
    for conclusion in cautious:
        if isinstance(conclusion, Bound):
            looser = _RISES if conclusion.kind == "cap" else _FALLS
            if looser in _slopes(conclusion.amount, name):
                yield conclusion_words(conclusion, base.decisions, base.facts)


def _is_caution(conclusion: Conclusion) -> bool:
    match conclusion:
        case Advise() | Assume() | Select("prefer"):
            return False
        case _:
            return True


def _falling(condition: Condition, name: str, *, denied: bool) -> Iterator[tuple[Compare, bool]]:
    """Yield the comparisons that may stop holding when a sum rises, each with whether its opposite is meant."""
    match condition:
        case Compare(op, left, right):
            over = _slopes(left, name) | {-slope for slope in _slopes(right, name)}
            match _OPPOSITE[op] if denied else op:
                case "<" | "<=":
                    falls = _RISES in over
                case ">" | ">=":
                    falls = _FALLS in over
                case "==" | "!=":
                    falls = bool(over)
            if falls:
                yield condition, denied
        case Not(item):
            yield from _falling(item, name, denied=not denied)
        case All(items) | Either(items):
            for item in items:
                yield from _falling(item, name, denied=denied)
        case Always() | Among() | Known():  # none of them is about a number's size
            return


def _slopes(term: Term, name: str) -> set[int]:
    """Return which ways a term may go when a sum rises; none where it does not depend on it."""
    match term:
        case Fact(other):
            return {_RISES} if other == name else set()
        case Constant():
            return set()
        case Arith("+", left, right):
            return _slopes(left, name) | _slopes(right, name)
        case Arith("-", left, right):
            return _slopes(left, name) | {-slope for slope in _slopes(right, name)}
        case Arith(op, left, right):
            depends = _slopes(left, name) | _slopes(right, name)
            for term_of_sum, factor in ((left, right), (right, left)):
                if isinstance(factor, Constant) and not (op == "/" and factor is left):
                    sign = 1 if float(factor.value) >= 0 else -1
                    return {sign * slope for slope in _slopes(term_of_sum, name)}
            return {_RISES, _FALLS} if depends else set()
