"""Cases for the comparison: every rule at its turning points and other answers, and plain random ones.

Hypothesis searches well but slowly; these generators cost next to nothing. All is seeded by what is
asked for, so a case that disagrees comes back by its name.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.inference.case import FactValue, case_of, facts_of
from springstep.engine.inference.examples import example_case
from springstep.engine.language.conditions import names_in
from springstep.engine.language.fact_info import Item
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from tests.second_opinion.turning import BOUNDARIES, around, turning_points
from tests.strategies import BASE, FACTS, MOMENTS, RUN_FACTS, SECONDS_A_MILE, SETS, VOCABULARY, Moment, valid_case

_KM_PER_MILE = 1.609344
_UNKNOWN_SHARES = (0.0, 0.03, 0.1, 0.3, 0.6, 0.95)
_MOST_AKIN = 12


def facts_from(case: Mapping[str, Any], base: RuleBase = BASE) -> dict[str, FactValue]:
    """Return the facts that either engine starts from, with those derived from others, worked out once for both."""
    return facts_of(case_of(case, base), base)


def _told_as(name: str, value: Any) -> list[dict[str, Any]]:
    """Return how a case can give a value: the seconds of a step by its efforts, others as they are."""
    if name != "counted_s":
        return [{name: value}]
    row = min(SETS, key=lambda row: abs(row["total_s"] - value))
    efforts, effort_s = row["efforts"], row["effort_s"]
    doses = [(efforts, effort_s), (efforts, effort_s - 1), (efforts - 1, effort_s + 1)]
    return [{"step_efforts": count, "step_effort_s": length_s} for count, length_s in doses]


def turning_cases(rule: Rule) -> Iterator[dict[str, Any]]:
    """Yield a rule's own example with each number that it reads at, just below and just above each turning point."""
    for name, points in turning_points(rule).items():
        for value in sorted({value for point in points for value in around(name, point)}):
            changes = _told_as(name, value)[0]
            if FACTS.keys() >= changes.keys():
                yield valid_case(example_case(BASE, rule, {**rule.fires_for, **changes}))


def answer_cases(rule: Rule) -> Iterator[dict[str, Any]]:
    """Yield a rule's own example with each word or flag that it reads answered in every other way, or not at all."""
    example, at = example_case(BASE, rule, rule.fires_for), rule.moments[0]
    for name in _told_for(rule, at):
        info = FACTS.get(name)
        if info is None or info.kind == "number":
            continue
        answers: list[Any] = [*info.values] if info.kind == "word" else [True, False] if info.kind == "flag" else []
        if info.kind == "items":
            element = next(iter(example.get(name, ())), None) or _random_items(name, random.Random(name), least=1)[0]
            scope = VOCABULARY.list_scopes[name]
            of = scope.values_in(element)
            others = [(of[:n], values, of[n + 1 :]) for n, values in enumerate(f.values for f in scope.fields.values())]
            answers = [[scope.item((*before, value, *after))] for before, values, after in others for value in values]
        if at not in info.required_at:
            answers.append(None)
        for answer in answers:
            yield valid_case(example | {name: answer})


def cases_near(rule: Rule, count: int) -> Iterator[dict[str, Any]]:
    """Yield cases in which a rule is about to fire or not, the most telling first.

    These are its examples, its turning points, its other answers, its example combined with those of the rules most
    akin to it, and then as many random ones: of any kind, or its example combined with others and with some of the
    facts changed that it reads.
    """
    yield valid_case(example_case(BASE, rule, rule.fires_for))
    yield valid_case(example_case(BASE, rule, rule.silent_for))
    yield from turning_cases(rule)
    yield from answer_cases(rule)
    at = rule.moments[0]
    read, akin = _told_for(rule, at), _akin(rule, at)
    for other in akin[:_MOST_AKIN]:
        yield joined_case(at, [rule, other])
    for seed in range(count):
        rng = random.Random(f"{rule.id} {seed}")
        if seed % 3 == 2:
            yield random_case(seed, rng.choice(rule.moments))
            continue
        others = rng.sample(akin, rng.randint(0, min(2, len(akin))))
        case = joined_case(at, [rule, *others])
        for name in rng.sample(read, rng.randint(0 if others else 1, min(3, len(read)))) if read else []:
            case |= _random_change(name, at, rng)
        yield valid_case(case)


def _akin(rule: Rule, at: Moment) -> list[Rule]:
    """Return the rules that read or decide what a rule reads, those with most in common first."""
    names = {*names_in(rule.when)}
    common = {
        other.id: len(names & {*_decisions_of(other), *names_in(other.when)})
        for other in BASE.rules
        if at in other.moments
    }
    found = [BASE.by_id[name] for name, count in common.items() if count and name != rule.id]
    return sorted(found, key=lambda other: -common[other.id])


def _decisions_of(rule: Rule) -> set[str]:
    return {*rule.decides}


