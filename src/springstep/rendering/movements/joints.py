"""A pose as joints: angles in, places out, so that each limb keeps its length whatever the pose.

The figure is seen from its right side and looks to the right. An angle is that of a limb from straight down, in
degrees; forward is positive. Lengths are in units of which a grown figure has about a hundred; up is positive.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin
from typing import NamedTuple

LENGTHS: Mapping[str, float] = {
    "thigh": 26,
    "shank": 25,
    "foot": 11,
    "trunk": 32,
    "upper arm": 17,
    "forearm": 15,
    "neck": 12,
}
HEAD = 8
"""The radius of the head, whose centre is where the neck ends."""
_TOUCHES = 2.0
"""How near the ground a foot counts as being on it."""


class Point(NamedTuple):
    """A place: to the right, and up."""

    x: float
    y: float


class Pose(NamedTuple):
    """A pose and what is said of it; of arms and legs the right one comes first."""

    says: str
    arms: tuple[tuple[float, float], tuple[float, float]]
    """Upper arm and forearm."""
    legs: tuple[tuple[float, float, float], tuple[float, float, float]]
    """Thigh, shank and foot; a foot flat on the ground is at 90."""
    lean: float = 0
    """How far the trunk leans forward."""
    up: float = 0
    """How far the lower foot is above the ground; above what it stands on, where that is a box."""
    at: float | None = None
    """How far along the ground the hip is; ``None`` for a movement on the spot."""
    out: float = 0
    """How far to the right a foot lands besides, seen from above; to the left it is negative."""
    box: float = 0
    """The height of a box below the feet."""
    does: str = ""
    """What a pose alone does not show: ``rise`` or ``lower`` of who stays on the ground, or ``hold``."""


class Leg(NamedTuple):
    """The joints of a leg."""

    hip: Point
    knee: Point
    ankle: Point
    toe: Point

    @property
    def lowest(self) -> float:
        """Return how high its lowest point is."""
        return min(self.ankle.y, self.toe.y)


class Arm(NamedTuple):
    """The joints of an arm."""

    shoulder: Point
    elbow: Point
    hand: Point


class Joints(NamedTuple):
    """The joints of a figure; of arms and legs the right one comes first."""

    head: Point
    shoulder: Point
    hip: Point
    arms: tuple[Arm, Arm]
    legs: tuple[Leg, Leg]


def joints_of(phase: Pose, hip_x: float) -> Joints:
    """Return the joints of a pose, with the hip so far to the right, and as high as the pose says."""
    hanging = [_leg(Point(hip_x, 0), angles) for angles in phase.legs]
    hip = Point(hip_x, phase.box + phase.up - min(leg.lowest for leg in hanging))
    shoulder = _from(hip, 180 - phase.lean, "trunk")
    right, left = (_arm(shoulder, angles) for angles in phase.arms)
    legs = _leg(hip, phase.legs[0]), _leg(hip, phase.legs[1])
    return Joints(_from(shoulder, 180 - phase.lean, "neck"), shoulder, hip, (right, left), legs)


def on_the_ground(phase: Pose) -> tuple[bool, bool]:
    """Tell of the right foot and of the left whether it is on the ground, or on the box.

    >>> on_the_ground(Pose("stand", arms=((0, 0), (0, 0)), legs=((0, 0, 90), (60, 0, 90))))
    (True, False)
    """
    floor = phase.box + _TOUCHES
    right, left = (leg.lowest <= floor for leg in joints_of(phase, 0).legs)
    return right, left


def _leg(hip: Point, angles: tuple[float, float, float]) -> Leg:
    thigh, shank, foot = angles
    knee = _from(hip, thigh, "thigh")
    ankle = _from(knee, shank, "shank")
    return Leg(hip, knee, ankle, _from(ankle, foot, "foot"))


def _arm(shoulder: Point, angles: tuple[float, float]) -> Arm:
    elbow = _from(shoulder, angles[0], "upper arm")
    return Arm(shoulder, elbow, _from(elbow, angles[1], "forearm"))


def _from(start: Point, angle: float, limb: str) -> Point:
    turned = radians(angle)
    return Point(start.x + LENGTHS[limb] * sin(turned), start.y - LENGTHS[limb] * cos(turned))
