"""Between what a decision lies, by the rules that will fire and those that may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from springstep.engine.inference.partial_firings import PartialFiring
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, Number
from springstep.engine.language.declarations import DecisionScheme


class Limit(NamedTuple):
    """A cap or floor between what will certainly hold and what may: an amount each, and whether it is strict."""

    mildest: tuple[Number, bool] | None
    """``None`` when nothing will certainly bound it."""
    tightest: tuple[Number, bool] | None
    """``None`` when nothing can bound it."""


class DecisionBounds(NamedTuple):
    """What a decision may still be."""

    abstract_value: AbstractValue
    limit: Limit | None
    """``None`` for a scale."""


def bounded(scheme: DecisionScheme, concluding: Sequence[tuple[PartialFiring, int]]) -> DecisionBounds:
    """Bound one decision by what will and what may fire; the index says which conclusion of the rule is meant."""
    if scheme.kind == "scale":
        return DecisionBounds(_scale(scheme, concluding), None)
    bounds = [
        (amount, partial_firing.rule.conclusions[index].strict, partial_firing.will)
        for partial_firing, index in concluding
        if (amount := partial_firing.amounts[index]) is not None
    ]
    known = [bound for bound in bounds if not bound[0].is_empty]
    limit = _limit(scheme, known)
    undecided = any(amount.is_empty or amount.may_be_unknown for amount, _, _ in bounds)
    if limit.tightest is None or any(amount.is_empty and will for amount, _, will in bounds):
        return DecisionBounds(UNKNOWN, limit)
    ends = [limit.tightest[0], limit.mildest[0] if limit.mildest else _farthest(scheme, known)]
    return DecisionBounds(AbstractValue(None, min(ends), max(ends), limit.mildest is None or undecided), limit)


def _scale(scheme: DecisionScheme, concluding: Iterable[tuple[PartialFiring, int]]) -> AbstractValue:
    """Return the steps that a scale may still come to."""
    ranks, steps = scheme.ranks, tuple(scheme.steps)
    least = -1
    possible: set[int] = set()
    for partial_firing, index in concluding:
        rank = ranks[partial_firing.rule.conclusions[index].step]
        possible.add(rank)
        if partial_firing.will:
            least = max(least, rank)
    left = frozenset(steps[rank] for rank in possible if rank >= least)
    return AbstractValue(left, may_be_unknown=least < 0)


def _limit(scheme: DecisionScheme, bounds: Iterable[tuple[AbstractValue, bool, bool]]) -> Limit:
    sign = -1 if scheme.kind == "cap" else 1
    mildest: tuple[Number, bool] | None = None
    tightest: tuple[Number, bool] | None = None
    for amount, strict, will in bounds:
        near, far = (amount.high, amount.low) if scheme.kind == "cap" else (amount.low, amount.high)
        tightest = max(tightest or (sign * far, strict), (sign * far, strict))
        if will:
            mildest = max(mildest or (sign * near, strict), (sign * near, strict))
    return Limit(_signed(mildest, sign), _signed(tightest, sign))


def _signed(ranked: tuple[Number, bool] | None, sign: int) -> tuple[Number, bool] | None:
    return (sign * ranked[0], ranked[1]) if ranked is not None else None


def _farthest(scheme: DecisionScheme, bounds: Iterable[tuple[AbstractValue, bool, bool]]) -> Number:
    """Return the least cautious amount that may come to bound a number."""
    amounts = [amount for amount, _, _ in bounds]
    return max(a.high for a in amounts) if scheme.kind == "cap" else min(a.low for a in amounts)
