"""JSON in the one form that has a digest: RFC 8785, for plain data without numbers that are not whole."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from springstep.engine.frozen_values import thawed

_LARGEST = 2**53 - 1


def canonical(value: Any) -> str:
    """Return plain data as canonical JSON (RFC 8785); raises ``ValueError`` for what has no such form here.

    >>> canonical({"b": [1, True, None], "a": "x"})
    '{"a":"x","b":[1,true,null]}'
    """
    plain = thawed(value)
    _check(plain)
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()


def _check(value: Any) -> None:
    if isinstance(value, dict):
        if not all(isinstance(key, str) and key.isascii() for key in value):
            raise ValueError("a key that is not ASCII is not sorted here as RFC 8785 sorts it")
        for each in value.values():
            _check(each)
    elif isinstance(value, list):
        for each in value:
            _check(each)
    elif isinstance(value, float) or (isinstance(value, int) and abs(value) > _LARGEST):
        raise ValueError(f"{value!r} is no number that is the same everywhere")
