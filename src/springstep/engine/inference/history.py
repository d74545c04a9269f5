"""What a diary remembers of earlier sessions, and how it joins what the runner tells today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import Field, ValidationError

from springstep.engine.errors import CaseError
from springstep.engine.record import Record
from springstep.engine.text.source import Document
from springstep.engine.text.validation import faults_of
from springstep.knowledge.facts import Case, history_facts


class Remembered(Record):
    """One fact that a diary remembers."""

    fact: str
    value: Any
    note: Annotated[str, Field(description="From which entries, such as '12 and 19 November'.")]
    overruled: Annotated[bool, Field(description="Whether the runner's own answer was taken instead.")] = False


def join(case: Case, history: Iterable[Remembered]) -> tuple[Case, tuple[Remembered, ...]]:
    """Lay a case onto what is remembered, and return both: the whole case, and what became of each memory.

    Raises ``CaseError`` when what is remembered is no fact or has no allowed value.
    """
    told = case.known()
    kept = overlay(told, history)
    taken = {memory.fact: memory.value for memory in kept if not memory.overruled}
    try:
        return (Case(**{**taken, **told}) if taken else case), kept
    except ValidationError as error:
        faults = faults_of(error, Case, Document("the history", {**taken, **told}, {}))
        raise CaseError(faults) from None


def overlay(told: Mapping[str, Any], history: Iterable[Remembered]) -> tuple[Remembered, ...]:
    """Return the memories, those overruled by what is told marked as such.

    An answer given by hand wins. It also rules out a memory that it contradicts: with no session done there is none to
    remember, who tells of a session has done one, and there are no more sessions at a step than sessions.
    """
    return tuple(
        replace(memory, overruled=memory.fact in told or _contradicted(memory.fact, memory.value, told))
        for memory in history
    )


def _contradicted(fact: str, value: Any, told: Mapping[str, Any]) -> bool:
    past = history_facts()
    if fact == "sessions_done":
        return bool(value < told.get("sessions_at_step", 0)) or (value == 0 and any(name in told for name in past))
    if fact in past and told.get("sessions_done") == 0:
        return True
    return fact == "sessions_at_step" and "sessions_done" in told and bool(value > told["sessions_done"])
