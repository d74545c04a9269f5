"""The schema of the file that declares what some good weeks are."""

from __future__ import annotations

from typing import Any

from springstep.engine.rulebase.rule_schema import FileSchema, Words


class LookAheadSchema(FileSchema):
    """What is supposed of a runner after some good weeks."""

    moment: str
    keep: tuple[str, ...]
    suppose: dict[str, Any]
    enough: dict[str, str]
    because: Words
