"""The vocabulary as the engine sees it: each fact's type, range, allowed words and metadata.

Read off the pydantic models in ``springstep.knowledge.facts``; nothing is declared twice.
"""

from __future__ import annotations

from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from springstep.engine.frozen import Frozen
from springstep.knowledge.facts import Case, Injury, Stiffness

Kind = Literal["number", "word", "flag", "items", "text", "drill", "scale"]

ITEMS: dict[str, tuple[str, type[Injury] | type[Stiffness]]] = {
    "injury": ("injuries", Injury),
    "stiffness": ("stiffness", Stiffness),
}
"""What ``for_each`` may name: the list fact it walks, and the model of one item."""

DRILL_FACTS = frozenset({"last_drill", "intended_drill", "current_drill"})


VOLUNTEERED = frozenset({"distance", "intended_drill", "intended_efforts", "intended_effort_s"})
"""Facts that a runner may tell unasked: a distance in place of the minutes, and what is meant to be done today."""


class FactInfo(Frozen):
    """Everything the engine needs to know of one fact."""

    name: str
    kind: Kind
    label: str
    question: str = ""
    help: str = ""
    unit: str = ""
    values: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    integer: bool = False
    moments: tuple[str, ...] = ()
    required_at: tuple[str, ...] = ()
    change: Literal["now", "in_time", "never"] = "never"
    derived_from: tuple[str, ...] = ()
    """For a fact that is computed from others: their names."""

    def allowed(self) -> str:
        """Say in words which values are allowed."""
        match self.kind:
            case "word" | "scale":
                return "allowed: " + ", ".join(self.values)
            case "flag":
                return "allowed: true, false"
            case "number":
                number = "a whole number" if self.integer else "a number"
                return f"allowed: {number} from {self.minimum:g} to {self.maximum:g}"
            case "drill":
                return "allowed: the id of a drill"
            case "items":
                return "allowed: a list of items, each with " + " and ".join(self.values)
            case "text":
                return f"allowed: {self.help}"


@lru_cache(maxsize=1)
def case_facts() -> dict[str, FactInfo]:
    """Return the facts a case may tell, in the vocabulary's order."""
    return {name: _info(name, field) for name, field in Case.model_fields.items()}


@lru_cache(maxsize=1)
def item_facts() -> dict[str, dict[str, FactInfo]]:
    """Return, for each ``for_each`` scope, the fields of one item under names such as ``injury.site``."""
    return {
        scope: {f"{scope}.{name}": _info(f"{scope}.{name}", field) for name, field in model.model_fields.items()}
        for scope, (_, model) in ITEMS.items()
    }


def fields_of(list_fact: str) -> tuple[FactInfo, ...]:
    """Return what each item of a list fact tells; nothing for any other fact."""
    scopes = [scope for scope, (name, _) in ITEMS.items() if name == list_fact]
    return tuple(info for scope in scopes for info in item_facts()[scope].values())


def derived_facts(rungs: int, purposes: tuple[str, ...]) -> dict[str, FactInfo]:
    """Return the facts that are computed from a case before the rules run."""
    return {
        "distance_mi": FactInfo(
            "distance_mi",
            "number",
            "distance",
            unit="mi",
            minimum=0,
            maximum=200,
            derived_from=("distance", "duration_min", "pace"),
        ),
        "step_level": FactInfo(
            "step_level",
            "number",
            "present rung",
            minimum=1,
            maximum=rungs,
            integer=True,
            derived_from=("step_efforts", "step_effort_s"),
        ),
        "last_purpose": FactInfo(
            "last_purpose",
            "word",
            "purpose of the last drill",
            values=purposes,
            derived_from=("last_drill",),
        ),
    }


def _info(name: str, field: FieldInfo) -> FactInfo:
    extra: Any = field.json_schema_extra or {}
    kind, values, integer = _kind(name, field.annotation)
    limits = {type(part).__name__: part for part in field.metadata}
    low, high = limits.get("Ge"), limits.get("Le")
    return FactInfo(
        name=name,
        kind=kind,
        label=extra.get("label", name.split(".")[-1]),
        question=field.title or "",
        help=field.description or "",
        unit=extra.get("unit", ""),
        values=values,
        minimum=getattr(low, "ge", None),
        maximum=getattr(high, "le", None),
        integer=integer,
        moments=tuple(extra.get("moments", ())),
        required_at=tuple(extra.get("required_at", ())),
        change=extra.get("change", "never"),
    )


def _kind(name: str, annotation: Any) -> tuple[Kind, tuple[str, ...], bool]:
    """Return kind, allowed words and whether a number is whole, from a field's annotation."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _kind(name, get_args(annotation)[0])
    if origin in (Union, UnionType):
        return _kind(name, next(part for part in get_args(annotation) if part is not type(None)))
    if origin is Literal:
        return "word", tuple(get_args(annotation)), False
    if origin is tuple:
        return "items", tuple(get_args(annotation)[0].model_fields), False
    if annotation is bool:
        return "flag", (), False
    if annotation in (int, float):
        return "number", (), annotation is int
    return ("drill" if name in DRILL_FACTS else "text"), (), False
