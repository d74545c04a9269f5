"""Which firings rest on assumptions: an assumption may ask for caution, but it may not speak as if it were told."""

from __future__ import annotations

from springstep.engine.inference import Fired, Inference


def assumed_grounds(inference: Inference) -> dict[int, tuple[str, ...]]:
    """Return for each firing (by its identity) the facts below it that were not told but assumed.

    A fact counts when the firing read it, or when it read a decision that nothing but assumptions carried.
    """
    firing_of = {id(entry): fired for fired in inference.fired for entry in fired.concluded}
    found: dict[int, tuple[str, ...]] = {}
    for fired in inference.fired:
        below: dict[str, None] = {}
        for name, fact in fired.matched:
            if fact.source == "assumed":
                below.setdefault(_fact_name(name, fired))
            elif fact.source == "decided":
                carriers = [firing_of[id(entry)] for entry in inference.settled[name].carried]
                if all(found[id(carrier)] for carrier in carriers):
                    below.update(dict.fromkeys(fact for carrier in carriers for fact in found[id(carrier)]))
        found[id(fired)] = tuple(below)
    return found


def _fact_name(name: str, fired: Fired) -> str:
    """Name the list fact for an item's field: ``stiffness`` for ``stiffness.site``."""
    return {"injury": "injuries"}.get(fired.rule.for_each or "", fired.rule.for_each or "") if "." in name else name
