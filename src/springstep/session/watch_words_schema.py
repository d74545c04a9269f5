"""The schema of the file that declares what a watch shows of a run."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from springstep.engine.rulebase.rule_schema import FileSchema

MOST_OF_A_NAME, MOST_OF_A_CUE = 15, 30
"""How many characters even a small watch shows of the name of a step, and of the line below it."""
_PLAIN = r"^[A-Z][A-Za-z,' -]*[A-Za-z]$"
"""Letters, commas, apostrophes and hyphens: nothing that a program could take for a length or a target."""
StepName = Annotated[str, Field(pattern=_PLAIN, max_length=MOST_OF_A_NAME)]
StepCue = Annotated[str, Field(pattern=_PLAIN, max_length=MOST_OF_A_CUE)]


class DrillWordsSchema(FileSchema):
    """A drill in the words of a watch."""

    name: StepName
    cue: StepCue


class PlacesSchema(FileSchema):
    """What bears on where a burst is done: topics of advice, and rules by their ids."""

    topics: tuple[str, ...]
    leave_out: tuple[str, ...]
    choose: tuple[str, ...]


class WatchWordsSchema(FileSchema):
    """What a watch shows of a run."""

    drills: dict[str, DrillWordsSchema]
    names: dict[Literal["warm_up", "recovery", "walk", "easy", "cool_down"], StepName]
    cues: dict[Literal["recovery", "walking_breaks", "place"], StepCue]
    titles: dict[Literal["bursts", "strides", "easy_run"], Annotated[str, Field(min_length=3, max_length=40)]]
    places: PlacesSchema
