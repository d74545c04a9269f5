"""Which firings of many cases rest on what was assumed: the arrays' counterpart of ``engine.inference.provenance``."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from springstep.engine.columns.arrays import Flags
from springstep.engine.columns.program import ColumnProgram, Decided
from springstep.engine.rulebase.base import RuleBase


class RestingOn:
    """Where the rules of one run rest on assumptions, each worked out when it is asked for."""

    def __init__(self, base: RuleBase, program: ColumnProgram, decided: Decided) -> None:
        self._base, self._decided = base, decided
        self._ids = [rule.id for rule in program.rules]
        self._assumed: Mapping[str, Flags] = _assumed(decided)
        self._of_rules: dict[str, Flags] = {}
        self._of_decisions: dict[str, Flags] = {}

    def rule(self, rule_id: str) -> Flags:
        """Tell for which cases a rule, where it fires, reads what was assumed, or what is carried by nothing else."""
        if rule_id not in self._of_rules:
            rule, found = self._base.by_id[rule_id], np.zeros(self._decided.frame.size, dtype=bool)
            for name in rule.reads(self._base.by_id):
                told = self._base.vocabulary.list_of(name, rule.for_each)
                if told in self._assumed:
                    found |= self._assumed[told]
                if name in self._decided.settled:
                    found |= self._decision(name)
            self._of_rules[rule_id] = found
        return self._of_rules[rule_id]

    def _decision(self, name: str) -> Flags:
        """Tell for which cases only assumptions carry a decision; of a sum, for which any contributes."""
        if name not in self._of_decisions:
            carried = [(self._ids[place], cases) for place, cases in self._decided.carried(name)]
            found = np.zeros(self._decided.frame.size, dtype=bool)
            for rule_id, cases in carried:
                found |= cases & self.rule(rule_id)
            if self._base.decisions[name].kind != "sum":
                for rule_id, cases in carried:
                    found &= ~cases | self.rule(rule_id)
            self._of_decisions[name] = found
        return self._of_decisions[name]


def _assumed(decided: Decided) -> dict[str, Flags]:
    found: dict[str, Flags] = {}
    for fact, cases, _ in decided.run.assumed:
        found[fact] = found[fact] | cases if fact in found else cases
    return found
