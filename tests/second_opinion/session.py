"""A CLIPS environment that takes facts as text and reports in plain values, and so neither leaks nor crawls.

clipspy 1.0.6 keeps every fact that it has handed to Python for as long as its environment lives: one put in with
``assert_string`` or ``assert_fact``, or listed with ``facts()``, costs some 200 bytes for good, and CLIPS goes through
all of them at every later call, so that after a hundred thousand of them an ``eval`` of a sum takes 5 ms in place of
0.05. Text loaded with ``load_facts``, and numbers and symbols read with ``eval``, leave nothing behind. So no fact
becomes a Python object here, and one environment serves any number of cases.

clipspy also asks its error router, in Python, at each character that CLIPS reads, which makes the loading of a case ten
times as slow. So the router is put aside for the bulk of the text. The moment, for which every rule waits, is asserted
after that, and with it all matching begins: whatever goes wrong there or later is heard, and raised.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import clips

ENGINE = Path(__file__).with_name("engine.clp")
_PLAIN = {"TRUE": True, "FALSE": False, "nil": None}


class Session:
    """The constructs of ``engine.clp`` and whatever else is built; one case at a time."""

    def __init__(self) -> None:
        self._clips = clips.Environment()
        self._errors = next(router for router in self._clips.routers() if router.name == "python-error-router")
        self._clips.load(str(ENGINE))

    def build(self, constructs: Iterable[str]) -> None:
        """Define rules or facts; one whose name is taken replaces the other."""
        for construct in constructs:
            self._clips.build(construct)

    def run(self, facts: Iterable[str], *, moment: str) -> None:
        """Forget the last case, take the facts of this one, its moment last, and fire until nothing is left."""
        self._clips.reset()
        self._errors.deactivate()
        try:
            if text := "\n".join(facts):  # load_facts refuses to load nothing
                self._clips.load_facts(text)
        finally:
            self._errors.activate()
        self._clips.load_facts(f"(told (fact moment) (value {moment}))")
        self._clips.run()
        if message := self._errors.last_message:
            raise AssertionError(f"CLIPS: {message}")

    def rows(self, name: str, width: int) -> Iterator[tuple[Any, ...]]:
        """Read one report of ``engine.clp``, so many slots in each row."""
        flat = (_PLAIN.get(value, value) for value in self._clips.eval(f"(rows-of-{name})"))
        return zip(*[flat] * width, strict=True)
