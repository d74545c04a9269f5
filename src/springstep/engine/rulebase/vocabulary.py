"""Read the vocabulary of a knowledge folder: facts, what follows from them, and what no case can be."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from springstep.engine.language.tables import Table
from springstep.engine.language.vocabulary import Scope, Vocabulary
from springstep.engine.rulebase.constraints import build_constraint
from springstep.engine.rulebase.definitions import build_definition
from springstep.engine.rulebase.facts import build_facts, fields_of
from springstep.engine.rulebase.reading import KnowledgeReader
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_shapes import ConstraintShape, DerivedShape, FactsShape


def read_vocabulary(reader: KnowledgeReader, folder: Path, tables: Mapping[str, Table]) -> Vocabulary | None:
    """Read ``facts.yaml``, ``derived.yaml`` and ``constraints.yaml``; faults go to the reader, then it is ``None``."""
    before = len(reader.faults)
    told, whole = reader.read(folder / "facts.yaml", FactsShape)
    derived, derivations = reader.read(folder / "derived.yaml", tuple[DerivedShape, ...])
    limits, constraints = reader.read(folder / "constraints.yaml", tuple[ConstraintShape, ...])
    if len(reader.faults) > before:
        return None
    builder = VocabularyBuilder(reader, tables)
    facts = build_facts(builder, told, whole)
    scopes = {
        shape.each: Scope(shape.each, shape.fact, shape.each_words, fields_of(shape))
        for shape in whole.facts
        if shape.each
    }
    definitions = tuple(
        found
        for index, shape in enumerate(derivations)
        if (found := build_definition(builder.at(derived, (index,)), shape)) is not None
    )
    for index, shape in enumerate(derivations):
        if shape.fact in {each.fact for each in derivations[:index]}:
            builder.at(derived, (index,)).fault(
                "fact", f"'{shape.fact}' is derived twice", "one entry with all its ways"
            )
    kept = tuple(
        made
        for index, shape in enumerate(constraints)
        if (made := build_constraint(builder.at(limits, (index,)), shape)) is not None
    )
    if len(reader.faults) > before:
        return None
    return Vocabulary(
        dict(whole.moments),
        facts,
        scopes,
        definitions,
        kept,
        group_words=dict(whole.groups),
        counted=whole.counted,
    )
