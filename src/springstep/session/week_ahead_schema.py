"""The schema of the file that declares what is supposed of the coming days."""

from __future__ import annotations

from typing import Any

from springstep.engine.rulebase.rule_schema import FileSchema, Words


class WeekAheadSchema(FileSchema):
    """What stands of a runner, and what is supposed, on each of the coming days."""

    keep: tuple[str, ...]
    unless: tuple[str, ...]
    lasting: tuple[str, ...]
    suppose: dict[str, Any]
    later: dict[str, Any]
    log: dict[str, Any]
    ratings: dict[str, int]
    says: dict[str, dict[str, Words]]
    unknown: Words
    day_after: dict[str, str]
    because: Words
