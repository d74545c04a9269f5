"""A set on the clock, the step that it belongs to, and the step that comes next."""

from __future__ import annotations

from typing import Annotated, Literal

from springstep.engine.record import Described, OneOf, Record
from springstep.session.clock import Segment


class Session(Record):
    """Today's bursts, or the strides in their place."""

    kind: Literal["bursts", "strides"]
    drill: Annotated[str, OneOf("row of drills")]
    drill_name: str
    how: str
    feel: str
    efforts: int
    effort_s: int
    repetitions: Annotated[int, Described("About how many steps, hops or bounds one effort holds.")]
    counted_in: Annotated[str, Described("What these are: `hops`.")]
    total_s: int
    rest_s: int
    contact: Annotated[str, OneOf("step of contact")]
    gentler_drill: Annotated[str | None, OneOf("row of drills"), Described("What to switch to when this is too much.")]
    timeline: tuple[Segment, ...]


class ProgressionStep(Record):
    """The step of the progression that a session belongs to: give it next time as the present step.

    A day made smaller by its own caps leaves the step where it was; a step back or a lasting limit does not.
    """

    frequency: Annotated[int, Described("Every n-th easy run: `every_nth_easy_run`.")]
    efforts: Annotated[int, Described("`step_efforts`")]
    effort_s: Annotated[int, Described("`step_effort_s`")]

    @property
    def total_s(self) -> int:
        """Return its seconds in all."""
        return self.efforts * self.effort_s


class NextStep(Record):
    """What comes next: after the run the next session, before it the step after some good weeks."""

    frequency: Annotated[int, Described("Every n-th easy run.")]
    efforts: int
    effort_s: int
    say: str
