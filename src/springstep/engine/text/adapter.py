"""Pydantic's adapters of types, each built once: building one takes longer than using it many times."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pydantic import TypeAdapter


@lru_cache(maxsize=128)  # twice what one rule base takes: types of those that are gone go, too
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return pydantic's adapter of a type."""
    from pydantic import TypeAdapter  # slow to import, and only JSON and schemas need it

    return TypeAdapter(kind)
