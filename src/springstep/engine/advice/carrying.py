"""Which rules carry what was decided or chosen."""

from __future__ import annotations

from collections.abc import Iterable

from springstep.engine.advice.choosing import Chosen
from springstep.engine.advice.row_limits import once, rules_of
from springstep.engine.inference.forward import Inference


def carriers_of(chosen: Chosen, inference: Inference) -> tuple[str, ...]:
    """Return the rules behind a choice: those that refuse the rows before it, or that prefer it."""
    choice, rows, best = chosen.choice, chosen.rows, chosen.rows.best
    if chosen.barred:
        return _behind(chosen.barred, inference)
    ordered = rows.ordered
    if best is None:
        refused_places = [place for place, _ in (ordered if choice.pools else ordered[-1:])]
        return once(rule for place in refused_places for rule in rows.refused_by(place))
    if chosen.pool is not None and chosen.pool.by:
        return _behind((chosen.pool.by,), inference)
    if choice.take != "preferred":
        return _behind(choice.best_by, inference) if rows.forgone is None else rows.forgone.rules
    index = next(index for index, (_, row) in enumerate(ordered) if row is best)
    weight = rows.weight(best)
    ahead = [
        rows.refused_by(place)
        for at, (place, row) in enumerate(ordered)
        if rows.weight(row) > weight or (rows.weight(row) == weight and at < index)
    ]
    found = once([*rows.preferred_by(best), *(rule for refused in ahead for rule in refused)])
    if found:
        return found
    # only the table's order chose it: name what refuses the other rows
    return once(rule for place, _ in ordered for rule in rows.refused_by(place))


def _behind(decisions: Iterable[str], inference: Inference) -> tuple[str, ...]:
    resolved = inference.resolved
    return once(rule for name in decisions if name in resolved for rule in rules_of(resolved[name]))
