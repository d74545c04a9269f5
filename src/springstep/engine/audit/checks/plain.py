"""Every check that reads the knowledge alone, without the solver and without running a case."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.checks.numbers_in_words import loose_numbers
from springstep.engine.audit.checks.sources import weak_sources
from springstep.engine.audit.report import Finding
from springstep.engine.rulebase.base import RuleBase


def plain_checks(base: RuleBase) -> Iterator[Finding]:
    """Yield what can be found by reading alone."""
    for check in (weak_sources, loose_numbers):
        yield from check(base)
