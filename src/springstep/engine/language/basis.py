"""What a rule, a claim or a reason rests on."""

from __future__ import annotations

from typing import Literal, TypeAlias

Basis: TypeAlias = Literal["guide", "inference", "convention"]
"""A sentence of the guide, what follows from several, or a convention where the guide is silent."""

BASES: tuple[Basis, ...] = ("guide", "inference", "convention")
