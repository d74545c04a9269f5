"""Safety claims: what must hold for every case, in the words of the person responsible, next to the condition.

A claim of one case is a condition over facts, decisions and the plan. A claim of two compares cases that are alike but
for one answer, of which one is riskier: giving that one never earns more. The promise of an advice is a claim of one
case, too: wherever the advice is given, what it promises holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

from springstep.engine.frozen import Frozen
from springstep.engine.language.basis import Basis
from springstep.engine.language.conditions import Condition

Riskier: TypeAlias = "Literal['higher', 'lower', 'untold', 'one_more'] | tuple[tuple[str | bool, ...], ...]"
"""Which answer is the riskier: a number the higher or lower, an answer not given, an item more, or words in chains
from safe to risky."""


class Claim(Frozen):
    """One safety claim."""

    id: str
    name: str
    says: str
    moments: tuple[str, ...]
    for_each: str | None
    broken: Condition | None
    """When a claim of one case is broken; ``None`` for a claim of two."""
    riskier: Mapping[str, Riskier]
    """For a claim of two: by fact, which of two answers is the riskier."""
    keeps: tuple[str, ...]
    """For a claim of two: what the riskier answer never loosens."""
    formal: str
    basis: Basis
    guide: tuple[str, ...]
    rule: str = ""
    """For a promise: the rule whose advice makes it."""
    told: tuple[str, ...] = ()
    """Facts that must be told for it to apply; where one of them is assumed, the advice that promises is not given."""
