"""What a firing does to decisions and facts: what is fixed beforehand, and what has to be worked out each time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from springstep.engine.inference.firings import amount_of
from springstep.engine.language.conditions import Constant
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.evaluate import Measure
from springstep.engine.language.rules import Rule

Entry: TypeAlias = "tuple[Any, tuple[Any, bool]]"
"""How cautious a conclusion is, so that entries can be compared, and its amount and whether that is strict."""


class DecisionEffect(NamedTuple):
    """One conclusion whose amount has to be worked out."""

    number: int
    """Its place in the rule."""
    amount: Measure
    fact: str = ""
    """The fact that it assumes."""
    decision: str = ""
    """The decision that it bears on."""
    scheme: DecisionScheme | None = None
    strict: bool = False

    def entry(self, amount: Any) -> Entry:
        """Return what is concluded on the decision."""
        assert self.scheme is not None
        return self.scheme.caution(amount, strict=self.strict), (amount, self.strict)


def effects_of(
    rule: Rule, decisions: Mapping[str, DecisionScheme]
) -> tuple[tuple[tuple[str, Entry], ...], tuple[DecisionEffect, ...]]:
    """Return a rule's fixed conclusions, by decision, and those to be worked out at each firing."""
    fixed: list[tuple[str, Entry]] = []
    worked_out: list[DecisionEffect] = []
    for number, conclusion in enumerate(rule.conclusions):
        amount, decision, strict = amount_of(conclusion), conclusion.decides, conclusion.strict
        if decision and isinstance(conclusion.term, Constant):
            value = amount({})
            fixed.append((decision, (decisions[decision].caution(value, strict=strict), (value, strict))))
        elif decision:
            worked_out.append(
                DecisionEffect(number, amount, decision=decision, scheme=decisions[decision], strict=strict)
            )
        elif conclusion.assumes or conclusion.term is not None:
            worked_out.append(DecisionEffect(number, amount, fact=conclusion.assumes))
    return tuple(fixed), tuple(worked_out)
