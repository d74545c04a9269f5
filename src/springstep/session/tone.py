"""The colour of a verdict, wherever it is shown: red is for a stop alone."""

from __future__ import annotations

from typing import Literal

_STOP = ("stop", "end_bursts")
_GOOD = ("bursts", "go_on", "advance", "hold")


def colour_of(verdict: str) -> Literal["red", "green", "yellow"]:
    """Return the colour of a verdict: red for a stop, green where nothing is held back, yellow for the rest."""
    return "red" if verdict in _STOP else "green" if verdict in _GOOD else "yellow"
