"""A rule base as plain data, for programs that run or check the rules without this package.

Conditions and amounts are lists that begin with what they are: ``["<=", left, right]``, ``["and", ...]``,
``["fact", name]``. A number that is not whole is a fraction in a text, ``"5/2"``, so that nothing is rounded. The book
is named by the SHA-256 of its canonical JSON.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from springstep.engine.language.choices import Choice
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import (
    All,
    Always,
    Among,
    AnyItem,
    Arith,
    Compare,
    Condition,
    Constant,
    Either,
    Fact,
    Known,
    Not,
    Term,
)
from springstep.engine.language.definitions import Definition
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.numbers import exact
from springstep.engine.language.quantities import pattern_of
from springstep.engine.language.rules import LAYERS, Rule
from springstep.engine.language.tables import PLACE, Table
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.receipts.canonical import canonical, digest_of

FORMAT = "springstep-book/1"


@memoized
def book_of(base: RuleBase) -> str:
    """Return the book of a rule base, its overlays included, as canonical JSON."""
    vocabulary = base.vocabulary
    return canonical(
        {
            "format": FORMAT,
            "rules_digest": base.digest,
            "layers": list(LAYERS),
            "facts": {info.name: _fact(info, base) for info in vocabulary.facts.values()},
            "never": [condition(each.never) for each in vocabulary.constraints],
            "lists": _lists(vocabulary),
            "derived": [_definition(each) for each in vocabulary.definitions],
            "tables": {name: _table(table) for name, table in base.tables.items()},
            "decisions": [
                {
                    "name": scheme.name,
                    "kind": scheme.kind,
                    "settles": scheme.settles,
                    "moments": list(scheme.moments),
                    "steps": list(scheme.steps),
                }
                for scheme in base.decisions.values()
            ],
            "rules": [_rule(rule) for rule in base.rules],
            "choices": [_choice(choice) for choice in base.choices.values()],
            "plan": [{**_definition(each), "moments": list(each.info.moments)} for each in base.plan],
            "verdicts": {
                moment: [{"name": each.name, "code": each.code, "when": condition(each.when)} for each in verdicts]
                for moment, verdicts in base.verdicts.items()
            },
        }
    )


@memoized
def book_digest(base: RuleBase) -> str:
    """Return the SHA-256 of the book of a rule base."""
    return digest_of(book_of(base))


def number(value: Any) -> Any:
    """Return a number as it stands in a book: a whole one as it is, any other as a fraction; other values unchanged."""
    value = exact(value)
    return f"{value.numerator}/{value.denominator}" if isinstance(value, Fraction) else value


def condition(tree: Condition) -> list[Any]:
    """Return a condition as plain data."""
    match tree:
        case Always():
            return ["always"]
        case Compare(op, left, right, scale):
            return [op, term(left), term(right), *([list(scale)] if scale else [])]
        case Among(fact, values):
            return ["in", term(fact), [number(value) for value in values]]
        case Known(fact):
            return ["known", term(fact)]
        case Not(item):
            return ["not", condition(item)]
        case All(items):
            return ["and", *map(condition, items)]
        case Either(items):
            return ["or", *map(condition, items)]
        case AnyItem(Fact(name), scope, item, plain):
            return ["any", name, scope, plain, condition(item)]


def term(tree: Term) -> list[Any]:
    """Return a term as plain data."""
    match tree:
        case Fact(name):
            return ["fact", name]
        case Constant(value):
            return ["value", number(value)]
        case Arith(op, left, right):
            return [op, term(left), term(right)]


def _fact(info: FactInfo, base: RuleBase) -> dict[str, Any]:
    """Return what an answer may be, and at which moments it may be given."""
    found: dict[str, Any] = {"kind": info.kind, "moments": list(info.moments)}
    match info.kind:
        case "word" | "scale":
            found["values"] = list(info.values)
        case "row":
            found["values"] = list(base.tables[info.table].by_id)
        case "number":
            found |= {"minimum": number(info.minimum), "maximum": number(info.maximum), "integer": info.integer}
        case "quantity":
            units = {unit: number(size) for unit, size in info.units.items()}
            found |= {"form": info.form, "units": units, "written": pattern_of(info)}
        case "items":
            fields = base.vocabulary.fields_of(info.name)
            found |= {"most": info.most, "fields": {each.name.split(".")[1]: list(each.values) for each in fields}}
    return found


def _lists(vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        name: {"item": scope.name, "fields": [field.split(".")[1] for field in scope.fields]}
        for name, scope in vocabulary.list_scopes.items()
    }


def _definition(each: Definition) -> dict[str, Any]:
    ways = [[condition(way.when), term(way.value)] for way in each.ways]
    return {"name": each.name, "ways": ways, **({"places": each.places} if each.places is not None else {})}


def _table(table: Table) -> dict[str, Any]:
    return {
        "row": table.row,
        "rows": [{"id": row.id, PLACE: row.place, **{name: row[name] for name in _read(table)}} for row in table.rows],
    }


def _read(table: Table) -> Iterable[str]:
    return [name for name, column in table.columns.items() if column.kind in ("word", "number")]


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "layer": rule.layer,
        "moments": list(rule.moments),
        **({"for_each": rule.for_each} if rule.for_each else {}),
        "when": condition(rule.when),
        **({"unless": condition(rule.unless)} if rule.unless is not None else {}),
        "overridden_by": list(rule.overridden_by),
        "then": [part for each in rule.conclusions if (part := _conclusion(each))],
        "guide": list(rule.guide),
    }


def _conclusion(each: Conclusion) -> dict[str, Any]:
    match each:
        case Step(decision, step):
            return {"kind": "step", "decision": decision, "amount": ["value", step]}
        case Bound(decision, kind, amount, _, strict):
            return {"kind": kind, "decision": decision, "amount": term(amount), "strict": strict}
        case Add(decision, points):
            return {"kind": "add", "decision": decision, "amount": ["value", points]}
        case Select(kind, where, weight, id_from, table):
            meant: Mapping[str, Any] = {"row": ["fact", id_from]} if id_from else {"where": _where(where)}
            return {"kind": kind, "table": table, "weight": weight, **meant}
        case Assume(fact, amount, items):
            taken = ["value", [dict(i) if isinstance(i, Mapping) else i for i in items]]
            return {"kind": "assume", "fact": fact, "amount": term(amount) if amount is not None else taken}
        case Advise():
            return {}


def _where(where: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in where}


def _choice(choice: Choice) -> dict[str, Any]:
    return {
        "name": choice.name,
        "moments": list(choice.moments),
        "table": choice.table.name,
        "take": choice.take,
        "written": {row.id: choice.written(row) for row in choice.table.rows},
        "requires": {m: [condition(each.when) for each in several] for m, several in choice.requires.items()},
        "pools": {
            m: [[condition(each.when), condition(each.among)] for each in several]
            for m, several in choice.pools.items()
        },
        "within": [[each.cap, term(each.amount)] for each in choice.within],
        "fits": [[list(each.moments), term(each.needs), term(each.room)] for each in choice.fits],
    }
