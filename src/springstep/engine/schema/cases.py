"""The schema of a case: what each fact may be, what must and what may be told at which moment, what cannot be."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.plain_lists import item_texts
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.schema.contradictions import contradictions, limits, unsaid
from springstep.engine.schema.dialect import UNKNOWN, Schema, any_of, known, named, unknown
from springstep.engine.schema.facts import fact_schema, item_name, item_schema, lists_with

_ABOUT = (
    "One case at one moment: the facts that are known. What is left out, null or the word unknown, is not known. "
    "This is the plain form. What reads a case takes more: an answer in words, as at a prompt, wherever its words mean "
    "a value of this schema, and a file in which an audit kept a case."
)

_VERSION = "1.1"


def case_schema(base: RuleBase) -> Schema:
    """Return the schema of the cases that a rule base knows."""
    vocabulary = base.vocabulary
    closer = limits(vocabulary.constraints, vocabulary.facts)
    lists = [info for info in vocabulary.facts.values() if info.kind == "items"]
    return named(
        "case",
        {
            "title": "Case",
            "description": _about(vocabulary, base.domain.about.get("not_considered", ())),
            "type": "object",
            "properties": {
                name: fact_schema(info, closer.get(name, ()), base) for name, info in vocabulary.facts.items()
            },
            "additionalProperties": False,
            "allOf": [*_at_each_moment(base), *contradictions(vocabulary.constraints, vocabulary.facts)],
            "$defs": {item_name(info, base): item_schema(info, base) for info in lists},
        },
        _VERSION,
    )


def _about(vocabulary: Vocabulary, not_considered: Collection[str]) -> str:
    left = [each.name for each in unsaid(vocabulary.constraints, vocabulary.facts)]
    told = [_ABOUT, f"Refused besides, as a comment in allOf tells: {', '.join(left)}." if left else ""]
    told.append(f"Not considered, and refused: {'; '.join(not_considered)}." if not_considered else "")
    return " ".join(filter(None, told))


def _at_each_moment(base: RuleBase) -> Iterator[Schema]:
    """Yield what holds of a case at each moment, given or as its facts say, and that there is one that fits."""
    vocabulary = base.vocabulary
    fitting = {moment: _fitting(moment, vocabulary) for moment in vocabulary.moments}
    earlier: list[Mapping[str, Any]] = []
    for moment, fits in fitting.items():
        names = [info.name for info in vocabulary.facts.values() if moment in info.required_at]
        stated = {
            "type": "object",
            "properties": {name: {"not": dict(UNKNOWN)} for name in names},
            "required": names,
        }
        enough = any_of([stated, *_settling(moment, base)])
        told = known(MOMENT, {"const": moment})
        here = {"anyOf": [told, {"allOf": [unknown([MOMENT]), *({"not": each} for each in earlier), fits]}]}
        yield {"if": here, "then": {"allOf": [enough, fits]}}
        earlier.append(fits)
    yield {"anyOf": [{"not": unknown([MOMENT])}, *fitting.values()]}


def _settling(moment: str, base: RuleBase) -> Iterator[Schema]:
    """Yield the answers that decide by themselves, so that what is required may be left out beside them."""
    for info in base.vocabulary.facts.values():
        if moment not in info.moments:
            continue
        if info.scope is None:
            if info.settles:
                yield known(info.name, {"enum": list(info.settles)})
            continue
        for name, field in info.scope.fields.items():
            if field.settles:
                part = name.split(".")[1]
                texts = [text for text, item in item_texts(info.scope).items() if item[part] in field.settles]
                item = known(part, {"enum": list(field.settles)})
                yield known(info.name, lists_with(info, item, field.settles if info.item_words else texts))


def _fitting(moment: str, vocabulary: Vocabulary) -> Schema:
    """Return that every fact given may be given at a moment."""
    return unknown([info.name for info in vocabulary.facts.values() if moment not in info.moments])
