"""Read the safety claims of a knowledge folder: shape, condition, and whether every name in them is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, model_validator

from springstep.engine.errors import Fault, KnowledgeError, nearest
from springstep.engine.language.claims import Claim, Riskier, comparable, plan_facts, planned_at
from springstep.engine.language.conditions import Condition, Not, names_in
from springstep.engine.language.parse import ConditionError, parse_condition
from springstep.engine.language.rules import Basis
from springstep.engine.language.vocabulary import ITEMS, FactInfo, case_facts, item_facts
from springstep.engine.rulebase.assemble import twice
from springstep.engine.rulebase.reading import KnowledgeReader
from springstep.engine.rulebase.shapes import Sentences, Shape, Words
from springstep.engine.text.source import Document
from springstep.knowledge.facts import Moment

if TYPE_CHECKING:
    from springstep.engine.rulebase.base import RuleBase

Order = Literal["higher", "lower", "untold", "one_more"]


class ClaimShape(Shape):
    """One safety claim as it stands in ``claims.yaml``."""

    id: Annotated[str, Field(pattern=r"^CLM-\d{3}$")]
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    says: Words
    moments: Annotated[tuple[Moment, ...], Field(min_length=1)]
    for_each: Literal["injury", "stiffness"] | None = None
    always: str | None = None
    never: str | None = None
    riskier: dict[str, Order | tuple[str | bool, ...] | tuple[tuple[str | bool, ...], ...]] | None = None
    keeps: tuple[str, ...] = ()
    basis: Basis
    guide: Sentences = ()

    @model_validator(mode="after")
    def _one_kind(self) -> ClaimShape:
        if sum(part is not None for part in (self.always, self.never, self.riskier)) != 1:
            raise ValueError("a claim says one of: always, never, riskier")
        if (self.basis == "convention") == bool(self.guide):
            raise ValueError("a claim cites the sentences it rests on in 'guide', unless its basis is convention")
        return self


def load_claims(base: RuleBase) -> tuple[Claim, ...]:
    """Read ``claims.yaml`` of a rule base's folder; raises ``KnowledgeError`` with every fault."""
    reader = KnowledgeReader()
    document, shapes = reader.read(base.folder / "claims.yaml", tuple[ClaimShape, ...])
    if reader.faults:
        raise KnowledgeError(reader.faults)
    whole = {name: info for name, info in base.facts.items() if "." not in name}  # an item's fields need `for_each`
    names = {**whole, **plan_facts(base.drills, base.ladder)}
    faults = twice(document, [shape.id for shape in shapes])
    claims = []
    for index, shape in enumerate(shapes):
        claim, found = _claim(shape, document, index, names, base)
        faults += found
        claims.append(claim)
    if faults:
        raise KnowledgeError(faults)
    return tuple(claims)


def _claim(
    shape: ClaimShape, document: Document, index: int, names: Mapping[str, FactInfo], base: RuleBase
) -> tuple[Claim, list[Fault]]:
    faults: list[Fault] = []
    broken: Condition | None = None
    known = {**names, **(item_facts()[shape.for_each] if shape.for_each else {})}
    text = shape.always or shape.never
    if text is not None:
        try:
            condition = parse_condition(text, known)
            broken = condition if shape.never is not None else Not(condition)
        except ConditionError as error:
            faults.append(document.fault((index, "always" if shape.always else "never"), str(error)))
    riskier = {fact: _order(order) for fact, order in (shape.riskier or {}).items()}
    faults += _riskier_faults(riskier, document, index)
    allowed = sorted({name for moment in shape.moments for name in comparable(base.decisions, moment)})
    for name in shape.keeps:
        if name not in allowed:
            faults.append(
                document.fault((index, "keeps"), f"'{name}' cannot be compared", allowed=nearest(name, allowed))
            )
    for number in shape.guide:
        if number not in base.sentences:
            what = f"the guide has no sentence '{number}'"
            faults.append(document.fault((index, "guide"), what, allowed=nearest(number, base.sentences)))
    if not faults:
        faults += _out_of_place(shape, broken, document, index, names, base)
    claim = Claim(
        id=shape.id,
        name=shape.name,
        says=shape.says,
        moments=shape.moments,
        for_each=shape.for_each,
        broken=broken,
        riskier=riskier,
        keeps=shape.keeps,
        formal=_formal(shape, riskier),
        basis=shape.basis,
        guide=shape.guide,
    )
    return claim, [replace(fault, where=f"{shape.id}: {fault.where.split('.', 1)[-1]}") for fault in faults]


