"""One rule with everything: how it is written, whom it fires for, what it rests on, and what it has to do with."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from springstep.engine.audit.graph.build import read_by
from springstep.engine.audit.graph.contests import Contest, Rival, contests
from springstep.engine.audit.rule_record import examples_of, ledger_of
from springstep.engine.language.claims import Claim
from springstep.engine.language.conditions import names_in
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import fact_words
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.rendering.desk.desk import Desk
from springstep.rendering.markdown.one_rule import rule_parts, whose

_MOST_RIVALS = 6
_ELSEWHERE = ("Wins over", "Basis")
"""What the card says in a section of its own."""


class RivalLine(NamedTuple):
    """Other rules that conclude on the same: how they stand to it, how many there are, and the closest."""

    how: str
    many: int
    closest: tuple[Rival, ...]


class ContestShown(NamedTuple):
    """A decision that the rule concludes on, what it asks for, and who else does."""

    title: str
    words: str
    lines: tuple[RivalLine, ...]


def rule_card(desk: Desk, rule_id: str) -> str:
    """Return the page of a rule, by id or name; raises ``QueryError`` for one that there is not."""
    base = desk.base
    rule = base.rule(rule_id)
    fires, silent = examples_of(rule, base)
    ledger = ledger_of(base)
    before, after = _neighbours(rule, base)
    return desk.page(
        "rule.html",
        rule=rule,
        topic=base.topics[rule.topic],
        parts=[
            (name, list(parts))
            for name, parts in groupby(rule_parts(rule, base), key=lambda part: part.name)
            if name not in _ELSEWHERE
        ],
        reads=[fact_words(name, base.facts) for name in read_by(rule)],
        whose=whose(rule.origin) if rule.origin is not None else "",
        sentences=[(number, ledger.sentences[number].gist) for number in rule.guide],
        examples=[("fires", "It fires for", fires), ("silent", "It stays silent for", silent)],
        contests=[_shown(contest) for contest in contests(rule, base)],
        tensions=[each for each in ledger.tensions if rule.id in each.rules],
        claims=list(_claims_on(rule, base)),
        needs=[other for other in base.rules if other.id != rule.id and {*base.reads(rule)} & _made_by(other)],
        needed_by=[other for other in base.rules if other.id != rule.id and {*base.reads(other)} & _made_by(rule)],
        before=before,
        after=after,
    )


def _neighbours(rule: Rule, base: RuleBase) -> tuple[Rule | None, Rule | None]:
    row = [None, *base.rules, None]
    return next(
        (first, third)
        for (first, second), (_, third) in pairwise(pairwise(row))
        if second is not None and second.id == rule.id
    )


def _made_by(rule: Rule) -> set[str]:
    """Return what other rules may read of what a rule concludes: decisions, and facts for which it takes a value."""
    return {*rule.decides, *rule.assumed}


def _claims_on(rule: Rule, base: RuleBase) -> Iterator[Claim]:
    """Yield the claims that speak of what a rule decides, or rest on a sentence that it cites."""
    for claim in load_claims(base):
        speaks_of = {*claim.keeps, *(names_in(claim.broken) if claim.broken is not None else ())}
        if speaks_of & {*rule.decides} or {*claim.guide} & {*rule.guide}:
            yield claim


def _shown(contest: Contest) -> ContestShown:
    counted = (
        ("Milder than it, so it wins over them", contest.dominates),
        ("Stricter than it, so they win", contest.dominated_by),
        ("Asking the same", contest.equal),
        ("Stricter or milder, depending on the case", contest.depends),
    )
    lines = tuple(RivalLine(how, len(rivals), rivals[:_MOST_RIVALS]) for how, rivals in counted if rivals)
    return ContestShown(contest.title, contest.words, lines)
