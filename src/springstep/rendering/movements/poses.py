"""The poses of each drill as they are kept, one phase a line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from springstep.engine.language.tables import Row
from springstep.rendering.movements.joints import Pose


class Movement(NamedTuple):
    """How a drill is done, phase by phase, and what the drill is for which it is drawn so."""

    landing: str
    direction: str
    phases: tuple[Pose, ...]


@cache
def movements() -> Mapping[str, Movement]:
    """Return the movement of each drill that has a drawing, by the drill's id."""
    kept = json.loads(files("springstep.rendering.movements").joinpath("poses.json").read_text(encoding="utf-8"))
    return {
        drill: Movement(told["landing"], told["direction"], tuple(_phase(each) for each in told["phases"]))
        for drill, told in kept.items()
    }


def phases_of(drill: Row) -> tuple[Pose, ...]:
    """Return the phases of a drill; none where it is not drawn, or lands or moves another way than it is drawn."""
    drawn = movements().get(drill.id)
    if drawn is None or (drawn.landing, drawn.direction) != (drill["landing"], drill["direction"]):
        return ()
    return drawn.phases


def _phase(kept: Mapping[str, Any]) -> Pose:
    """Return a phase; what is kept for both arms or both legs at once holds for each of them."""
    arms, legs = ([each, each] if not isinstance(each[0], list) else each for each in (kept["arms"], kept["legs"]))
    (right_arm, left_arm), (right_leg, left_leg) = arms, legs
    both = {"arms": (tuple(right_arm), tuple(left_arm)), "legs": (tuple(right_leg), tuple(left_leg))}
    return Pose(**{**kept, **both})
