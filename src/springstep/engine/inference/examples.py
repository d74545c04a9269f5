"""Cases written as changes to the standard case of their moment, such as the examples of rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.inference.derived_facts import mended
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.plain_lists import as_list
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

UNKNOWN = "unknown"
"""What an example writes for a fact that the standard case gives and it does not."""


def standard_case(base: RuleBase, moment: str) -> dict[str, Any]:
    """Return the standard case of a moment."""
    return laid_over(base, moment, {})


def laid_over(base: RuleBase, moment: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the standard case of a moment with changes laid over it, unchecked."""
    merged = {**base.standard_cases[moment], **changes}
    facts = base.vocabulary.facts
    told = {name: value for name, value in merged.items() if value is not None and value != UNKNOWN}
    held = {name: as_list(facts[name], value) if name in facts else value for name, value in told.items()}
    return {name: [*value] if isinstance(value, tuple) else value for name, value in held.items()}


def example_case(base: RuleBase, rule: Rule, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a rule's example over the standard case of its moment, and mend contradictions.

    What the example gives is kept; what the standard case adds to it gives way.
    """
    case = laid_over(base, changes.get(MOMENT, rule.moments[0]), changes)
    return mended(base.vocabulary, case, keep=changes)
