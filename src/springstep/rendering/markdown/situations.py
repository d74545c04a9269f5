"""An index by body part and situation: for each value of each fact the rules for which it speaks."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.finding.index import spoken_for
from springstep.engine.finding.meanings import Meant
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.escaped import text
from springstep.rendering.markdown.one_rule import names

_MOST_WORDS = 6


def situations(base: RuleBase) -> Iterator[str]:
    """Yield a table for each fact whose values are words, with the rules that read each and may fire with it."""
    yield (
        "Where a value is told, these rules read it and may fire. `springstep rules search` takes whole situations, in "
        "any of the words that answers are understood in."
    )
    yield ""
    rules = spoken_for(base)
    for info, name in _told(base):
        rows = [(value, rules.get(Meant(name, (value,)), ())) for value in _values(info)]
        if not any(ids for _, ids in rows):
            continue
        yield f"**{text(_title(info))}**"
        yield ""
        yield "| told as | in other words | rules |"
        yield "| --- | --- | --- |"
        for value, ids in rows:
            if ids:
                yield f"| {text(plain(value))} | {text(_said(info, value))} | {names(ids)} |"
        yield ""


def _told(base: RuleBase) -> Iterator[tuple[FactInfo, str]]:
    """Yield what can be told in words, each with the name by which rules read it."""
    for info in base.vocabulary.facts.values():
        if info.scope is None and info.kind in ("word", "flag") and info.name != MOMENT:
            yield info, info.name
        elif info.scope is not None:
            yield from ((info if info.scope.plain else field, name) for name, field in info.scope.fields.items())


def _values(info: FactInfo) -> tuple[str | bool, ...]:
    return (True, False) if info.kind == "flag" else info.item_words or info.values


def _title(info: FactInfo) -> str:
    return f"{info.label[:1].upper()}{info.label[1:]}"


def _said(info: FactInfo, value: str | bool) -> str:
    said = info.spoken.said.get(plain(value) if isinstance(value, bool) else value, ())
    more = ", ..." if len(said) > _MOST_WORDS else ""
    return ", ".join(said[:_MOST_WORDS]) + more
