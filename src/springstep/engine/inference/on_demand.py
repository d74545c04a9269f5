"""Things of a rule base that are made one by one, each when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Thing = TypeVar("Thing")


class OnDemand(dict[int, Thing]):
    """Things by their place. Threads that ask at once may make one twice; either will do."""

    def __init__(self, make: Callable[[int], Thing]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, place: int) -> Thing:
        found = self[place] = self._make(place)
        return found
