"""Checks of the rule base as a whole: gaps, conflicts, dead ends, and what nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from springstep.engine.audit.checks.sums import check_sums
from springstep.engine.audit.report import Finding, FindingKind
from springstep.engine.audit.witnesses import witness_from, witness_without_advice
from springstep.engine.errors import UndecidedError
from springstep.engine.language.conditions import Among, Compare, Constant, Fact, comparisons
from springstep.engine.language.fact_info import MOMENT, FactInfo
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import fact_words, listed, plain
from springstep.engine.proof.all_cases import AllCases, AllCasesAt, FoundCase
from springstep.engine.proof.symbols import Formula, all_of, any_of, negation
from springstep.engine.rulebase.base import RuleBase


def check_base(all_cases: AllCases) -> Iterator[Finding]:
    """Yield everything found about the rule base as a whole."""
    for moment in all_cases.moments:
        at = all_cases.at(moment)
        yield from _undecided_decisions(at)
        yield from _missing_facts(at)
        yield from _dead_ends(at)
        yield from _conflicts(at)
        yield from _unused_facts(at)
    yield from _unused_values(all_cases.base)
    yield from check_sums(all_cases.base)


def shown_by(
    kind: FindingKind, subject: str, says: str, found: FoundCase, base: RuleBase, rules: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Yield a finding for a case that the solver found; nothing when it proved that there is none."""
    if found.status == "none":
        return
    if found.made is None and found.case is not None:
        says = f"{says} The engine can make no plan for this {base.domain.subject}."
        witnesses = (witness_without_advice(base, found.case),)
        yield Finding(id=f"{kind}:{subject}", kind=kind, subject=subject, says=says, rules=rules, witnesses=witnesses)
        return
    if found.made is None:
        says = f"The solver gave up on this: {says}"
        yield Finding(id=f"undecided:{kind}:{subject}", kind="undecided", subject=subject, says=says, rules=rules)
        return
    witness = witness_from(base, found.made)
    yield Finding(id=f"{kind}:{subject}", kind=kind, subject=subject, says=says, rules=rules, witnesses=(witness,))
    yield from disagreements(found, subject, base)


def disagreements(found: FoundCase, subject: str, base: RuleBase) -> Iterator[Finding]:
    """Yield what solver and engine disagree about in a case."""
    if found.differences and found.made is not None:
        says = f"For this {base.domain.subject} solver and engine differ: {'; '.join(found.differences[:3])}."
        witnesses = (witness_from(base, found.made),)
        yield Finding(id=f"encoding:{subject}", kind="encoding", subject=subject, says=says, witnesses=witnesses)


def _undecided_decisions(at: AllCasesAt) -> Iterator[Finding]:
    for name, scheme in at.encoding.schemes.items():
        says = f"No rule decides '{scheme.title.lower()}' for this {_subject(at)} {_words(at)}."
        question = negation(at.encoding.facts[name].known)
        yield from shown_by("missing_rule", f"{name}:{at.moment}", says, _find(at, question), at.base)


def _find(at: AllCasesAt, question: Formula) -> FoundCase:
    """Find a case; it has no plan if the rules leave open something that has to be decided."""
    try:
        return at.find(question)
    except UndecidedError:
        return FoundCase("some", at.moment)


def _subject(at: AllCasesAt) -> str:
    return at.base.domain.subject


def _words(at: AllCasesAt) -> str:
    return at.base.vocabulary.moments[at.moment]


def _missing_facts(at: AllCasesAt) -> Iterator[Finding]:
    for rule in at.encoding.rules:
        entries = [
            entry
            for decided in at.encoding.concluding.values()
            for entry in decided
            if entry.rule is rule and entry.amount is not None
        ]
        question = any_of(all_of((e.when, negation(e.amount.known))) for e in entries if e.amount is not None)
        says = f"{rule.id} can fire while a fact that its conclusion needs is not known."
        yield from _shown_plainly("missing_fact", f"{rule.id}:{at.moment}", says, at, question, rule)


def _shown_plainly(
    kind: FindingKind, subject: str, says: str, at: AllCasesAt, question: Formula, rule: Rule
) -> Iterator[Finding]:
    """Yield a finding without a case, since the engine would refuse to run it."""
    status = at.possible(question)
    if status == "some":
        yield Finding(id=f"{kind}:{subject}", kind=kind, subject=rule.id, says=says, rules=(rule.id,))
    elif status == "undecided":
        yield from shown_by(kind, subject, says, FoundCase("undecided", at.moment), at.base, (rule.id,))


def _dead_ends(at: AllCasesAt) -> Iterator[Finding]:
    """Yield the choices that nothing bars but that have no row left to choose."""
    for name, choice in at.plan.choices.items():
        question = all_of((at.plan.unbarred[name], at.plan.sought[name], negation(at.plan.facts[name].known)))
        found = _find(at, question)
        rules = _refusers(found, name)
        says = choice.texts.get(f"dead_end_{at.moment}", f"Nothing is left to choose: {choice.title.lower()}.")
        says = f"{says} Ruled out by {listed(rules, last='and')}." if rules else says
        subject = f"{choice.texts.get('dead_end', name)}:{at.moment}"
        yield from shown_by("dead_end", subject, says, found, at.base, rules)


