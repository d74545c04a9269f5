"""Turn pydantic's errors into faults that a person can act on: every field named, with what is allowed or nearest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ValidationError

from springstep.engine.errors import Code, Fault, RefusedError, nearest, shown
from springstep.engine.text.adapter import adapter
from springstep.engine.text.source import Document, dotted

Model = TypeVar("Model")

_PLAIN = {
    "int_type": "must be a whole number",
    "int_from_float": "must be a whole number",
    "float_type": "must be a number",
    "bool_type": "must be true or false",
    "string_type": "must be text",
    "dict_type": "must be a mapping of names to values",
    "model_type": "must be a mapping of names to values",
    "dataclass_type": "must be a mapping of names to values",
    "model_attributes_type": "must be a mapping of names to values",
    "tuple_type": "must be a list",
    "list_type": "must be a list",
    "finite_number": "must be a finite number",
    "missing": "is required",
}

_CODES: dict[str, Code] = {"missing": "missing", "finite_number": "out_of_range", "too_short": "missing"}
_CODES |= {"greater_than": "out_of_range", "less_than": "out_of_range", "string_too_short": "missing"}
"""The kinds of fault of pydantic's errors that are not of another type."""


_UNKNOWN = ("extra_forbidden", "unexpected_keyword_argument")
MOST_IN_FULL = 50
"""How many faults of one document are worked out with their place and what would be right."""


def validate(kind: type[Model] | Any, document: Document) -> tuple[Model | None, list[Fault]]:
    """Check a document against a type; return the value and no faults, or ``None`` and every fault with its place."""
    plain: Any = kind  # for mypy, which does not see that it can be hashed
    try:
        return adapter(plain).validate_python(document.value), []
    except ValidationError as error:
        return None, faults_of(error, kind, document)


def faults_of(error: ValidationError, kind: Any, document: Document) -> list[Fault]:
    """Render each of pydantic's errors as a fault at its place in the document, in the document's order."""
    details: list[dict[str, Any]] = [dict(detail) for detail in error.errors(include_url=False)]
    # A list that lost all its items to faults of their own is not also reported as empty.
    places: list[tuple[Any, ...]] = [detail["loc"] for detail in details]
    outer = {place[:depth] for place in places for depth in range(len(place))}
    details = [one for one in details if one["type"] != "too_short" or one["loc"] not in outer]
    faults = [_fault(detail, kind, document) for detail in details[:MOST_IN_FULL]]
    faults = sorted(faults, key=lambda fault: (fault.line or 0, fault.column or 0))
    return faults + [_in_short(detail, document) for detail in details[MOST_IN_FULL:]]


def _fault(detail: dict[str, Any], kind: Any, document: Document) -> Fault:
    path = tuple(part for part in detail["loc"] if isinstance(part, int) or _stands_for_field(part))
    context = detail.get("ctx", {})
    match detail["type"]:
        case "extra_forbidden" | "unexpected_keyword_argument":
            if detail["loc"][-1:] != path[-1:]:  # a name of the reader's own that looks like one of pydantic's
                path = (*path, str(detail["loc"][-1]))
            return document.fault(
                "unknown_name", path, "unknown field", allowed=nearest(str(path[-1]), _siblings(kind, path))
            )
        case "literal_error":
            words = str(context["expected"]).replace("'", "").replace(" or ", ", ")
            given = detail["input"]
            hint = nearest(given, words.split(", ")) if isinstance(given, str) else f"allowed: {words}"
            if hint.startswith("did"):
                hint += f" allowed: {words}"
            return document.fault("not_allowed", path, f"{shown(given)} is not allowed", allowed=hint)
        case "greater_than_equal":
            return document.fault(
                "out_of_range", path, f"{shown(detail['input'])} is too small", allowed=f"at least {context['ge']:g}"
            )
        case "less_than_equal":
            return document.fault(
                "out_of_range", path, f"{shown(detail['input'])} is too large", allowed=f"at most {context['le']:g}"
            )
        case "string_pattern_mismatch":
            return document.fault(
                "not_understood", path, f"{shown(detail['input'])} is not understood", allowed=_help(kind, path)
            )
        case "value_error":
            error = context.get("error")
            code = error.code if isinstance(error, RefusedError) else "contradiction"
            return document.fault(code, path, str(error or detail["msg"]))
        case "string_too_long":
            what = f"is {len(detail['input']):,} characters long"
            return document.fault("too_large", path, what, allowed=f"at most {context['max_length']:,}")
        case "too_long":
            return document.fault("too_large", path, "has too many items", allowed=f"at most {context['max_length']}")
        case other:
            what = _PLAIN.get(other, detail["msg"])
            given = "" if other == "missing" else f", not {shown(detail['input'])}"
            return document.fault(_CODES.get(other, "wrong_type"), path, what + given, allowed=_help(kind, path))


def _in_short(detail: dict[str, Any], document: Document) -> Fault:
    """Return a fault that is hardly ever told: without its place in the text, and without what would be right."""
    path = tuple(part for part in detail["loc"] if isinstance(part, int) or _stands_for_field(part))
    unknown = detail["type"] in _UNKNOWN
    what = "unknown field" if unknown else _PLAIN.get(detail["type"], detail["msg"])
    code: Code = "unknown_name" if unknown else _CODES.get(detail["type"], "wrong_type")
    return Fault(code, what, dotted(path), "", document.name)


def _stands_for_field(part: Any) -> bool:
    """Tell a field's name from the names pydantic adds for the arm of a union or a validator."""
    return isinstance(part, str) and not part.startswith(("function-", "tuple[", "list[", "dict[", "constrained-"))


def _type_at(kind: Any, path: Sequence[Any]) -> Any:
    """Follow a path of fields and indexes from a type to the type that holds its last part."""
    here = kind
    for part in path:
        here = _strip(here)
        if isinstance(part, str) and isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(part)
            if field is None:
                return None
            here = field.annotation
        elif isinstance(part, int) and get_args(here):
            here = get_args(here)[0]
        else:
            return None
    return _strip(here)


def _strip(kind: Any) -> Any:
    """Take off ``| None`` and ``Annotated``."""
    while True:
        arms = [arm for arm in get_args(kind) if arm is not type(None)]
        if get_origin(kind) in (tuple, list, dict) or not arms or isinstance(arms[0], str):
            return kind
        kind = arms[0]


def _siblings(kind: Any, path: Sequence[Any]) -> list[str]:
    holder = _type_at(kind, path[:-1])
    if is_dataclass(holder):
        return [field.name for field in fields(holder)]
    return list(holder.model_fields) if isinstance(holder, type) and issubclass(holder, BaseModel) else []


def _help(kind: Any, path: Sequence[Any]) -> str:
    model = _type_at(kind, path[:-1])
    known = model.model_fields if isinstance(model, type) and issubclass(model, BaseModel) else {}
    field = known.get(str(path[-1])) if path else None
    if field is None:
        return ""
    return " ".join(part for part in (field.title, field.description) if part)
