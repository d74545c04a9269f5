"""What was approved and is not so any more: what rules say, runs and pairs of cases, and the rules' own examples."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from springstep.engine.advice.row_limits import once
from springstep.engine.advice.rule_examples import mistakes
from springstep.engine.audit.checks.faults import faults_found
from springstep.engine.audit.edited import edited_rules
from springstep.engine.audit.items.approval import approval_findings
from springstep.engine.audit.mcdc.table import FILE as PAIRS
from springstep.engine.audit.mcdc.table import load_table, stale
from springstep.engine.audit.report import Finding, FindingKind, Witness
from springstep.engine.audit.snapshot import FILE as CASES
from springstep.engine.audit.snapshot import load_snapshot
from springstep.engine.audit.told_otherwise import ToldOtherwise, changed_for
from springstep.engine.errors import KnowledgeError
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import is_there


def check_approvals(base: RuleBase) -> Iterator[Finding]:
    """Yield what is no longer as approved; of an overlay nothing, as it says itself what it changes."""
    for check in (approval_findings,) if base.overlays else (approval_findings, _examples, _approved, _pairs):
        try:
            yield from check(base)
        except KnowledgeError as error:
            yield from faults_found(error.faults, base)


def _examples(base: RuleBase) -> Iterator[Finding]:
    """Yield each rule that does not keep its examples; of those that nobody edited, where others were, all at once."""
    edited = once(rule.id for rule in edited_rules(base))
    others: list[str] = []
    for rule in base.rules:
        for entry, what in mistakes(base, rule):
            if edited and rule.id not in edited:
                others.append(rule.id)
            else:
                yield _finding("example", f"{rule.id}:{entry}", f"{entry} of {rule.id}: {what}.", (rule.id,))
    if others:
        named = listed(once(others), last="and")
        says = f"Not edited, and their examples do not hold any more: {named}. Edited: {listed(edited, last='and')}."
        yield _finding("example", "others", says, (*edited, *once(others)))


def _approved(base: RuleBase) -> Iterator[Finding]:
    """Yield for each rule that makes a difference, and each row that is gone, the approved cases told otherwise."""
    if _missing(base.folder / CASES):
        says = f"No {base.domain.subject} is approved: there is no {CASES}."
        yield _finding("approved", CASES, says)
        return
    by_cause: dict[str, list[ToldOtherwise]] = {}
    cases = load_snapshot(base.folder)
    for each in changed_for(base, cases):
        by_cause.setdefault(each.gone or next(iter(each.rules), CASES), []).append(each)
    for cause, changed in by_cause.items():
        gone = f"There is no {cause} any more. " if changed[0].gone else ""
        says = f"{gone}{_how_many(len(changed), len(cases), base)} other advice. {_capital(changed[0].briefly)}"
        rules = once(name for each in changed for name in each.rules)
        witnesses = tuple(witness for each in changed if (witness := _witness(each)) is not None)
        yield _finding("approved", cause, says, rules, witnesses)


def _how_many(changed: int, every: int, base: RuleBase) -> str:
    if changed == 1:
        return f"One of {every} approved {base.domain.subjects} gets"
    return f"{changed} of {every} approved {base.domain.subjects} get"


def _capital(words: str) -> str:
    return f"{words[0].upper()}{words[1:]}"


def _witness(each: ToldOtherwise) -> Witness | None:
    """Return the case with what was approved for it, and what it is told now."""
    if each.witness is None:
        return None
    return Witness(words=(*each.witness.words, each.says), case=each.witness.case, headline=each.witness.headline)


def _pairs(base: RuleBase) -> Iterator[Finding]:
    """Yield for each rule the conditions that their two cases do not show any more."""
    if _missing(base.folder / PAIRS):
        says = f"No two {base.domain.subjects} are approved for any condition: there is no {PAIRS}."
        yield _finding("pair", PAIRS, says)
        return
    by_rule: dict[str, list[str]] = {}
    for each in stale(load_table(base.folder), base):
        by_rule.setdefault(each.rule, []).append(each.what)
    for rule, what in by_rule.items():
        yield _finding("pair", rule, f"Of the conditions of {rule}, {'; '.join(what)}.", (rule,))


def _missing(path: Path) -> bool:
    return not is_there(path)


def _finding(
    kind: FindingKind, subject: str, says: str, rules: tuple[str, ...] = (), witnesses: tuple[Witness, ...] = ()
) -> Finding:
    about = subject.partition(":")[0]
    return Finding(id=f"{kind}:{subject}", kind=kind, subject=about, says=says, rules=rules, witnesses=witnesses)
