"""What a row of a table says, and what is said of it, as Arrow schemas with the units and questions of each column."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import pyarrow as pa

from springstep.engine.advice.choosing import NO_ROW
from springstep.engine.columns.arrays import is_number
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

VERDICT, CODE, DECIDES, REASONS, ASSUMED, FIRED, ERRORS = (
    "verdict",
    "verdict_code",
    "reason_decision",
    "reason_rules",
    "reason_assumed",
    "fired",
    "errors",
)
_FAULT = pa.struct([(name, pa.string()) for name in ("code", "where", "what", "allowed")])
_WORD = pa.dictionary(pa.int16(), pa.string())


class SaidColumn(NamedTuple):
    """One column of what is said of a row."""

    name: str
    type: pa.DataType
    about: str
    unit: str = ""


def input_schema(rule_base: RuleBase | None = None) -> pa.Schema:
    """Return what a row may say: a column for each fact, each of which may be missing.

    ListColumn may be nested, as here, or stand as JSON text or in numbered columns such as ``injuries_1_site``.
    """
    base = _base(rule_base)
    fields = base.vocabulary.facts.values()
    return pa.schema([_field(info.name, _told_type(info, base), info.question, info.unit) for info in fields])


def output_schema(rule_base: RuleBase | None = None) -> pa.Schema:
    """Return what is said of a row: verdict, decisions, what was chosen, the rules that fired, and what is wrong."""
    return pa.schema([_field(each.name, each.type, each.about, each.unit) for each in said_of(_base(rule_base))])


def without_dictionaries(schema: pa.Schema) -> pa.Schema:
    """Return a schema in which words are plain strings, also in lists, for what reads no dictionaries."""
    return pa.schema([field.with_type(_plain(field.type)) for field in schema])


def _plain(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_dictionary(kind):
        return kind.value_type
    if pa.types.is_struct(kind):
        return pa.struct([(field.name, _plain(field.type)) for field in kind])
    return pa.list_(_plain(kind.value_type)) if pa.types.is_list(kind) else kind


@memoized
def said_of(base: RuleBase) -> tuple[SaidColumn, ...]:
    """Return the columns of what is said of a row."""
    return tuple(_said(base))


def _said(base: RuleBase) -> Iterator[SaidColumn]:
    yield SaidColumn(MOMENT, _WORD, "The moment that the row is of.")
    yield SaidColumn(VERDICT, _WORD, "The verdict.")
    yield SaidColumn(CODE, _WORD, "What tells the verdict from the others of its moment.")
    for scheme in base.decisions.values():
        unit = scheme.unit
        if scheme.kind == "scale":
            yield SaidColumn(scheme.name, _WORD, scheme.title)
            continue
        whole = scheme.whole or scheme.kind == "sum"
        yield SaidColumn(scheme.name, pa.int32() if whole else pa.float64(), scheme.title, unit)
        if scheme.name in strict_decisions(base):
            yield SaidColumn(
                f"{scheme.name}_is_too_much", pa.bool_(), f"Whether the bound itself is too much: {scheme.title}."
            )
    for choice in base.choices.values():
        yield SaidColumn(choice.name, _WORD, f"{choice.title}; {NO_ROW!r} where none is taken.")
    for definition in base.plan:
        info = definition.info
        yield SaidColumn(info.name, _plan_type(info), info.label, info.unit)
    yield SaidColumn(DECIDES, _WORD, "The decision whose reasons decide the plan.")
    yield SaidColumn(REASONS, pa.list_(_WORD), "The rules that carried that decision, in their own order.")
    yield SaidColumn(ASSUMED, pa.list_(_WORD), "Those of them that rest on an answer left out, taken as most cautious.")
    yield SaidColumn(FIRED, pa.list_(_WORD), "Every rule that fired, in their own order.")
    yield SaidColumn(ERRORS, pa.list_(_FAULT), "What is wrong with the row; null where it is advised.")


def strict_decisions(base: RuleBase) -> frozenset[str]:
    """Return the decisions of which a bound may itself be too much."""
    return frozenset(c.decides for rule in base.rules for c in rule.conclusions if c.decides and c.strict)


def written_by_choice(base: RuleBase) -> Mapping[str, tuple[str, ...]]:
    """Return for each choice its rows as it writes them, and at the end that none is taken."""
    return {
        name: (*(choice.written(row) for row in choice.table.rows), NO_ROW) for name, choice in base.choices.items()
    }


def _plan_type(info: FactInfo) -> pa.DataType:
    if info.kind == "flag":
        return pa.bool_()
    return pa.int32() if is_number(info) else _WORD


def _told_type(info: FactInfo, base: RuleBase) -> pa.DataType:
    match info.kind:
        case "number":
            return pa.int32() if info.integer else pa.float64()
        case "flag":
            return pa.bool_()
        case "items":
            fields = base.vocabulary.fields_of(info.name)
            if info.item_words:
                return pa.list_(_WORD)
            return pa.list_(pa.struct([(field.name.split(".")[1], _WORD) for field in fields]))
        case _:
            return pa.string() if info.kind == "quantity" else _WORD


def _field(name: str, kind: pa.DataType, about: str, unit: str) -> pa.Field:
    told = {"about": about, "unit": unit}
    return pa.field(name, kind, metadata={key: text for key, text in told.items() if text})


def _base(rule_base: RuleBase | None) -> RuleBase:
    from springstep.installed import default_rule_base  # reads the rules where none are given

    return default_rule_base() if rule_base is None else rule_base
