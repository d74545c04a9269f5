"""Render a rule base to CLIPS source: its rules, decisions and the rows of its tables, one construct in each text.

This reads the condition tree and the rules as loaded, their layer included, and shares nothing else with the engine:
not how experta's rules are built, not the evaluation of conditions, not conflict resolution.
"""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Fact
from springstep.engine.language.fact_info import Item
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from tests.second_opinion.patterns import Patterns, atom, expression, variable


def rendered(base: RuleBase) -> Iterator[str]:
    """Yield the constructs of a rule base, in an order in which CLIPS takes them."""
    yield deffacts(base)
    for rule in base.rules:
        yield defrule(rule, base)
        yield from choices(rule)


def deffacts(base: RuleBase) -> str:
    """Render what the knowledge says besides rules: how decisions are resolved, and the attributes of every row."""
    decisions = [
        f"(decision (name {d.name}) (kind {d.kind}) (settles {d.settles})"
        f" (moments {' '.join(d.moments)}) (steps {' '.join(d.steps)}))"
        for d in base.decisions.values()
    ]
    rows = [(table, row, row_name(table.name, row.id)) for table in base.tables.values() for row in table.rows]
    drills = [f"(drill (id {name}))" for _, _, name in rows]
    traits = [
        f"(trait (drill {name}) (attribute {attribute}) (value {atom(row[attribute])}))"
        for table, row, name in rows
        for attribute in table.attributes
    ] + [f"(trait (drill {name}) (attribute table) (value {table.name}))" for table, _, name in rows]
    return "(deffacts MAIN::knowledge\n  " + "\n  ".join([*decisions, *drills, *traits]) + ")"


def row_name(table: str, row: str) -> str:
    """Name a row of a table: CLIPS knows all rows by one name each, as drills."""
    return f"{table}--{row}"


def defrule(rule: Rule, base: RuleBase) -> str:
    """Render a rule into the module of its layer."""
    patterns = Patterns("told" if rule.layer == "assume" else "known", base)
    parts = [f"(told (fact moment) (value {'|'.join(rule.moments)}))"]
    if rule.for_each:
        parts.append(f"(item (list {base.vocabulary.scopes[rule.for_each].list_fact}) (index ?item))")
    parts += patterns.holds(rule.when)
    if rule.unless is not None:
        parts += patterns.fails(rule.unless)
    exceptions = [other for other in base.rules if rule.id in other.overrides]
    parts += [part for exception in exceptions for part in patterns.fails(exception.when)]
    amounts = [c.amount for c in rule.conclusions if isinstance(c, (Bound, Assume)) and c.amount is not None]
    named = [Fact(c.id_from) for c in rule.conclusions if isinstance(c, Select) and c.id_from]
    parts += [part for term in (*amounts, *named) for part in patterns.bindings(term)]
    item = "?item" if rule.for_each else "none"
    actions = [f"(fired (rule {rule.id}) (item {item}))"]
    for place, conclusion in enumerate(rule.conclusions):
        actions += _assertions(base, rule, place, conclusion, item)
    return (
        f"(defrule {rule.layer.upper()}::{rule.id}\n  "
        + "\n  ".join(dict.fromkeys(parts))
        + "\n  =>\n  (assert "
        + "\n          ".join(actions)
        + "))"
    )


def _assertions(base: RuleBase, rule: Rule, place: int, conclusion: Conclusion, item: str) -> Iterator[str]:
    """Yield the facts that one conclusion of a rule puts into working memory."""
    head = f"(concluded (rule {rule.id}) (item {item}) (place {place})"
    match conclusion:
        case Step(decision, step):
            yield f"{head} (amount {step}) (decision {decision}))"
        case Bound(decision, _, amount, _, strict):
            yield f"{head} (amount {expression(amount)}) (decision {decision}) (strict {atom(strict)}))"
        case Add(decision, points):
            yield f"{head} (amount {points}) (decision {decision}))"
        case Assume(fact, None, items):
            yield f"{head} (amount nil))"
            yield f"(assumed (fact {fact}) (value listed) (by {rule.id}))"
            for index, element in enumerate(items):
                yield from elements(base, fact, index, element, by=rule.id)
        case Assume(fact, amount, _):
            assert amount is not None
            yield f"{head} (amount {expression(amount)}))"
            yield f"(assumed (fact {fact}) (value {expression(amount)}) (by {rule.id}))"
        case Select(id_from=str() as name) if name:
            yield f"{head} (amount {variable(name)}))"
        case Select() | Advise():
            yield f"{head} (amount nil))"


def elements(base: RuleBase, list_fact: str, index: int, element: Item, *, by: str = "case") -> Iterator[str]:
    """Yield the fields of one element of a list fact, each as a fact."""
    for field, value in base.vocabulary.list_scopes[list_fact].element_facts(element).items():
        yield f"(element (list {list_fact}) (by {by}) (index {index}) (field {field}) (value {atom(value)}))"


def choices(rule: Rule) -> Iterator[str]:
    """Yield, for each conclusion on rows of a table, the rule that finds the rows it means."""
    for place, conclusion in enumerate(rule.conclusions):
        if not isinstance(conclusion, Select):
            continue
        concluded = f"(concluded (rule {rule.id}) (item ?item) (place {place}) (amount ?wanted))"
        if conclusion.id_from:
            meant = [f"(drill (id ?drill&:(eq ?drill (sym-cat {row_name(conclusion.table, '')} ?wanted))))"]
        else:
            meant = [f"(drill (id ?drill)) (trait (drill ?drill) (attribute table) (value {conclusion.table}))"] + [
                f"(trait (drill ?drill) (attribute {name}) (value {'|'.join(atom(value) for value in values)}))"
                for name, values in conclusion.where
            ]
        found = f"(drill ?drill) (rule {rule.id}) (item ?item) (place {place})"
        said = (
            f"(excluded {found})"
            if conclusion.kind == "exclude"
            else f"(preferred {found} (weight {conclusion.weight}))"
        )
        yield (
            f"(defrule CHOOSE::{rule.id}-{place}\n  {concluded}\n  "
            + "\n  ".join(meant)
            + f"\n  =>\n  (assert {said}))"
        )
