"""The sheet of values that cells may hold: a column for each list, from which the drop-downs offer."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.rulebase.base import RuleBase

TITLE = "values"
EXPORTED = "rules when exported"
"""The list of the rules that had a row: one without a row was taken out, or has come since."""
DROP_DOWNS = ("basis", "for_each", "off", "reason")
"""The lists that cells offer; the others are there to be read."""


def allowed_values(base: RuleBase) -> Mapping[str, tuple[str, ...]]:
    """Return the lists by title: those of the drop-downs first, then topics, decisions with their steps, and facts."""
    facts = (info for name, info in base.facts.items() if name not in base.decisions)
    return {
        "basis": ("guide", "inference", "convention"),
        "for_each": tuple(base.vocabulary.scopes),
        "off": ("off",),
        "reason": tuple(base.domain.reasons),
        "what the reasons mean": tuple(f"{code}: {words}" for code, words in base.domain.reasons.items()),
        "topics": tuple(base.topics),
        "moments": tuple(base.vocabulary.moments),
        "topics of advice": tuple(base.domain.advice),
        "decisions and their steps": tuple(
            f"{name}: {', '.join(scheme.steps)}" if scheme.kind == "scale" else f"{name}: {scheme.kind} {scheme.unit}"
            for name, scheme in base.decisions.items()
        ),
        "facts and their values": tuple(f"{info.name}: {_values(info.allowed())}" for info in facts),
        EXPORTED: tuple(rule.id for rule in base.guide_rules),
    }


def _values(allowed: str) -> str:
    return allowed.removeprefix("allowed: ")
