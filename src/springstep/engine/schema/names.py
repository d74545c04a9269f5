"""The names of a rule base that fields of records may hold, by kind, for their schemas."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.rulebase.base import RuleBase


def names_of(base: RuleBase) -> Mapping[str, tuple[str, ...]]:
    """Return the names of each kind that a ``OneOf`` may ask for, in the order of the knowledge."""
    verdicts = (verdict.name for several in base.verdicts.values() for verdict in several)
    codes = (verdict.code for several in base.verdicts.values() for verdict in several)
    decisions = (*base.decisions, *base.choices)
    return {
        "moment": tuple(base.vocabulary.moments),
        "verdict": tuple(dict.fromkeys(verdicts)),
        "verdict code": tuple(dict.fromkeys(codes)),
        "decision": decisions,
        "fact": tuple(base.facts),
        "bearing": tuple(dict.fromkeys((*decisions, *base.facts, *base.plan_names))),
        "topic": (*base.domain.advice, "stop"),
        **{f"row of {name}": tuple(table.by_id) for name, table in base.tables.items()},
        **{f"step of {name}": tuple(each.steps) for name, each in base.decisions.items() if each.steps},
    }
