"""Check the amounts of an overlay's conclusions: that a plan can be made with them, whatever a case states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from springstep.engine.language.abstract_values import Number, any_of
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.conditions import (
    AnyItem,
    Arith,
    Condition,
    Constant,
    Fact,
    Known,
    Not,
    Term,
    atoms,
    conjuncts,
    names_in,
)
from springstep.engine.language.interval_arithmetic import partial_term
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.rule_builder import Placed, RuleBuilder
from springstep.engine.text.source import Path as Place

_MUCH = 10_000
"""What stands for the most that a fact without a limit may be."""
_BEYOND = 100
"""How many times the most that can be planned with an amount may come to, for somebody."""


def check_amounts(
    builder: RuleBuilder, rule: Rule, placed: Iterable[Placed], base: RuleBase, *, old: Rule | None = None
) -> None:
    """Check that each amount is one that a plan can be made with, and that what it reads is known whenever it fires.

    What the ``old`` rule read already is left to the engine, since an assumption may have answered for it.
    """
    read_before = {name for conclusion in (old.conclusions if old is not None else ()) for name in conclusion.reads}
    for conclusion, place in placed:
        if conclusion.decides and base.decisions[conclusion.decides].kind != "scale":
            _check_bound(builder, conclusion, place, base)
        if conclusion.assumes:
            _check_assumed(builder, conclusion, place, base)
        for name in set(conclusion.reads) - read_before:
            unknown = [moment for moment in rule.moments if not _known(name, moment, rule, base)]
            if unknown:
                when = f"{name} is known" if rule.when_text == "always" else f"({rule.when_text}) and {name} is known"
                what = f"reads {name}, which may be unknown {base.vocabulary.when(unknown)}"
                builder.fault("contradiction", place, what, f"write when: {when}")


def _check_assumed(builder: RuleBuilder, assumed: Conclusion, place: Place, base: RuleBase) -> None:
    info, amount = base.facts[assumed.assumes], assumed.term
    if info.kind == "number" and isinstance(amount, Constant):
        value = float(amount.value)
        if not (info.minimum or 0) <= value <= (info.maximum or 0) or (info.integer and not value.is_integer()):
            builder.fault("out_of_range", (*place, "assume"), f"{info.name} is never {value:g}", info.allowed())


def _check_bound(builder: RuleBuilder, bound: Conclusion, place: Place, base: RuleBase) -> None:
    key, amount, decision = (*place, bound.kind), bound.term, bound.decides
    if any(not isinstance(d, Constant) or not d.value for d in _divisors(amount)):
        builder.fault("not_allowed", key, "divides by what may be 0", "divide by a number other than 0")
    scheme = base.decisions[decision]
    whole, (low, high) = scheme.whole, scheme.between
    span = _span(amount, base)
    if span is not None and span[0] == span[1]:
        if not low <= span[0] <= high or (whole and span[0] != int(span[0])):
            allowed = f"a {'whole ' if whole else ''}number from {low} to {high}"
            what = f"no {bound.kind} of {decision} to plan with" if bound.kind != "add" else f"too much for {decision}"
            builder.fault("out_of_range", key, f"{bound.text} is {what}", f"allowed: {allowed}")
    elif whole and bound.text not in _amounts(decision, base):
        known = ", ".join(sorted(_amounts(decision, base)))
        builder.fault(
            "out_of_range",
            key,
            f"{bound.text} may not be a {decision} that there is",
            f"allowed: {low} to {high}, {known}",
        )
    elif span is not None and not -_BEYOND * high <= span[0] <= span[1] <= _BEYOND * high:
        what = f"{bound.text} may be far beyond any {decision}"
        builder.fault(
            "out_of_range", key, what, f"allowed: what comes to {low} to {high} for most {base.domain.subjects}"
        )


def _span(amount: Term | None, base: RuleBase) -> tuple[Number, Number] | None:
    """Return between which numbers an amount lies, whatever a case states; ``None`` where that is not known."""
    if amount is None:
        return None
    facts = {name: any_of(base.facts[name], may_be_unknown=False) for name in names_in(amount) if name in base.facts}
    known = {name: value._replace(high=min(value.high, _MUCH)) for name, value in facts.items()}
    found = partial_term(amount)(known)
    return None if found.words is not None else (found.low, found.high)


def _amounts(decision: str, base: RuleBase) -> set[str]:
    """Return the amounts, worked out from facts, that the guide's rules have for a decision."""
    return {c.text for rule in base.guide_rules for c in rule.on(decision) if not isinstance(c.term, Constant)}


def _divisors(term: Term | None) -> Iterator[Term]:
    if isinstance(term, Arith):
        if term.op == "/":
            yield term.right
        yield from _divisors(term.left)
        yield from _divisors(term.right)


def _known(name: str, moment: str, rule: Rule, base: RuleBase) -> bool:
    """Tell whether a fact is known whenever a rule fires: its condition says so, it is required, or it is assumed."""
    if "." in name or any(name in _settling(part) for part in conjuncts(rule.when)):
        return True
    if name in base.decisions:
        return moment in base.decisions[name].moments
    info = base.vocabulary.facts.get(name)
    if info is not None and moment in info.required_at:
        return True
    return rule.layer != "assume" and any(
        name in other.assumed and moment in other.moments and _plainly_assumed(other, name)
        for other in base.guide_rules
    )


def _plainly_assumed(rule: Rule, name: str) -> bool:
    return rule.when == Not(Known(Fact(name)))


def _settling(part: Condition) -> Mapping[str, None]:
    """Return the facts that must be known for a part of a condition to hold."""
    if isinstance(part, Not) and isinstance(part.item, Known):
        return {}
    match list(atoms(part)):
        case [AnyItem(Fact(name))]:
            return {name: None}
        case [atom]:
            return dict.fromkeys(names_in(atom))
    return {}
