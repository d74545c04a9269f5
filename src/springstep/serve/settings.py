"""Which rules a service answers by, and within which limits."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from springstep.engine.rulebase.base import RuleBase

GUIDE = "guide"
"""The name of the rules that answer where a request names none."""


@dataclass(frozen=True)
class Settings:
    """All that a service is given."""

    rule_bases: Mapping[str, RuleBase]
    """By name; ``guide`` is the one that answers where none is named."""
    tokens: frozenset[str] = frozenset()
    """Bearer tokens, one of which each request has to bring; without any, none has to."""
    origins: tuple[str, ...] = ()
    """Pages of which origins may ask by script; by default none."""
    most_bytes: int = 1_000_000
    """How long a body may be, and a line of many."""
    most_seconds: float = 10.0
    """How long a request may be worked on."""
    most_waiting: int = 64
    """How many requests may be worked on or wait; more are refused at once."""
    per_minute: int = 0
    """How many requests one address may make in a minute; 0 for any number."""
    diaries: Path | None = None
    """The folder in which people keep diaries by the pages; without one they keep none."""
    threads: int = 2
    """How many requests are worked on at once."""
    seal_key: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    """What the states of consultations are sealed with; the same in every process that serves them."""
