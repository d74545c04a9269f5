"""Read a model of a season, check that it fits together, and write one as a file to start from."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from pydantic import BaseModel

from springstep.engine.errors import SpringstepError
from springstep.engine.text.source import Document, Path, parse, read_file
from springstep.engine.text.validation import validate
from springstep.season.model import EASY_DAYS, RESPONSES, SeasonModel

_HEAD = (
    "# A runner's season for `springstep audit season CASE --model FILE`. It is a model for looking at what the rules\n"
    "# do, not physiology: every number is our own convention, to be changed at will.\n"
)


class ModelError(SpringstepError):
    """The model of a season cannot be read or does not hold together."""


def read_model(path: pathlib.Path) -> SeasonModel:
    """Read a model file, YAML or JSON; raises ``SpringstepError`` with every fault."""
    return model_from(parse(read_file(path), name=str(path)))


def model_from(document: Document) -> SeasonModel:
    """Return the model that a document holds; raises ``ModelError`` with every fault."""
    if not isinstance(document.value, dict):
        raise ModelError(
            [document.fault("wrong_type", (), "a model is a mapping of names to values", allowed="such as weeks: 26")]
        )
    document = Document(document.name, _filled(document.value), document.positions)
    model, faults = validate(SeasonModel, document)
    if model is not None:
        faults += [
            document.fault("contradiction", path, what, allowed=allowed) for path, what, allowed in _across(model)
        ]
    if faults or model is None:
        raise ModelError(faults)
    return model


def changed(model: SeasonModel, changes: Mapping[str, Any]) -> SeasonModel:
    """Return a model with some fields changed; raises ``ModelError`` with every fault."""
    return model_from(Document("", {**model.model_dump(mode="json"), **changes}, {})) if changes else model


def _filled(value: Mapping[str, Any]) -> dict[str, Any]:
    """Put in the response that a file names, or the numbers that it leaves out: they are the average runner's."""
    fields = dict(value)
    if isinstance(fields.get("response"), str) and fields["response"] in RESPONSES:
        fields["response"] = RESPONSES[fields["response"]].model_dump(mode="json")
    elif isinstance(fields.get("response"), dict):
        average = SeasonModel().response.model_dump(mode="json")
        fields["response"] = {**average, **fields["response"]}
    return fields


def _across(model: SeasonModel) -> Iterator[tuple[Path, str, str]]:
    """Yield what does not fit together: where, what, and what is allowed."""
    if not set(model.week) & set(EASY_DAYS):
        yield ("week",), "has no easy run, so there is no place for bursts", "at least one day easy or recovery"
    last = f"from 1 to {model.weeks}, the last week"
    starts: list[tuple[Path, int]] = [
        *((("injuries", place, "week"), hurt.week) for place, hurt in enumerate(model.injuries)),
        *((("races", place), week) for place, week in enumerate(model.races)),
        *((("pauses", place, "week"), pause.week) for place, pause in enumerate(model.pauses)),
    ]
    for path, week in starts:
        if week > model.weeks:
            yield path, f"week {week} is after the season", last
    for place, week in enumerate(model.races):
        if model.paused_in(week):
            yield ("races", place), f"week {week} has no run, so no race either", "another week, or a shorter pause"
        if week in model.races[:place]:
            yield ("races", place), f"week {week} has a race already", "one race a week"
    for (_, one), (place, other) in combinations(enumerate(model.injuries), 2):
        first, second = sorted((one, other), key=lambda hurt: hurt.week)
        if one.site == other.site and second.week < first.week + first.active_weeks + first.returning_weeks:
            what = f"the {other.site.replace('_', ' ')} hurts again before it is healed"
            yield ("injuries", place, "week"), what, "a later week, or another site"


def model_text(model: SeasonModel) -> str:
    """Return a model as the text of a model file, with a word on every field."""
    return _HEAD + "\n".join(_lines(model)) + "\n"


def _lines(part: BaseModel) -> Iterator[str]:
    for name, field in type(part).model_fields.items():
        value = getattr(part, name)
        many = isinstance(value, BaseModel) or (isinstance(value, tuple) and value != ())
        yield f"{f'{name}:' if many else f'{name}: {_flow(value)}':<22}  # {field.description}"
        if isinstance(value, BaseModel):
            yield from (f"  {line}" for line in _lines(value))
        elif many:
            yield from (f"  - {_flow(item)}" for item in value)


def _flow(value: Any) -> str:
    """Write a value on one line of YAML."""
    if isinstance(value, BaseModel):
        return "{" + ", ".join(f"{name}: {_flow(item)}" for name, item in value) + "}"
    if value == ():
        return "[]"
    return f"{value:g}" if isinstance(value, float) else str(value)
