"""Which rules are to blame where approved cases get other advice: those that did their work and are silent, or new.

What was approved holds the advice, and for some rules that they showed in a case; it does not hold which rules fired.
So where several rules could be behind a difference, it is one that was edited since it was approved; where no record
tells that, one that does not keep its own examples any more, else the one that is behind most of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.advice.row_limits import once
from springstep.engine.advice.rule_examples import breaks_its_examples
from springstep.engine.audit.blame import bearing_on
from springstep.engine.audit.edited import edited_rules
from springstep.engine.audit.snapshot import SnapshotCase
from springstep.engine.language.declarations import DecisionScheme
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import LAYERS
from springstep.engine.rulebase.base import RuleBase


class Suspects(NamedTuple):
    """What is known of one approved case that gets other advice."""

    approved: SnapshotCase
    made: RecommendationRecord | None = None
    """What is advised now; ``None`` where nothing can be."""
    fired: frozenset[str] = frozenset()


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the decisions that differ."""
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))


def to_blame(cases: Sequence[Suspects], base: RuleBase) -> list[tuple[str, ...]]:
    """Return for each case the rules to blame, first the one to look at first."""
    if not cases:
        return []
    broken = frozenset(rule.id for rule in base.rules if breaks_its_examples(base, rule))
    sure = [_sure(each, broken, base) for each in cases]
    likely = [_likely(each, base) for each in cases]
    often = Counter(rule for rules in (*sure, *likely) for rule in rules)
    found = []
    for each, surely, maybe in zip(cases, sure, likely, strict=True):
        rules = _edited(each, broken, base) or surely or _likeliest(each, maybe, often, broken, base)
        rules = rules or each.approved.shows
        assuming = [rule for rule in broken & each.fired if base.by_id[rule].assumed]
        found.append(_ordered([*assuming, *rules], base))
    return found


def _edited(each: Suspects, broken: Collection[str], base: RuleBase) -> tuple[str, ...]:
    """Return the rules that were edited since they were approved and could be behind it.

    Best are those that showed here, then those that fire here, are gone, or do not keep their own examples any more.
    """
    moment = str(each.approved.changes.get(MOMENT))
    differs = bearing_on(_first(each, base) or _differing(each), base)
    before = [entry.rpartition(":")[2] for entry in each.approved.told.advice]
    now = [rule for advice in (each.made.advice if each.made is not None else ()) for rule in advice.rules]
    heard = {rule for rule in (*before, *now) if (rule in before) != (rule in now)}
    there = [rule for rule in edited_rules(base) if moment in rule.moments]
    found = [rule.id for rule in there if not rule.bears_on.isdisjoint(differs) or rule.id in heard]
    showed = {*each.approved.shows, *before}
    return tuple(
        [rule for rule in found if rule in showed]
        or [rule for rule in found if rule in each.fired or rule in broken or rule not in base.by_id]
        or found
    )


def _likeliest(
    each: Suspects, maybe: tuple[str, ...], often: Counter[str], broken: Collection[str], base: RuleBase
) -> tuple[str, ...]:
    """Return of the rules that could be behind it those that break their examples, or are gone, or are found most."""
    carrying = [rule for rule in _carrying(each, base) if rule in often]
    silent = [rule for rule in often if rule not in each.fired]
    gone = [rule for rule in silent if rule not in base.by_id]
    silent = [rule for rule in silent if _decides(rule, each, base)]
    possible = once([*carrying, *maybe, *silent])
    possible = tuple(rule for rule in possible if rule in broken) or tuple(gone) or possible
    counts = {rule: (often[rule], rule in carrying) for rule in possible}
    return tuple(rule for rule, count in counts.items() if count == max(counts.values()))


