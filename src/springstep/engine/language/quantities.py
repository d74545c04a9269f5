"""Quantities: numbers given in one of several units, such as ``10 kg`` or ``6:00/kg``."""

from __future__ import annotations

from fractions import Fraction

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import exact


def pattern_of(info: FactInfo) -> str:
    """Return what a quantity looks like, as a regular expression: ``10 kg`` or ``6:00/kg``."""
    units = "|".join(sorted(info.units))
    amount = r"[0-9]{1,3}(\.[0-9]{1,3})? ?" if info.form == "amount" else "[0-9]{1,2}:[0-5][0-9] ?/ ?"
    return f"^{amount}({units})$"


def quantity(info: FactInfo, text: str) -> int | Fraction:
    """Return a quantity such as ``10 kg`` or ``6:00/kg`` in the fact's own unit."""
    unit = next(unit for unit in sorted(info.units, key=len, reverse=True) if text.endswith(unit))
    amount = text[: -len(unit)].rstrip(" /")
    if info.form == "amount":
        plain: int | Fraction = exact(Fraction(amount) * info.units[unit])
        return plain
    minutes, seconds = amount.split(":")
    value: int | Fraction = exact((int(minutes) + Fraction(int(seconds), 60)) * info.units[unit])
    return value
