"""The single conditions of a rule, and whether one of them alone decides that it fires."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Atom,
    Compare,
    Condition,
    Either,
    Known,
    Not,
    atoms,
)
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

Part: TypeAlias = Atom
"""A condition that has no parts of its own; what is asked of any item of a list is one."""


def parts_of(rule: Rule, base: RuleBase) -> tuple[Part, ...]:
    """Return the single conditions of a rule and of its exceptions, each once, in order."""
    return tuple(dict.fromkeys(atoms(base.condition(rule))))


def settled(condition: Condition, part: Part, *, holds: bool) -> Condition:
    """Return a condition in which one of its parts holds, or fails, whatever the case."""
    match condition:
        case Compare() | Among() | Known() | AnyItem():
            return condition if condition != part else Always() if holds else Not(Always())
        case Not(item):
            return Not(settled(item, part, holds=holds))
        case All(items):
            return All(tuple(settled(item, part, holds=holds) for item in items))
        case Either(items):
            return Either(tuple(settled(item, part, holds=holds) for item in items))
        case Always():
            return condition


def joined_truth(condition: Condition, truths: Mapping[Part, bool | None]) -> bool | None:
    """Return the truth of a condition from the truths of its parts; ``None`` is unknown."""
    match condition:
        case Compare() | Among() | Known() | AnyItem():
            return truths[condition]
        case Not(item):
            inner = joined_truth(item, truths)
            return None if inner is None else not inner
        case All(items):
            found = [joined_truth(item, truths) for item in items]
            return False if False in found else None if None in found else True
        case Either(items):
            found = [joined_truth(item, truths) for item in items]
            return True if True in found else None if None in found else False
        case Always():
            return True
