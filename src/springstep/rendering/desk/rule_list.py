"""The rules as a list: all, those of a topic, basis or moment, those that hold some words, or those for a situation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from springstep.engine.errors import QueryError
from springstep.engine.finding.search import Hit, How
from springstep.engine.finding.understanding import meanings_told, understood
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import conclusion_words
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import Desk, Query, one
from springstep.rendering.markdown.rule_search import rules_found, rules_holding

BASES = ("guide", "inference", "convention")
FILTERS = ("topic", "basis", "moment")
_HOWS: Mapping[How, str] = {
    "fires": "These fire then",
    "may_fire": "These may fire then",
    "reads": "These read it",
    "words": "These hold the words",
}


class RuleLine(NamedTuple):
    """A rule in a list: what it does, and why it was found."""

    rule: Rule
    does: str
    why: str = ""


class RuleGroup(NamedTuple):
    """Rules under one heading."""

    title: str
    lines: tuple[RuleLine, ...]


class Heard(NamedTuple):
    """How the words of a situation were understood, and which of them were not."""

    meanings: tuple[str, ...]
    over: tuple[str, ...]


def rule_list(desk: Desk, query: Query) -> str:
    """Return the page of the rules that a query asks for."""
    base, mistake, asked = desk.base, "", dict.fromkeys((*FILTERS, "words", "told"), "")
    for name in asked:
        try:
            asked[name] = one(query, name)
        except QueryError as error:
            mistake = f"{error.faults[0]}."
    kept = [rule for rule in base.rules if _passes(rule, asked)]
    heard = None
    if asked["words"]:
        holding = {rule.id for rule in rules_holding(asked["words"], base)}
        kept = [rule for rule in kept if rule.id in holding]
    if asked["told"]:
        found = understood(asked["told"], base)
        heard = Heard(meanings_told(found, base), found.over)
        groups = _by_fit(rules_found(asked["told"], base), {rule.id: rule for rule in kept}, base)
    else:
        groups = _by_topic(kept, base)
    return desk.page(
        "rules.html",
        asked=asked,
        choices=_choices(base),
        heard=heard,
        groups=groups,
        found=sum(len(group.lines) for group in groups),
        of=len(base.rules),
        narrowed=any(asked.values()),
        mistake=mistake,
    )


def _passes(rule: Rule, asked: Mapping[str, str]) -> bool:
    return (
        asked["topic"] in ("", rule.topic)
        and asked["basis"] in ("", rule.basis)
        and (not asked["moment"] or asked["moment"] in rule.moments)
    )


def _by_topic(rules: Iterable[Rule], base: RuleBase) -> list[RuleGroup]:
    lines: dict[str, list[RuleLine]] = {}
    for rule in rules:
        lines.setdefault(rule.topic, []).append(RuleLine(rule, does(rule, base)))
    return [RuleGroup(title, tuple(lines[topic])) for topic, title in base.topics.items() if topic in lines]


def _by_fit(hits: Iterable[Hit], kept: Mapping[str, Rule], base: RuleBase) -> list[RuleGroup]:
    lines: dict[How, list[RuleLine]] = {}
    for hit in hits:
        if hit.rule in kept:
            lines.setdefault(hit.how, []).append(RuleLine(kept[hit.rule], does(kept[hit.rule], base), hit.why))
    return [RuleGroup(title, tuple(lines[how])) for how, title in _HOWS.items() if how in lines]


def does(rule: Rule, base: RuleBase) -> str:
    """Say what a rule does."""
    return "; ".join(conclusion_words(each, base.decisions, base.facts).rstrip(".") for each in rule.conclusions)


def _choices(base: RuleBase) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """Return what rules can be chosen by: name, label and options, each option with its count."""
    topics = Counter(rule.topic for rule in base.rules)
    bases: Counter[str] = Counter(rule.basis for rule in base.rules)
    moments = Counter(moment for rule in base.rules for moment in rule.moments)
    return [
        ("topic", "Topic", [(name, f"{title} ({topics[name]})") for name, title in base.topics.items()]),
        ("basis", "Basis", [(name, f"{name} ({bases[name]})") for name in BASES]),
        ("moment", "Moment", [(name, f"{said} ({moments[name]})") for name, said in base.vocabulary.moments.items()]),
    ]
