"""Objects of a rule base that are made one by one, each when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Made = TypeVar("Made")


class OnDemand(dict[int, Made]):
    """Objects by their place. Threads that ask at the same time may make one twice; either will do."""

    def __init__(self, make: Callable[[int], Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, place: int) -> Made:
        made = self[place] = self._make(place)
        return made
