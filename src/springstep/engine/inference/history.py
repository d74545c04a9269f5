"""How what a record of earlier cases remembers joins what is told today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import broken
from springstep.engine.inference.host_values import plain_told
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.inference.remembered import Remembered
from springstep.engine.text.source import Document

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.base import RuleBase


def join(case: Case, history: Iterable[Remembered], base: RuleBase) -> tuple[Case, tuple[Remembered, ...]]:
    """Lay a case onto what is remembered, and return both: the whole case, and what became of each memory.

    Raises ``CaseError`` when what is remembered is no fact or has no allowed value.
    """
    plain = (replace(memory, value=plain_told(memory.value)) for memory in history)
    kept = overlay(case.told, plain, base.vocabulary)
    taken = {memory.fact: memory.value for memory in kept if not memory.overruled}
    if not taken:
        return case, kept
    return case_from(Document("the history", {**taken, **case.told}, {}), base, whole=False), kept


def overlay(told: Mapping[str, Any], history: Iterable[Remembered], vocabulary: Vocabulary) -> tuple[Remembered, ...]:
    """Return the memories, those overruled by what is told marked as such.

    An answer given by hand wins, and it rules out a memory that it contradicts.
    """
    return tuple(
        replace(memory, overruled=memory.fact in told or _contradicted(memory, told, vocabulary)) for memory in history
    )


def _contradicted(memory: Remembered, told: Mapping[str, Any], vocabulary: Vocabulary) -> bool:
    if memory.fact not in vocabulary.facts:
        return False
    valid = plainly_valid(vocabulary, {memory.fact: memory.value})
    if valid is None:
        return False  # which is told where the case is checked
    both = {**told, memory.fact: valid.get(memory.fact)}
    return next(broken(vocabulary, both, touching=(memory.fact,)), None) is not None
