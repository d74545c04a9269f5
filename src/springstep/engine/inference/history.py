"""What a diary remembers of earlier sessions, and how it joins what the runner tells today."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from pydantic import Field

from springstep.engine.record import Record
from springstep.knowledge.facts import Case, history_facts


class Remembered(Record):
    """One fact that a diary remembers."""

    fact: str
    value: Any
    note: Annotated[str, Field(description="From which entries, such as '12 and 19 November'.")]
    overruled: Annotated[bool, Field(description="Whether the runner's own answer was taken instead.")] = False


def join(case: Case, history: Iterable[Remembered]) -> tuple[Case, tuple[Remembered, ...]]:
    """Lay a case onto what is remembered, and return both: the whole case, and what became of each memory.

    An answer given by hand wins. It also rules out a memory that it contradicts: with no session done there is none to
    remember, and there are no more sessions at a step than sessions.
    """
    told = case.known()
    kept: list[Remembered] = []
    for memory in history:
        against = memory.fact in told or _contradicted(memory, told)
        kept.append(Remembered(fact=memory.fact, value=memory.value, note=memory.note, overruled=against))
    taken = {memory.fact: memory.value for memory in kept if not memory.overruled}
    if taken.get("sessions_done") == 0:
        taken = {name: value for name, value in taken.items() if name not in history_facts()}
    return (Case(**{**taken, **told}) if taken else case), tuple(kept)


def _contradicted(memory: Remembered, told: dict[str, Any]) -> bool:
    done = told.get("sessions_done")
    if done == 0:
        return memory.fact in history_facts()
    if memory.fact == "sessions_at_step" and done is not None:
        return bool(memory.value > done)
    return memory.fact == "sessions_done" and memory.value < told.get("sessions_at_step", 0)