def _refusers(found: FoundCase, name: str) -> tuple[str, ...]:
    """Name the rules without which something would be left to choose: those against the rows with fewest refusals."""
    for choice in found.made.trace.choices if found.made is not None else ():
        refused = [option.refused_by for option in choice.options if option.refused_by]
        if choice.decision == name and refused:
            fewest = min(map(len, refused))
            return tuple(dict.fromkeys(rule for rules in refused if len(rules) == fewest for rule in rules))
    return ()


def _conflicts(at: AllCasesAt) -> Iterator[Finding]:
    """Yield assumptions that contradict each other or a given fact, and preferences for what the rule rules out."""
    for fact, entries in at.encoding.assumptions.items():
        for first, second in combinations(entries, 2):
            if first.rule.conclusions[first.place] == second.rule.conclusions[second.place]:
                continue
            rules = (first.rule.id, second.rule.id)
            says = f"{' and '.join(rules)} take two different values for '{fact}' of the same {_subject(at)}."
            subject = f"{'+'.join(rules)}:{fact}:{at.moment}"
            found = _find(at, all_of((first.when, second.when)))
            yield from shown_by("conflict", subject, says, found, at.base, rules)
        for entry in entries:
            says = f"{entry.rule.id} assumes '{fact}' although it is given for this {_subject(at)}."
            question = all_of((entry.when, at.symbols.known(fact)))
            subject = f"{entry.rule.id}:{fact}:{at.moment}"
            yield from shown_by("conflict", subject, says, _find(at, question), at.base, (entry.rule.id,))
    yield from _self_conflicts(at)


def _self_conflicts(at: AllCasesAt) -> Iterator[Finding]:
    for rule in at.encoding.rules:
        selects = [c for c in rule.conclusions if c.selects and not c.id_from]
        for select in selects:
            rows = at.base.tables[select.selects].rows
            out = {row.id for row in rows for each in selects if each.kind == "exclude" and each.means(row)}
            liked = {row.id for row in rows if select.means(row)}
            if select.kind == "prefer" and liked and liked <= out:
                words = listed(sorted(liked), last="and")
                says = f"{rule.id} prefers {select.selects} that it rules out itself: {words}."
                subject = f"{rule.id}:{select.selects}:{at.moment}"
                yield Finding(id=f"conflict:{subject}", kind="conflict", subject=rule.id, says=says, rules=(rule.id,))


def _unused_facts(at: AllCasesAt) -> Iterator[Finding]:
    """Yield facts that are asked at a moment but not read then, and facts that are read but not asked then."""
    read = {name for rule in at.encoding.rules for name in _facts_read(rule, at.base)}
    for name, info in at.base.vocabulary.facts.items():
        asked = at.moment in info.moments
        subject = f"{name}:{at.moment}"
        if name == MOMENT:
            continue
        if asked and name not in read:
            says = f"'{info.label}' is asked {_words(at)}, and no rule reads it then."
            yield Finding(id=f"unused_fact:{subject}", kind="unused_fact", subject=name, says=says)
        elif name in read and not asked:
            rules = tuple(rule.id for rule in at.encoding.rules if name in _facts_read(rule, at.base))
            read_by = f"{listed(rules, last='and')} {'reads' if len(rules) == 1 else 'read'}"
            says = f"{read_by} '{info.label}', which is not asked {_words(at)}."
            yield Finding(id=f"unused_fact:{subject}", kind="unused_fact", subject=name, says=says, rules=rules)


def _facts_read(rule: Rule, base: RuleBase) -> set[str]:
    """Return the facts of a case that a rule reads, directly or through derived facts."""
    vocabulary = base.vocabulary
    read = {vocabulary.list_of(name, rule.for_each) for name in base.reads(rule)}
    if rule.for_each:
        read.add(vocabulary.scopes[rule.for_each].list_fact)
    return {source for name in read for source in vocabulary.sources(name)}


def _unused_values(base: RuleBase) -> Iterator[Finding]:
    """Yield answers to a question that no condition names, if there are several: nothing tells them apart."""
    facts = base.vocabulary.facts.values()
    for info in (field for fact in facts for field in (base.vocabulary.fields_of(fact.name) or (fact,))):
        if info.kind != "word" or info.name == MOMENT:
            continue
        named = set(_named(info, base))
        same = [value for value in info.values if value not in named]
        if len(same) > 1:
            words = listed((plain(value) for value in same), last="and")
            says = f"No rule tells {words} apart ({fact_words(info.name, base.facts)})."
            yield Finding(
                id=f"unused_value:{info.name}:{'+'.join(same)}", kind="unused_value", subject=info.name, says=says
            )


def _named(info: FactInfo, base: RuleBase) -> Iterator[Any]:
    """Yield the values of a fact that conditions name."""
    for rule in base.rules:
        for atom in comparisons(base.condition(rule)):
            match atom:
                case Among(Fact(name), values) if name == info.name:
                    yield from values
                case Compare(_, Fact(name), Constant(value), _) | Compare(_, Constant(value), Fact(name), _):
                    if name == info.name:
                        yield value
