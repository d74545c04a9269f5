"""Numbers with their units: those of a row that was chosen, and a length or weight in every unit that is known."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Annotated

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.tables import Row, Table
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.record import Described, Record


class Amount(Record):
    """A number in its unit."""

    name: str
    value: int | float
    unit: Annotated[str, Described("Such as `s`, `min` or `mi`; empty for a plain count.")]


def amounts_of(table: Table, row: Row) -> tuple[Amount, ...]:
    """Return the numbers of a row, by column."""
    return tuple(
        Amount(name=name, value=row.cells[name], unit=column.unit)
        for name, column in table.columns.items()
        if column.kind == "number"
    )


def in_other_units(info: FactInfo, value: int | float | Fraction, vocabulary: Vocabulary) -> tuple[Amount, ...]:
    """Return a number in the other units of the quantity that is told in its unit, to two decimal places.

    The name of each ends with its unit, where that of the fact does.
    """
    units = _quantities(vocabulary).get(info.unit)
    if units is None:
        return ()
    stem = info.name.removesuffix(f"_{info.unit}")
    found = []
    for unit, size in units.items():
        if unit != info.unit:
            amount = plain_number(round(Fraction(value) * units[info.unit] / size, 2))
            found.append(Amount(name=f"{stem}_{unit}" if stem != info.name else stem, value=amount, unit=unit))
    return tuple(found)


@lru_cache(maxsize=32)
def _quantities(vocabulary: Vocabulary) -> Mapping[str, Mapping[str, Fraction]]:
    """Return by each unit all units of the quantity that is told in it, with their sizes."""
    found: dict[str, Mapping[str, Fraction]] = {}
    for info in vocabulary.facts.values():
        if info.form == "amount":
            for unit in info.units:
                found.setdefault(unit, info.units)
    return found
