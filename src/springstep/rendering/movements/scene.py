"""The figures of a movement side by side.

Who stays on the spot has a piece of ground for each phase, who travels one for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from springstep.rendering.movements.joints import HEAD, Joints, Leg, Point, Pose, joints_of, on_the_ground

WIDTH = 480.0
"""How wide a scene is."""
_GROUND = 84.0
"""How long the piece of ground is that a phase on the spot has."""
_EDGE = 12.0
_STEP = 16.0
"""How high a way is drawn that hardly leaves the ground."""
_APART, _APART_TRAVELLING = 7.0, 4.5
"""How far from the line of travel a foot lands, seen from above."""


class Landing(NamedTuple):
    """Where a foot is on the ground: how far along, and how far to the right, seen from above."""

    along: float
    right: float
    number: int
    """That of the phase."""


class Flight(NamedTuple):
    """From where to where the feet go, and how high in between."""

    start: Point
    end: Point
    top: float


class Platform(NamedTuple):
    """A box to stand on."""

    start: float
    end: float
    height: float


class Scene(NamedTuple):
    """What there is to draw."""

    phases: tuple[Pose, ...]
    bodies: tuple[Joints, ...]
    travels: bool
    grounds: tuple[tuple[float, float], ...]
    landings: tuple[Landing, ...]
    flights: tuple[Flight, ...]
    boxes: tuple[Platform, ...]

    @property
    def highest(self) -> float:
        """Return how high the highest of all figures reaches."""
        hands = [arm.hand.y for body in self.bodies for arm in body.arms]
        return max(*hands, *(body.head.y + HEAD for body in self.bodies))

    def straight_up(self, number: int) -> bool:
        """Tell whether a phase is in the air without coming down elsewhere in the scene."""
        return self.phases[number].up > 0 and not (self.travels and number < self.landings[-1].number)

    @property
    def steps(self) -> tuple[Landing, ...]:
        """Return where each phase lands that does, in the middle of its feet."""
        numbers = dict.fromkeys(each.number for each in self.landings)
        return tuple(_middle_of([each for each in self.landings if each.number == number]) for number in numbers)


def scene_of(phases: Sequence[Pose]) -> Scene:
    """Return the scene of a movement."""
    travels = phases[0].at is not None
    share = WIDTH / len(phases)
    middles = [share * (number + 0.5) if each.at is None else each.at for number, each in enumerate(phases)]
    bodies = tuple(joints_of(phase, middle) for phase, middle in zip(phases, middles, strict=True))
    grounds = [(middle - _GROUND / 2, middle + _GROUND / 2) for middle in middles]
    if travels:
        grounds = [(max(_EDGE, grounds[0][0]), min(WIDTH - _EDGE, grounds[-1][1]))]
    apart = _APART_TRAVELLING if travels else _APART
    landings = tuple(
        Landing(_middle(leg), side * apart + phase.out, number)
        for number, (phase, body) in enumerate(zip(phases, bodies, strict=True))
        for leg, side, down in zip(body.legs, (1, -1), on_the_ground(phase), strict=True)
        if down
    )
    boxes = tuple(
        Platform(body.hip.x - 26, body.hip.x + 18, phase.box)
        for phase, body in zip(phases, bodies, strict=True)
        if phase.box
    )
    scene = Scene(tuple(phases), bodies, travels, tuple(grounds), landings, (), boxes)
    return scene._replace(flights=tuple(_flights(scene))) if travels else scene


def _flights(scene: Scene) -> Iterator[Flight]:
    """Yield the way from each landing to the next; who drops from a box does not go higher first."""
    up = max(phase.up for phase in scene.phases)
    for one, two in pairwise(scene.steps):
        start, end = (Point(each.along, scene.phases[each.number].box) for each in (one, two))
        yield Flight(start, end, start.y if start.y > end.y else _STEP + 2 * up)


def _middle_of(feet: Sequence[Landing]) -> Landing:
    along, right = (sum(each[part] for each in feet) / len(feet) for part in (0, 1))
    return Landing(along, right, feet[0].number)


def _middle(leg: Leg) -> float:
    return (leg.ankle.x + leg.toe.x) / 2
