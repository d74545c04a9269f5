"""Build where a fact is asked for, if not wherever it matters, from the declarations beside the facts."""

from __future__ import annotations

from springstep.engine.language.conditions import Condition
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import FactsSchema
from springstep.engine.text.source import Document


def build_asked_where(builder: VocabularyBuilder, document: Document, whole: FactsSchema) -> dict[str, Condition]:
    """Return by fact the condition on other answers under which it is asked for; faults go to the builder."""
    found: dict[str, Condition] = {}
    for index, schema in enumerate(whole.facts):
        if schema.asked_where is not None:
            builder.at(document, ("facts", index))
            text = schema.asked_where
            where = builder.parsed("asked_where", lambda text=text: parse_condition(text, builder.names))  # type: ignore[misc]
            if where is not None:
                found[schema.fact] = where
    return found
