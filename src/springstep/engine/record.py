"""The base of everything that springstep returns: frozen dataclasses that go to JSON and back without loss."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import field
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from springstep.engine.characters import HALF_CHARACTER, NOT_IN_TEXT, visible, why_unfit
from springstep.engine.errors import Fault, RecordError, check_indent, shown
from springstep.engine.frozen import Frozen
from springstep.engine.frozen_values import frozen
from springstep.engine.text.adapter import adapter

if TYPE_CHECKING:
    from pydantic import ConfigDict, ValidationError
    from typing_extensions import dataclass_transform
else:
    from springstep.engine.frozen import dataclass_transform


_PERHAPS_NO_NUMBER = re.compile(r"NaN|Infinity|[eE]\+?[0-9]{3}|[0-9]{309}")


class Described:
    """What a field of a record is, for the published schema; pydantic asks for it when a schema is wanted."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __get_pydantic_json_schema__(self, schema: Any, handler: Any) -> dict[str, Any]:
        """Return the field's schema with its description."""
        return {**handler(schema), "description": self.text}


class OneOf:
    """Which names of a rule base a field of a record may hold, for the published schema: a kind of names.

    ``moment``, ``verdict``, ``verdict code``, ``decision``, ``fact``, ``bearing``, ``topic`` of advice;
    ``row of TABLE`` and ``step of DECISION``.
    """

    def __init__(self, names: str) -> None:
        self.names = names


class MayBeLeftOut:
    """Marks a field of a record that its JSON may lack, for the published schema."""


class Holds:
    """What a field of a record holds, for the published schema, where its type in Python says less."""

    def __init__(self, kind: Any) -> None:
        self.kind = kind


ANSWER = Holds(str | int | float | bool | None | list[str | dict[str, Any]])
"""What a fact or a decision may be, as JSON: a word, a number, yes or no, unknown, or a list of words or items."""
Self = TypeVar("Self", bound="Record")


@dataclass_transform(frozen_default=True, kw_only_default=True, field_specifiers=(field,))
class Record(Frozen):
    """A frozen value with a published JSON form. Pydantic reads and writes it; its schema is built at first use.

    JSON objects and lists that it holds are frozen with it, so that it can be hashed.
    """

    __pydantic_config__: ClassVar[ConfigDict] = {"extra": "forbid"}
    _open: ClassVar[tuple[str, ...]] = ()
    """The fields that may hold any JSON value."""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        own = cls.__dict__
        annotations = own.get("__annotations__", {}).items()
        cls._open = (*cls._open, *(name for name, kind in annotations if re.search(r"\b(Any|dict)\b", kind)))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self._open:
            self.__post_init__()

    def __post_init__(self) -> None:
        """Freeze the fields that may hold any JSON value; pydantic calls it too, after reading."""
        held = self.__dict__
        for name in self._open:
            if name in held:
                held[name] = frozen(held[name])

    def to_json(self, *, indent: int | None = None) -> str:
        """Return the value as JSON text, in which what no text should hold is escaped.

        Raises ``RecordError`` for what is no indentation.
        """
        return self._as_json(indent)

    def _as_json(self, indent: int | None, leave_out: Iterable[str] = ()) -> str:
        kind: Any = type(self)
        check_indent(indent)
        return visible(adapter(kind).dump_json(self, indent=indent, exclude={*leave_out} or None).decode())

    @classmethod
    def from_json(cls: type[Self], text: str | bytes) -> Self:
        """Read a value back from JSON text; raises ``RecordError`` with every fault.

        A text with characters that no text should hold is refused, and so is a number that JSON cannot write again.
        """
        told = _decoded(text)
        if "\\u" in told or why_unfit(told):
            _check_texts(told)
        if _PERHAPS_NO_NUMBER.search(told):
            _check_numbers(told)
        return read_record(cls, told)


def read_record(kind: type[Self], text: Any) -> Self:
    """Read a record from JSON text, whatever its texts hold; raises ``RecordError`` with every fault."""
    from pydantic import ValidationError  # slow to import, and only JSON needs it

    plain: Any = kind  # for mypy, which does not see that it can be hashed
    try:
        found: Self = adapter(plain).validate_json(_decoded(text))
    except ValidationError as error:
        raise RecordError(_faults(error, kind, _decoded(text))) from None
    return found


def revalidated(value: Self) -> Self:
    """Return a record made in Python whose fields are of their kinds; raises ``RecordError`` for any other."""
    from pydantic import ValidationError  # as above

    kind: Any = type(value)
    try:
        found: Self = adapter(kind).validate_python(value)
    except ValidationError as error:
        raise RecordError(_faults(error, kind)) from None
    return found


def _faults(error: ValidationError, kind: Any, text: str | None = None) -> Iterable[Fault]:
    """Return what is wrong, at its places in the text it was read from."""
    # What reads text and words faults imports pydantic, too.
    from springstep.engine.text.source import Document, SourceError, parse_json
    from springstep.engine.text.validation import faults_of

    try:
        document = Document("", None, {}) if text is None else parse_json(text, name="")
    except SourceError as unread:
        return unread.faults
    return faults_of(error, kind, document)


def _check_texts(text: str) -> None:
    """Raise ``RecordError`` for each text in JSON that holds what no text should; what is no JSON is told later."""
    # What reads text is not needed for what was never text.
    from springstep.engine.text.plain_values import read_json  # only a text with such signs needs it
    from springstep.engine.text.source import dotted

    _, refused = read_json(text)
    unfit = [(path, what) for path, what, *_ in refused if what.endswith((NOT_IN_TEXT, HALF_CHARACTER))]
    if unfit:
        raise RecordError(Fault("malformed", what, dotted(path)) for path, what in unfit)


def _check_numbers(text: str) -> None:
    """Raise ``RecordError`` for what is no number, or too large for one; what is no JSON is told later."""
    import json  # only needed for these

    def finite(told: str) -> float:
        if not math.isfinite(float(told)):
            raise RecordError([Fault("out_of_range", f"{shown(told)} is no number that JSON can hold")])
        return 0.0

    with suppress(ValueError, RecursionError):
        json.loads(text, parse_constant=finite, parse_float=finite)


def _decoded(text: Any) -> str:
    if isinstance(text, str):
        return text
    if not isinstance(text, (bytes, bytearray)):
        raise RecordError([Fault("wrong_type", f"JSON is read from text, not from {shown(text)}")])
    try:
        return text.decode()
    except UnicodeDecodeError:
        raise RecordError([Fault("malformed", "is not UTF-8 text")]) from None
