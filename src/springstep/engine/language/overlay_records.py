"""A coach's overlay as it was laid over the rules: what it does to each of them, for whom, since when and why."""

from __future__ import annotations

from springstep.engine.frozen import Frozen
from springstep.engine.language.rules import Origin


class OverlayEntry(Frozen):
    """What an overlay does to one rule, and who wants it, since when and why."""

    rule: str
    origin: Origin


class RelaxedClaim(Frozen):
    """A safety claim that an overlay means to go beyond, and who wants it, since when and why."""

    claim: str
    overlay: str
    author: str
    date: str
    reason: str
    note: str
    file: str
    line: int
    column: int


class Overlay(Frozen):
    """One overlay file as it was laid over the rules."""

    name: str
    author: str
    date: str
    file: str
    digest: str
    """SHA-256 of the file."""
    entries: tuple[OverlayEntry, ...]
    relaxed_claims: tuple[RelaxedClaim, ...]
