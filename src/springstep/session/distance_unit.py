"""In which unit a runner tells distances and paces: kilometres or miles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, TypeAlias

from springstep.session.clock import KM_PER_MILE, clock_time

DistanceUnit: TypeAlias = Literal["km", "mi"]
_FACTS = ("pace", "distance")


def unit_told(told: Mapping[str, Any]) -> DistanceUnit | None:
    """Return the unit in which a case tells pace or distance; ``None`` where it tells neither.

    >>> unit_told({"pace": "9:40/mi"}), unit_told({"distance": "8 km"}), unit_told({"pace": None})
    ('mi', 'km', None)
    """
    values = [str(told[fact]) for fact in _FACTS if told.get(fact)]
    return None if not values else "mi" if any("mi" in value for value in values) else "km"


def pace_words(pace_s_per_km: float, unit: DistanceUnit) -> str:
    """Write a pace, given in seconds for a kilometre.

    >>> pace_words(360, "km"), pace_words(360, "mi")
    ('6:00/km', '9:39/mi')
    """
    return f"{clock_time(round(pace_s_per_km * _km_in(unit)))}/{unit}"


def distance_words(metres: float, unit: DistanceUnit) -> str:
    """Write a distance.

    >>> distance_words(6200, "km"), distance_words(6200, "mi")
    ('6.2 km', '3.9 mi')
    """
    return f"{metres / 1000 / _km_in(unit):.1f} {unit}"


def _km_in(unit: DistanceUnit) -> float:
    return KM_PER_MILE if unit == "mi" else 1
