"""Which sums a few changes of facts could bring below a limit that bears on a decision."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from springstep.engine.advice.recommendation import RecommendationRecord
from springstep.engine.explain.dependencies import Dependencies
from springstep.engine.language.conditions import Compare, Condition, Constant, Fact, comparisons, names_in
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase


def reachable_sums(
    made: RecommendationRecord,
    decision: str,
    base: RuleBase,
    dependencies: Dependencies,
    changeable: Collection[str],
    most: int,
) -> tuple[str, ...]:
    """Return the sums that ``most`` changes could bring below a limit read on the way to a decision.

    A sum that some rule on this way reads in any other form than by comparing it with a number is always one of them.
    """
    sums = [d.name for d in base.decisions.values() if d.kind == "sum" and made.moment in d.moments]
    if decision not in base.decisions or base.decisions[decision].kind == "sum":
        return tuple(sums)
    rules = tuple(_leading_to(decision, base, made.moment))
    return tuple(each for each in sums if _can_matter(each, rules, made, base, dependencies, changeable, most))


def _leading_to(decision: str, base: RuleBase, moment: str) -> Iterator[Rule]:
    """Yield the rules on a decision, and those on the decisions that they read."""
    waiting, seen = [decision], {decision}
    while waiting:
        name = waiting.pop()
        for rule in base.rules:
            if moment in rule.moments and name in rule.decides:
                yield rule
                more = [each for each in base.reads(rule) if each in base.decisions and each not in seen]
                seen.update(more)
                waiting += more


def _can_matter(
    name: str,
    rules: tuple[Rule, ...],
    made: RecommendationRecord,
    base: RuleBase,
    dependencies: Dependencies,
    changeable: Collection[str],
    most: int,
) -> bool:
    added = made.trace.added(name)
    now = sum(added.values())
    least = now - sum(sorted(_removable(added, dependencies, changeable).values(), reverse=True)[:most])
    for rule in rules:
        if name in base.reads(rule):
            limits = tuple(_limits(base.condition(rule), name))
            if not limits or any(least < limit <= now for limit in limits):
                return True
    return False


def _removable(added: Mapping[str, int], dependencies: Dependencies, changeable: Collection[str]) -> dict[str, int]:
    """Return for each fact how many points its change could take away at most: those of the rules that it bears on."""
    found: dict[str, int] = {}
    for rule, points in added.items():
        for fact in dependencies.on_rule(rule):
            if fact in changeable:
                found[fact] = found.get(fact, 0) + points
    return found


def _limits(condition: Condition, name: str) -> Iterator[float]:
    """Yield the numbers from which a condition reads a sum; nothing if it reads it in another form as well."""
    read = [part for part in comparisons(condition) if name in names_in(part)]
    found = [
        float(part.right.value)
        for part in read
        if isinstance(part, Compare)
        and part.op == ">="
        and part.left == Fact(name)
        and isinstance(part.right, Constant)
    ]
    if len(found) == len(read):
        yield from found
