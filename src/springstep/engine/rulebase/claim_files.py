"""Read the safety claims of a knowledge folder: schema, condition, and whether every name in them is known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from springstep.engine.errors import Fault, nearest
from springstep.engine.language.basis import Basis
from springstep.engine.language.claims import Claim, Riskier
from springstep.engine.language.condition_text import ConditionError
from springstep.engine.language.conditions import Condition, Not, names_in
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.vocabulary import Vocabulary
from springstep.engine.rulebase.assemble import twice
from springstep.engine.rulebase.base import RuleBase, refuse
from springstep.engine.rulebase.cache import memoized
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.rulebase.presence import there_at
from springstep.engine.rulebase.promises import promises
from springstep.engine.rulebase.rule_schema import FileSchema, Name, Sentences, Words
from springstep.engine.text.source import Document

_RULE_ID = re.compile(r"[A-Z]{3}-[0-9]{3}")
Order = Literal["higher", "lower", "untold", "one_more"]


class ClaimSchema(FileSchema):
    """One safety claim as it stands in ``claims.yaml``."""

    id: Annotated[str, Field(pattern=r"^CLM-[0-9]{3}$")]
    name: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    says: Words
    moments: Annotated[tuple[str, ...], Field(min_length=1)]
    for_each: str | None = None
    always: str | None = None
    never: str | None = None
    riskier: dict[str, Order | tuple[str | bool, ...] | tuple[tuple[str | bool, ...], ...]] | None = None
    told: tuple[Name, ...] = ()
    keeps: tuple[str, ...] = ()
    basis: Basis
    guide: Sentences = ()

    @model_validator(mode="after")
    def _one_kind(self) -> ClaimSchema:
        if sum(part is not None for part in (self.always, self.never, self.riskier)) != 1:
            raise ValueError("a claim says one of: always, never, riskier")
        if (self.basis == "convention") == bool(self.guide):
            raise ValueError("a claim cites the sentences it rests on in 'guide', unless its basis is convention")
        return self


def load_claims(base: RuleBase) -> tuple[Claim, ...]:
    """Return the claims of a rule base's folder, read once; the promises of its rules' advice are claims, too.

    Raises ``KnowledgeError`` with every fault.
    """
    claims, faults = read_claims(base)
    refuse(base, faults)
    return claims


@memoized
def read_claims(base: RuleBase) -> tuple[tuple[Claim, ...], tuple[Fault, ...]]:
    """Read ``claims.yaml`` once; return the claims that have no faults, with the rules' promises, and every fault."""
    reader = KnowledgeReader()
    document, schemas = reader.read_each(base.folder / "claims.yaml", ClaimSchema)
    whole = {name: info for name, info in base.facts.items() if "." not in name}  # an item's fields need `for_each`
    names = {**whole, **base.plan_names}
    faults = [*reader.faults, *twice(document, [schema.id for schema in schemas.values()]), *_compared_faults(base)]
    claims: dict[str, Claim] = {}
    for index, schema in schemas.items():
        claim, found = _claim(schema, document, index, names, base)
        if not found:
            claims.setdefault(claim.id, claim)
        faults += [*found, *_citation_faults(schema, document, index, base)]
    return (*claims.values(), *promises(base)), tuple(faults)


def _compared_faults(base: RuleBase) -> Iterable[Fault]:
    """Yield what the domain compares cases by, weighs, or tells rules apart by, and that does not exist."""
    known: dict[str, Iterable[str]] = {"decision": base.decisions, "larger": base.choices, "left": base.tables}
    for each in base.domain.compared:
        if each.of not in known[each.kind]:
            what = f"'{each.of}' cannot be compared"
            yield Fault("unknown_name", what, "compared", nearest(each.of, known[each.kind]), "domain.yaml")
    for name in base.domain.weighty:
        if name not in base.topics and _RULE_ID.fullmatch(name) is None:  # a rule may have been taken out
            hint = nearest(name, base.topics)
            yield Fault(
                "unknown_name", f"there is no topic '{name}', nor is it a rule's id", "weighty", hint, "domain.yaml"
            )
    for name, parts in base.domain.told_apart.items():
        for part in parts:
            if part not in base.plan_names:
                hint = nearest(part, base.plan_names)
                yield Fault(
                    "unknown_name", f"nothing of the plan is called '{part}'", f"told_apart.{name}", hint, "domain.yaml"
                )


def _claim(
    schema: ClaimSchema, document: Document, index: int, names: Mapping[str, FactInfo], base: RuleBase
) -> tuple[Claim, list[Fault]]:
    broken: Condition | None = None
    faults = list(_unknown(schema, document, index, base))
    scope = base.vocabulary.scopes.get(schema.for_each or "")
    known = {**names, **(scope.fields if scope is not None else {})}
    text = schema.always or schema.never
    if text is not None:
        try:
            condition = parse_condition(text, known)
            broken = condition if schema.never is not None else Not(condition)
        except ConditionError as error:
            faults.append(document.fault("bad_condition", (index, "always" if schema.always else "never"), str(error)))
    riskier = {fact: _order(order) for fact, order in (schema.riskier or {}).items()}
    faults += _riskier_faults(riskier, document, index, base.vocabulary)
    allowed = sorted({each.name for moment in schema.moments for each in base.compared_at(moment)})
    for name in schema.keeps:
        if name not in allowed:
            faults.append(
                document.fault(
                    "unknown_name", (index, "keeps"), f"'{name}' cannot be compared", allowed=nearest(name, allowed)
                )
            )
    for name in schema.told:
        if name not in base.facts:
            what = f"there is no fact called '{name}'"
            faults.append(document.fault("unknown_name", (index, "told"), what, allowed=nearest(name, base.facts)))
    if not faults:
        faults += _out_of_place(schema, broken, document, index, names, base)
    claim = Claim(
        id=schema.id,
        name=schema.name,
        says=schema.says,
        moments=schema.moments,
        for_each=schema.for_each,
        broken=broken,
        riskier=riskier,
        keeps=schema.keeps,
        told=schema.told,
        formal=_formal(schema, riskier),
        basis=schema.basis,
        guide=schema.guide,
    )
    return claim, _of_claim(schema, faults)


