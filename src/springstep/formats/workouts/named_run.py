"""A run in the words of a watch: what every format of other programs is written from, and read back to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Literal

from springstep.engine.frozen import Frozen

StepRole = Literal["warm_up", "effort", "recovery", "easy", "cool_down"]


class NamedStep(Frozen):
    """One stretch of a run. Without ``duration_s`` the runner ends it, after ``least_s`` at the earliest."""

    role: StepRole
    name: str
    """At most 15 characters, without digits."""
    cue: str
    duration_s: int | None
    least_s: int | None = None
    ahead: str = ""
    """What has to be done before the effort that follows, as a part of the cue; empty where nothing has."""


class NamedRepeat(Frozen):
    """Steps that are done several times in a row."""

    times: int
    steps: tuple[NamedStep, ...]


class NamedRun(Frozen):
    """One run of one day."""

    plan: str
    """The id of the plan."""
    day: date
    kind: Literal["bursts", "strides", "easy_run"]
    title: str
    run_kind: str
    """What kind of run it is in the week: easy, long and so on."""
    parts: tuple[NamedStep | NamedRepeat, ...]
    run_s: int | None
    """The whole run, each recovery at its least; ``None`` where nobody has told how long it is."""
    text: tuple[str, ...]
    """The plan in full sentences, for a calendar."""
    brief: tuple[str, ...]
    """The same in a few lines, with the signs to stop at."""


def written_out(parts: Iterable[NamedStep | NamedRepeat]) -> Iterator[NamedStep]:
    """Yield every step in order, repeats written out.

    >>> jog = NamedStep("easy", "Easy run", "", 60)
    >>> [step.duration_s for step in written_out([NamedRepeat(2, (jog,)), jog])]
    [60, 60, 60]
    """
    for part in parts:
        yield from part.steps * part.times if isinstance(part, NamedRepeat) else (part,)
