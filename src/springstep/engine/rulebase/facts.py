"""Build the facts of a case from their declarations, with their units, values and groups."""

from __future__ import annotations

from fractions import Fraction

from springstep.engine.errors import nearest
from springstep.engine.language.evaluate import measure
from springstep.engine.language.parse import parse_number
from springstep.engine.language.vocabulary import MOMENT, FactInfo
from springstep.engine.rulebase.vocabulary_builder import Names, VocabularyBuilder
from springstep.engine.rulebase.vocabulary_shapes import FactShape, FactsShape
from springstep.engine.text.source import Document


def build_facts(builder: VocabularyBuilder, document: Document, whole: FactsShape) -> Names:
    """Return the facts, and let what follows refer to them and to their groups."""
    moments = tuple(whole.moments)
    for index, shape in enumerate(whole.facts):
        builder.at(document, ("facts", index))
        if shape.fact in builder.names:
            builder.fault("fact", f"'{shape.fact}' stands twice")
        for key, named in (("moments", shape.moments), ("required", shape.required)):
            for moment in named:
                if moment not in moments:
                    builder.fault(key, f"no moment is called '{moment}'", nearest(moment, moments))
        if shape.table is not None and shape.table not in builder.tables:
            builder.fault("table", f"no table is called '{shape.table}'", nearest(shape.table, builder.tables))
        builder.names[shape.fact] = _info(builder, shape)
    first = builder.names.get(MOMENT)
    if first is None or first.kind != "word" or set(first.values) != set(moments):
        builder.at(document, ("facts",)).fault((), f"needs a fact '{MOMENT}' with the moments for its values")
    facts = dict(builder.names)
    groups: dict[str, list[str]] = {}
    for info in facts.values():
        groups.setdefault(info.group, []).append(info.name)
    for name, members in groups.items():
        if name:
            builder.names[name] = FactInfo(name, "group", name, values=tuple(members))
    return facts


def _info(builder: VocabularyBuilder, shape: FactShape) -> FactInfo:
    units: dict[str, Fraction] = {}
    for unit, amount in shape.units.items():
        term = builder.parsed(("units", unit), lambda amount=amount: parse_number(str(amount), {}))  # type: ignore[misc]
        if term is not None:
            units[unit] = Fraction(measure(term)({}))
    return FactInfo(
        name=shape.fact,
        kind=shape.kind,
        label=shape.label,
        question=shape.question,
        help=" ".join(shape.help.split()),
        unit=shape.unit,
        values=tuple(field.field for field in shape.fields) if shape.kind == "items" else shape.values,
        minimum=shape.minimum,
        maximum=shape.maximum,
        integer=shape.integer,
        tried=shape.tried,
        moments=shape.moments,
        required_at=shape.required,
        change=shape.change,
        group=shape.group or "",
        remembered=shape.remembered,
        volunteered=shape.volunteered,
        answers=shape.answers or "",
        serves=shape.serves,
        table=shape.table or "",
        most=shape.most,
        form=shape.form,
        goes_on=shape.goes_on,
        told=shape.told.words() if shape.told is not None else None,
        examples=shape.examples,
        units=units,
    )


def fields_of(shape: FactShape) -> Names:
    """Return the fields of the items of a list, by the name that conditions use."""
    found = [
        FactInfo(
            f"{shape.each}.{field.field}",
            "word",
            field.field,
            question=field.question,
            help=" ".join(field.help.split()),
            values=field.values,
        )
        for field in shape.fields
    ]
    return {info.name: info for info in found}
