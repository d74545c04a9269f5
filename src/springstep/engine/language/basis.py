"""On what a rule, a claim or a reason rests."""

from __future__ import annotations

from typing import Literal, TypeAlias

Basis: TypeAlias = Literal["guide", "inference", "convention"]
"""A sentence of the guide, what follows from several, or what had to be settled somehow."""

BASES: tuple[Basis, ...] = ("guide", "inference", "convention")
