"""The case that is asked about: a standard one, or an example of a rule, with other answers laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from springstep.engine.audit.witnesses import witness_of
from springstep.engine.characters import on_one_line
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.told_changes import read_changes
from springstep.engine.errors import Fault, QueryError, SpringstepError, nearest, shown
from springstep.engine.explain.what_if import what_if
from springstep.engine.inference.case import case_of
from springstep.engine.inference.examples import example_case, standard_case
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.desk.desk import MOST_LETTERS, Desk, Query, one

_STANDARD, _FIRES, _SILENT = "standard", "fires", "silent"
_MOST_CHANGES = 40


class ChangedAnswer(NamedTuple):
    """An answer that was changed: as it is told, by its label and value, and the others with it taken back."""

    told: str
    label: str
    value: str
    others: tuple[str, ...]


class AskedCase(NamedTuple):
    """A case, how it came about, and what could not be taken of it."""

    runner: str
    """Which case it began with, as a query names it."""
    case: Mapping[str, Any]
    words: tuple[str, ...]
    """What sets it apart, a sentence each, and what it is advised."""
    kept: tuple[ChangedAnswer, ...]
    mistake: str


def runners_of(desk: Desk, runner: str) -> list[tuple[str, str]]:
    """Return the cases to choose from, by the word for each in a query: the standard ones, and the one chosen."""
    base, subject = desk.base, desk.base.domain.subject
    found = [
        (f"{_STANDARD}:{name}", f"the standard {subject}, {base.vocabulary.moments[name]}")
        for name in base.standard_cases
    ]
    kind, _, name = runner.partition(":")
    if kind == _FIRES:
        found.append((runner, f"the example for whom {name} fires"))
    if kind == _SILENT:
        found.append((runner, f"the example for whom {name} stays silent"))
    return found


def asked_case(desk: Desk, query: Query) -> AskedCase:
    """Return the case that a query asks about; what cannot be laid over it is left out, and told.

    Raises ``QueryError`` for a case that there is not.
    """
    base = desk.base
    runner = one(query, "runner") or f"{_STANDARD}:{next(iter(base.standard_cases))}"
    begun = _begun(runner, base)
    changes = [each for each in query.get("with", ()) if 0 < len(each) <= MOST_LETTERS][:_MOST_CHANGES]
    fact, value = one(query, "fact"), one(query, "value")
    if fact:
        changes = [each for each in changes if each.partition("=")[0] != fact]
    try:
        if fact and not value:
            raise QueryError(
                [Fault("missing", "say what it is instead", base.facts[fact].label if fact in base.facts else "")]
            )
        return _laid(runner, begun, [*changes, *([f"{fact}={value}"] if fact else [])], base)
    except SpringstepError as error:
        mistake = faults_told(error)
    try:
        return _laid(runner, begun, changes if fact else [], base)._replace(mistake=mistake)
    except SpringstepError:
        return _laid(runner, begun, [], base)._replace(mistake=mistake)


def faults_told(error: SpringstepError) -> str:
    """Return what is wrong in sentences, for a page."""
    return on_one_line(" ".join(f"{fault}." for fault in error.faults))


def _begun(runner: str, base: RuleBase) -> dict[str, Any]:
    kind, _, name = runner.partition(":")
    if kind == _STANDARD and name in base.standard_cases:
        return standard_case(base, name)
    if kind in (_FIRES, _SILENT):
        rule = base.rule(name)
        return example_case(base, rule, rule.fires_for if kind == _FIRES else rule.silent_for)
    known = [f"{_STANDARD}:{each}" for each in base.standard_cases]
    raise QueryError(
        [Fault("unknown_name", f"no {base.domain.subject} is called {shown(runner)}", "runner", nearest(runner, known))]
    )


def _laid(runner: str, begun: Mapping[str, Any], changes: list[str], base: RuleBase) -> AskedCase:
    case = case_of(begun, base)
    read = read_changes(changes, base)
    laid = what_if(case, read, base=base).case if read else case.plain()
    kept = tuple(
        ChangedAnswer(
            told, base.facts[fact].label, answer_words(fact, value, base), tuple(e for e in changes if e != told)
        )
        for told, (fact, value) in zip(changes, read.items(), strict=True)
    )
    return AskedCase(runner, laid, witness_of(base, laid).words, kept, "")
