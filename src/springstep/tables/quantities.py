"""Quantities such as ``10 km`` or ``6:00/km``, read all at once and exactly."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from springstep.engine.columns.arrays import Flags, NumberColumn, Reals
from springstep.engine.columns.numbers import merged
from springstep.engine.language.fact_info import FactInfo, is_unknown

_AMOUNT = r"(?P<whole>[0-9]{1,3})(?:\.(?P<part>[0-9]{1,3}))? ?"
_CLOCK = r"(?P<whole>[0-9]{1,2}):(?P<part>[0-5][0-9]) ?/ ?"


def quantities(info: FactInfo, words: Sequence[str | None]) -> tuple[NumberColumn, Flags]:
    """Return quantities in the fact's own unit, and where a text is none."""
    amount = info.form == "amount"
    pattern = f"^{_AMOUNT if amount else _CLOCK}(?P<unit>{'|'.join(sorted(info.units))})$"
    read = pc.extract_regex(pa.array(words, pa.string()), pattern)
    known = read.is_valid().to_numpy(zero_copy_only=False)
    unknown = np.array([is_unknown(word) for word in words], dtype=bool)
    whole, part, units = (read.field(name) for name in ("whole", "part", "unit"))
    padded = pc.utf8_rpad(part, 3, "0") if amount else part
    parts = 1_000 if amount else 60
    values = _numbers(whole) * parts + _numbers(padded)
    of_unit = units.to_numpy(zero_copy_only=False)
    found = [
        (known & (of_unit == unit), NumberColumn(values, known, Fraction(1, parts) * factor))
        for unit, factor in info.units.items()
    ]
    return merged(found, len(words)), ~known & ~unknown


def _numbers(digits: pa.Array) -> Reals:
    """Return texts of digits as numbers, 0 for none."""
    told = pc.if_else(pc.equal(pc.fill_null(digits, ""), ""), "0", digits)
    found: Reals = pc.fill_null(told, "0").cast(pa.float64()).to_numpy(zero_copy_only=False)
    return found
