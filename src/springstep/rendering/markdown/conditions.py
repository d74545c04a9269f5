"""What each condition does by itself, shown by two cases that it alone tells apart, as a section of RULES.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.audit.kept_cases import whole_case
from springstep.engine.audit.mcdc.effect import ADVICE
from springstep.engine.audit.mcdc.table import FILE, ConditionShown, load_table
from springstep.engine.inference.examples import UNKNOWN
from springstep.engine.language.wording import fact_words, listed, plain, value_words
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.markdown.escaped import text
from springstep.rendering.markdown.one_rule import names

_NOT_TOLD = "not told"


def conditions_shown(base: RuleBase) -> Iterator[str]:
    """Yield the table: conditions that the same two cases show, and with the same effect, in one line."""
    subject, subjects = base.domain.subject, base.domain.subjects
    yield (
        f"For each condition of each rule of basis *guide*, two {subjects} who differ in one answer only: the rule "
        f"fires for the first and, because of this condition, not for the second. The last column says what only the "
        f"first {subject} is told by this rule. The field calls this modified condition/decision coverage. "
        f"`springstep audit mcdc` runs every pair."
    )
    yield ""
    yield "| rule | condition | one answer | only the first is told |"
    yield "| --- | --- | --- | --- |"
    lines: dict[tuple[str, ...], list[str]] = {}
    for row in load_table(base.folder):
        lines.setdefault(shown(row, base), []).append(row.rule)
    for cells, rules in lines.items():
        yield f"| {names(rules)} | {' | '.join(map(text, cells))} |"
    yield ""


def shown(row: ConditionShown, base: RuleBase) -> tuple[str, str, str]:
    """Return one condition, the answer that turns it, and what follows from that, in words."""
    if row.why_none:
        return row.condition, "", row.why_none
    case = whole_case(row.case, base, source=FILE)
    given_way = [name for name, value in row.other.items() if value == UNKNOWN]
    turned = [name for name in row.other if name not in given_way] or given_way[:1]
    answers = listed((_answer(name, case.get(name), row.other[name], base) for name in turned), last="and")
    more = ", and what gives way to that" if len(turned) < len(row.other) else ""
    return row.condition, f"{answers}{more}", "; ".join(_told(row.told, base))


def _answer(name: str, first: Any, second: Any, base: RuleBase) -> str:
    scope = base.vocabulary.list_scopes.get(name)
    if scope is not None and second != UNKNOWN and len(first or ()) == len(second):
        items = [[*map(scope.element_facts, pair)] for pair in zip(first or (), second, strict=True)]
        apart = [(field, *(item[field] for item in pair)) for field in scope.fields for pair in items]
        return listed(f"{fact_words(field, base.facts)}: {plain(a)} → {plain(b)}" for field, a, b in apart if a != b)
    values = [
        _NOT_TOLD if value is None or value == UNKNOWN else value_words(name, value, base.facts)
        for value in (first, second)
    ]
    return f"{fact_words(name, base.facts)}: {' → '.join(values)}"


def _told(told: Mapping[str, Any], base: RuleBase) -> Iterator[str]:
    titles = {**{name: each.title for name, each in base.decisions.items()}}
    titles |= {name: each.title for name, each in base.choices.items()}
    for name, values in told.items():
        if name == ADVICE:
            yield "its advice"
        else:
            first, second = ("none" if value is None else value_words(name, value, base.facts) for value in values)
            yield f"{titles[name].lower()}: {first} → {second}"
