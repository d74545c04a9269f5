"""Which rules carry what was decided or chosen."""

from __future__ import annotations

from collections.abc import Iterable

from springstep.engine.advice.choosing import Chosen, once, rules_of
from springstep.engine.inference.forward import Inference


def carriers_of(chosen: Chosen, inference: Inference) -> tuple[str, ...]:
    """Return the rules behind a choice: those that refuse what would come first, or that prefer it."""
    choice, rows, best = chosen.choice, chosen.rows, chosen.rows.best
    if chosen.barred:
        return _behind(chosen.barred, inference)
    ordered = rows.ordered
    if best is None:
        looked_at = [place for place, _ in (ordered if choice.pools else ordered[-1:])]
        return once(rule for place in looked_at for rule in rows.refused_by(place))
    if chosen.pool is not None and chosen.pool.by:
        return _behind((chosen.pool.by,), inference)
    index = next(index for index, (_, row) in enumerate(ordered) if row is best)
    if choice.take != "preferred":
        return rows.refused_by(ordered[index - 1][0]) if index else _behind(choice.best_by, inference)
    weight = rows.weight(best)
    ahead = [
        rows.refused_by(place)
        for at, (place, row) in enumerate(ordered)
        if rows.weight(row) > weight or (rows.weight(row) == weight and at < index)
    ]
    found = once([*rows.preferred_by(best), *(rule for refused in ahead for rule in refused)])
    if found:
        return found
    # nothing but the table's order chose it: tell what keeps the table to its kind
    return once(rule for place, _ in ordered for rule in rows.refused_by(place))


def _behind(decisions: Iterable[str], inference: Inference) -> tuple[str, ...]:
    resolved = inference.resolved
    return once(rule for name in decisions if name in resolved for rule in rules_of(resolved[name]))
