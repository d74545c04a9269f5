"""The rule base that is installed with a program, so that a recommendation read from JSON finds the rules behind it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from springstep.engine.rulebase.base import RuleBase

_INSTALLED: list[Callable[[], RuleBase]] = []


def install(load: Callable[[], RuleBase]) -> None:
    """Register how the installed rule base is loaded, once it is first needed."""
    _INSTALLED[:] = [load]


def installed(digest: str) -> RuleBase | None:
    """Return the installed rule base if it has this digest."""
    base = _INSTALLED[0]() if _INSTALLED else None
    return base if base is not None and base.digest == digest else None
