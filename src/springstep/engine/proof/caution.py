"""When one plan is less cautious than another: a decision, what is chosen, or what is left to choose from."""

from __future__ import annotations

from springstep.engine.language.declarations import Compared
from springstep.engine.proof.symbolic_plan import SymbolicPlan
from springstep.engine.proof.symbols import (
    Formula,
    SymbolicAmount,
    SymbolicChoice,
    all_of,
    any_of,
    differs,
    negation,
    number,
    same,
)


def looser(each: Compared, first: SymbolicPlan, second: SymbolicPlan) -> Formula:
    """Return that the second plan is less cautious than the first in what they are compared by."""
    if each.kind == "left":
        out, left = first.excluded[each.of], second.excluded[each.of]
        return any_of(all_of((out[row], negation(left[row]))) for row in out)
    if each.kind == "larger":
        mine, theirs = _at_least(first, each.of), _at_least(second, each.of)
        return any_of(all_of((given, negation(mine[row]))) for row, given in theirs.items())
    one, other = first.encoding.facts[each.of], second.encoding.facts[each.of]
    scheme = first.base.decisions[each.of]
    if isinstance(one, SymbolicAmount) and isinstance(other, SymbolicAmount):
        if same(one.value, other.value):
            return differs(one.known, other.known)
        a, b = number(one.value), number(other.value)
        return any_of((differs(one.known, other.known), b > a if scheme.kind == "cap" else b < a))
    return any_of(
        all_of((first.encoding.rank(each.of, rank), negation(second.encoding.rank(each.of, rank))))
        for rank in range(len(scheme.steps))
    )


def _at_least(plan: SymbolicPlan, choice: str) -> dict[str, Formula]:
    """Return for each row of a choice's table that this row or a later one is chosen."""
    chosen = plan.facts[choice]
    assert isinstance(chosen, SymbolicChoice)
    ids = [row.id for row in plan.base.choices[choice].table.rows]
    return {row: any_of(chosen.of[later] for later in ids[place:]) for place, row in enumerate(ids)}
