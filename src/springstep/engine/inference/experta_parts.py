"""The parts of experta that the engine is built of, and what it needs to run correctly here.

Importing this module runs experta's own files as a private copy, so that neither side of a program that uses experta,
frozendict, schema or logging as well notices the other. experta's own agenda strategy can fire activations that no
longer hold and orders equals by memory address; ``StableStrategy`` replaces it.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from functools import update_wrapper
from typing import Any

from springstep.engine.inference.experta_runtime import find
from springstep.engine.inference.private_copy import PrivateCopy
from springstep.engine.inference.stand_ins import STAND_INS

_experta = PrivateCopy(find(), f"{__package__}.experta", STAND_INS)
# experta's __init__, which is not run, imports this and much that is not needed; one of its modules asks for it there.
_experta.module().OR = _experta.module("conditionalelement").OR

_engine: Any = _experta.module("engine")
nodes: Any = _experta.module("matchers.rete.nodes")
check: Any = _experta.module("matchers.rete.check")
rete: Any = _experta.module("matchers.rete.utils")

Fact: Any = _experta.module("fact").Fact
InitialFact: Any = _experta.module("fact").InitialFact
P: Any = _experta.module("fieldconstraint").P
L: Any = _experta.module("fieldconstraint").L
TEST: Any = _experta.module("conditionalelement").TEST
KnowledgeEngine: Any = _engine.KnowledgeEngine
Activation: Any = _experta.module("activation").Activation
Agenda: Any = _engine.Agenda
Matcher: Any = _engine.abstract.Matcher
Strategy: Any = _engine.abstract.Strategy
FactList: Any = _engine.FactList


class EngineRule(_engine.Rule):  # type: ignore[misc]
    """An experta rule whose right-hand side takes the engine and every binding, so no signature is looked up."""

    _wrapped: Any

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Take the right-hand side at the first call, as a decorator does, and run it at every later one."""
        if self._wrapped is None:
            self._wrapped = args[0]
            return update_wrapper(self, self._wrapped)
        return self._wrapped(*args, **kwargs)


class StableMatcher(KnowledgeEngine.__matcher__):  # type: ignore[misc]
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


class StableStrategy(Strategy):  # type: ignore[misc]
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
