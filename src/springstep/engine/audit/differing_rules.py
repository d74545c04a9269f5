"""Two rule bases compared as they are written: which rules differ, and whether anything else does."""

from __future__ import annotations

from dataclasses import replace

from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase

_PARTS = ("vocabulary", "tables", "decisions", "choices", "plan", "verdicts", "domain", "topics")


def written_otherwise(first: Rule | None, second: Rule | None) -> bool:
    """Tell whether a rule is written otherwise in two rule bases, or stands in only one of them."""
    if first is None or second is None:
        return True
    return replace(first, layer=second.layer, overridden_by=second.overridden_by, source="", line=0) != replace(
        second, source="", line=0
    )


def only_rules_differ(old: RuleBase, new: RuleBase) -> bool:
    """Tell whether two rule bases share everything but their rules, as far as can be seen without proof."""
    return all(getattr(old, part) is getattr(new, part) for part in _PARTS)


def alike(old: RuleBase, new: RuleBase, moment: str) -> bool:
    """Tell whether nothing differs at a moment, as far as can be seen without proof."""
    return only_rules_differ(old, new) and not differing_rules(old, new, moment)


def differing_rules(old: RuleBase, new: RuleBase, moment: str) -> tuple[str, ...]:
    """Return the rules of a moment that stand in one rule base alone, or differ in words, conclusions or condition.

    A rule's condition differs, too, where a rule that overrides it does.
    """
    mine, theirs = ({rule.id: rule for rule in base.rules if moment in rule.moments} for base in (old, new))
    return tuple(
        name
        for name in {**mine, **theirs}
        if written_otherwise(mine.get(name), theirs.get(name))
        or old.condition(mine[name]) != new.condition(theirs[name])
    )
