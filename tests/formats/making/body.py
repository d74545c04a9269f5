"""A runner from second to second: what body and watch would show if every second was written down."""

from __future__ import annotations

from random import Random
from typing import NamedTuple


class Runner(NamedTuple):
    cadence_spm: float
    drift_spm: float
    jitter_spm: float
    delay_s: float
    speed_mps: float
    speed_noise: float
    heart_bpm: float
    contact_ms: float
    steadiness: float
    """By how much the length of a step varies, as a part of it."""


class Seconds(NamedTuple):
    """One value for each second of the run."""

    cadence_spm: list[float]
    speed_mps: list[float]
    heart_bpm: list[float]
    contact_ms: list[float]
    step_length_mm: list[float]


class Push(NamedTuple):
    """Seconds in which the runner does something else than run easy: aims for cadence and speed."""

    start_s: float
    end_s: float
    cadence_spm: float
    speed_mps: float
    strain_bpm: float = 0.0


def a_runner(random: Random) -> Runner:
    return Runner(
        cadence_spm=random.uniform(152, 178),
        drift_spm=random.uniform(-4, 4),
        jitter_spm=random.uniform(0.6, 2.2),
        delay_s=random.uniform(0.8, 2.6),
        speed_mps=random.uniform(2.2, 3.5),
        speed_noise=random.uniform(0.01, 0.035),
        heart_bpm=random.uniform(118, 148),
        contact_ms=random.uniform(225, 290),
        steadiness=random.uniform(0.008, 0.03),
    )


def lived(
    runner: Runner, length_s: int, pushes: list[Push], hills: list[tuple[float, float]], random: Random
) -> Seconds:
    """Return each second; a watch smooths cadence, and a pulse lags behind what is done."""
    found = Seconds([], [], [], [], [])
    cadence, pulse = runner.cadence_spm, runner.heart_bpm - 25
    jitter = wander = 0.0
    speed = runner.speed_mps
    for second in range(length_s):
        push = next((each for each in pushes if each.start_s <= second < each.end_s), None)
        hill = sum(height for start, height in hills if start <= second < start + 90)
        easy_spm = runner.cadence_spm + runner.drift_spm * second / length_s - 30 * hill * runner.cadence_spm / 1000
        easy_mps = runner.speed_mps * (1 - hill)
        aim_spm, aim_mps = (push.cadence_spm, push.speed_mps) if push else (easy_spm, easy_mps)
        cadence += (aim_spm - cadence) * min(1.0, 1 / runner.delay_s)
        speed += (aim_mps - speed) * 0.45
        jitter = 0.5 * jitter + random.gauss(0, runner.jitter_spm * 0.87)
        wander = 0.9 * wander + random.gauss(0, runner.speed_noise * 0.44)
        strain = push.strain_bpm if push else 0.0
        pulse += (runner.heart_bpm + 5 * second / length_s + 60 * hill + strain - pulse) / (12 if strain else 30)
        shown = 0.0 if aim_spm == 0 and cadence < 30 else max(0.0, cadence + jitter)
        moving = max(0.0, speed * (1 + wander))
        found.cadence_spm.append(shown)
        found.speed_mps.append(0.0 if shown == 0 else moving)
        found.heart_bpm.append(pulse + random.gauss(0, 0.6))
        found.contact_ms.append(
            max(60.0, runner.contact_ms - 60 * (shown / runner.cadence_spm - 1) + random.gauss(0, 3))
        )
        step = 60_000 * moving / shown if shown > 40 else 0.0
        found.step_length_mm.append(step * (1 + random.gauss(0, runner.steadiness)))
    return found
