"""What can be said of the rule base as a whole: gaps, conflicts, dead ends, and what nothing uses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

from springstep.engine.audit.report import Finding, FindingKind
from springstep.engine.audit.story import story_from, story_without_advice
from springstep.engine.errors import SpringstepError
from springstep.engine.language.conditions import Among, Compare, Constant, Fact, atoms, names_in
from springstep.engine.language.rules import Assume, Bound, Rule, Select, effective_condition
from springstep.engine.language.vocabulary import ITEMS, FactInfo, case_facts, fields_of
from springstep.engine.language.words import fact_words, listed, plain
from springstep.engine.proof.everyone import MOMENTS, At, Everyone, Found
from springstep.engine.proof.symbols import Choice, Formula, all_of, any_of, negation
from springstep.engine.rulebase.base import RuleBase


def check_base(everyone: Everyone) -> Iterator[Finding]:
    """Yield everything found about the rule base as a whole."""
    for moment in MOMENTS:
        at = everyone.at(moment)
        yield from _undecided_decisions(at)
        yield from _missing_facts(at)
        yield from _dead_ends(at)
        yield from _conflicts(at)
        yield from _unused_facts(at)
    yield from _unused_values(everyone.base)


def shown_by(
    kind: FindingKind, subject: str, says: str, found: Found, base: RuleBase, rules: tuple[str, ...] = ()
) -> Iterator[Finding]:
    """Yield a finding for a case that the solver found; nothing when it is proved that there is none."""
    if found.status == "none":
        return
    if found.made is None and found.case is not None:
        says = f"{says} The engine can make no plan for this runner."
        stories = (story_without_advice(base, found.case),)
        yield Finding(id=f"{kind}:{subject}", kind=kind, subject=subject, says=says, rules=rules, stories=stories)
        return
    if found.made is None:
        says = f"The solver gave up on this: {says}"
        yield Finding(id=f"undecided:{kind}:{subject}", kind="undecided", subject=subject, says=says, rules=rules)
        return
    story = story_from(base, found.made)
    yield Finding(id=f"{kind}:{subject}", kind=kind, subject=subject, says=says, rules=rules, stories=(story,))
    yield from disagreements(found, subject, base)


def disagreements(found: Found, subject: str, base: RuleBase) -> Iterator[Finding]:
    """Yield what solver and engine disagree about in a case."""
    if found.differences and found.made is not None:
        says = f"For this runner solver and engine differ: {'; '.join(found.differences[:3])}."
        stories = (story_from(base, found.made),)
        yield Finding(id=f"encoding:{subject}", kind="encoding", subject=subject, says=says, stories=stories)


def _undecided_decisions(at: At) -> Iterator[Finding]:
    for name, scheme in at.encoding.schemes.items():
        says = f"No rule decides '{scheme.title.lower()}' for this runner {at.moment} a run."
        question = negation(at.encoding.facts[name].known)
        yield from shown_by("missing_rule", f"{name}:{at.moment}", says, _seen(at, question), at.base)


def _seen(at: At, question: Formula) -> Found:
    """Find an athlete, without a plan where the engine can make none."""
    try:
        return at.find(question)
    except SpringstepError:
        return Found("some", at.moment)


def _missing_facts(at: At) -> Iterator[Finding]:
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
    kind: FindingKind, subject: str, says: str, at: At, question: Formula, rule: Rule
) -> Iterator[Finding]:
    """Yield a finding whose case cannot be run, since the engine refuses it."""
    status = at.possible(question)
    if status == "some":
        yield Finding(id=f"{kind}:{subject}", kind=kind, subject=rule.id, says=says, rules=(rule.id,))
    elif status == "undecided":
        yield from shown_by(kind, subject, says, Found("undecided", at.moment), at.base, (rule.id,))


def _dead_ends(at: At) -> Iterator[Finding]:
    if at.moment == "before":
        ways = {
            "no-set": (
                "Bursts are cleared and due, the run is long enough, and no set of efforts is left to do.",
                all_of((at.plan.cleared, at.plan.levels[0])),
            ),
            "no-drill": (
                "Bursts are cleared and due, and no drill is left to do.",
                all_of((at.plan.cleared, negation(at.plan.levels[0]), negation(at.plan.drill.known))),
            ),
        }
    elif at.moment == "after":
        clearance = at.encoding.facts["clearance"]
        assert isinstance(clearance, Choice)
        stopped = clearance.among(("stop_and_refer",))
        ways = {
            "no-set": (
                "No set of efforts is left for the next session.",
                all_of((negation(stopped), at.plan.levels[0])),
            )
        }
    else:
        action = at.encoding.facts["next_action"]
        assert isinstance(action, Choice)
        switching = action.among(("gentler_drill", "strides_instead"))
        ways = {
            "no-drill": (
                "Told to switch to another drill, and none is left.",
                all_of((switching, negation(at.plan.drill.known))),
            )
        }
    for name, (says, question) in ways.items():
        found = _seen(at, question)
        rules = _refusers(found)
        says = f"{says} Ruled out by {listed(rules, last='and')}." if rules else says
        yield from shown_by("dead_end", f"{name}:{at.moment}", says, found, at.base, rules)


def _refusers(found: Found) -> tuple[str, ...]:
    """Name the rules without which something would be left to choose: those that rule out what is least ruled out."""
    for choice in found.made.trace.choices if found.made is not None else ():
        refused = [option.refused_by for option in choice.options if option.refused_by]
        if choice.chosen == "none" and refused:
            fewest = min(map(len, refused))
            return tuple(dict.fromkeys(rule for rules in refused if len(rules) == fewest for rule in rules))
    return ()


def _conflicts(at: At) -> Iterator[Finding]:
    """Yield assumptions that contradict each other or what is told, and preferences for what the rule rules out."""
    for fact, entries in at.encoding.assumptions.items():
        for first, second in combinations(entries, 2):
            if first.rule.conclusions[first.place] == second.rule.conclusions[second.place]:
                continue
            rules = (first.rule.id, second.rule.id)
            says = f"{' and '.join(rules)} take two different values for '{fact}' of the same runner."
            subject = f"{'+'.join(rules)}:{fact}:{at.moment}"
            found = _seen(at, all_of((first.when, second.when)))
            yield from shown_by("conflict", subject, says, found, at.base, rules)
        for entry in entries:
            says = f"{entry.rule.id} assumes '{fact}' although this runner has told it."
            question = all_of((entry.when, at.athlete.known(fact)))
            subject = f"{entry.rule.id}:{fact}:{at.moment}"
            yield from shown_by("conflict", subject, says, _seen(at, question), at.base, (entry.rule.id,))
    yield from _self_conflicts(at)


def _self_conflicts(at: At) -> Iterator[Finding]:
    for rule in at.encoding.rules:
        selects = [c for c in rule.conclusions if isinstance(c, Select) and not c.id_from]
        out = {d.id for d in at.base.drills for s in selects if s.kind == "exclude" and _means(d, s)}
        for select in selects:
            liked = {drill.id for drill in at.base.drills if _means(drill, select)}
            if select.kind == "prefer" and liked and liked <= out:
                says = f"{rule.id} prefers drills that it rules out itself: {listed(sorted(liked), last='and')}."
                subject = f"{rule.id}:drills:{at.moment}"
                yield Finding(id=f"conflict:{subject}", kind="conflict", subject=rule.id, says=says, rules=(rule.id,))


def _means(drill: Any, select: Select) -> bool:
    return all(getattr(drill, name) in values for name, values in select.where)


def _unused_facts(at: At) -> Iterator[Finding]:
    """Yield facts asked at a moment that nothing there reads, and facts read that nothing asks for then."""
    read = {name for rule in at.encoding.rules for name in _below(rule, at.base)}
    for name, info in case_facts().items():
        asked = at.moment in info.moments and name != "moment"
        subject = f"{name}:{at.moment}"
        if asked and name not in read:
            says = f"'{info.label}' is asked {at.moment} a run, and no rule reads it then."
            yield Finding(id=f"unused_fact:{subject}", kind="unused_fact", subject=name, says=says)
        elif name in read and not asked and name != "moment":
            rules = tuple(rule.id for rule in at.encoding.rules if name in _below(rule, at.base))
            read_by = f"{listed(rules, last='and')} {'reads' if len(rules) == 1 else 'read'}"
            says = f"{read_by} '{info.label}', which is not asked {at.moment} a run."
            yield Finding(id=f"unused_fact:{subject}", kind="unused_fact", subject=name, says=says, rules=rules)


def _below(rule: Rule, base: RuleBase) -> set[str]:
    """Return what a rule reads, and the facts that derived ones follow from."""
    read = set(_reads(rule, base))
    return read | {name for each in read if each in base.facts for name in base.facts[each].derived_from}


def _reads(rule: Rule, base: RuleBase) -> Iterator[str]:
    yield from names_in(effective_condition(rule, base.by_id))
    if rule.for_each:
        yield ITEMS[rule.for_each][0]
    for conclusion in rule.conclusions:
        match conclusion:
            case Bound(amount=term) | Assume(amount=term) if term is not None:
                yield from names_in(term)
            case Select(id_from=str() as name) if name:
                yield name


def _unused_values(base: RuleBase) -> Iterator[Finding]:
    """Yield answers of a question that no condition names, when there are several such: nothing tells them apart."""
    for info in (field for fact in case_facts().values() for field in (fields_of(fact.name) or (fact,))):
        if info.kind != "word" or info.name == "moment":
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
        for atom in atoms(effective_condition(rule, base.by_id)):
            match atom:
                case Among(Fact(name), values) if name == info.name:
                    yield from values
                case Compare(_, Fact(name), Constant(value), _) | Compare(_, Constant(value), Fact(name), _):
                    if name == info.name:
                        yield value
