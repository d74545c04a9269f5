"""What the form of a rule of one's own offers: facts with comparisons and values, and conclusions that add caution."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from springstep.engine.consultation.questions import answer_words
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import amount_said, plain
from springstep.engine.rulebase.base import RuleBase

MOST_FACTS = 3
"""How many facts a condition of the form may read."""
_SAME = {"==": "is", "!=": "is not"}
_ONE_WITH = {"has": "include one with"}
_COMPARISONS: Mapping[str, Mapping[str, str]] = {
    "number": {">=": "is at least", "<=": "is at most", "==": "is"},
    "word": _SAME,
    "row": _SAME,
    "flag": {"==": "is"},
    "items": {"has": "include"},
}
"""By kind of fact the comparisons that are offered, each with its words."""


class OfferedField(NamedTuple):
    """A field of an item: what it is called, and the values to choose from, each with its words."""

    label: str
    values: Mapping[str, str]


class OfferedFact(NamedTuple):
    """A fact that a condition may read: how it may be compared, and with what."""

    info: FactInfo
    comparisons: Mapping[str, str]
    values: Mapping[str, str]
    """The values to choose from, each with its words; none for a number, and for a list of items with fields."""
    allowed: str
    item: Mapping[str, OfferedField] = {}
    """What may be chosen of one item of a list, by the field of the item; none where items are plain words."""


class OfferedConclusion(NamedTuple):
    """A conclusion that may be drawn: the field it is entered in, and what may be entered."""

    field: str
    label: str
    kind: str
    """``step``, ``cap``, ``floor`` or ``exclude``."""
    about: str
    """The decision, or the table."""
    choices: Mapping[str, str]
    """What may be chosen, each with its words; none for a number to be written."""
    least: int = 0
    most: int = 0
    help: str = ""


def offered_facts(base: RuleBase, moment: str) -> dict[str, OfferedFact]:
    """Return the facts of a moment that the form can ask about, by name, in the order of the knowledge."""
    found: dict[str, OfferedFact] = {}
    for info in base.vocabulary.asked_at(moment):
        values, item = _values(info, base), _item(info, base)
        if info.kind in _COMPARISONS and (values or item or info.kind == "number"):
            how = _ONE_WITH if item else _COMPARISONS[info.kind]
            found[info.name] = OfferedFact(info, how, values, info.allowed().removeprefix("allowed: "), item)
    return found


def _values(info: FactInfo, base: RuleBase) -> dict[str, str]:
    """Return the values of a fact as conditions write them, each with its words."""
    match info.kind:
        case "flag":
            return {"true": "yes", "false": "no"}
        case "row":
            return {row.id: plain(row.id) for row in base.tables[info.table].rows}
        case "items":
            return {word: plain(word) for word in info.item_words}
        case _:
            return {value: answer_words(info.name, value, base) for value in info.values}


def _item(info: FactInfo, base: RuleBase) -> dict[str, OfferedField]:
    """Return the fields of an item of a list whose items have several, all of them words."""
    fields = base.vocabulary.fields_of(info.name) if info.kind == "items" and not info.item_words else ()
    if not all(field.kind == "word" for field in fields):
        return {}
    return {
        field.name.partition(".")[2]: OfferedField(field.label, {value: plain(value) for value in field.values})
        for field in fields
    }


def offered_conclusions(base: RuleBase, moment: str) -> tuple[OfferedConclusion, ...]:
    """Return the conclusions that the form offers at a moment, one field each."""
    schemes = (scheme for scheme in base.decisions.values() if moment in scheme.moments)
    return (*(each for scheme in schemes for each in _of_decision(scheme)), *_of_tables(base, moment))


def _of_decision(scheme: DecisionScheme) -> Iterator[OfferedConclusion]:
    field = f"then-{scheme.name}"
    if scheme.kind == "scale":
        cautious = {step: words for step, words in scheme.steps.items() if scheme.ranks[step]}
        yield OfferedConclusion(field, scheme.title, "step", scheme.name, cautious)
    elif scheme.kind in ("cap", "floor"):
        low, high = scheme.between
        said = f"{amount_said(scheme, 'n')}; n from {low} to {high}"
        yield OfferedConclusion(field, scheme.title, scheme.kind, scheme.name, scheme.names, low, high, said)


def _of_tables(base: RuleBase, moment: str) -> Iterator[OfferedConclusion]:
    """Yield what may be ruled out of each table from which something is chosen at a moment."""
    tables = {choice.table.name: choice.table for choice in base.choices.values() if moment in choice.moments}
    for name, table in tables.items():
        choices = {
            f"{attribute}={value}": f"{table.columns[attribute].words}: {plain(value)}"
            for attribute, values in table.attributes.items()
            for value in values
        }
        if choices:
            yield OfferedConclusion(f"exclude-{name}", f"Rule out {name} with", "exclude", name, choices)


def number_in(text: str, info: FactInfo) -> Any:
    """Return the number that a text writes if the fact may be that; ``None`` for any other text."""
    try:
        number = float(text) if len(text) < 10 else None
    except ValueError:
        return None
    low = info.minimum if info.minimum is not None else float("-inf")
    high = info.maximum if info.maximum is not None else float("inf")
    if number is None or not low <= number <= high or abs(number) == float("inf"):
        return None
    if number == int(number):
        return int(number)
    return None if info.integer else number