def joined_case(moment: Moment, rules: list[Rule]) -> dict[str, Any]:
    """Lay the examples of several rules of a moment on one another, the first one lowest."""
    case: dict[str, Any] = dict(BASE.standard_cases[moment])
    for rule in rules:
        if "distance" not in rule.fires_for:  # it might contradict the minutes and the pace of another
            here = {name: value for name, value in rule.fires_for.items() if moment in FACTS[name].moments}
            case |= {name: None if value == "unknown" else value for name, value in here.items()}
    return valid_case(case | {"moment": moment})


def _told_for(rule: Rule, at: Moment) -> list[str]:
    """Return the facts that a case can change of those that a rule's conditions read, lists for their elements."""
    conditions = [rule.when, *([rule.unless] if rule.unless is not None else [])]
    names = dict.fromkeys(name for condition in conditions for name in names_in(condition))
    lists = [VOCABULARY.list_of(name, rule.for_each) for name in names]
    return [
        name
        for name in dict.fromkeys(lists)
        if name == "counted_s" or (name in FACTS and at in FACTS[name].moments and name not in RUN_FACTS)
    ]


def _random_change(name: str, at: Moment, rng: random.Random) -> dict[str, Any]:
    if name == "counted_s":
        return rng.choice(_told_as(name, rng.choice(SETS)["total_s"]))
    leave_out = at not in FACTS[name].required_at and rng.random() < 0.2
    return {name: None if leave_out else random_value(name, rng)}


def random_case(seed: int, moment: Moment | None = None) -> dict[str, Any]:
    """Draw a valid case: facts of any kind, or the examples of some rules joined and some facts changed.

    Numbers are drawn mostly where rules turn.
    """
    rng = random.Random(seed)
    at: Moment = moment or rng.choice(MOMENTS)
    names = [name for name, info in FACTS.items() if at in info.moments and name not in (*RUN_FACTS, "moment")]
    case: dict[str, Any] = {"moment": at}
    changed = names
    if rng.random() < 0.7:
        rules = [rule for rule in BASE.rules if at in rule.moments]
        case = joined_case(at, rng.sample(rules, rng.randint(0, 3)))
        changed = rng.sample(names, rng.randint(0, min(8, len(names))))
    unknown = rng.choice(_UNKNOWN_SHARES)
    for name in changed:
        optional = at not in FACTS[name].required_at
        leave_out = optional and (rng.random() < unknown or (FACTS[name].volunteered and rng.random() < 0.5))
        case[name] = None if leave_out else random_value(name, rng)
    if {"step_efforts", "step_effort_s"} <= {*changed} and rng.random() < 0.5:
        case |= _random_change("counted_s", at, rng)
    if at == "before" and (changed is names or rng.random() < 0.4):
        case = {name: value for name, value in case.items() if name not in RUN_FACTS} | _random_run(rng)
    return valid_case(case)


def random_value(name: str, rng: random.Random) -> Any:
    info = FACTS[name]
    match info.kind:
        case "word":
            return rng.choice(info.values)
        case "flag":
            return rng.random() < 0.5
        case "row":
            return rng.choice(list(BASE.tables[info.table].by_id))
        case "items":
            return _random_items(name, rng)
        case "number":
            assert info.minimum is not None and info.maximum is not None
            if name in BOUNDARIES and rng.random() < 0.8:
                return rng.choice(BOUNDARIES[name])
            return rng.randint(int(info.minimum), int(min(info.maximum, rng.choice([10, info.maximum]))))
    raise AssertionError(f"{name} is given with the run")


def _random_items(name: str, rng: random.Random, *, least: int = 0) -> list[Item]:
    """Draw up to four elements of a list, the same one twice now and then."""
    found: list[Item] = []
    scope = VOCABULARY.list_scopes[name]
    for _ in range(max(least, rng.choice([0, 1, 1, 2, 2, 3, 4]))):
        if found and rng.random() < 0.3:
            found.append(rng.choice(found))
        else:
            found.append(scope.item([rng.choice(field.values) for field in scope.fields.values()]))
    return found


def _random_run(rng: random.Random) -> dict[str, Any]:
    """Draw the length of a run in one of the ways in which it can be given, or so sparsely that it stays open."""
    length = rng.choice([rng.choice(BOUNDARIES["duration_min"]), rng.randint(5, 180), rng.uniform(2, 500)])
    pace_s = rng.randint(*SECONDS_A_MILE)
    unit = rng.choice(["km", "mi"])
    of_unit_s = round(pace_s / _KM_PER_MILE) if unit == "km" else pace_s
    pace, distance = f"{of_unit_s // 60}:{of_unit_s % 60:02}/{unit}", f"{length * 60 / of_unit_s:.3f} {unit}"
    ways: list[dict[str, Any]] = [{"duration_min": length}, {"duration_min": length, "pace": pace}]
    if 2 <= length <= 500:  # rounding a distance must not carry the run over an end of what counts as one
        ways += [{"duration_min": length, "distance": distance}, {"distance": distance, "pace": pace}]
    ways += [{}] if rng.random() < 0.2 else []
    ways += [{"pace": pace}, {"distance": distance}] if rng.random() < 0.2 and length <= 500 else []
    return rng.choice(ways)
