"""Answers that are a danger: understood, asked for, not kept for too long, and forbidden something by a claim."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations, product

from springstep.engine.advice.outcome import outcomes_left, settled
from springstep.engine.audit.report import Finding
from springstep.engine.inference.partial_inference import partial_engine
from springstep.engine.language.conditions import Among, Compare, Constant, Fact, comparisons
from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.rulebase.sense_schema import Danger


def unguarded_dangers(base: RuleBase) -> Iterator[Finding]:
    """Yield dangers that are not heard, not asked for, kept for too long, or of which no claim speaks."""
    for danger in load_sense(base).dangers:
        scope = next((each for each in base.vocabulary.scopes.values() if danger.of in each.fields), None)
        fact = scope.list_fact if scope is not None else danger.of
        info, field = base.vocabulary.facts[fact], base.facts[danger.of]
        heard = (*info.spoken.heard, *field.spoken.heard)
        unheard = [value for value in danger.values if danger.heard and value not in heard]
        if unheard:
            words = listed(unheard, last="and")
            yield _finding(info, "heard", f"{words} is a danger, and is not heard in answer to other questions")
        left_out = [moment for moment in danger.required if moment not in info.required_at]
        if left_out:
            words = listed((base.vocabulary.moments[moment] for moment in left_out), last="and")
            yield _finding(info, "required", f"it tells of danger, and may be left out {words}")
        kept = base.vocabulary.kept.get(fact)
        longest = max(kept.days or 0, *(days for _, days in kept.but), 0) if kept is not None else 0
        if danger.days is not None and longest > danger.days:
            yield _finding(info, "kept", f"it tells of danger, and stands for {longest} days, not {danger.days}")
        unclaimed = [value for value in danger.values if value not in _claimed(danger, base)]
        if unclaimed:
            words = listed(unclaimed, last="and")
            yield _finding(info, f"claim:{danger.of}", f"{words} is a danger, and no claim says what must never follow")


def unsettled_dangers(base: RuleBase) -> Iterator[Finding]:
    """Yield dangers that decide by themselves and wait for an answer that is required, and values said to that do not.

    A danger decides by itself where one outcome is left with nothing else told, what is required or not.
    """
    dangers = {(danger.of, value) for danger in load_sense(base).dangers for value in danger.values}
    for info in base.vocabulary.facts.values():
        fields = tuple(info.scope.fields.values()) if info.scope is not None else (info,)
        for field in fields:
            for value in field.values:
                declared = value in field.settles
                if not declared and (field.name, value) not in dangers:
                    continue
                moments = [moment for moment in info.moments if _waits(info, moment, base)]
                decides = [moment for moment in moments if _decides(info, field, value, moment, base)]
                if declared and len(decides) < len(moments):
                    yield _finding(info, f"settles:{value}", f"'{value}' is said to decide by itself, and does not")
                elif decides and not declared:
                    yield _finding(
                        info, f"settles:{value}", f"'{value}' decides by itself, and waits for other answers"
                    )


def _waits(info: FactInfo, moment: str, base: RuleBase) -> bool:
    """Tell whether another answer is required at a moment."""
    return any(moment in other.required_at for other in base.vocabulary.facts.values() if other.name != info.name)


def _decides(info: FactInfo, field: FactInfo, value: str, moment: str, base: RuleBase) -> bool:
    """Tell whether a value alone, or every item with it, leaves one outcome, whatever of the required is left out."""
    needed = [each.name for each in base.vocabulary.asked_at(moment) if moment in each.required_at]
    others = [name for name in needed if name != info.name]
    left_out = list(chain.from_iterable(combinations(others, size) for size in range(len(others) + 1)))
    engine = partial_engine(base, moment)
    found: set[tuple[object, ...]] = set()
    for told in _answers_with(info, field, value):
        for names in left_out:
            left = outcomes_left(base, engine.infer({info.name: told, **dict.fromkeys(names)}))
            if not settled(left):
                return False
            found.add(tuple(chain.from_iterable(left.values())))
    return len(found) == 1


def _answers_with(info: FactInfo, field: FactInfo, value: str) -> Iterator[object]:
    """Yield the value; of a list each list of one item that has it."""
    if info.scope is None:
        yield value
        return
    for values in product(*([value] if each is field else each.values for each in info.scope.fields.values())):
        yield (info.scope.item(values),)


def uncompared_scales(base: RuleBase) -> Iterator[Finding]:
    """Yield facts of which one end is the gravest, and of which no claim says that a graver answer earns no more."""
    compared = {name for claim in load_claims(base) for name in claim.riskier}
    fields = [field for scope in base.vocabulary.scopes.values() for field in scope.fields.values()]
    for info in (*base.vocabulary.facts.values(), *fields):
        if info.spoken.gravest and info.name not in compared:
            yield _finding(info, "compared", "no claim says that a graver answer never earns more")


def _claimed(danger: Danger, base: RuleBase) -> frozenset[object]:
    """Return the values of a fact that claims of one case name."""
    found: set[object] = set()
    for claim in load_claims(base):
        for part in comparisons(claim.broken) if claim.broken is not None and not claim.rule else ():
            match part:
                case Among(Fact(name), values) if name == danger.of:
                    found.update(values)
                case Compare("==", Fact(name), Constant(value)) if name == danger.of:
                    found.add(value)
    return frozenset(found)


def _finding(info: FactInfo, what: str, why: str) -> Finding:
    says = f"'{info.label}' ({info.name}): {why}."
    return Finding(id=f"danger:{info.name}:{what}", kind="danger", subject=info.name, says=says)
