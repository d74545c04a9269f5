"""Join what a record of earlier cases remembers to the answers given today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from springstep.engine.errors import CaseError, Code, Fault, shown
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import broken
from springstep.engine.inference.host_values import plain_value
from springstep.engine.inference.plain_check import plainly_valid
from springstep.engine.inference.remembered import Remembered
from springstep.engine.text.source import Document

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.base import RuleBase

_SOURCE = "the history"
_KINDS: Mapping[str, type] = {"fact": str, "note": str, "overruled": bool}
_WORDS: Mapping[str, str] = {"fact": "text", "note": "text", "overruled": "true or false"}


def join(case: Case, history: Iterable[Remembered], base: RuleBase) -> tuple[Case, tuple[Remembered, ...]]:
    """Lay a case over what is remembered; return the completed case, and what became of each memory.

    What is remembered of facts that are of other moments is left aside.
    Raises ``CaseError`` when something is no memory, is of no known fact, or its value is not allowed.
    """
    facts = base.vocabulary.facts
    here = (each for each in checked(history, base) if case.moment in facts[each.fact].moments)
    remembered = overlay(case.given, here, base.vocabulary)
    taken = {memory.fact: memory.value for memory in remembered if not memory.overruled}
    if not taken:
        return case, remembered
    return case_from(Document(_SOURCE, {**taken, **case.given}, {}), base, whole=False), remembered


def checked(history: Iterable[Remembered], base: RuleBase) -> tuple[Remembered, ...]:
    """Return what is remembered with plain values, each checked as an answer is; raises ``CaseError`` with every fault.

    It does not matter whether a memory counts in the case at hand.
    """
    try:
        every = tuple(history)
    except TypeError:  # a single value, such as an array that holds one and yet seems to be many
        every = (history,)  # type: ignore[assignment]
    faults: list[Fault] = []
    found: list[Remembered] = []
    for index, memory in enumerate(every):
        try:
            found.append(_checked(memory, base, index))
        except CaseError as error:
            faults += error.faults
    names = [memory.fact for memory in found]
    faults += [
        _fault("duplicate", name, "is remembered twice") for name in dict.fromkeys(names) if names.count(name) > 1
    ]
    if faults:
        raise CaseError(faults)
    return tuple(found)


def _checked(memory: Any, base: RuleBase, index: int) -> Remembered:
    if not isinstance(memory, Remembered):
        what = f"{shown(memory)} is nothing remembered"
        raise CaseError([_fault("wrong_type", f"[{index}]", what, "Remembered(fact=..., value=..., note=...)")])
    wrong = [name for name, kind in _KINDS.items() if type(getattr(memory, name)) is not kind]
    if wrong:
        raise CaseError([_fault("wrong_type", f"[{index}].{name}", f"must be {_WORDS[name]}") for name in wrong])
    plain: Remembered = replace(memory, value=plain_value(memory.value))
    info, told = base.vocabulary.facts.get(plain.fact), {plain.fact: plain.value}
    if info is None or info.kind == "row" or plainly_valid(base.vocabulary, told) is None:
        case_from(Document(_SOURCE, told, {}), base, whole=False)  # which says what is wrong, or reads plain words
    return plain


def _fault(code: Code, where: str, what: str, allowed: str = "") -> Fault:
    return Fault(code, what, where, allowed, _SOURCE)


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
