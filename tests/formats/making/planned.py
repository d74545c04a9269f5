from __future__ import annotations

from random import Random

from springstep.session.workout import Workout, WorkoutRepeat, WorkoutStep

RISING = ("quick_feet", "quick_steps", "strides")
"""Drills that a watch shows as a rise of cadence."""


def a_plan(random: Random, drill: str) -> Workout:
    """Return a plan of three to six efforts inside an easy run."""
    count, effort_s = random.randint(3, 6), random.randint(8, 15)
    rest_s, easy_s = random.choice((60, 75, 90, 120)), random.choice((60, 120, 180, 240, 300))
    effort = WorkoutStep(role="effort", duration_s=effort_s, drill=drill, say="Now.")
    recovery = WorkoutStep(role="recovery", duration_s=None, least_s=rest_s, say="Jog until your breath is quiet.")
    easy = WorkoutStep(role="easy", duration_s=easy_s, say="Run easy.")
    warm_up_s, cool_down_s = random.choice((480, 600, 720)), random.choice((300, 480))
    return Workout(
        plan="made",
        on=None,
        kind="strides" if drill == "strides" else "bursts",
        run_s=warm_up_s + count * (effort_s + rest_s + easy_s) + cool_down_s,
        pace_s_per_km=None,
        pace_s_per_mi=None,
        parts=(
            WorkoutStep(role="warm_up", duration_s=warm_up_s, say="Run easy."),
            WorkoutRepeat(times=count, steps=(effort, recovery, easy)),
            WorkoutStep(role="cool_down", duration_s=cool_down_s, say="Run home easy."),
        ),
    )


def figures(plan: Workout) -> tuple[int, int, int, int, int, int]:
    """Return warm-up, efforts, seconds of each, least rest, easy running and cool-down of such a plan."""
    warm_up, repeat, cool_down = plan.parts
    assert isinstance(warm_up, WorkoutStep) and isinstance(cool_down, WorkoutStep) and isinstance(repeat, WorkoutRepeat)
    effort, recovery, easy = repeat.steps
    lengths = (warm_up.duration_s, effort.duration_s, recovery.least_s, easy.duration_s, cool_down.duration_s)
    warm_up_s, effort_s, rest_s, easy_s, cool_down_s = (length or 0 for length in lengths)
    return warm_up_s, repeat.times, effort_s, rest_s, easy_s, cool_down_s
