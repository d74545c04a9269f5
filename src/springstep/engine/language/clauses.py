"""A condition in words as a list of what has to hold, all or any of it, where one sentence would need brackets."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from springstep.engine.language.conditions import All, AnyItem, Condition, Either, Fact, Not
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import condition_words, plain

_LONGEST = 160
"""How many characters of words with brackets are read in one go."""
_SIGNS = re.compile(r"[()]")


class Clauses(NamedTuple):
    """Some words, and what they say of the parts below them."""

    words: str
    parts: tuple[Clauses, ...] = ()


def needs_list(words: str) -> bool:
    """Tell whether words read better as a list: those with brackets within brackets, or many words with brackets."""
    deepest = depth = 0
    for sign in _SIGNS.findall(words):
        depth += 1 if sign == "(" else -1
        deepest = max(deepest, depth)
    return deepest > 1 or (deepest == 1 and len(words) > _LONGEST)


def clauses(condition: Condition, facts: Mapping[str, FactInfo], *, denied: bool = False) -> Clauses:
    """Return a condition as a list; ``denied`` lists its opposite. What needs no brackets stays one sentence."""
    words = condition_words(condition, facts, denied=denied)
    match condition:
        case Not(item):
            return clauses(item, facts, denied=not denied)
        case All(items) | Either(items) if "(" in words:
            every = isinstance(condition, All) != denied
            parts = tuple(clauses(item, facts, denied=denied) for item in items)
            return Clauses("all of these" if every else "any of these", parts)
        case AnyItem(Fact(name), scope, item) if "(" in words:
            info = facts[name].scope if name in facts else None
            inner = clauses(item, facts)
            one = f"for {'no' if denied else 'some'} {info.words if info is not None else plain(scope)}"
            return Clauses(f"{one}, {inner.words}", inner.parts)
        case _:
            return Clauses(words)