def _out_of_place(
    shape: ClaimShape,
    broken: Condition | None,
    document: Document,
    index: int,
    names: Mapping[str, FactInfo],
    base: RuleBase,
) -> Iterable[Fault]:
    """Yield what a claim speaks of at a moment at which it is not there: such a claim would be proved of nothing."""
    field = "riskier" if shape.riskier is not None else "always" if shape.always is not None else "never"
    for moment in shape.moments:
        told = {name for name, info in case_facts().items() if moment in info.moments}
        there = told | {n for n, info in base.facts.items() if info.derived_from and set(info.derived_from) & told}
        there |= {name for name, scheme in base.decisions.items() if moment in scheme.moments}
        there |= planned_at(moment, names)
        if broken is not None:
            for name in names_in(broken):
                if "." not in name and name not in there:
                    yield document.fault(
                        (index, field), f"'{name}' is not there {moment} a run", allowed="leave out the moment"
                    )
        elif not any(name.split(".")[0] in (*there, *ITEMS) or name == "any" for name in shape.riskier or ()):
            yield document.fault((index, field), f"compares nothing {moment} a run", allowed="leave out the moment")
        if shape.keeps and not set(shape.keeps) & set(comparable(base.decisions, moment)):
            yield document.fault((index, "keeps"), f"keeps nothing {moment} a run", allowed="leave out the moment")
        if shape.for_each and ITEMS[shape.for_each][0] not in told:
            yield document.fault((index, "for_each"), f"is not asked {moment} a run", allowed="leave out the moment")


def _order(order: Any) -> Riskier:
    if isinstance(order, str):
        return order  # type: ignore[return-value]  # one of the four words, by the shape
    return order if order and isinstance(order[0], tuple) else (order,)


def _riskier_faults(riskier: Mapping[str, Riskier], document: Document, index: int) -> Iterable[Fault]:
    known = {**case_facts(), **{name: info for scope in item_facts().values() for name, info in scope.items()}}
    for fact, order in riskier.items():
        info = known.get(fact)
        place = (index, "riskier", fact)
        if fact == "any" and order == "untold":
            continue
        if info is None:
            yield document.fault(place, f"no fact is called '{fact}'", allowed=nearest(fact, known))
        elif isinstance(order, tuple):
            values = (True, False) if info.kind == "flag" else info.values
            for value in (value for chain in order for value in chain):
                if value not in values:
                    yield document.fault(place, f"'{value}' is not a value of '{fact}'", allowed=info.allowed())
        elif order in ("higher", "lower") and info.kind != "number":
            yield document.fault(place, f"'{fact}' is no number", allowed=info.allowed())
        elif order == "one_more" and info.kind != "items":
            yield document.fault(place, f"'{fact}' is no list", allowed=info.allowed())


def _formal(shape: ClaimShape, riskier: Mapping[str, Riskier]) -> str:
    each = f"for each {shape.for_each}, " if shape.for_each else ""
    if shape.never is not None:
        return f"{each}never: {' '.join(shape.never.split())}"
    if shape.always is not None:
        return f"{each}always: {' '.join(shape.always.split())}"
    words = [f"{fact} {_order_words(order)}" for fact, order in riskier.items()]
    return f"riskier: {'; '.join(words)}. Never looser: {', '.join(shape.keeps) or 'everything'}"


def _order_words(order: Riskier) -> str:
    if isinstance(order, str):
        return order.replace("_", " ")
    return ", ".join(" < ".join(str(value).lower() for value in chain) for chain in order)
