"""The bounds of a decision, by the rules that will fire and those that may."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from springstep.engine.inference.partial_firings import PartialFiring
from springstep.engine.language.abstract_values import UNKNOWN, AbstractValue, Number
from springstep.engine.language.conclusions import Add
from springstep.engine.language.declarations import DecisionScheme


class Limit(NamedTuple):
    """A cap or floor: the one that will certainly hold and the tightest that may, each with whether it is strict."""

    mildest: tuple[Number, bool] | None
    """``None`` when nothing will certainly bound it."""
    tightest: tuple[Number, bool] | None
    """``None`` when nothing can bound it."""


class DecisionBounds(NamedTuple):
    """What a decision may still be."""

    abstract_value: AbstractValue
    limit: Limit | None
    """``None`` for a scale or a sum."""


def bounded(scheme: DecisionScheme, concluding: Sequence[tuple[PartialFiring, int]]) -> DecisionBounds:
    """Bound one decision by what will and what may fire; the index says which conclusion of the rule is meant."""
    if scheme.kind == "scale":
        return DecisionBounds(_scale(scheme, concluding), None)
    if scheme.kind == "sum":
        return DecisionBounds(_sum(concluding), None)
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
    """Return the steps that a scale may still have."""
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


def _sum(concluding: Iterable[tuple[PartialFiring, int]]) -> AbstractValue:
    """Return what a sum may still come to: the points of what will fire, and at most of all that may."""
    low = high = 0
    for partial_firing, index in concluding:
        conclusion = partial_firing.rule.conclusions[index]
        assert isinstance(conclusion, Add), "the loader lets nothing else add to a sum"
        low += conclusion.points if partial_firing.will else 0
        high += conclusion.points * partial_firing.times
    return AbstractValue(None, low, high)


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
    """Return the least cautious amount that may bound a number."""
    amounts = [amount for amount, _, _ in bounds]
    return max(a.high for a in amounts) if scheme.kind == "cap" else min(a.low for a in amounts)
