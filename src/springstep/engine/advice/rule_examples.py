"""Check rules by their own examples: each fires for one and is silent for the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from springstep.engine.advice.completeness import check_decided
from springstep.engine.errors import CaseError, Fault, KnowledgeError, UndecidedError
from springstep.engine.inference.case import case_of, facts_of
from springstep.engine.inference.examples import example_case
from springstep.engine.inference.forward import infer
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Origin, Rule
from springstep.engine.rulebase.base import RuleBase


def check_examples(base: RuleBase) -> None:
    """Run the examples of every rule that an overlay added or changed; raises ``KnowledgeError`` with every fault."""
    faults = [fault for rule in base.rules if rule.origin is not None for fault in _faults(base, rule, rule.origin)]
    if faults:
        raise KnowledgeError(faults)


def _examples_of(rule: Rule) -> tuple[tuple[str, Mapping[str, Any], bool], ...]:
    """Return the examples of a rule: the entry, the changes to the standard case, and whether it fires for it."""
    return (("fires_for", rule.fires_for, True), ("silent_for", rule.silent_for, False))


def _faults(base: RuleBase, rule: Rule, origin: Origin) -> Iterator[Fault]:
    for key, changes, wanted in _examples_of(rule):
        what = _mistake(base, rule, changes, wanted=wanted)
        if what:
            hint = f"give {key} in this entry" if origin.kind != "added" else "change the example or the rule"
            yield Fault("contradiction", what, f"{rule.id}: {key}", hint, origin.file, origin.line, origin.column)


def mistakes(base: RuleBase, rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield each example of a rule, by its entry, for which it is not as it says, and what is wrong."""
    for entry, changes, wanted in _examples_of(rule):
        try:
            what = _mistake(base, rule, changes, wanted=wanted)
        except UndecidedError as error:
            what = f"no advice for it: {error.faults[0].what}"
        if what:
            yield entry, what


def breaks_its_examples(base: RuleBase, rule: Rule) -> bool:
    """Tell whether a rule is not as one of its own examples says."""
    return any(mistakes(base, rule))


def _mistake(base: RuleBase, rule: Rule, changes: Mapping[str, Any], *, wanted: bool) -> str:
    """Say what is wrong with an example, which has to fire or not; an empty text when nothing is.

    Raises ``UndecidedError`` where the rules leave a decision open for it.
    """
    subject = base.domain.subject
    differing = ", ".join(f"{name}: {value}" for name, value in changes.items()) or f"the standard {subject}"
    moment = changes.get(MOMENT, rule.moments[0])
    if moment not in base.standard_cases:
        return f"there is no moment '{moment}'"
    try:
        case = case_of(example_case(base, rule, changes), base)
    except CaseError as error:
        return f"is not a possible {subject}: {'; '.join(str(fault) for fault in error.faults)}"
    inference = infer(base, facts_of(case, base), engine="function")
    check_decided(inference)
    fired = any(firing.rule.id == rule.id for firing in inference.fired)
    if fired == wanted:
        return ""
    return f"{rule.id} {'fires' if fired else 'is silent'} for this {subject} ({differing})"
