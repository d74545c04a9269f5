"""Build what the knowledge declares of plain answers to a fact, and check that no words mean two of its values."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from springstep.engine.errors import nearest
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.spoken.data import Bands, Since, Spoken
from springstep.engine.language.spoken.figures import SECONDS
from springstep.engine.language.spoken.phrases import NONE
from springstep.engine.language.spoken.tidy import words_of
from springstep.engine.rulebase.spoken_schema import SpokenSchema
from springstep.engine.rulebase.vocabulary_builder import VocabularyBuilder
from springstep.engine.rulebase.vocabulary_schema import FactSchema, FactsSchema, FieldSchema
from springstep.engine.text.source import Document
from springstep.engine.text.source import Path as Place

_FLAG = ("yes", "no")


def build_spoken(
    builder: VocabularyBuilder, schema: FactSchema | FieldSchema, fields: Iterable[FactInfo] = (), place: Place = ()
) -> Spoken:
    """Return how people answer a fact or a field; a list of plain words is answered as its one field is."""
    parts = list(fields)
    other = _other(builder, schema, place)
    if len(parts) == 1:
        other = parts[0].spoken
    values = _values(schema, parts)
    only = values if values is not None else {*other.said, *other.meanings}
    said = {value: words for value, words in other.said.items() if value in only}
    unsure = {words: meant for words, meant in other.unsure.items() if set(meant) <= set(only)}
    made = Spoken(
        said={**said, **schema.said},
        unsure={**unsure, **{words: each.may_mean for each in schema.unsure for words in each.words}},
        asks={**other.asks, **{words: each.question for each in schema.asks for words in each.words}},
        meanings={**{value: words for value, words in other.meanings.items() if value in only}, **schema.meanings},
        gravest=schema.gravest or other.gravest,
        heard=schema.heard,
        passed_over=(*other.passed_over, *schema.passed_over),
        **_of_field(schema) if isinstance(schema, FieldSchema) else _of_fact(schema),
    )
    _check(builder, schema, made, values, place)
    return made


def _of_field(schema: FieldSchema) -> dict[str, str]:
    return {"untold": schema.untold, "outweighs": schema.outweighs}


def _of_fact(schema: FactSchema) -> dict[str, object]:
    since = schema.since
    return {
        "bands": Bands(schema.bands.unit, {v: float(n) for v, n in schema.bands.below.items()})
        if schema.bands
        else None,
        "likely": schema.likely,
        "units": schema.unit_words,
        "speeds": schema.speeds,
        "since": Since(since.field, since.value, since.fact) if since is not None else None,
        "to_day": schema.to_day,
        "beside_lengths": schema.beside_lengths,
        "examples": schema.examples if schema.kind != "quantity" else (),
    }


def _other(builder: VocabularyBuilder, schema: SpokenSchema, place: Place) -> Spoken:
    """Return the words of the fact or field that is answered in the same words."""
    if schema.said_as is None:
        return Spoken()
    known = {**builder.names}
    for info in builder.names.values():
        known |= info.scope.fields if info.scope is not None else {}
    if schema.said_as not in known:
        hint = nearest(schema.said_as, known)
        builder.fault(
            "unknown_name", (*place, "said_as"), f"no fact before this one is called '{schema.said_as}'", hint
        )
        return Spoken()
    return known[schema.said_as].spoken


def _values(schema: FactSchema | FieldSchema, parts: list[FactInfo]) -> Collection[str] | None:
    """Return what may be said in other words; ``None`` for numbers and quantities."""
    if isinstance(schema, FieldSchema):
        return schema.values
    match schema.kind:
        case "items":
            return (*(parts[0].values if len(parts) == 1 else ()), NONE)
        case "flag":
            return _FLAG
        case "word":
            return schema.values
    return None


def _check(
    builder: VocabularyBuilder, schema: SpokenSchema, made: Spoken, values: Collection[str] | None, place: Place
) -> None:
    """Note a fault for each value that there is not, and for words that mean two."""
    for key, known in (("said", made.said), ("meanings", made.meanings)):
        for value in known:
            if values is not None and value not in values:
                builder.fault(
                    "unknown_name", (*place, key, value), f"'{value}' is not one of its values", nearest(value, values)
                )
            if values is None and isinstance(schema, FactSchema) and not _fits(schema, value):
                builder.fault(
                    "not_allowed", (*place, key, value), f"'{value}' is no answer", f"such as {schema.minimum or 1}"
                )
    for value in schema.heard:
        if value not in (values or ()):
            builder.fault(
                "unknown_name", (*place, "heard"), f"'{value}' is not one of its values", nearest(value, values or ())
            )
    for number, unsure in enumerate(schema.unsure):
        for value in unsure.may_mean:
            if values is not None and value not in values:
                where = (*place, "unsure", number)
                builder.fault("unknown_name", where, f"'{value}' is not one of its values", nearest(value, values))
    listed = isinstance(schema, FactSchema) and schema.kind == "items"
    found = {tuple(words_of(value)): value for value in values or () if not (listed and value == NONE)}
    spoken = [(value, words, "said") for value, each in made.said.items() for words in each]
    spoken += [(" or ".join(meant), words, "unsure") for words, meant in made.unsure.items()]
    spoken += [("a question", words, "asks") for words in made.asks]
    for value, words, key in spoken:
        said = tuple(words_of(words))
        where = (*place, key, value) if key == "said" and value in schema.said else (*place, key)
        if not said:
            builder.fault("missing", where, f"'{words}' has no words")
        elif found.setdefault(said, value) != value or (key == "said" and said == tuple(words_of(value))):
            what = f"'{words}' is said of {value}, and means {found[said]} already"
            builder.fault("duplicate", where, what, "each words mean one value, or stand under 'unsure'")
    for key in ("untold", "outweighs") if isinstance(schema, FieldSchema) else ():
        value = getattr(schema, key)
        if value and values is not None and value not in values:
            builder.fault("unknown_name", (*place, key), f"'{value}' is not one of its values", nearest(value, values))
    if isinstance(schema, FactSchema) and schema.bands is not None:
        limits = list(schema.bands.below.values())
        if set(schema.bands.below) - set(schema.values) or limits != sorted(set(limits)):
            builder.fault(
                "contradiction", "bands", "gives values of the fact, each up to a number above the one before"
            )


def _fits(schema: FactSchema, value: str) -> bool:
    """Tell whether other words may stand for a number or a quantity that is written like this."""
    if schema.kind != "number":
        return re.search("|".join(schema.units), value) is not None if schema.kind == "quantity" else True
    number = re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", value)
    low, high = schema.minimum, schema.maximum
    return number is not None and low is not None and high is not None and low <= float(value) <= high


def check_since(builder: VocabularyBuilder, document: Document, whole: FactsSchema) -> None:
    """Note a fault where the times told with a list give what is no number of a unit of time."""
    for index, schema in enumerate(whole.facts):
        if schema.since is None:
            continue
        builder.at(document, ("facts", index))
        number = builder.names.get(schema.since.fact)
        fields = {field.field: field.values for field in schema.fields}
        if number is None or number.unit not in SECONDS:
            builder.fault("wrong_type", ("since", "fact"), f"'{schema.since.fact}' is no number of a unit of time")
        if schema.since.value not in fields.get(schema.since.field, ()):
            builder.fault("unknown_name", ("since", "value"), f"no {schema.since.field} is '{schema.since.value}'")
