"""Provenance: which firings rest on assumptions. One may ask for caution, but not speak as if it were an answer.

A firing rests on what was assumed where it would not happen without: its condition does not hold once the assumed
facts are unknown again, and every decision is what the other firings make it. That a rule reads an assumed fact is not
enough: *this one, or the other below ten* holds by this one alone, whatever was assumed of the other.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from springstep.engine.frozen import Frozen
from springstep.engine.inference.conflict_resolution import Concluded, resolve
from springstep.engine.inference.firings import Fired
from springstep.engine.inference.forward import Inference
from springstep.engine.language.carrying import carrying_names
from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized_at_most


class Provenance(Frozen):
    """The facts below a firing that were not given but assumed."""

    read: tuple[str, ...]
    """Those that it needs itself, every decision being what it is; its advice is left out when there are any."""
    below: tuple[str, ...]
    """Those that it needs itself, and the ones under the decisions that it needs.

    Of a sum it is those under any contribution: without them it would be less.
    """


_NONE = Provenance((), ())


def assumed_provenance(inference: Inference, base: RuleBase) -> dict[int, Provenance]:
    """Return the assumed provenance of each firing, by the firing's identity."""
    return _Run(inference, base).found


class _Run:
    """One inference; a decision without assumptions is resolved when the first firing that reads it is reached."""

    def __init__(self, inference: Inference, base: RuleBase) -> None:
        self._base = base
        self._given, self._resolved = inference.given, inference.resolved
        self._firing_of = {id(entry): id(fired) for fired in inference.fired for entry in fired.concluded}
        self._under: dict[str, tuple[str, ...]] = {}
        self.found: dict[int, Provenance] = {}
        for fired in inference.fired:
            self.found[id(fired)] = self._of(fired)

    def _of(self, fired: Fired) -> Provenance:
        list_of, scope = self._base.vocabulary.list_of, fired.rule.for_each
        own: dict[str, tuple[str, ...]] = {}
        """By the name of an assumed fact or of a field of its items, that fact."""
        decided: dict[str, tuple[str, ...]] = {}
        """By a decision that rests on assumptions, the facts below it."""
        for name, fact in fired.matched:
            if fact.source == "assumed":
                own[name] = (list_of(name, scope),)
            elif fact.source == "decided" and (facts := self._below_decision(name)):
                decided[name] = facts
        if not own and not decided:
            return _NONE
        needs = _needs(self._base, fired.rule.id)
        without = {name: self._told(name) if name in own else fact.value for name, fact in fired.matched}
        read = needs.of(fired, without, own) if own else ()
        below, under = read, {**own, **decided}
        if decided:
            without |= {name: self._without(name) for name in decided}
            below = needs.of(fired, without, under)
        return Provenance(_facts(read, under), _facts(below, under)) if read or below else _NONE

    def _told(self, name: str) -> Any:
        """Return what a case tells of a fact that was assumed: nothing, but where a rule assumes over what was told."""
        given = self._given.get(name)
        return given.value if given is not None else None

    def _without(self, name: str) -> Any:
        """Return what a decision is without assumptions; ``None`` for nothing."""
        resolution = self._resolved[name]
        entries = (*resolution.carried, *resolution.dominated)
        return resolve(self._base.decisions[name], (each for each in entries if not self._below(each))).value

    def _below_decision(self, name: str) -> tuple[str, ...]:
        if name not in self._under:
            carriers = [self._below(entry) for entry in self._resolved[name].carried]
            rests = all(carriers) or self._base.decisions[name].kind == "sum"
            self._under[name] = tuple(dict.fromkeys(fact for below in carriers for fact in below)) if rests else ()
        return self._under[name]

    def _below(self, entry: Concluded) -> tuple[str, ...]:
        return self.found[self._firing_of[id(entry)]].below


def _facts(names: Collection[str], under: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(fact for name in names for fact in under[name]))


class _Needs:
    """What a rule needs to fire as it does, compiled once for its rule base."""

    def __init__(self, base: RuleBase, rule_id: str) -> None:
        rule = base.by_id[rule_id]
        condition = base.condition(rule)
        self._holds = predicate(condition)
        self._carrying = carrying_names(condition)
        self._amounts = tuple(dict.fromkeys(name for each in rule.conclusions for name in each.reads))

    def of(self, fired: Fired, without: Mapping[str, Any], changed: Collection[str]) -> tuple[str, ...]:
        """Return those of the names that rest on assumptions that it needs; ``without`` holds all as it is without."""
        found = [name for name in self._amounts if name in changed]
        if fired.item is not None and fired.item.source == "assumed":
            found += changed
        elif self._holds(without) is not True:
            now = {name: fact.value for name, fact in fired.matched}
            found += [name for name in self._carrying(now, without) if name in changed]
        return tuple(dict.fromkeys(found))


_needs = memoized_at_most(1_000)(_Needs)