def _sure(each: Suspects, broken: Collection[str], base: RuleBase) -> tuple[str, ...]:
    """Return the rules that surely had a part in it.

    They showed here and are gone; they ask for more than was approved; or, where no decision differs, they are behind
    another choice, or what they say is heard no more, or is new.
    """
    before = [entry.rpartition(":")[2] for entry in each.approved.told.advice]
    gone = [rule for rule in (*each.approved.shows, *before) if rule not in base.by_id]
    if gone or each.made is None:
        return once(gone)
    first = _first(each, base)
    if not first:
        now = [rule for advice in each.made.advice for rule in advice.rules]
        heard = [rule for rule in (*before, *now) if (rule in before) != (rule in now)]
        return once([*_choosing(each, broken, base), *heard])
    return once(rule for name in first if _stricter(name, each, base) for rule in _carriers(each, name))


def _choosing(each: Suspects, broken: Collection[str], base: RuleBase) -> tuple[str, ...]:
    """Return the rules behind another choice: those on it that break their examples, or showed here, or carry it."""
    chosen = [name for name in _differing(each) if name in base.choices]
    tables = {base.choices[name].table.name for name in chosen}
    bearing = {rule.id for rule in base.rules if {one.selects for one in rule.conclusions} & tables}
    showing = bearing.intersection(each.approved.shows)
    at_fault = bearing.intersection(broken) & {*each.fired, *showing}
    return once(at_fault or showing or (rule for name in chosen for rule in _carriers(each, name)))


def _likely(each: Suspects, base: RuleBase) -> tuple[str, ...]:
    """Return the rules that showed here, could decide what differs, and are silent or carry another amount now."""
    carrying = _carrying(each, base)
    return tuple(
        rule
        for rule in each.approved.shows
        if rule in carrying or (rule not in each.fired and _decides(rule, each, base))
    )


def _decides(rule: str, each: Suspects, base: RuleBase) -> bool:
    """Tell whether what first differs is a rule's to decide."""
    return rule in base.by_id and not set(base.by_id[rule].decides).isdisjoint(_first(each, base))


def _carrying(each: Suspects, base: RuleBase) -> tuple[str, ...]:
    """Return the rules that carry now what first differs; none of a sum to which something is no longer added."""
    first = [name for name in _first(each, base) if base.decisions[name].kind != "sum" or _stricter(name, each, base)]
    return once(rule for name in first for rule in _carriers(each, name))


def _first(each: Suspects, base: RuleBase) -> tuple[str, ...]:
    """Return the decisions that differ and settle before any other that does; no choices."""
    settled = {name: LAYERS.index(base.decisions[name].settles) for name in _differing(each) if name in base.decisions}
    return tuple(name for name in settled if settled[name] == min(settled.values()))


def _differing(each: Suspects) -> tuple[str, ...]:
    """Return the decisions and choices that differ."""
    made = each.made.decisions if each.made is not None else ()
    return differing(each.approved.told.decisions, {one.name: one.value for one in made}) if made else ()


def _stricter(name: str, each: Suspects, base: RuleBase) -> bool:
    """Tell whether a decision is more cautious now than it was approved."""
    now = {one.name: one.value for one in each.made.decisions}.get(name) if each.made is not None else None
    before, scheme = each.approved.told.decisions.get(name), base.decisions[name]
    if before is None or now is None:
        return before is None
    return _rank(now, scheme) > _rank(before, scheme)


def _rank(value: Any, scheme: DecisionScheme) -> float:
    if scheme.kind == "scale":
        return [*scheme.steps].index(value) if value in [*scheme.steps] else -1
    amount = float(value) if isinstance(value, (int, float)) else 0.0
    return -amount if scheme.kind == "cap" else amount


def _carriers(each: Suspects, name: str) -> tuple[str, ...]:
    made = each.made.decisions if each.made is not None else ()
    return once(rule for decision in made if decision.name == name for rule in decision.rules)


def _ordered(rules: Iterable[str], base: RuleBase) -> tuple[str, ...]:
    """Sort rules by when they fire, each once: what fires first may be behind the others; those that are gone first."""
    places = {rule.id: (rule.order, place) for place, rule in enumerate(base.rules)}
    return tuple(sorted(once(rules), key=lambda rule: (places.get(rule, (-1, 0)), rule)))
