"""The pydantic model of a case, built from the vocabulary: it words every fault."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache, partial
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, create_model, model_validator
from pydantic_core import PydanticKnownError

from springstep.engine.errors import CaseError
from springstep.engine.language.fact_info import MOMENT, FactInfo, Scope, is_unknown
from springstep.engine.language.plain_lists import as_list, item_texts
from springstep.engine.language.quantities import pattern_of
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.text.source import Document
from springstep.engine.text.validation import faults_of


def _whole(value: Any) -> Any:
    """Take 3.0 as the integer 3, as JSON Schema does; leave everything else to the strict check."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _plainly_number(value: Any) -> Any:
    """Refuse what converts to a number but is not one, such as an array that holds one."""
    if not isinstance(value, (int, float)):
        raise PydanticKnownError("float_type")
    return value


def _listed(info: FactInfo, scope: Scope, told: Any) -> Any:
    """Return a list with its items in words as items, which a case that is read tells of as well.

    Refuses what has elements but is not a list, such as an array or a set, and a list of more than there can be.
    """
    texts = item_texts(scope)
    value = as_list(info, (told,) if isinstance(told, str) and told in texts else told)
    if not isinstance(value, (list, tuple)):
        raise PydanticKnownError("list_type")
    short = _no_longer(value, info.most)
    return [texts.get(each, each) if isinstance(each, str) else each for each in short]


def _no_longer(value: Any, most: int) -> Any:
    """Refuse a long list before its items are looked at."""
    if isinstance(value, (list, tuple)) and len(value) > most:
        context = {"field_type": "List", "max_length": most, "actual_length": len(value)}
        raise PydanticKnownError("too_long", context)
    return value


class ItemBase(BaseModel):
    """One element of a list fact."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class _Called(type(BaseModel)):  # type: ignore[misc]  # pydantic's own metaclass
    """Makes a model that is called raise our error, and pydantic's where pydantic reads it as a part of another."""

    def __call__(cls, *args: Any, **facts: Any) -> Any:
        try:
            return super().__call__(*args, **facts)
        except ValidationError as error:
            raise CaseError(faults_of(error, cls, Document("", facts, {}))) from None


class CaseBase(BaseModel, metaclass=_Called):
    """One case at one moment: the facts that are known.

    Raises ``CaseError`` on unknown names, wrong types, and values out of range; pydantic's own methods, such as
    ``model_validate``, raise its ``ValidationError``. ``null`` and ``unknown`` mean the same as leaving a fact out.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, title="Case", allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _leave_out_unknown(cls, data: Any) -> Any:
        """Treat ``null`` and ``unknown`` as not given; a name that no fact has is still a fault."""
        if not isinstance(data, dict):
            return data
        return {name: value for name, value in data.items() if name not in cls.model_fields or not is_unknown(value)}

    def known(self) -> dict[str, Any]:
        """Return the facts that are given, in the vocabulary's order, as plain values."""
        return self.model_dump(exclude_none=True)


@lru_cache(maxsize=8)
def case_model(vocabulary: Vocabulary) -> type[CaseBase]:
    """Return the model of a vocabulary's cases."""
    fields: dict[str, Any] = {info.name: _field(info, vocabulary) for info in vocabulary.facts.values()}
    return create_model("Case", __base__=CaseBase, __doc__=CaseBase.__doc__, **fields)


@lru_cache(maxsize=32)
def item_model(scope: Scope) -> type[ItemBase]:
    """Return the model of one item of a list."""
    fields: dict[str, Any] = {}
    for name, info in scope.fields.items():
        described = Field(title=info.question, description=info.explained or None)
        fields[name.split(".")[1]] = (Literal[info.values], described)
    title = scope.name.capitalize()
    return create_model(title, __base__=ItemBase, __doc__=f"One item of {scope.list_fact}.", **fields)


def _field(info: FactInfo, vocabulary: Vocabulary) -> tuple[Any, Any]:
    metadata: dict[str, Any] = {"title": info.question, "description": info.explained}
    if info.name == MOMENT:
        return Literal[info.values] | None, Field(default=None, **metadata)
    limits: Mapping[str, Any] = {}
    if info.kind == "number":
        limits = {"ge": _plain(info.minimum), "le": _plain(info.maximum)}
    elif info.kind == "quantity":
        limits = {"pattern": pattern_of(info)}
    return _type(info, vocabulary), Field(default=None, **metadata, **limits)


def _type(info: FactInfo, vocabulary: Vocabulary) -> Any:
    match info.kind:
        case "word":
            return Literal[info.values] | None
        case "flag":
            return bool | None
        case "number":
            whole = Annotated[int, BeforeValidator(_whole)]
            return (whole if info.integer else Annotated[float, BeforeValidator(_plainly_number)]) | None
        case "items":
            return list_type(info, vocabulary.list_scopes[info.name]) | None
    return str | None


def list_type(info: FactInfo, scope: Scope) -> Any:
    """Return the type of a list: of plain words where its items have only one field, else of models."""
    item: Any = item_model(scope)
    listed = Field(strict=False, max_length=info.most)
    read = BeforeValidator(partial(_listed, info, scope))
    if not scope.plain:
        return Annotated[tuple[item, ...], listed, read]
    word: Any = Literal[info.item_words]
    return Annotated[tuple[word, ...], listed, read]


def _plain(limit: float | None) -> int | float | None:
    return int(limit) if limit is not None and float(limit).is_integer() else limit
