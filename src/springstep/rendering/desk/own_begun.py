"""A form begun from a rule: as much of the rule as the form can hold, and what it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from springstep.engine.language.conclusions import Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import AnyItem, Compare, Condition, Constant, Fact, Not, conjuncts
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.own_fields import MOST_FACTS, OfferedFact, offered_conclusions, offered_facts


class BegunForm(NamedTuple):
    """The fields of a form that a rule fills in, and whether its whole condition fits into them."""

    fields: Mapping[str, str]
    whole: bool


def begun_from(rule: Rule, base: RuleBase) -> BegunForm:
    """Return a form begun from a rule, at the first of its moments."""
    moment = rule.moments[0]
    facts = offered_facts(base, moment)
    parts = conjuncts(rule.when)
    read = [found for part in parts if (found := _compared(part, facts)) is not None][:MOST_FACTS]
    fields = {"topic": rule.topic, "moment": moment}
    for number, (name, how, values) in enumerate(read, 1):
        fields |= {f"fact{number}": name, f"is{number}": how}
        fields |= {f"value{number}-{item}" if item else f"value{number}": value for item, value in values.items()}
    there = {each.field: each.choices for each in offered_conclusions(base, moment)}
    concluded = dict(each for conclusion in rule.conclusions for each in _concluded(conclusion))
    fields |= {
        field: value
        for field, value in concluded.items()
        if field in there and (not there[field] or value in there[field])
    }
    alone = rule.unless is None and rule.for_each is None and not rule.overridden_by
    return BegunForm(fields, alone and len(read) == len(parts))


def _compared(part: Condition, facts: Mapping[str, OfferedFact]) -> tuple[str, str, Mapping[str, str]] | None:
    """Return fact, comparison and values of a part of a condition; ``None`` for one that the form does not offer."""
    match part:
        case Compare(how, Fact(name), Constant(value)) if name in facts and how in facts[name].comparisons:
            return name, how, {"": str(value).lower() if isinstance(value, bool) else str(value)}
        case Not(Compare("==", Fact(name), Constant(True))) if name in facts:
            return name, "==", {"": "false"}
        case AnyItem(Fact(name), _, asked) if name in facts:
            values = _of_one_item(asked, facts[name])
            return None if values is None else (name, "has", values)
    return None


def _of_one_item(asked: Condition, fact: OfferedFact) -> Mapping[str, str] | None:
    """Return the values that an item is asked for, by its fields; the only one of a plain word is called nothing."""
    found: dict[str, str] = {}
    for part in conjuncts(asked):
        match part:
            case Compare("==", Fact(name), Constant(str(value))):
                field = name.partition(".")[2] if fact.item else ""
                if field in found or (fact.item and field not in fact.item):
                    return None
                found[field] = value
            case _:
                return None
    return found


def _concluded(conclusion: Conclusion) -> Iterator[tuple[str, str]]:
    """Yield the field of a conclusion with what stands in it, where the form can hold it."""
    match conclusion:
        case Step(decision, step):
            yield f"then-{decision}", step
        case Bound(decision, _, Constant(value), _, False):
            yield f"then-{decision}", plain(value)
        case Select("exclude", ((attribute, (value,)),), _, _, table):
            yield f"exclude-{table}", f"{attribute}={value}"
