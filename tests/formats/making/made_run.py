"""One run put together from a seed, and what is true of it."""

from __future__ import annotations

from random import Random
from typing import Literal, NamedTuple

from springstep.formats.activity.recording import Recording
from springstep.session.workout import Workout
from tests.formats.making.body import Push, Runner, a_runner, lived
from tests.formats.making.disturbed import a_way, slipped
from tests.formats.making.planned import RISING, a_plan, figures
from tests.formats.making.watch import Habits, recorded, some_habits

Truth = Literal["done", "partly", "none"]


class MadeRun(NamedTuple):
    seed: int
    plan: Workout
    truth: Truth
    efforts: tuple[tuple[float, float], ...]
    habits: Habits
    recording: Recording
    runner: Runner

    @property
    def shows(self) -> bool:
        """Tell whether the recording can show the efforts at all: by steps, or by a cadence that rises."""
        drill = self.plan.parts[1].steps[0].drill  # type: ignore[union-attr]
        return self.habits.steps or (self.habits.cadence and drill in RISING)


def made_run(seed: int, truth: Truth | None = None, *, drill: str | None = None, **habits: bool) -> MadeRun:
    """Return the run of a seed; ``habits`` set what the watch does, which the seed decides otherwise."""
    random = Random(f"run {seed}")
    drill = drill or random.choice((*RISING, *RISING, "light_hops"))
    truth = truth or random.choice(("done", "done", "partly", "none", "none"))
    plan, runner = a_plan(random, drill), a_runner(random)
    warm_up_s, count, effort_s, rest_s, easy_s, cool_down_s = figures(plan)
    done = {"done": count, "partly": random.randint(1, count - 1), "none": 0}[truth]
    aim_spm, gone = _aim(drill, runner, random)
    kept = some_habits(random)._replace(**habits)
    start = warm_up_s + (0 if kept.steps else random.uniform(-60, 120))
    efforts, pushes, laps = [], [], [("warm_up", 0.0, float(start))]
    for number in range(count):
        length = effort_s if kept.steps else effort_s + random.uniform(-1.5, 1.5)
        rest = rest_s * random.uniform(0.9, 1.4)
        between = easy_s * (1 if kept.steps else random.uniform(0.85, 1.15))
        if number < done:
            efforts.append((float(start), start + length))
            aim = aim_spm + random.gauss(0, 3), runner.speed_mps * gone * random.uniform(0.95, 1.05)
            pushes.append(Push(start, start + length, *aim, random.uniform(8, 25)))
        else:
            length = random.uniform(1, 4) if truth == "partly" and kept.steps else 0.0
        if length:
            laps.append(("effort", float(start), start + length))
            laps.append(("recovery", start + length, start + length + rest))
            laps.append(("easy", start + length + rest, start + length + rest + between))
            start += length + rest + between
        else:
            start += rest + between
    length_s = int(start + cool_down_s)
    laps.append(("cool_down", laps[-1][2], float(length_s)))
    taken = [(begin - 30, end + 45) for begin, end in efforts]
    way = a_way(random, runner, length_s, taken, rough=not efforts or random.random() < 0.3)
    seconds = lived(runner, length_s, [*pushes, *way.pushes], way.hills, random)
    seconds = seconds._replace(cadence_spm=slipped(seconds.cadence_spm, random, taken))
    stops = [(begin, end) for begin, end, watch in way.stops if watch]
    if truth == "none":
        laps = [(role, begin, end) for role, begin, end in laps if role == "warm_up"] if kept.steps else []
    recording = recorded(seconds, laps, stops, kept, random)
    return MadeRun(seed, plan, truth, tuple(efforts), kept, recording, runner)


def _aim(drill: str, runner: Runner, random: Random) -> tuple[float, float]:
    """Return the cadence that a runner gets to in a drill, and the part of the easy speed: much the same each time."""
    match drill:
        case "quick_feet":
            return random.uniform(205, 250), random.uniform(0.2, 0.6)
        case "quick_steps":
            return max(runner.cadence_spm + 20, random.uniform(190, 210)), random.uniform(0.7, 0.95)
        case "strides":
            return runner.cadence_spm + random.uniform(17, 28), random.uniform(1.25, 1.5)
        case _:
            return random.uniform(110, 135), random.uniform(0.1, 0.3)
