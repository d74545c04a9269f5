"""What the value of one fact may be, as a schema."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from fractions import Fraction

from springstep.engine.language.conditions import Compare, Constant
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.plain_lists import has_word_for_none, item_texts, words_for
from springstep.engine.language.spoken.phrases import NONE
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.schema.conditions import plain_limit
from springstep.engine.schema.dialect import Schema
from springstep.engine.schema.quantity_patterns import amount_pattern, clock_pattern

_OF_NUMBERS = {"<": "minimum", "<=": "exclusiveMinimum", ">": "maximum", ">=": "exclusiveMaximum"}
"""What a limit of numbers leaves, by the comparison that rules a value out."""


def fact_schema(info: FactInfo, limits: Iterable[Compare], base: RuleBase) -> Schema:
    """Return the schema of a fact, unknown or with a value; ``limits`` rule values out."""
    values = list(_values(info, limits, base))
    return {
        "description": _explained(info),
        "anyOf": [*values, {"type": "null"}, {"const": "unknown"}],
    }


def _explained(info: FactInfo) -> str:
    told = [info.question or f"{info.label}.", info.explained]
    if info.unit and info.kind == "number":
        told.append(f"In {info.unit}." if not info.unit.startswith("of ") else "")
    if info.spoken.bands is not None:
        told.append(f"A number of {info.spoken.bands.unit} will do, too.")
    if info.kind == "items":
        told.append("An item may stand alone" + ("." if has_word_for_none(info) else ", and none for an empty list."))
    if info.item_words:
        told.append("What is named twice counts once.")
    return " ".join(filter(None, told))


def _values(info: FactInfo, limits: Iterable[Compare], base: RuleBase) -> Iterable[Schema]:
    match info.kind:
        case "word":
            yield {"type": "string", "enum": list(info.values)}
            if info.spoken.bands is not None:
                most = max(info.spoken.bands.below.values())
                yield {"type": "number", "minimum": 0, "exclusiveMaximum": plain_limit(most)}
        case "flag":
            yield {"type": "boolean"}
        case "row":
            yield {"type": "string", "enum": list(base.tables[info.table].by_id)}
        case "number":
            yield _number(info, limits)
        case "quantity":
            yield {"type": "string", "pattern": _quantity(info, limits), "examples": list(info.examples)}
        case "items":
            yield from _items(info, base)
        case _:
            yield {"type": "string"}


def _number(info: FactInfo, limits: Iterable[Compare]) -> Schema:
    assert info.minimum is not None and info.maximum is not None
    found: Schema = {"type": "integer" if info.integer else "number"}
    found |= {"minimum": plain_limit(info.minimum), "maximum": plain_limit(info.maximum)}
    for limit in limits:
        keyword, value = _OF_NUMBERS.get(limit.op), _constant(limit)
        if keyword is None:
            found.setdefault("not", {"enum": []})["enum"].append(plain_limit(value))
        else:
            closer = max if keyword.lower().endswith("minimum") else min
            found[keyword] = closer(found.get(keyword, plain_limit(value)), plain_limit(value))
    return found


def _quantity(info: FactInfo, limits: Iterable[Compare]) -> str:
    if info.form == "amount":
        return amount_pattern(info, zero=False if any(_constant(limit) == 0 for limit in limits) else None)
    low = [_constant(limit) for limit in limits if limit.op == "<"]
    high = [_constant(limit) for limit in limits if limit.op == ">"]
    return clock_pattern(info, max(low, default=None), min(high, default=None))


def _constant(limit: Compare) -> Fraction:
    assert isinstance(limit.right, Constant)
    return Fraction(limit.right.value)


def _items(info: FactInfo, base: RuleBase) -> Iterable[Schema]:
    scope = base.vocabulary.list_scopes[info.name]
    item = {"$ref": f"#/$defs/{item_name(info, base)}"}
    word: Schema = {"type": "string", "enum": [*(words_for(info) or item_texts(scope))]}
    yield {"type": "array", "items": {"anyOf": [word, item]}, "maxItems": info.most}
    yield word
    yield item
    if not has_word_for_none(info):
        yield {"const": NONE}
        yield {"type": "array", "items": {"const": NONE}, "minItems": 1, "maxItems": info.most}


def lists_with(info: FactInfo, item: Schema, words: Collection[str]) -> Schema:
    """Return the schema of the values of a list that hold such an item, or one that is told in one of these words."""
    one: Schema = {"anyOf": [{"enum": list(words)}, item]}
    return {"anyOf": [{"type": "array", "contains": one}, one]}


def item_name(info: FactInfo, base: RuleBase) -> str:
    """Return the name under which the items of a list are defined."""
    return base.vocabulary.list_scopes[info.name].name.capitalize()


def item_schema(info: FactInfo, base: RuleBase) -> Schema:
    """Return the schema of one item of a list."""
    fields = {field.name.split(".")[1]: field for field in base.vocabulary.fields_of(info.name)}
    return {
        "description": f"One item of {info.name}.",
        "type": "object",
        "properties": {
            name: {
                "description": " ".join(filter(None, (field.question, field.explained))),
                "type": "string",
                "enum": list(field.values),
            }
            for name, field in fields.items()
        },
        "required": list(fields),
        "additionalProperties": False,
    }
