"""What springstep returns to a runner: the engine's recommendation with session, step and next step."""

from __future__ import annotations

from typing import Annotated, Literal

from springstep.engine.advice.recommendation import Recommendation as Advised
from springstep.engine.record import Described, Record
from springstep.session.clock import Segment


class Session(Record):
    """Today's bursts, or the strides in their place."""

    kind: Literal["bursts", "strides"]
    drill: str
    drill_name: str
    how: str
    feel: str
    efforts: int
    effort_s: int
    total_s: int
    rest_s: int
    contact: str
    gentler_drill: Annotated[str | None, Described("What to switch to when this is too much.")]
    timeline: tuple[Segment, ...]


class ProgressionStep(Record):
    """The step of the progression that a session belongs to: tell it next time as the present step.

    A day made smaller by its own caps leaves the step where it was; a step back or a lasting limit does not.
    """

    frequency: Annotated[int, Described("Every n-th easy run: `every_nth_easy_run`.")]
    efforts: Annotated[int, Described("`step_efforts`")]
    effort_s: Annotated[int, Described("`step_effort_s`")]


class NextStep(Record):
    """What comes next: after the run the next session, before it the step after some good weeks."""

    frequency: Annotated[int, Described("Every n-th easy run.")]
    efforts: int
    effort_s: int
    say: str


class Recommendation(Advised):
    """The answer to one case at one moment. Frozen; JSON out and in again gives an equal value."""

    session: Session | None
    step: Annotated[ProgressionStep | None, Described("Once these bursts are done, the present step.")]
    next_step: NextStep | None
