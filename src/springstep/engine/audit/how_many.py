"""How many cases a rule fires for, a claim speaks of, and a change of the rules touches: exact, and not sampled."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from fractions import Fraction

from springstep.engine.audit.checks.claim_proofs import broken
from springstep.engine.audit.compared_cases import ComparedCases
from springstep.engine.audit.difference_report import HowMany
from springstep.engine.audit.shares_report import ShareOf, ShareOfClaim, Shares, SharesAt
from springstep.engine.counting.population import Population
from springstep.engine.counting.words import number_words, share_words
from springstep.engine.language.claims import Claim
from springstep.engine.language.conditions import All, Condition, Either, Not, names_in
from springstep.engine.language.declarations import Compared
from springstep.engine.language.rules import Rule
from springstep.engine.proof.all_cases import AllCasesAt
from springstep.engine.proof.caution import looser
from springstep.engine.proof.conditions import truth
from springstep.engine.proof.symbols import Formula, SymbolicChoice, all_of, any_of, constant, negation
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims


def shares(base: RuleBase, wanted: Collection[str] = ()) -> Shares:
    """Return for which part of all cases each rule fires and each claim of one case speaks, moment by moment.

    ``wanted`` are ids of rules and claims; without any, all of them. Raises ``QueryError`` for an unknown id.
    """
    claims = [claim for claim in load_claims(base) if claim.broken is not None and not claim.rule]
    of_claims = {claim.id for claim in claims}
    asked = {name if name in of_claims else base.rule(name).id for name in map(str.upper, wanted)}
    found = []
    for moment in base.vocabulary.moments:
        there = {rule.id for rule in base.rules if moment in rule.moments}
        there |= {claim.id for claim in claims if moment in claim.moments}
        if there if not asked else not there.isdisjoint(asked):
            found.append(_shares_at(AllCasesAt(base, moment), claims, asked))
    return Shares(rule_base=base.digest, moments=tuple(found))


def _shares_at(at: AllCasesAt, claims: Iterable[Claim], asked: Collection[str]) -> SharesAt:
    fires = {rule.id: at.encoding.fires(rule.id) for rule in at.encoding.rules}
    speaks = {claim.id: _speaks(claim, at) for claim in claims if at.moment in claim.moments}
    breaks = {claim.id: broken(claim, at) for claim in claims if claim.id in speaks}
    population = Population(at.symbols, [*told_apart(at), *speaks.values(), *breaks.values()])
    beyond = [rule.id for rule in at.encoding.rules if _reads_any(at.base, rule, population.untold)]
    wanted = [name for name in (*fires, *speaks) if not asked or name in asked]
    return SharesAt(
        moment=at.moment,
        of=str(population.total),
        of_words=number_words(population.total),
        untold=population.untold,
        rules=tuple(_share(n, population, fires[n]) for n in wanted if n in fires and n not in beyond),
        claims=tuple(_of_claim(n, population, speaks[n], breaks[n]) for n in wanted if n in speaks),
        not_counted=tuple(name for name in beyond if name in wanted),
    )


def difference_sizes(both: ComparedCases) -> Mapping[str, HowMany]:
    """Return for each decision, each part by which plans are compared and the advice for how many cases it differs."""
    directions = {name: _directions(name, both) for name, _ in both.questions()}
    questions = dict(both.questions())
    asked = [*questions.values(), *(each for pair in directions.values() for each in pair)]
    telling = [*told_apart(both.old), *told_apart(both.new)]
    population = Population(both.old.symbols, [*telling, *asked], within=both.common)
    found = {}
    for name, question in questions.items():
        share, (tighter, easier) = population.share(question), map(population.share, directions[name])
        found[name] = HowMany(
            cases=str(population.count(question)),
            of=str(population.total),
            share=float(share),
            towards_caution=float(tighter),
            away=float(easier),
            words=_moved(share, tighter, easier, both.old.base.domain.subject),
        )
    return found


def told_apart(at: AllCasesAt) -> Iterator[Formula]:
    """Yield what tells cases apart: which rules fire, and what is chosen."""
    yield from (at.encoding.fires(rule.id) for rule in at.encoding.rules)
    for name in at.plan.choices:
        chosen = at.plan.facts[name]
        assert isinstance(chosen, SymbolicChoice)
        yield from chosen.of.values()


def _share(name: str, population: Population, holds: Formula) -> ShareOf:
    share = population.share(holds)
    return ShareOf(id=name, cases=str(population.count(holds)), share=float(share), words=share_words(share))


def _of_claim(name: str, population: Population, speaks: Formula, breaks: Formula) -> ShareOfClaim:
    share, breaking = _share(name, population, speaks), _share(name, population, breaks)
    return ShareOfClaim(
        id=name,
        cases=share.cases,
        share=share.share,
        words=share.words,
        broken=breaking.cases,
        broken_words=breaking.words,
    )


def _directions(name: str, both: ComparedCases) -> tuple[Formula, Formula]:
    """Return when what is compared becomes more cautious, and when less; neither where there is no order."""
    old, new = both.old.plan, both.new.plan
    if name in old.encoding.schemes and name in new.encoding.schemes:
        each = Compared(name, "decision", name)
    elif name in old.choices and name in new.choices and any(one.of == name for one in old.base.domain.compared):
        each = Compared(name, "larger", name)
    else:
        return False, False
    easier, tighter = looser(each, old, new), looser(each, new, old)
    return all_of((tighter, negation(easier))), all_of((easier, negation(tighter)))


def _moved(share: Fraction, tighter: Fraction, easier: Fraction, subject: str) -> str:
    of_all = "" if share == 1 else f"{share_words(share)} of "
    whole = f"{of_all}all {subject}s that the rules tell apart"
    if not share or not (tighter or easier):
        return whole
    if share in (tighter, easier):
        return f"{whole}, all towards caution" if share == tighter else f"{whole}, all away from caution"
    return f"{whole}: {share_words(tighter)} towards caution, {share_words(easier)} away from it"


def _speaks(claim: Claim, at: AllCasesAt) -> Formula:
    """Return when a claim says anything: what it supposes of a case holds, and the rest of it can be told."""
    assert claim.broken is not None
    listed = at.encoding.lists.get(at.base.vocabulary.scopes[claim.for_each].list_fact) if claim.for_each else None
    if listed is not None:
        scopes = [(there, {n: constant(value) for n, value in kind}) for kind, there in listed.there.items()]
    else:
        scopes = [(True, {})] if claim.for_each is None else []
    told = at.encoding.told(claim.told)
    found = []
    for there, item in scopes:
        scope, stated = {**at.plan.facts, **item}, at.symbols.facts.keys() | item.keys()
        supposed = All(tuple(part for part in _parts(claim.broken) if stated >= {*names_in(part)}))
        whole = truth(claim.broken, scope)
        found.append(all_of((there, told, truth(supposed, scope).holds, any_of((whole.holds, whole.fails)))))
    return any_of(found)


def _parts(condition: Condition) -> Iterator[Condition]:
    """Yield the conditions of which all must hold."""
    match condition:
        case All(items):
            for item in items:
                yield from _parts(item)
        case Not(Either(items)):
            for item in items:
                yield from _parts(Not(item))
        case Not(Not(inner)):
            yield from _parts(inner)
        case _:
            yield condition


def _reads_any(base: RuleBase, rule: Rule, facts: Collection[str]) -> bool:
    return not {*names_in(base.condition(rule))}.isdisjoint(facts)
