"""The rules of one moment as generated functions, compiled once for all threads; running them costs microseconds.

A run leaves a small trace behind: which rules fired for which items, the facts as completed by assumptions, and how
each decision came out. Everything else that can be said of a run follows from it.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import cached_property, lru_cache
from math import inf
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from springstep.engine.language.numbers import exact, exact_values
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import cache_of

if TYPE_CHECKING:
    from springstep.engine.compiled.source import Written

Firing: TypeAlias = "tuple[int, int]"
"""A rule's place among the rules of its moment, and which item of its list it fired for; -1 for none."""
Lost: TypeAlias = "tuple[int, int, int]"
"""A firing, and which of its conclusions could not be worked out for want of a fact."""
Decided: TypeAlias = "tuple[Any, bool]"
"""What was decided, ``None`` where nothing was, and whether that bound is strict."""
Layer: TypeAlias = Callable[
    [Mapping[str, Any], dict[str, Any], Callable[[Firing], None], Callable[[Lost], None]],
    None,
]
"""A generated function: what is known, what is concluded so far, and what to call on a firing and on a lost amount."""

BUILT = "built"
"""Under this name and its moment the cache holds, by layer, what makes the functions generated earlier."""

_LOCK = threading.RLock()


class RunTrace(NamedTuple):
    """What a run leaves behind."""

    firings: tuple[Firing, ...]
    facts: Mapping[str, Any]
    """The value of each fact, given or assumed."""
    decisions: Mapping[str, Decided]
    """By name, in the order in which they were decided."""
    lost: tuple[Lost, ...]


class Scheme(NamedTuple):
    """How a decision is read off what was concluded on it."""

    name: str
    start: tuple[Any, bool]
    """What is held before anything is concluded."""
    steps: tuple[str | None, ...]
    """The steps of a scale by their ranks, and ``None`` at the end, for a rank of -1."""
    adds_up: bool
    """Whether it is the sum of what was concluded."""


class Program:
    """The generated functions of one rule base and moment; holds no state between runs."""

    def __init__(self, base: RuleBase, moment: str) -> None:
        self.rules: tuple[Rule, ...] = tuple(rule for rule in base.rules if moment in rule.moments)
        self._base, self._moment = base, moment
        built = cache_of(base).get((BUILT, moment))
        self.layers: Mapping[str, Layer] = (
            {layer: built[layer][0]() for layer in LAYERS}
            if built is not None
            else {layer: _compiled(layer, each.text) for layer, each in self.written.items()}
        )
        reads = (
            (built[layer][1] for layer in LAYERS)
            if built is not None
            else (each.reads for each in self.written.values())
        )
        self.unknown: Mapping[str, None] = {name: None for each in reads for name in each}
        """Every fact and decision that the functions read, without a value."""
        schemes = [scheme for scheme in base.decisions.values() if moment in scheme.moments]
        starts: dict[str, Any] = {"scale": -1, "cap": inf, "floor": -inf, "sum": 0}
        self.settling: Mapping[str, tuple[Scheme, ...]] = {
            layer: tuple(
                Scheme(
                    each.name,
                    (starts[each.kind], False),
                    (*each.steps, None) if each.kind == "scale" else (),
                    each.kind == "sum",
                )
                for each in schemes
                if each.settles == layer
            )
            for layer in LAYERS
        }
        self._start = {each.name: each.start for settling in self.settling.values() for each in settling}
        self._later = tuple((self.layers[layer], self.settling[layer]) for layer in LAYERS[1:])

    @cached_property
    def written(self) -> Mapping[str, Written]:
        """Return the generated functions as text with what they read, by layer."""
        from springstep.engine.compiled.source import layer_source  # only where they were not generated before

        placed = tuple(enumerate(self.rules))
        return {
            layer: layer_source(self._base, self._moment, layer, [each for each in placed if each[1].layer == layer])
            for layer in LAYERS
        }

    def run(self, given: Mapping[str, Any]) -> RunTrace:
        """Run the rules over the values that a case gives and what follows from them."""
        firings: list[Firing] = []
        lost: list[Lost] = []
        facts = exact_values(given)
        known = {**self.unknown, **facts}
        taken: dict[str, Any] = {}
        self.layers[LAYERS[0]](known, taken, firings.append, lost.append)
        facts.update(taken)
        known.update(taken)
        concluded = dict(self._start)
        decisions: dict[str, Decided] = {}
        for layer, settling in self._later:
            layer(known, concluded, firings.append, lost.append)
            for name, _, steps, _ in settling:
                held, strict = concluded[name]
                value = steps[held] if steps else held if -inf < held < inf else None
                known[name] = value
                decisions[name] = (value, strict and value is not None)
        return RunTrace(tuple(firings), facts, decisions, tuple(lost))

    def find(self, layer: str, known: Mapping[str, Any]) -> list[Firing]:
        """Return what one layer would fire, in order.

        ``known`` holds exact facts and what is decided before, on top of what is ``unknown``.
        """
        found: list[Firing] = []
        concluded = {} if layer == LAYERS[0] else dict(self._start)
        self.layers[layer](known, concluded, found.append, _forget)
        return found


def _forget(lost: Lost) -> None:
    """Pass over a lost amount, which is noticed where it is concluded."""


def program_of(base: RuleBase, moment: str) -> Program:
    """Return the program of a rule base and moment, generated at its first use."""
    found: Program | None = cache_of(base).get(("program", moment))
    if found is None:
        with _LOCK:
            found = cache_of(base).get(("program", moment))
            if found is None:
                found = cache_of(base)[("program", moment)] = Program(base, moment)
    return found


@lru_cache(maxsize=256)
def _compiled(layer: str, source: str) -> Layer:
    """Compile a generated function; rule bases that differ in a few rules share the rest."""
    scope: dict[str, Any] = {
        "__builtins__": {},
        "range": range,
        "len": len,
        "any": any,
        "all": all,
        "exact": exact,
        "Fraction": Fraction,
        "INF": inf,
    }
    exec(compile(source, f"<generated layer {layer}>", "exec"), scope)
    function: Layer = scope[layer]
    return function
