"""Whose advice in a group differs between two rule bases: what was said, what is said now, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Annotated

from springstep.engine.advice.recommendation import Advice
from springstep.engine.errors import Fault
from springstep.engine.explain.what_if import AdviceDifference, Comparison, RuleFired, compare
from springstep.engine.record import Described, Record
from springstep.group.advice import AdvisedAthlete, AdvisedGroup


class AthleteChange(Record):
    """One athlete whose advice differs: her line, and all that is another."""

    name: str
    line: int | None
    was: Annotated[str, Described("The headline by the first rule base.")]
    now: Annotated[str, Described("The headline by the second.")]
    rule: Annotated[str, Described("The rule that makes the difference: one that carries only now, or did before.")]
    because: Annotated[str, Described("What that rule says.")]
    decisions: tuple[AdviceDifference, ...]
    advice_new: tuple[Advice, ...]
    advice_gone: tuple[Advice, ...]


class GroupDifference(Record):
    """Whose advice in a group differs between two rule bases."""

    old: Annotated[str, Described("Digest of the first rule base.")]
    new: str
    compared: Annotated[int, Described("How many athletes were advised by both.")]
    changed: tuple[AthleteChange, ...]
    faults: tuple[Fault, ...]


def group_difference(first: AdvisedGroup, second: AdvisedGroup, *, old: str, new: str) -> GroupDifference:
    """Compare what the same group is advised by two rule bases, in the order in which the second puts it."""
    before = {each.athlete.name: each for each in first.advised}
    both = [(before[each.athlete.name], each) for each in second.advised if each.athlete.name in before]
    found = [(was, now, _that_bears(was, now)) for was, now in both]
    changed = tuple(_change(was, now, differs) for was, now, differs in found if _any(differs))
    faults = tuple(dict.fromkeys((*first.faults, *second.faults)))
    return GroupDifference(old=old, new=new, compared=len(both), changed=changed, faults=faults)


def _that_bears(was: AdvisedAthlete, now: AdvisedAthlete) -> Comparison:
    """Return what differs, of the decisions those alone that bear on what the athlete then does."""
    differs = compare(was.made, now.made)
    bears = {*was.made.bears, *now.made.bears}
    return replace(differs, decisions=tuple(each for each in differs.decisions if each.decision in bears))


def _any(differs: Comparison) -> bool:
    headlines = differs.headlines[0] != differs.headlines[1]
    return bool(headlines or differs.decisions or differs.advice_new or differs.advice_gone)


def _change(was: AdvisedAthlete, now: AdvisedAthlete, differs: Comparison) -> AthleteChange:
    rule, because = _behind(was, now, differs)
    return AthleteChange(
        name=now.athlete.name,
        line=now.athlete.line,
        was=differs.headlines[0],
        now=differs.headlines[1],
        rule=rule,
        because=because,
        decisions=differs.decisions,
        advice_new=differs.advice_new,
        advice_gone=differs.advice_gone,
    )


def _behind(was: AdvisedAthlete, now: AdvisedAthlete, differs: Comparison) -> tuple[str, str]:
    """Return the rule that makes the difference, and its reason.

    A rule that the two rule bases do not hold alike comes first, and of these one that carries what differs. Then come
    rules that carry it, first one that fires only now, then one that fired only before, then any other.
    """
    carrying = [side.rules for each in differs.decisions for side in (each.then, each.now) if side is not None]
    carrying += [advice.rules for advice in (*differs.advice_new, *differs.advice_gone)]
    named = list(dict.fromkeys(rule for rules in carrying for rule in rules))
    only_now, only_then = (_firing(named, fired) for fired in (differs.starting, differs.stopping))
    fired = [firing.rule for made in (now.made, was.made) for firing in made.trace.firings]
    rule = next(iter((*_not_alike((*named, *fired), was, now), *only_now, *only_then, *named)), "")
    base = now.base if rule in now.base.by_id else was.base
    return rule, base.by_id[rule].because if rule in base.by_id else ""


def _firing(named: Iterable[str], fired: Iterable[RuleFired]) -> list[str]:
    firing = {each.rule for each in fired}
    return [rule for rule in named if rule in firing]


def _not_alike(rules: Iterable[str], was: AdvisedAthlete, now: AdvisedAthlete) -> list[str]:
    """Return those rules that the two rule bases do not hold alike."""
    one, two = was.base.by_id, now.base.by_id
    return [rule for rule in rules if one.get(rule) != two.get(rule)]
