"""The schema of a record, from its fields and their types."""

from __future__ import annotations

import types
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from inspect import getdoc
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from typing_extensions import is_typeddict

from springstep.engine.record import Described, Holds, MayBeLeftOut, OneOf
from springstep.engine.schema.dialect import Schema, any_of

_AT_THE_END = r"(?!\n)"
"""What keeps Python's sign for the end of a text from allowing a line end before it."""
_DAY = rf"^[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}${_AT_THE_END}"
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    date: {"type": "string", "format": "date", "pattern": _DAY},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
    object: {},
}
_UNSEEN = {"ConfigDict": Any}
"""Names in annotations of the records' base that only type checkers import."""
_JSON_TYPES = {str: "string", int: "integer", bool: "boolean", type(None): "null"}
_NAMED = {"decision": "DecisionName", "fact": "FactName"}
"""Under which name the names of a kind are defined, where a record has the kind's own."""
_LIMITS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum", "lt": "exclusiveMaximum", "pattern": "pattern"}
_LENGTHS = {"string": ("minLength", "maxLength"), "array": ("minItems", "maxItems")}


def schema_of(kind: Any, names: Mapping[str, Sequence[str]]) -> Schema:
    """Return the schema of a type; the records that it is made of stand among its ``$defs``.

    ``names`` are those of a rule base that a field may hold, by the kind that its ``OneOf`` asks for.
    """
    made = _Schemas(names)
    found = made.of(kind)
    if isinstance(kind, type) and made.referred[kind.__name__] == 1:  # nothing in it refers back to it
        found = made.definitions.pop(kind.__name__)
    return {**found, "$defs": dict(sorted(made.definitions.items()))} if made.definitions else found


class _Schemas:
    """The schemas of types, and the records defined for them by name."""

    def __init__(self, names: Mapping[str, Sequence[str]]) -> None:
        self._names = names
        self.definitions: dict[str, Schema] = {}
        self.referred: Counter[str] = Counter()

    def of(self, kind: Any) -> Schema:
        """Return the schema of a type."""
        if kind in _PLAIN:
            return dict(_PLAIN[kind])
        origin, parts = get_origin(kind), get_args(kind)
        if origin is Annotated:
            return _noted(self._of_names(parts), parts[1:])
        if origin is Literal:
            return _words(parts)
        if origin in (Union, types.UnionType):
            return any_of([self.of(part) for part in parts])
        if origin is tuple and parts[-1] is not ...:
            places = [self.of(part) for part in parts]
            return {"type": "array", "prefixItems": places, "items": False, "minItems": len(places)}
        if origin in (tuple, list):
            return {"type": "array", "items": self.of(parts[0])}
        if origin in (dict, Mapping):
            return {"type": "object", "additionalProperties": self.of(parts[1])}
        if is_dataclass(kind) or is_typeddict(kind):
            return self._defined(kind)
        raise TypeError(f"{kind!r} has no schema")

    def _of_names(self, parts: tuple[Any, ...]) -> Schema:
        """Return the schema of what is noted, with the names that it may be, or may be where it is not null."""
        found = self.of(next((note.kind for note in parts[1:] if isinstance(note, Holds)), parts[0]))
        for note in parts[1:]:
            if isinstance(note, OneOf):
                name = _NAMED.get(note.names) or note.names.title().replace(" ", "")
                self.definitions[name] = {"title": name, "type": "string", "enum": list(self._names[note.names])}
                referred = {"$ref": f"#/$defs/{name}"}
                others = [each for each in found.get("anyOf", ()) if each.get("type") != "string"]
                found = any_of([referred, *others])
        return found

    def _defined(self, kind: Any) -> Schema:
        """Define a record under its name, and return what refers to it."""
        name = kind.__name__
        self.referred[name] += 1
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._record(kind)
        return {"$ref": f"#/$defs/{name}"}

    def _record(self, kind: Any) -> Schema:
        hints = get_type_hints(kind, localns=_UNSEEN, include_extras=True)
        if is_dataclass(kind):
            named = [each.name for each in fields(kind)]
            must = (each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING)
            needed = [name for name in must if not _may_be_left_out(hints[name])]
        else:
            named, needed = list(hints), sorted(kind.__required_keys__, key=list(hints).index)
        about = getdoc(kind) if kind.__doc__ else None
        return {
            "title": kind.__name__,
            **({"description": about} if about else {}),
            "type": "object",
            "properties": {name: self.of(hints[name]) for name in named},
            **({"required": needed} if needed else {}),
            "additionalProperties": False,
        }


def _may_be_left_out(kind: Any) -> bool:
    return any(isinstance(note, MayBeLeftOut) for note in getattr(kind, "__metadata__", ()))


def _words(values: tuple[Any, ...]) -> Schema:
    kinds = {_JSON_TYPES[type(value)] for value in values}
    typed = {"type": kinds.pop()} if len(kinds) == 1 else {}
    return {**typed, "const": values[0]} if len(values) == 1 else {**typed, "enum": list(values)}


def _noted(schema: Schema, notes: tuple[Any, ...]) -> Schema:
    """Return a schema with what is noted beside a type: its description and its limits."""
    found = dict(schema)
    for note in notes:
        if isinstance(note, Described):
            found["description"] = note.text
        for each in getattr(note, "metadata", (note,)):
            found |= {
                keyword: getattr(each, name)
                for name, keyword in _LIMITS.items()
                if getattr(each, name, None) is not None
            }
            if str(found.get("pattern", "")).endswith("$"):
                found["pattern"] += _AT_THE_END
            for name, places in (("min_length", 0), ("max_length", 1)):
                if getattr(each, name, None) is not None:
                    _bounded(found, places, getattr(each, name))
    return found


def _bounded(schema: Schema, place: int, length: int) -> None:
    """Put a bound of a length into a schema, or into the alternative that has a length."""
    for each in (schema, *schema.get("anyOf", ())):
        if each.get("type") in _LENGTHS:
            each[_LENGTHS[each["type"]][place]] = length
            return
