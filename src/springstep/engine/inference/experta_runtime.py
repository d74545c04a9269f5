"""The one module that imports experta, and what it needs to run correctly here.

experta 1.9.4 pins frozendict 1.2, whose import fails on Python 3.10 and later, and hides the failure. So while experta
is imported a small hashable mapping stands in for that module, and afterwards everything is put back: the module
table, and the root logger's handlers, which experta configures on import. experta's own agenda strategy can fire
activations that no longer hold and orders equals by memory address; ``StableStrategy`` replaces it.
"""

from __future__ import annotations

import importlib
import logging
import sys
from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from functools import update_wrapper
from types import ModuleType
from typing import Any

_MISSING = object()


class _FrozenDict(Mapping[Any, Any]):
    """The part of frozendict that experta uses: an immutable, hashable mapping."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._items = dict(*args, **kwargs)
        self._hash: int | None = None

    def __getitem__(self, key: Any) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash


def _import_experta() -> Any:
    """Import experta with a stand-in for frozendict, leaving no trace in modules or logging."""
    stand_in = ModuleType("frozendict")
    stand_in.frozendict = _FrozenDict  # type: ignore[attr-defined]
    before = sys.modules.get("frozendict", _MISSING)
    root = logging.getLogger()
    handlers = list(root.handlers)
    sys.modules["frozendict"] = stand_in
    try:
        import experta
        import experta.engine  # its own __init__ swallows an ImportError, this does not
    finally:
        if before is _MISSING:
            del sys.modules["frozendict"]
        else:
            sys.modules["frozendict"] = before  # type: ignore[assignment]
        root.handlers[:] = handlers
    return experta


_experta = _import_experta()
nodes: Any = importlib.import_module("experta.matchers.rete.nodes")
check: Any = importlib.import_module("experta.matchers.rete.check")
rete: Any = importlib.import_module("experta.matchers.rete.utils")

Fact: Any = _experta.Fact
P: Any = _experta.P
L: Any = _experta.L
TEST: Any = _experta.TEST
KnowledgeEngine: Any = _experta.KnowledgeEngine
Activation: Any = importlib.import_module("experta.activation").Activation
Agenda: Any = _experta.engine.Agenda
Matcher: Any = _experta.abstract.Matcher
Strategy: Any = _experta.abstract.Strategy
FactList: Any = _experta.engine.FactList
InitialFact: Any = _experta.InitialFact


class Rule(_experta.Rule):  # type: ignore[misc,name-defined]
    """An experta rule whose right-hand side takes the engine and every binding, so no signature is looked up."""

    _wrapped: Any

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take the right-hand side at the first call, as a decorator does, and run it at every later one."""
        if self._wrapped is None:
            self._wrapped = args[0]
            return update_wrapper(self, self._wrapped)
        return self._wrapped(*args, **kwargs)


class StableMatcher(_experta.engine.KnowledgeEngine.__matcher__):  # type: ignore[misc,name-defined]
    """experta's RETE matcher for rules that are positive patterns followed by tests, which is all we compile to.

    Such rules are in normal form already, so the general rewriting (eight copies of each rule), the ranking of shared
    checks and the dispatching network builder are passed over; the nodes are experta's own. The conflict-set nodes are
    remembered here instead of in experta's cache, which all engines of a process share.
    """

    @staticmethod
    def prepare_ruleset(engine: Any) -> list[Any]:
        """Return the rules as they are."""
        return list(engine.get_rules())

    @staticmethod
    def build_alpha_part(ruleset: list[Any], root_node: Any) -> dict[Any, Any]:
        """Give each pattern its chain of checks below the root: type, then features, then the binding."""
        terminals: dict[Any, Any] = {}
        by_type: dict[Any, Any] = {}
        for pattern in (element for rule in ruleset for element in rule if not isinstance(element, TEST)):
            checks = list(rete.generate_checks(pattern))
            kind = next(found for found in checks if isinstance(found, check.TypeCheck))
            node = by_type.get(kind)
            if node is None:
                node = by_type[kind] = _below(root_node, kind)
            for found in sorted((c for c in checks if c is not kind), key=_binds):
                node = _below(node, found)
            terminals[id(pattern)] = node
        return terminals

    @staticmethod
    def build_beta_part(ruleset: list[Any], alpha_terminals: dict[Any, Any]) -> None:
        """Join each rule's patterns from left to right, then its tests, then its place in the conflict set."""
        for rule in ruleset:
            node: Any = None
            for element in rule:
                if isinstance(element, TEST):
                    following = nodes.WhereNode(check.WhereCheck(element[0]))
                    node.add_child(following, following.activate)
                elif node is None:
                    following = alpha_terminals[id(element)]
                else:
                    following = nodes.OrdinaryMatchNode(check.SameContextCheck())
                    right = alpha_terminals[id(element)]
                    node.add_child(following, following.activate_left)
                    right.add_child(following, following.activate_right)
                node = following
            last = nodes.ConflictSetNode(rule)
            node.add_child(last, last.activate)

    def _get_conflict_set_nodes(self) -> tuple[Any, ...]:
        if "_nodes" not in self.__dict__:
            self._nodes: tuple[Any, ...] = super()._get_conflict_set_nodes()
        return self._nodes


def _below(node: Any, found: Any) -> Any:
    """Add a checking node below another."""
    following = nodes.FeatureTesterNode(found)
    node.add_child(following, following.activate)
    return following


def _binds(found: Any) -> bool:
    """Tell the check that binds the fact, which comes last."""
    return isinstance(found, check.FactCapture)


class StableStrategy(_experta.abstract.Strategy):  # type: ignore[misc,name-defined]
    """Order the agenda by salience, recency of the matched facts, then the rule's own order: never by address."""

    @staticmethod
    def _key(activation: Any) -> tuple[Any, ...]:
        ids = sorted((fact["__factid__"] for fact in activation.facts), reverse=True)
        return activation.rule.salience, ids, -activation.rule.order

    def _update_agenda(self, agenda: Any, added: list[Any], removed: list[Any]) -> None:
        activations = agenda.activations
        for activation in removed:
            activation.key = self._key(activation)
            place = bisect_left(activations, activation)
            while place < len(activations) and activations[place].key == activation.key:
                if activations[place].rule is activation.rule and activations[place].context == activation.context:
                    del activations[place]
                    break
                place += 1
        for activation in added:
            activation.key = self._key(activation)
            insort(activations, activation)