def _citation_faults(schema: ClaimSchema, document: Document, index: int, base: RuleBase) -> list[Fault]:
    """Return what a claim cites that is no sentence; it can be proved all the same."""
    sentences = load_ledger(base).sentences
    what = "the guide has no sentence '{}'"
    missing = [number for number in schema.guide if number not in sentences]
    faults = [
        document.fault("unknown_name", (index, "guide"), what.format(number), allowed=nearest(number, sentences))
        for number in missing
    ]
    return _of_claim(schema, faults)


def _of_claim(schema: ClaimSchema, faults: Iterable[Fault]) -> list[Fault]:
    """Say of which claim faults are."""
    return [replace(fault, where=f"{schema.id}: {fault.where.split('.', 1)[-1]}") for fault in faults]


def _out_of_place(
    schema: ClaimSchema,
    broken: Condition | None,
    document: Document,
    index: int,
    names: Mapping[str, FactInfo],
    base: RuleBase,
) -> Iterable[Fault]:
    """Yield what a claim speaks of at a moment at which it is not there: such a claim would be proved vacuously."""
    field = "riskier" if schema.riskier is not None else "always" if schema.always is not None else "never"
    vocabulary, hint = base.vocabulary, "leave out the moment"
    for moment in schema.moments:
        words = vocabulary.moments[moment]
        there = there_at(moment, vocabulary, base.decisions, base.plan_names)
        if broken is not None:
            for name in names_in(broken):
                if "." not in name and name not in there:
                    yield document.fault("out_of_place", (index, field), f"'{name}' is not there {words}", allowed=hint)
        elif not any(name.split(".")[0] in (*there, *vocabulary.scopes, "any") for name in schema.riskier or ()):
            yield document.fault("out_of_place", (index, field), f"compares nothing {words}", allowed=hint)
        if schema.keeps and not set(schema.keeps) & {each.name for each in base.compared_at(moment)}:
            yield document.fault("out_of_place", (index, "keeps"), f"keeps nothing {words}", allowed=hint)
        if schema.for_each and vocabulary.scopes[schema.for_each].list_fact not in there:
            yield document.fault("out_of_place", (index, "for_each"), f"is not asked {words}", allowed=hint)


def _unknown(schema: ClaimSchema, document: Document, index: int, base: RuleBase) -> Iterable[Fault]:
    """Yield moments and lists that do not exist."""
    vocabulary = base.vocabulary
    for moment in schema.moments:
        if moment not in vocabulary.moments:
            what = f"no moment is called '{moment}'"
            yield document.fault("unknown_name", (index, "moments"), what, allowed=nearest(moment, vocabulary.moments))
    if schema.for_each is not None and schema.for_each not in vocabulary.scopes:
        what = f"no item is called '{schema.for_each}'"
        yield document.fault(
            "unknown_name", (index, "for_each"), what, allowed=nearest(schema.for_each, vocabulary.scopes)
        )


def _order(order: Any) -> Riskier:
    if isinstance(order, str):
        return order  # type: ignore[return-value]  # one of the four words, by the schema
    return order if order and isinstance(order[0], tuple) else (order,)


def _riskier_faults(
    riskier: Mapping[str, Riskier], document: Document, index: int, vocabulary: Vocabulary
) -> Iterable[Fault]:
    fields = {name: info for scope in vocabulary.scopes.values() for name, info in scope.fields.items()}
    known = {**vocabulary.facts, **fields}
    for fact, order in riskier.items():
        info = known.get(fact)
        place = (index, "riskier", fact)
        if fact == "any" and order == "untold":
            continue
        if info is None:
            yield document.fault("unknown_name", place, f"no fact is called '{fact}'", allowed=nearest(fact, known))
        elif isinstance(order, tuple):
            values = (True, False) if info.kind == "flag" else info.values
            for value in (value for chain in order for value in chain):
                if value not in values:
                    yield document.fault(
                        "unknown_name", place, f"'{value}' is not a value of '{fact}'", allowed=info.allowed()
                    )
        elif order in ("higher", "lower") and info.kind != "number":
            yield document.fault("wrong_type", place, f"'{fact}' is not a number", allowed=info.allowed())
        elif order == "one_more" and info.kind != "items":
            yield document.fault("wrong_type", place, f"'{fact}' is not a list", allowed=info.allowed())


def _formal(schema: ClaimSchema, riskier: Mapping[str, Riskier]) -> str:
    each = f"for each {schema.for_each}, " if schema.for_each else ""
    if schema.never is not None:
        return f"{each}never: {' '.join(schema.never.split())}"
    if schema.always is not None:
        return f"{each}always: {' '.join(schema.always.split())}"
    words = [f"{fact} {_order_words(order)}" for fact, order in riskier.items()]
    return f"riskier: {'; '.join(words)}. Never looser: {', '.join(schema.keeps) or 'everything'}"


def _order_words(order: Riskier) -> str:
    if isinstance(order, str):
        return order.replace("_", " ")
    return ", ".join(" < ".join(str(value).lower() for value in chain) for chain in order)
