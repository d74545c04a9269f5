"""Join what a record of earlier cases remembers to the answers given today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import broken
from springstep.engine.inference.host_values import plain_value
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.inference.remembered import Remembered
from springstep.engine.text.source import Document

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.base import RuleBase


def join(case: Case, history: Iterable[Remembered], base: RuleBase) -> tuple[Case, tuple[Remembered, ...]]:
    """Lay a case over what is remembered; return the completed case, and what became of each memory.

    What is remembered of facts that are of other moments is left aside.
    Raises ``CaseError`` when a memory is of no known fact, or its value is not allowed.
    """
    facts = base.vocabulary.facts
    here = (each for each in history if each.fact not in facts or case.moment in facts[each.fact].moments)
    plain = (replace(memory, value=plain_value(memory.value)) for memory in here)
    remembered = overlay(case.given, plain, base.vocabulary)
    taken = {memory.fact: memory.value for memory in remembered if not memory.overruled}
    if not taken:
        return case, remembered
    return case_from(Document("the history", {**taken, **case.given}, {}), base, whole=False), remembered


def overlay(given: Mapping[str, Any], history: Iterable[Remembered], vocabulary: Vocabulary) -> tuple[Remembered, ...]:
    """Return the memories, with those that the given facts overrule marked as such.

    A given answer wins, and it also overrules a memory that it contradicts, and one of what is now told differently.
    """
    every = tuple(history)
    told = {memory.fact: memory.value for memory in every}
    return tuple(
        replace(
            memory,
            overruled=memory.fact in given
            or of_another(memory.fact, given, told, vocabulary)
            or _contradicted(memory, given, vocabulary),
        )
        for memory in every
    )


def of_another(fact: str, given: Mapping[str, Any], told: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    """Tell whether what was told of a fact says more about an answer that is another one now.

    ``told`` holds what was told then, by fact; an answer that is not among it counts as another one.
    """
    whole = vocabulary.kept[fact].of if fact in vocabulary.kept else ""
    if not whole or given.get(whole) is None:
        return False
    then, now = (plainly_valid(vocabulary, {whole: answers.get(whole)}) for answers in (told, given))
    return then != now


def _contradicted(memory: Remembered, given: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    if memory.fact not in vocabulary.facts:
        return False
    valid = plainly_valid(vocabulary, {memory.fact: memory.value})
    if valid is None:
        return False  # the check of the case reports it
    both = {**given, memory.fact: valid.get(memory.fact)}
    return next(broken(vocabulary, both, touching=(memory.fact,)), None) is not None
