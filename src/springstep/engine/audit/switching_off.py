"""A rule base with one rule switched off, to see what that rule does."""

from __future__ import annotations

from dataclasses import replace

from springstep.engine.rulebase.base import RuleBase


def without(base: RuleBase, rule_id: str) -> RuleBase:
    """Return a rule base with one rule switched off; raises ``QueryError`` for an unknown rule."""
    gone = base.rule(rule_id)
    kept = [
        replace(
            rule,
            overrides=tuple(name for name in rule.overrides if name != gone.id),
            overridden_by=tuple(name for name in rule.overridden_by if name != gone.id),
        )
        for rule in base.rules
        if rule.id != gone.id
    ]
    return replace(base, rules=tuple(kept), digest=f"{base.digest} without {gone.id}")
