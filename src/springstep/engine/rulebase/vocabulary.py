"""Read the vocabulary of a knowledge folder: facts, what follows from them, and what no case can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from springstep.engine.language.tables import Table
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.asked_where import build_asked_where
from springstep.engine.rulebase.check_ins import read_check_ins
from springstep.engine.rulebase.constraints import build_constraint
from springstep.engine.rulebase.definitions import build_definition
from springstep.engine.rulebase.facts import build_facts
from springstep.engine.rulebase.kept import build_kept
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import ConstraintSchema, DerivedSchema, FactsSchema


def read_vocabulary(reader: KnowledgeReader, folder: Path, tables: Mapping[str, Table]) -> Vocabulary | None:
    """Read the files of facts, derived facts, constraints and check-ins.

    Faults go to the reader; then it is ``None``.
    """
    before = len(reader.faults)
    document, whole = reader.read(folder / "facts.yaml", FactsSchema)
    derived, derivations = reader.read(folder / "derived.yaml", tuple[DerivedSchema, ...])
    limits, constraints = reader.read(folder / "constraints.yaml", tuple[ConstraintSchema, ...])
    if len(reader.faults) > before:
        return None
    builder = VocabularyBuilder(reader, tables)
    facts = build_facts(builder, document, whole)
    scopes = {info.scope.name: info.scope for info in facts.values() if info.scope is not None}
    stands = build_kept(builder, document, whole)
    asked_where = build_asked_where(builder, document, whole)
    definitions = tuple(
        found
        for index, schema in enumerate(derivations)
        if (found := build_definition(builder.at(derived, (index,)), schema)) is not None
    )
    for index, schema in enumerate(derivations):
        if schema.fact in {each.fact for each in derivations[:index]}:
            builder.at(derived, (index,)).fault(
                "duplicate", "fact", f"'{schema.fact}' is derived twice", "one entry with all its ways"
            )
    kept = tuple(
        made
        for index, schema in enumerate(constraints)
        if (made := build_constraint(builder.at(limits, (index,)), schema)) is not None
    )
    if len(reader.faults) > before:
        return None
    vocabulary = Vocabulary(
        dict(whole.moments),
        facts,
        scopes,
        definitions,
        kept,
        group_words=dict(whole.groups),
        counted=whole.counted,
        kept=stands,
        asked_where=asked_where,
    )
    check_ins = read_check_ins(reader, folder, vocabulary)
    return replace(vocabulary, check_ins=check_ins) if len(reader.faults) == before else None
