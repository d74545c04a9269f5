"""Which firings rest on assumptions: an assumption may ask for caution, but it may not speak as if it were told."""

from __future__ import annotations

from springstep.engine.compiled.scopes import scopes_of
from springstep.engine.frozen import Frozen
from springstep.engine.inference.firings import Fired
from springstep.engine.inference.forward import Inference


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
        assumed = (name for name, fact in fired.matched if fact.source == "assumed")
        read = dict.fromkeys(_fact_name(name, fired, inference) for name in assumed)
        below = dict(read)
        for name, fact in fired.matched:
            if fact.source == "decided":
                carriers = [found[id(firing_of[id(entry)])] for entry in inference.settled[name].carried]
                if all(carrier.below for carrier in carriers):
                    below.update(dict.fromkeys(fact for carrier in carriers for fact in carrier.below))
        found[id(fired)] = Grounds(tuple(read), tuple(below))
    return found


def _fact_name(name: str, fired: Fired, inference: Inference) -> str:
    """Name the list fact for an item's field: ``injuries`` for ``injury.site``."""
    return scopes_of(inference.base)[fired.rule.for_each] if fired.rule.for_each and "." in name else name
