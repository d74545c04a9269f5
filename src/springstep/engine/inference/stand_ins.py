"""What experta's modules get in place of some modules that they import: only what they use of each.

- ``frozendict``: experta pins version 1.2, whose import fails on Python 3.10 and later.
- ``logging``: experta configures the root logger, and at level INFO would write hundreds of lines for each case.
- ``schema``: checks the fields of facts that declare any; ours declare none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import SimpleNamespace
from typing import Any


class FrozenDict(Mapping[Any, Any]):
    """An immutable, hashable mapping."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self._items = dict(*args, **kwargs)
        self._hash: int | None = None

    def __getitem__(self, key: Any) -> Any:
        return self._items[key]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self._items.items()))
        return self._hash


class SilentLogger:
    """A logger that takes everything and says nothing, whatever the level of the root logger."""

    level = 0

    def debug(self, message: str, *args: Any) -> None:
        """Say nothing."""

    info = warning = debug


_SILENT = SilentLogger()

STAND_INS: Mapping[str, Any] = {
    "frozendict": SimpleNamespace(frozendict=FrozenDict),
    "logging": SimpleNamespace(
        basicConfig=lambda: None, getLogger=lambda name: _SILENT, NOTSET=0, DEBUG=10, INFO=20, CRITICAL=50
    ),
    "schema": SimpleNamespace(Schema=None),
}
