"""What can be checked at once in a tightening: that it drops or weakens a conclusion, or fires for fewer cases.

Conditions are compared by trying every combination of the values that they tell apart. What cannot be checked so (facts
that depend on each other, amounts worked out from facts) is left to the audit's proofs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product
from math import prod
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact, atoms, names_in
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import exact
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words, plain
from springstep.engine.rulebase.base import RuleBase

_MOST_TRIED = 50_000
_HALF = Fraction(1, 2)


class FiringComparison(Frozen):
    """How two conditions compare: an example of each kind of difference, and whether every case was tried."""

    lost: Mapping[str, Any] | None
    """Values for which only the first holds."""
    gained: Mapping[str, Any] | None
    """Values for which only the second holds."""
    whole: bool


def compared(first: Condition, second: Condition, facts: Mapping[str, FactInfo]) -> FiringComparison:
    """Compare two conditions by trying values; nothing is seen where facts may depend on each other."""
    names = tuple(dict.fromkeys([*names_in(first), *names_in(second)]))
    entangled = [name for name in names if facts[name].derived_from or facts[name].group]
    domains = [_values(facts[name], (first, second)) for name in names]
    tried = [domain for domain in domains if domain is not None]
    if len(tried) < len(domains) or (entangled and len(names) > 1) or prod(map(len, tried)) > _MOST_TRIED:
        return FiringComparison(None, None, whole=False)
    one, other = predicate(first), predicate(second)
    lost: Mapping[str, Any] | None = None
    gained: Mapping[str, Any] | None = None
    for values in product(*tried):
        example = dict(zip(names, values, strict=True))
        before, after = one(example) is True, other(example) is True
        lost = example if before and not after and lost is None else lost
        gained = example if after and not before and gained is None else gained
    return FiringComparison(lost, gained, whole=True)


def values_in_words(values: Mapping[str, Any]) -> str:
    """Put values in words: ``height 3 and colour red``."""
    return " and ".join(f"{plain(name.replace('.', ' '))} {plain(value)}" for name, value in values.items())


def _values(info: FactInfo, conditions: Iterable[Condition]) -> tuple[Any, ...] | None:
    """Return the values of a fact that the conditions tell apart; ``None`` when that cannot be read off."""
    if info.kind == "flag":
        return (True, False)
    if info.kind in ("word", "scale"):
        return tuple(info.values)
    own = [atom for part in conditions for atom in atoms(part) if info.name in names_in(atom)]
    if info.kind == "row":
        named = {v for atom in own for v in getattr(atom, "values", ())}
        named |= {a.right.value for a in own if isinstance(a, Compare) and isinstance(a.right, Constant)}
        return (*sorted(map(str, named)), "another")
    if info.kind != "number":
        return None
    turns: set[int | Fraction] = set()
    for atom in own:
        match atom:
            case Compare(_, Fact(), Constant(int() | Fraction() as limit)) | Compare(
                _, Constant(int() | Fraction() as limit), Fact()
            ):
                turns |= {limit - 1, limit - _HALF, limit, limit + _HALF, limit + 1}
            case Compare():
                return None
    low = info.minimum if info.minimum is not None else float("-inf")
    high = info.maximum if info.maximum is not None else float("inf")
    kept = (exact(turn) for turn in turns if low <= turn <= high)
    return tuple(sorted(turn for turn in kept if not info.integer or isinstance(turn, int)))


def weakened(old: Rule, new: Rule, base: RuleBase) -> Iterator[str]:
    """Yield what a rule concluded and, after a change that should tighten it, does not conclude as firmly any more."""
    for conclusion in old.conclusions:
        # what depends on the case is compared by proof
        if all(other.as_cautious_as(conclusion, base.decisions) is False for other in new.conclusions):
            rival = next((other for other in new.conclusions if _same_target(other, conclusion)), None)
            fate = f"becomes {_quoted(rival, base)}" if rival is not None else "is not concluded any more"
            yield f"{_quoted(conclusion, base)} {fate}"
    for conclusion in new.conclusions:
        if conclusion.selects and conclusion.adds_up and conclusion not in old.conclusions:
            yield f"{_quoted(conclusion, base)} is new, and a preference is no caution"


def _quoted(conclusion: Conclusion, base: RuleBase) -> str:
    return f"'{conclusion_words(conclusion, base.decisions, base.facts)}'"


def _same_target(one: Conclusion, other: Conclusion) -> bool:
    return bool(one.decides) and one.decides == other.decides
