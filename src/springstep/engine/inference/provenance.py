"""Provenance: which firings rest on assumptions. One may ask for caution, but not speak as if it were an answer."""

from __future__ import annotations

from springstep.engine.frozen import Frozen
from springstep.engine.inference.forward import Inference
from springstep.engine.rulebase.base import RuleBase


class Provenance(Frozen):
    """The facts below a firing that were not given but assumed."""

    read: tuple[str, ...]
    """Those that its own condition or conclusion read; its advice is left out when there are any."""
    below: tuple[str, ...]
    """Those, and the ones under the decisions that it read, where only assumptions carried these.

    Of a sum it is those under any contribution: without them it would be less.
    """


_NONE = Provenance((), ())


def assumed_provenance(inference: Inference, base: RuleBase) -> dict[int, Provenance]:
    """Return the assumed provenance of each firing, by the firing's identity."""
    firing_of = {id(entry): id(fired) for fired in inference.fired for entry in fired.concluded}
    resolved, under = inference.resolved, dict[str, tuple[str, ...]]()
    found: dict[int, Provenance] = {}

    def below_decision(name: str) -> tuple[str, ...]:
        if name not in under:
            carriers = [found[firing_of[id(entry)]].below for entry in resolved[name].carried]
            facts = (fact for below in carriers for fact in below)
            rests = all(carriers) or base.decisions[name].kind == "sum"
            under[name] = tuple(dict.fromkeys(facts)) if rests else ()
        return under[name]

    for fired in inference.fired:
        read = dict.fromkeys(
            base.vocabulary.list_of(name, fired.rule.for_each)
            for name, fact in fired.matched
            if fact.source == "assumed"
        )
        below = dict(read)
        for name, fact in fired.matched:
            if fact.source == "decided":
                below.update(dict.fromkeys(below_decision(name)))
        found[id(fired)] = Provenance(tuple(read), tuple(below)) if below else _NONE
    return found
