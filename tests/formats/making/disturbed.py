"""What happens on the way: stops, hills, surges, a dash for the light, walking, slips of the watch."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

from tests.formats.making.body import Push, Runner


class Disturbances(NamedTuple):
    pushes: list[Push]
    hills: list[tuple[float, float]]
    stops: list[tuple[float, float, bool]]
    """From, to, and whether the watch was stopped, too."""


def a_way(
    random: Random, runner: Runner, length_s: int, taken: list[tuple[float, float]], *, rough: bool
) -> Disturbances:
    """Return what happens on a way; ``taken`` are times that efforts need, with a little around them."""
    busy = list(taken)

    def free(length: float, around: float = 40) -> float | None:
        for _ in range(30):
            at = random.uniform(60, max(61, length_s - length - 60))
            if all(at + length + around < start or at > end + around for start, end in busy):
                busy.append((at, at + length))
                return at
        return None

    pushes, stops = [], []
    easy = runner.cadence_spm
    for _ in range(random.choice((0, 0, 1, 2, 3))):
        length = random.uniform(8, 70)
        if (at := free(length)) is not None:
            stops.append((at, at + length, random.random() < 0.6))
            pushes.append(Push(at, at + length, 0, 0))
    for _ in range(random.choice((0, 0, 1, 2)) if rough else 0):  # a surge like a long stride
        length = random.uniform(15, 60)
        if (at := free(length)) is not None:
            pushes.append(Push(at, at + length, easy + random.uniform(6, 22), runner.speed_mps * 1.3, 20))
    for _ in range(random.choice((0, 0, 0, 1, 2)) if rough else 0):  # a dash for a bus or a light
        length = random.uniform(5, 13)
        if (at := free(length)) is not None:
            pushes.append(Push(at, at + length, easy + random.uniform(10, 28), runner.speed_mps * 1.5, 20))
    for _ in range(random.choice((0, 0, 0, 1, 2))):  # walking
        length = random.uniform(10, 60)
        if (at := free(length)) is not None:
            pushes.append(Push(at, at + length, random.uniform(100, 125), 1.4))
    hills = []
    if random.random() < 0.4:
        hills = [(random.uniform(0, length_s), random.uniform(-0.12, 0.15)) for _ in range(random.randint(2, 12))]
    return Disturbances(pushes, hills, stops)


def slipped(cadence: list[float], random: Random, taken: list[tuple[float, float]]) -> list[float]:
    """Return cadence with the slips of a watch: spikes, jumps for some seconds, one leg counted for a while."""
    found = list(cadence)
    rate = random.choice((0, 0, 0, 0.002, 0.006))
    for second in range(len(found)):
        if random.random() < rate:
            found[second] += random.choice((-1, 1)) * random.uniform(12, 60)
    for _ in range(random.choice((0, 0, 0, 1, 2))):
        at, length = random.randrange(max(1, len(found) - 12)), random.randint(2, 9)
        if all(at + length < start - 20 or at > end + 20 for start, end in taken):
            jump = random.uniform(14, 60)
            found[at : at + length] = [value + jump for value in found[at : at + length]]
    if random.random() < 0.15:
        at, length = random.randrange(max(1, len(found) - 200)), random.randint(15, 150)
        if all(at + length < start - 20 or at > end + 20 for start, end in taken):
            found[at : at + length] = [value / 2 for value in found[at : at + length]]
    return [max(0.0, value) for value in found]
