"""What was not understood of a text that was given, each on one line and no longer than can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from springstep.engine.characters import on_one_line
from springstep.engine.errors import MOST_TOLD, Fault

_LONGEST = 160
"""How many letters of a text in a fault are shown: cells, headers and files hold whatever someone pasted."""


class NotUnderstood(NamedTuple):
    """Something that was not understood: where it stands, what is wrong, what would be right."""

    where: str
    what: str
    right: str


class Slips(NamedTuple):
    """The first of what was not understood, and how much more there is."""

    first: tuple[NotUnderstood, ...]
    more: int


def slips_of(faults: Sequence[Fault], line: str = "row") -> Slips:
    """Return what is wrong; ``line`` is what a line of the text is called."""
    return Slips(tuple(_slip(fault, line) for fault in faults[:MOST_TOLD]), max(0, len(faults) - MOST_TOLD))


def _slip(fault: Fault, line: str) -> NotUnderstood:
    at = [fault.row] if fault.row else []
    at += [f"{line} {fault.line}"] if fault.line is not None else []
    at += [f"column {fault.column}"] if fault.column is not None else []
    at += [fault.where] if fault.where else []
    return NotUnderstood(", ".join(map(_short, at)), _short(fault.what), _short(fault.allowed))


def _short(text: str) -> str:
    said = on_one_line(text)
    return said if len(said) <= _LONGEST else f"{said[:_LONGEST]}..."
