"""Which firings rest on assumptions: an assumption may ask for caution, but it may not speak as if it were told."""

from __future__ import annotations

from springstep.engine.frozen import Frozen
from springstep.engine.inference.forward import Fired, Inference
from springstep.engine.language.vocabulary import ITEMS


class Grounds(Frozen):
    """The facts below a firing that were not told but assumed."""

    read: tuple[str, ...]
    """Those that its own condition or conclusion read; advice that speaks of these is not given."""
    below: tuple[str, ...]
    """Those, and the ones under the decisions it read, where nothing but assumptions carried these."""


def assumed_grounds(inference: Inference) -> dict[int, Grounds]:
    """Return the assumed grounds of each firing, by the firing's identity."""
    firing_of = {id(entry): fired for fired in inference.fired for entry in fired.concluded}
    found: dict[int, Grounds] = {}
    for fired in inference.fired:
        read = dict.fromkeys(_fact_name(name, fired) for name, fact in fired.matched if fact.source == "assumed")
        below = dict(read)
        for name, fact in fired.matched:
            if fact.source == "decided":
                carriers = [found[id(firing_of[id(entry)])] for entry in inference.settled[name].carried]
                if all(carrier.below for carrier in carriers):
                    below.update(dict.fromkeys(fact for carrier in carriers for fact in carrier.below))
        found[id(fired)] = Grounds(tuple(read), tuple(below))
    return found


def _fact_name(name: str, fired: Fired) -> str:
    """Name the list fact for an item's field: ``injuries`` for ``injury.site``."""
    return ITEMS[fired.rule.for_each][0] if fired.rule.for_each and "." in name else name
