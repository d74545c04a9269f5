"""The identity of a recommendation: what it was made of, as a UUID that anyone can work out again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID, uuid5

from springstep.engine.frozen_values import thawed
from springstep.engine.inference.remembered import Remembered

_NAMESPACE = UUID("bb9f1f26-56d4-52e9-846c-f222828b1b30")


def id_of(case: Mapping[str, Any], history: Iterable[Remembered], rules_digest: str, on: date | None) -> str:
    """Return the same UUID (version 5) for the same case, history, rules and day."""
    remembered = [[each.fact, thawed(each.value), each.note, each.overruled] for each in history]
    made_of = [case, remembered, rules_digest, on.isoformat() if on is not None else None]
    return str(uuid5(_NAMESPACE, json.dumps(made_of, sort_keys=True, separators=(",", ":"))))
