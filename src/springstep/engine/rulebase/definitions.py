"""Build what is derived: each fact with the ways to it, case by case or off the rows of a table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from springstep.engine.errors import nearest
from springstep.engine.language.conditions import (
    All,
    Among,
    Condition,
    Constant,
    Fact,
    Known,
    Term,
    both,
    names_in,
)
from springstep.engine.language.definitions import Definition, ProofView, Way
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import exact
from springstep.engine.language.parse import parse_condition, parse_number, parse_value
from springstep.engine.language.substitute import substituted
from springstep.engine.language.tables import Table
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import DerivedSchema, ProofSchema


def build_definition(builder: VocabularyBuilder, schema: DerivedSchema) -> Definition | None:
    """Build a derived fact; ``None`` when it has faults."""
    before = len(builder.faults)
    known = builder.names.get(schema.fact)
    if known is None and schema.kind is None:
        builder.fault(
            "missing", "fact", f"'{schema.fact}' is not a fact of a case, so it needs its kind", "give kind and label"
        )
        return None
    guard = builder.parsed("when", lambda: parse_condition(schema.when or "always", builder.names))
    ways = tuple(Way(both(guard, way.when), way.value, way.note) for way in _ways(builder, schema) if guard is not None)
    for way in ways:
        builder.filled("fact", way.note, builder.names)
    if len(builder.faults) > before:
        return None
    info = known or FactInfo(
        schema.fact,
        schema.kind or "number",
        schema.label or schema.fact.replace("_", " "),
        unit=schema.unit,
        values=schema.values or _words_of(ways),
        minimum=schema.minimum if schema.minimum is not None else 1 if schema.last_row is not None else None,
        maximum=schema.maximum if schema.last_row is None else len(builder.tables[schema.last_row.table].rows),
        integer=schema.integer or schema.last_row is not None,
        moments=schema.moments,
    )
    found = Definition(info, ways, schema.places, schema.because, schema.asked or "")
    if known is None:
        found = replace(found, info=replace(info, derived_from=found.reads))
        builder.names[schema.fact] = found.info
    if schema.proof is not None:
        found = replace(found, proof=_proof(builder, schema.proof))
    return found if len(builder.faults) == before else None


def _ways(builder: VocabularyBuilder, schema: DerivedSchema) -> Iterable[Way]:
    if schema.last_row is not None:
        yield from _last_row(builder, schema)
    elif schema.of_row is not None:
        yield from _of_row(builder, schema)
    for index, case in enumerate(schema.cases):
        when = builder.parsed(("cases", index, "when"), lambda case=case: parse_condition(case.when, builder.names))  # type: ignore[misc]
        value = builder.parsed(("cases", index, "value"), lambda case=case: _value(builder, case.value, schema))  # type: ignore[misc]
        if when is not None and value is not None:
            yield Way(when, value, case.note)


def _value(builder: VocabularyBuilder, text: Any, schema: DerivedSchema) -> Term:
    info = builder.names.get(schema.fact)
    kind = info.kind if info is not None else schema.kind
    if kind == "number":
        return parse_number(str(text), builder.names)
    return parse_value(str(text), info or FactInfo(schema.fact, kind or "word", schema.label, values=schema.values))


def _last_row(builder: VocabularyBuilder, schema: DerivedSchema) -> Iterable[Way]:
    """Yield a case for each row, the last one first, then what is taken when no row fits but all is known."""
    wanted = schema.last_row
    assert wanted is not None
    table = builder.tables.get(wanted.table)
    if table is None:
        builder.fault(
            "unknown_name",
            ("last_row", "table"),
            f"no table is called '{wanted.table}'",
            nearest(wanted.table, builder.tables),
        )
        return
    where = builder.parsed(
        ("last_row", "where"), lambda: parse_condition(wanted.where, {**builder.names, **table.names})
    )
    if where is None:
        return
    for row in reversed(table.rows):
        values = table.values_of(row)
        yield Way(substituted(where, values), Constant(row.place), _filled(schema.note, values))
    if schema.otherwise is not None:
        least = table.rows[schema.otherwise - 1]
        yield Way(_all_known(where, table), Constant(schema.otherwise), _filled(schema.note, table.values_of(least)))


def _of_row(builder: VocabularyBuilder, schema: DerivedSchema) -> Iterable[Way]:
    """Yield a case for each word that stands in the column."""
    wanted = schema.of_row
    assert wanted is not None
    named = builder.names.get(wanted.fact)
    if named is None or named.kind != "row":
        rows = [name for name, info in builder.names.items() if info.kind == "row"]
        builder.fault("unknown_name", ("of_row", "fact"), f"'{wanted.fact}' names no row", nearest(wanted.fact, rows))
        return
    table = builder.tables[named.table]
    if wanted.column != "place" and wanted.column not in table.columns:
        builder.fault(
            "unknown_name",
            ("of_row", "column"),
            f"there is no column '{wanted.column}'",
            nearest(wanted.column, table.columns),
        )
        return
    for value in dict.fromkeys(row[wanted.column] for row in table.rows):
        ids = tuple(row.id for row in table.rows if row[wanted.column] == value)
        yield Way(Among(Fact(wanted.fact), ids), Constant(value), schema.note)


def _proof(builder: VocabularyBuilder, schema: ProofSchema) -> ProofView | None:
    holds = builder.parsed(("proof", "holds"), lambda: parse_condition(schema.holds, builder.names))
    prefers = [
        builder.parsed(("proof", "prefers", index), lambda text=text: parse_condition(text, builder.names))  # type: ignore[misc]
        for index, text in enumerate(schema.prefers)
    ]
    if holds is None or None in prefers:
        return None
    return ProofView(holds, tuple(prefers), tuple(dict(way) for way in schema.written_as), schema.because)


def _words_of(ways: Iterable[Way]) -> tuple[str, ...]:
    values = (way.value.value for way in ways if isinstance(way.value, Constant))
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))


def _filled(note: str, values: Mapping[str, Any]) -> str:
    """Put a row's values into a note, and leave the rest for later."""
    for name, value in values.items():
        note = note.replace(f"{{{name}}}", str(exact(value)))
    return note


def _all_known(where: Condition, table: Table) -> Condition:
    facts = [name for name in names_in(where) if name not in table.names]
    known = tuple(Known(Fact(name)) for name in facts)
    return known[0] if len(known) == 1 else All(known)
