"""Build the facts of a case from their declarations, with their units, values and groups."""

from __future__ import annotations

from fractions import Fraction

from springstep.engine.errors import nearest
from springstep.engine.language.evaluate import measure
from springstep.engine.language.fact_info import MOMENT, FactInfo, Scope
from springstep.engine.language.parse import parse_number
from springstep.engine.rulebase.spoken import build_spoken, check_since
from springstep.engine.rulebase.vocabulary_builder import Names, VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import FactSchema, FactsSchema, FieldSchema
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place


def build_facts(builder: VocabularyBuilder, document: Document, whole: FactsSchema) -> Names:
    """Return the facts, and let what follows refer to them and to their groups."""
    moments = tuple(whole.moments)
    for index, schema in enumerate(whole.facts):
        builder.at(document, ("facts", index))
        if schema.fact in builder.names:
            builder.fault("duplicate", "fact", f"'{schema.fact}' stands twice")
        named_in = {"moments": schema.moments, "required": schema.required, "volunteered_at": schema.volunteered_at}
        for key, named in named_in.items():
            for moment in named:
                if moment not in moments:
                    builder.fault("unknown_name", key, f"no moment is called '{moment}'", nearest(moment, moments))
        if schema.table is not None and schema.table not in builder.tables:
            builder.fault(
                "unknown_name", "table", f"no table is called '{schema.table}'", nearest(schema.table, builder.tables)
            )
        remembered = [each.fact for each in whole.facts if each.remembered]
        if schema.recalls is not None and schema.recalls not in remembered:
            hint = nearest(schema.recalls, remembered)
            builder.fault("unknown_name", "recalls", f"'{schema.recalls}' is not a fact that is remembered", hint)
        builder.filled("recalled", schema.recalled, ("value", "note"))
        builder.names[schema.fact] = _info(builder, schema)
    first = builder.names.get(MOMENT)
    if first is None or first.kind != "word" or set(first.values) != set(moments):
        builder.at(document, ("facts",)).fault(
            "missing", (), f"needs a fact '{MOMENT}' with the moments for its values"
        )
    check_since(builder, document, whole)
    facts = dict(builder.names)
    groups: dict[str, list[str]] = {}
    for info in facts.values():
        groups.setdefault(info.group, []).append(info.name)
    for name, members in groups.items():
        if name:
            builder.names[name] = FactInfo(name, "group", name, values=tuple(members))
    return facts


def _info(builder: VocabularyBuilder, schema: FactSchema) -> FactInfo:
    units: dict[str, Fraction] = {}
    for unit, amount in schema.units.items():
        term = builder.parsed(("units", unit), lambda amount=amount: parse_number(str(amount), {}))  # type: ignore[misc]
        if term is not None:
            units[unit] = Fraction(measure(term)({}))
    fields = _fields(builder, schema)
    return FactInfo(
        name=schema.fact,
        kind=schema.kind,
        label=schema.label,
        question=schema.question,
        help=" ".join(schema.help.split()),
        unit=schema.unit,
        values=tuple(field.field for field in schema.fields) if schema.kind == "items" else schema.values,
        minimum=schema.minimum,
        maximum=schema.maximum,
        integer=schema.integer,
        tried=schema.tried,
        moments=schema.moments,
        required_at=schema.required,
        settles=_settles(builder, schema, ()),
        change=schema.change,
        group=schema.group or "",
        remembered=schema.remembered,
        volunteered_at=schema.moments if schema.volunteered else schema.volunteered_at,
        answers=schema.answers or "",
        recalls=schema.recalls or "",
        recalled=schema.recalled,
        serves=schema.serves,
        table=schema.table or "",
        most=schema.most,
        item_words=schema.fields[0].values if len(schema.fields) == 1 else (),
        form=schema.form,
        goes_on=schema.goes_on,
        words=schema.words.words() if schema.words is not None else None,
        scope=Scope(schema.each, schema.fact, schema.item_words, fields) if schema.each else None,
        examples=schema.examples,
        units=units,
        spoken=build_spoken(builder, schema, list(fields.values())),
    )


def _fields(builder: VocabularyBuilder, schema: FactSchema) -> Names:
    """Return the fields of the items of a list, by the name that conditions use."""
    found = [
        FactInfo(
            f"{schema.each}.{field.field}",
            "word",
            f"{schema.each} {field.field}".replace("_", " ") if len(schema.fields) > 1 else str(schema.each),
            question=field.question,
            help=" ".join(field.help.split()),
            values=field.values,
            settles=_settles(builder, field, ("fields", number)),
            spoken=build_spoken(builder, field, place=("fields", number)),
        )
        for number, field in enumerate(schema.fields)
    ]
    return {info.name: info for info in found}


def _settles(builder: VocabularyBuilder, schema: FactSchema | FieldSchema, place: Place) -> tuple[str, ...]:
    for value in schema.settles:
        if value not in schema.values:
            what = f"'{value}' is not one of its values"
            builder.fault("unknown_name", (*place, "settles"), what, nearest(value, schema.values))
    return schema.settles
