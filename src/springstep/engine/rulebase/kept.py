"""Build how long answers stand once they were told, from the declarations beside the facts."""

from __future__ import annotations

from springstep.engine.errors import nearest
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.kept import Kept
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import FactsSchema, KeptSchema
from springstep.engine.text.source import Document


def build_kept(builder: VocabularyBuilder, document: Document, whole: FactsSchema) -> dict[str, Kept]:
    """Return by fact how long its answer stands; faults go to the builder."""
    found: dict[str, Kept] = {}
    for index, schema in enumerate(whole.facts):
        if schema.kept is not None:
            builder.at(document, ("facts", index, "kept"))
            _check(builder, schema.fact, schema.kept, found)
            found[schema.fact] = _built(builder, schema.kept)
    return found


def _check(builder: VocabularyBuilder, fact: str, kept: KeptSchema, earlier: dict[str, Kept]) -> None:
    info = builder.names[fact]
    if fact == MOMENT:
        builder.fault("not_allowed", (), "the moment is told each time")
    wholes = [name for name, each in earlier.items() if not each.of]
    if kept.of is not None and kept.of not in wholes:
        what = f"'{kept.of}' is not an answer that is kept by itself and stands before this one"
        builder.fault("unknown_name", "of", what, nearest(kept.of, wholes))
    for name in kept.until:
        if name not in builder.names:
            builder.fault("unknown_name", "until", f"there is no fact '{name}'", nearest(name, builder.names))
    if kept.weeks_since and not (info.kind == "number" and info.integer):
        builder.fault("wrong_type", "weeks_since", f"'{fact}' is not a whole number of weeks")


def _built(builder: VocabularyBuilder, kept: KeptSchema) -> Kept:
    but = (
        (builder.parsed(("but", text), lambda text=text: parse_condition(text, builder.names)), days)  # type: ignore[misc]
        for text, days in kept.but.items()
    )
    return Kept(
        days=kept.days,
        but=tuple((condition, days) for condition, days in but if condition is not None),
        usual=kept.usual,
        weeks_since=kept.weeks_since,
        of=kept.of or "",
        until=kept.until,
    )
