"""Cases that are told as changes to the standard case of their moment: examples of rules, and the like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from springstep.engine.inference.derived_facts import mended
from springstep.engine.language.rules import Rule
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase

UNKNOWN = "unknown"
"""What an example writes where the standard case tells something and it does not."""


def standard_case(base: RuleBase, moment: str) -> dict[str, Any]:
    """Return what the standard case of a moment tells."""
    return laid_over(base, moment, {})


def laid_over(base: RuleBase, moment: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return the standard case of a moment with changes laid over it, as they are."""
    merged = {**base.standard_cases[moment], **changes}
    return {name: value for name, value in merged.items() if value is not None and value != UNKNOWN}


def example_case(base: RuleBase, rule: Rule, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a rule's example over the standard case of the moment it is for, and keep the whole free of contradictions.

    What the example tells stands; what the standard case tells beside it gives way.
    """
    case = laid_over(base, changes.get(MOMENT, rule.moments[0]), changes)
    return mended(base.vocabulary, case, keep=changes)
