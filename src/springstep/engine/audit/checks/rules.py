"""Checks of each rule: whether it fires, what its conclusions do, and whether every condition counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from springstep.engine.audit.checks.effects import carries, matters
from springstep.engine.language.conclusions import Conclusion
from springstep.engine.language.left_out import left_out
from springstep.engine.language.rules import Rule, effective_condition
from springstep.engine.language.wording import condition_words
from springstep.engine.proof.all_cases import AllCases, AllCasesAt, FoundCase
from springstep.engine.proof.symbols import Formula, all_of, differs, negation


class ConclusionEffect(NamedTuple):
    """What one conclusion of a rule does."""

    carries: bool
    matters: FoundCase | None
    """A case in which something would be different without it; ``None`` when there is none."""
    undecided: bool = False
    """Whether the solver gave up, so that nothing is known."""


class RuleFacts(NamedTuple):
    """What is proved of one rule."""

    rule: Rule
    fires: FoundCase | None
    effects: tuple[ConclusionEffect, ...]
    idle: tuple[str, ...]
    """Parts of its condition without which it fires for the same cases."""
    subsumed_by: str
    """A rule that fires whenever this one does and concludes at least as much."""
    covered_by: dict[int, str]
    """For a conclusion that never matters, another rule that always concludes at least as much."""
    holds_back: str
    """A rule that would fire for some case if this one were not its exception."""
    undecided: tuple[str, ...]
    """What the solver gave up on."""


def check_rule(all_cases: AllCases, rule: Rule) -> RuleFacts:
    """Ask about one rule in every case."""
    moments = [all_cases.at(moment) for moment in rule.moments]
    undecided: list[str] = []
    fires = _first(moments, lambda at: at.encoding.fires(rule.id), undecided, "whether it fires")
    if fires is None:
        return RuleFacts(rule, None, (), (), "", {}, "", tuple(undecided))
    effects = tuple(_effect(moments, rule, place, fires, undecided) for place in range(len(rule.conclusions)))
    covered_by = {
        place: other
        for place, effect in enumerate(effects)
        if effect.matters is None and not effect.undecided and (other := _covering(moments, rule, (place,)))
    }
    no_effect = all(effect.matters is None and not effect.undecided for effect in effects)
    holds_back = _held_back(moments, rule)
    subsumed = _covering(moments, rule, tuple(range(len(effects)))) if no_effect and not holds_back else ""
    return RuleFacts(
        rule, fires, effects, tuple(_idle(moments, rule)), subsumed, covered_by, holds_back, tuple(undecided)
    )


def _first(
    moments: list[AllCasesAt], question: Callable[[AllCasesAt], Formula], undecided: list[str], what: str
) -> FoundCase | None:
    """Return the first case found at any moment."""
    for at in moments:
        found = at.find(question(at))
        if found.status == "some":
            return found
        if found.status == "undecided":
            undecided.append(f"{what} ({at.base.vocabulary.moments[at.moment]})")
    return None


def _effect(
    moments: list[AllCasesAt], rule: Rule, place: int, fires: FoundCase, undecided: list[str]
) -> ConclusionEffect:
    """Find a case in which a conclusion matters, trying the one in which the rule fires first."""
    for at in moments:
        if at.shows(fires, matters(at, rule, place)):
            return ConclusionEffect(True, fires)
    before = len(undecided)
    found = _first(moments, lambda at: matters(at, rule, place), undecided, f"what conclusion {place + 1} does")
    if found is None and len(undecided) > before:
        return ConclusionEffect(True, None, undecided=True)
    carried = found is not None or any(at.possible(carries(at, rule, place)) != "none" for at in moments)
    return ConclusionEffect(carried, found)


def _held_back(moments: list[AllCasesAt], rule: Rule) -> str:
    """Name a rule that would fire for some case if this one were not its exception; what gave up counts as such."""
    by_id = moments[0].base.by_id
    for general in (by_id[name] for name in rule.overrides):
        others = tuple(name for name in general.overridden_by if name != rule.id)
        condition = effective_condition(replace(general, overridden_by=others), by_id)
        for at in (at for at in moments if at.moment in general.moments):
            freed = all_of((at.encoding.fires_on(general, condition), negation(at.encoding.fires(general.id))))
            if at.possible(freed) != "none":
                return general.id
    return ""


def _covering(moments: list[AllCasesAt], rule: Rule, places: tuple[int, ...]) -> str:
    """Name a rule that always fires with this one and concludes at least as much in these places."""
    for other in moments[0].base.rules:
        if other.id == rule.id or not set(rule.moments) <= set(other.moments):
            continue
        wanted = [rule.conclusions[place] for place in places]
        if not all(any(_covers(mine, theirs, moments[0]) for theirs in other.conclusions) for mine in wanted):
            continue
        apart = [all_of((at.encoding.fires(rule.id), negation(at.encoding.fires(other.id)))) for at in moments]
        if all(at.possible(formula) == "none" for at, formula in zip(moments, apart, strict=True)):
            return other.id
    return ""


def _covers(mine: Conclusion, theirs: Conclusion, at: AllCasesAt) -> bool:
    """Tell whether another conclusion does all that one does in any case; of numbers, only the same one does."""
    decisions = at.base.decisions
    number = bool(mine.decides) and decisions[mine.decides].kind != "scale"
    if mine.adds_up or (number and mine.term != theirs.term):
        return False
    return theirs.as_cautious_as(mine, decisions) is True


def _idle(moments: list[AllCasesAt], rule: Rule) -> Iterator[str]:
    """Yield in words the parts of a rule's condition that make no difference."""
    base = moments[0].base
    for part, condition in left_out(base.condition(rule)):
        apart = [differs(at.encoding.fires(rule.id), at.encoding.fires_on(rule, condition)) for at in moments]
        if all(at.possible(formula) == "none" for at, formula in zip(moments, apart, strict=True)):
            yield condition_words(part, base.facts)
