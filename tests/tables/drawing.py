"""Tables of drawn athletes: rules' examples with some answers changed, and answers of any kind."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pyarrow as pa

from springstep.engine.errors import CaseError
from springstep.engine.inference.case import case_of
from springstep.engine.inference.derived_facts import mended
from springstep.engine.inference.examples import example_case
from springstep.engine.language.fact_info import FactInfo
from springstep.installed import default_rule_base
from springstep.tables import input_schema
from springstep.tables.layout import without_dictionaries

BASE = default_rule_base()
VOCABULARY = BASE.vocabulary
Row = dict[str, Any]


def rows(count: int, seed: int = 0) -> list[Row]:
    """Draw rows, some of which are not valid: they contradict themselves, or lack what is required."""
    rng = random.Random(seed)
    return [_row(rng) for _ in range(count)]


def table_of(drawn: list[Row]) -> pa.Table:
    """Return rows as a table with a column for every fact."""
    schema = without_dictionaries(input_schema())
    return pa.Table.from_pylist([{name: row.get(name) for name in schema.names} for row in drawn], schema=schema)


def _row(rng: random.Random) -> Row:
    if rng.random() < 0.7:
        found = dict(rng.choice(_examples()))
        asked = list(VOCABULARY.asked_at(found["moment"]))
        for info in rng.sample(asked, rng.choice((0, 1, 1, 2, 3, 5))):
            found[info.name] = None if rng.random() < 0.2 else value(info, rng)
    else:
        moment, unknown = rng.choice(list(VOCABULARY.moments)), rng.choice((0.0, 0.03, 0.1, 0.3, 0.6, 0.95))
        found = {"moment": moment}
        for info in VOCABULARY.asked_at(moment):
            rare = 0.8 if info.kind == "quantity" else 0
            if rng.random() >= max(unknown, rare) or moment in info.required_at:
                found[info.name] = value(info, rng)
    found = {name: told for name, told in found.items() if told is not None}
    found = mended(VOCABULARY, found) if rng.random() < 0.9 else found
    if rng.random() < 0.3:
        found.pop("moment", None)
    return found


@cache
def _examples() -> tuple[Mapping[str, Any], ...]:
    return tuple(_all_examples())


def _all_examples() -> Iterator[Mapping[str, Any]]:
    for rule in BASE.rules:
        for changes in (rule.fires_for, rule.silent_for):
            try:
                yield case_of(example_case(BASE, rule, changes), BASE).plain()
            except CaseError:  # an example may be of a case that is not whole
                continue


def value(info: FactInfo, rng: random.Random) -> Any:
    """Draw a value of a fact, numbers with up to nine decimal places among them."""
    if info.kind == "flag":
        return rng.random() < 0.5
    if info.kind == "row":
        return rng.choice(BASE.tables[info.table].rows).id
    if info.kind == "items":
        scope = VOCABULARY.list_scopes[info.name]
        fields = list(scope.fields.values())
        items = [scope.item([rng.choice(f.values) for f in fields]) for _ in range(rng.choice((0, 0, 1, 1, 2, 3)))]
        return list(dict.fromkeys(items)) if scope.plain else items  # type: ignore[arg-type]
    if info.kind == "number":
        return _number(info, rng)
    if info.kind == "quantity":
        unit = rng.choice(("km", "mi"))
        if info.form == "clock":
            return f"{rng.randint(4, 12)}:{rng.randint(0, 59):02}/{unit}"
        return f"{rng.uniform(1, 30):.{rng.randint(0, 3)}f} {unit}"
    return rng.choice(info.values)


def _number(info: FactInfo, rng: random.Random) -> Any:
    assert info.minimum is not None and info.maximum is not None
    most = min(info.maximum, rng.choice((5, 20, 60, info.maximum)))
    if info.integer or rng.random() < 0.7:
        return rng.randint(int(info.minimum), max(int(info.minimum), int(most)))
    return round(rng.uniform(info.minimum, max(info.minimum, most)), rng.randint(1, 9))
