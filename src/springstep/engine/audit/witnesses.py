"""A case in words: how it differs from the standard case of its moment, and what is advised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from springstep.engine.advice.recommend import build
from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.audit.report import Witness
from springstep.engine.inference.case import case_of
from springstep.engine.inference.derived_facts import derive, forbidden, meaning
from springstep.engine.inference.examples import standard_case
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.list_words import ListWords
from springstep.engine.language.wording import listed, plain, value_words
from springstep.engine.rulebase.base import RuleBase

_MOST_NAMED = 8


def witness_of(base: RuleBase, case: Mapping[str, Any]) -> Witness:
    """Describe a case and its advice; raises ``CaseError`` for one that is not valid.

    The advice does not look ahead.
    """
    return witness_from(base, build(base, case_of(case, base), look_ahead=False))


def witness_from(base: RuleBase, made: RecommendationRecord) -> Witness:
    """Describe the case of a recommendation and its advice."""
    return Witness(
        words=(*_sentences(base, made.moment, made.case), f"Advice: {made.headline}"),
        case=made.case,
        headline=made.headline,
    )


def witness_without_advice(base: RuleBase, case: Mapping[str, Any]) -> Witness:
    """Describe a case for which the rules leave open something that has to be decided."""
    valid = case_of(case, base)
    plain_case = valid.plain()
    headline = "No advice: the rules leave a decision open."
    return Witness(
        words=(*_sentences(base, valid.moment, plain_case), f"Advice: {headline}"), case=plain_case, headline=headline
    )


def _sentences(base: RuleBase, moment: str, case: Mapping[str, Any]) -> Iterator[str]:
    """Yield a sentence for each answer that differs from the standard case's, then what is not known."""
    vocabulary, when = base.vocabulary, base.vocabulary.moments[moment]
    standard = standard_case(base, moment)
    asked = list(vocabulary.asked_at(moment))
    differing = [info for info in asked if info.name in case and not _same(case[info.name], standard.get(info.name))]
    silent = list(_silent(base, asked, case, standard))
    apart = ", but for this." if differing or silent else ", as it is."
    yield f"{_upper(when)}: the standard {base.domain.subject}{apart}"
    for info in differing:
        yield _sentence(info, case[info.name], standard.get(info.name), base)
    if silent:
        more = len(silent) - _MOST_NAMED
        named = silent if more <= 1 else [*silent[:_MOST_NAMED], f"{more} more"]
        yield f"Not known: {listed(named, last='and')}."


def _silent(
    base: RuleBase, asked: Iterable[FactInfo], case: Mapping[str, Any], standard: Mapping[str, Any]
) -> Iterator[str]:
    """Yield what the standard case states and this one does not; a group that is missing entirely counts as one."""
    vocabulary = base.vocabulary
    gone = {*_following(base, case), *forbidden(vocabulary, case)}
    missing = [info for info in asked if info.name in standard and info.name not in case and info.name not in gone]
    yield from (info.label for info in missing if not info.group)
    for group, members in vocabulary.groups.items():
        own = [info for info in missing if info.group == group]
        if len(own) > 1 and members.isdisjoint(case):
            yield vocabulary.group_words.get(group, group)
        else:
            yield from (info.label for info in own)


def _following(base: RuleBase, case: Mapping[str, Any]) -> Iterator[str]:
    """Yield what need not be stated: what follows from the rest of a case, and what would be asked to derive it."""
    vocabulary = base.vocabulary
    facts = meaning(vocabulary, case)
    yield from derive(vocabulary, facts, case)
    for definition in vocabulary.definitions:
        others = {name for name in vocabulary.sources(definition.name) if name != definition.asked}
        if definition.asked and definition.name in facts and others <= facts.keys():
            yield definition.asked


def _same(answer: Any, usual: Any) -> bool:
    if isinstance(answer, str) and isinstance(usual, str):
        return answer.replace(" ", "") == usual.replace(" ", "")
    return bool(answer == usual)


def _sentence(info: FactInfo, answer: Any, usual: Any, base: RuleBase) -> str:
    if info.words is not None:
        items = map(base.vocabulary.list_scopes[info.name].fields_in, answer)
        return f"{_items(info.words, items)}."
    if info.kind == "flag":
        return f"{_upper(info.label)}: {plain(answer)}."
    value = _value(info, answer, base)
    instead = f", not {_value(info, usual, base, unit=False)}" if usual is not None else ""
    goes_on = info.goes_on if info.goes_on == ":" else f" {info.goes_on}"
    return f"{_upper(info.label)}{goes_on} {value}{instead}."


def _value(info: FactInfo, value: Any, base: RuleBase, *, unit: bool = True) -> str:
    if info.kind == "row":
        table = base.tables[info.table]
        row = table.by_id[value]
        name = next((column.name for column in table.columns.values() if column.kind == "text"), "")
        return str(row[name]).lower() if name else plain(value)
    if info.kind == "quantity":
        return str(value)
    return value_words(info.name, value, base.facts) if unit else plain(value)


def _items(words: ListWords, items: Iterable[Mapping[str, str]]) -> str:
    """Write the items of a list as people would, those that are alike together."""
    counted = Counter(tuple((name, str(value)) for name, value in item.items()) for item in items)
    if not counted:
        return words.none
    parts = (_alike(words, dict(item), count) for item, count in counted.items())
    return words.some.format(items=listed(parts, last="and"))


def _alike(words: ListWords, item: Mapping[str, str], count: int) -> str:
    pattern = next(each for each in words.items if each.fields.items() <= item.items())
    fields = {name: plain(value) for name, value in item.items()}
    if count > 1 and pattern.many:
        return pattern.many.format(number=count, **fields)
    after = pattern.one.partition("{a} ")[2].format(**fields)
    return pattern.one.format(a="an" if after[:1] in "aeiou" else "a", **fields)


def _upper(text: str) -> str:
    return text[0].upper() + text[1:]
