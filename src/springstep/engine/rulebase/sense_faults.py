"""What is wrong in ``sense.yaml`` beyond its schema: names of nothing, and conditions that cannot be read."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from springstep.engine.errors import Fault, nearest
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.parse import parse_condition
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.sense_schema import Sense
from springstep.engine.text.source import Document, Path


def sense_faults(sense: Sense, document: Document, base: RuleBase) -> Iterator[Fault]:
    """Yield every such fault, with its place."""
    whole = {**base.facts, **base.plan_names}
    steps: dict[str, Collection[str]] = {name: scheme.steps for name, scheme in base.decisions.items()}
    steps |= {name: info.values for name, info in base.plan_names.items()}
    for index, step in enumerate(sense.steps):
        yield from _unknown(document, ("steps", index, "decision"), step.decision, steps)
        yield from _unknown(document, ("steps", index, "step"), step.step, steps.get(step.decision, (step.step,)))
    for index, row in enumerate(sense.rows):
        names = base.tables[row.table].names if row.table in base.tables else None
        yield from _unknown(document, ("rows", index, "table"), row.table, base.tables)
        for part, text in (("when", row.when), ("holds", row.holds)):
            if names is not None and text is not None:
                yield from _unread(document, ("rows", index, part), text, names)
    for index, order in enumerate(sense.orders):
        columns = base.tables[order.table].columns if order.table in base.tables else {order.by}
        yield from _unknown(document, ("orders", index, "table"), order.table, base.tables)
        yield from _unknown(document, ("orders", index, "by"), order.by, columns)
    for index, figure in enumerate(sense.figures):
        for rule, held in figure.rules.items():
            for name, asked in held.step.items():
                known = base.decisions[name].steps if name in base.decisions else ()
                yield from _unknown(document, ("figures", index, "rules", rule, "step"), asked, known)
            bounds: Mapping[str, object]
            for kind, bounds in (("cap", held.cap), ("cap_below", held.cap_below), ("floor", held.floor)):
                for name in bounds:
                    yield from _unknown(document, ("figures", index, "rules", rule, kind), name, base.decisions)
            if held.fires is not None:
                yield from _unread(document, ("figures", index, "rules", rule, "fires"), held.fires, whole)
        for claim, text in figure.claims.items():
            yield from _unread(document, ("figures", index, "claims", claim), text, whole)
    for index, danger in enumerate(sense.dangers):
        yield from _unknown(document, ("dangers", index, "of"), danger.of, base.facts)
        values = base.facts[danger.of].values if danger.of in base.facts else danger.values
        for value in danger.values:
            yield from _unknown(document, ("dangers", index, "values"), value, values)
    for index, relation in enumerate(sense.relations):
        yield from _unread(document, ("relations", index, "always"), relation.always, whole)
    for name in sense.questions:
        yield from _unknown(document, ("questions", name), name, base.vocabulary.facts)
    for moment, text in sense.standard.items():
        yield from _unknown(document, ("standard", moment), moment, base.vocabulary.moments)
        yield from _unread(document, ("standard", moment), text, whole)


def _unknown(document: Document, place: Path, name: str, known: Collection[str]) -> Iterator[Fault]:
    if name not in known:
        yield document.fault("unknown_name", place, f"there is no '{name}'", allowed=nearest(name, known))


def _unread(document: Document, place: Path, text: str, names: Mapping[str, FactInfo]) -> Iterator[Fault]:
    try:
        parse_condition(text, names)
    except ConditionError as error:
        yield document.fault("bad_condition", place, str(error))
