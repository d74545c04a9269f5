"""The schema of the file that declares the words of a pocket card."""

from __future__ import annotations

from springstep.engine.rulebase.rule_schema import FileSchema, Words


class CardWordsSchema(FileSchema):
    """How a card says what comes up, and what to do then."""

    cues: dict[str, Words]
    do: dict[str, Words]
