"""The base of everything that springstep returns: frozen dataclasses that go to JSON and back without loss."""

from __future__ import annotations

from dataclasses import field
from functools import cache
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from springstep.engine.frozen import Frozen

if TYPE_CHECKING:
    from pydantic import ConfigDict, TypeAdapter
    from typing_extensions import dataclass_transform
else:
    from springstep.engine.frozen import dataclass_transform

Self = TypeVar("Self", bound="Record")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Record(Frozen):
    """A frozen value with a published JSON form. Pydantic reads and writes it; its schema is built at first use."""

    __pydantic_config__: ClassVar[ConfigDict] = {"extra": "forbid"}

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the value as JSON text."""
        kind: Any = type(self)
        return adapter(kind).dump_json(self, indent=indent).decode()

    @classmethod
    def from_json(cls: type[Self], text: str | bytes) -> Self:
        """Read a value back from JSON text; raises pydantic's ``ValidationError``."""
        kind: Any = cls
        found: Self = adapter(kind).validate_json(text)
        return found


@cache
def adapter(kind: Any) -> TypeAdapter[Any]:
    """Return pydantic's adapter of a type, built once."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
