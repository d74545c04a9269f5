"""The advice on one case that a command is given, with what diary and profile remember."""

from __future__ import annotations

from typing import Any

from springstep.api import recommend as recommend_case
from springstep.cli.options.diary_memory import Memory
from springstep.cli.text.echo import echo
from springstep.cli.text.lines import wrapped
from springstep.engine.consultation.questions import answer_words
from springstep.engine.inference.case import case_from
from springstep.engine.inference.moments import moment_of
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document
from springstep.session.recommendation import Recommendation


def moment_in(document: Document, base: RuleBase) -> str | None:
    """Return the moment of a case, as far as it tells one."""
    return moment_of(document.value, base.vocabulary) if isinstance(document.value, dict) else None


def advised(document: Document, memory: Memory, base: RuleBase) -> Recommendation:
    """Return the advice on a case; what has to be answered may be remembered. Raises ``CaseError``.

    How words were read that have a safer meaning is said on standard error, and what a watch gives reason to ask about.
    """
    at = moment_in(document, base)
    history = memory.history(at)
    facts = base.vocabulary.facts
    needed = {memory.fact: memory.value for memory in history if at in facts[memory.fact].required_at}
    if isinstance(document.value, dict):
        whole = Document(document.name, needed | document.value, document.positions)
        case_from(whole, base, today=memory.today)
    valid = case_from(document, base, whole=False, today=memory.today)
    for told in valid.safer.values():
        echo(wrapped(f"{told[0].upper()}{told[1:]}"), err=True)
    if waiting := memory.waiting(at):
        echo(wrapped(waiting), err=True)
    for proposal in memory.proposals(at) if at == "before" else ():
        given = valid.get(proposal.fact)
        if proposal.suggests is None or given != proposal.suggests:
            echo(wrapped(f"{proposal.say} {_said_words(proposal.fact, given, base)}"), err=True)
    return recommend_case(valid, history=history, rule_base=base)


def _said_words(fact: str, given: Any, base: RuleBase) -> str:
    """Say what a case says of a fact that a watch gives reason to ask about."""
    label = base.facts[fact].label
    return (
        f"The case does not tell {label}."
        if given is None
        else f"The case says: {label} {answer_words(fact, given, base)}."
    )
