"""Write an inference down as a trace: what fired, what it matched and concluded, and whether that carried."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from springstep.engine.advice.amounts import in_other_units
from springstep.engine.advice.recommendation import UsedFact
from springstep.engine.advice.trace import Conclusion, Firing, Matched
from springstep.engine.inference.case import FactValue
from springstep.engine.inference.conflict_resolution import Concluded
from springstep.engine.inference.firings import Fired
from springstep.engine.inference.forward import Inference
from springstep.engine.inference.provenance import Provenance
from springstep.engine.language.numbers import plain_number
from springstep.engine.language.wording import plain, selector_words
from springstep.engine.rulebase.base import RuleBase


def firings_of(inference: Inference, provenance: Mapping[int, Provenance]) -> tuple[Firing, ...]:
    """Return every firing in order; ``provenance`` says which of them rest on assumptions."""
    written: dict[tuple[str, int], Matched] = {}

    def matched(name: str, fact: FactValue) -> Matched:
        """Return a fact as the trace holds it, one object for each."""
        key = (name, id(fact))
        if key not in written:
            written[key] = matched_of(name, fact)
        return written[key]

    return tuple(
        _firing(seq, fired, inference, [matched(*each) for each in fired.matched], bool(provenance[id(fired)].read))
        for seq, fired in enumerate(inference.fired, 1)
    )


def matched_of(name: str, fact: FactValue) -> Matched:
    """Return one fact as the trace holds it."""
    return Matched(
        fact=name,
        value=jsonable(fact.value) if fact.as_given is None else fact.as_given,
        source=fact.source,
        note=fact.note,
    )


def used_fact(name: str, fact: FactValue, base: RuleBase) -> UsedFact:
    """Return one fact as a recommendation holds it: a number with its unit, and in every other one."""
    told, info = matched_of(name, fact), base.facts[name]
    amount = fact.value if info.kind == "number" and fact.value is not None else None
    return UsedFact(
        fact=name,
        value=told.value,
        source=told.source,
        note=told.note,
        unit=info.unit if amount is not None else "",
        also=in_other_units(info, amount, base.vocabulary) if amount is not None else (),
    )


def jsonable(value: Any) -> Any:
    """Return the items of a list as words or plain mappings, a number as a plain one, any other value unchanged."""
    if isinstance(value, (list, tuple)):
        return [jsonable(each) for each in value]
    if isinstance(value, Mapping):
        return {name: plain_number(each) for name, each in value.items()}
    return plain_number(value)


def ids_of(entries: Iterable[Concluded]) -> tuple[str, ...]:
    """Return the rules of some conclusions, each once."""
    return tuple(dict.fromkeys(entry.rule for entry in entries))


def _firing(seq: int, fired: Fired, inference: Inference, matched: list[Matched], assumed: bool) -> Firing:
    rule = fired.rule
    records = (_conclusion(entry, inference, assumed=assumed) for entry in fired.concluded)
    return Firing(
        seq=seq,
        rule=rule.id,
        name=rule.name,
        layer=rule.layer,
        item=dict(fired.item.value) if fired.item is not None else None,
        matched=tuple(matched),
        conclusions=tuple(record for record in records if record is not None),
        because=rule.because,
        basis=rule.basis,
        guide=rule.guide,
    )


def _conclusion(entry: Concluded, inference: Inference, *, assumed: bool) -> Conclusion | None:
    own = entry.conclusion
    carried = not (own.says and assumed)
    beaten_by: tuple[str, ...] = ()
    if own.decides:
        resolution = inference.resolved.get(own.decides)
        if resolution is None:
            return None  # a decision of another moment
        carried = any(entry is other for other in resolution.carried)
        beaten_by = () if carried else ids_of(resolution.carried)
    return Conclusion(
        kind=own.kind,
        target=own.target,
        value=_value(entry),
        carried=carried,
        strict=own.strict,
        dominated_by=beaten_by,
    )


def _value(entry: Concluded) -> Any:
    own = entry.conclusion
    if own.selects:
        return plain(entry.amount) if own.id_from else selector_words(own.where)
    return own.say if own.says else jsonable(entry.amount)
