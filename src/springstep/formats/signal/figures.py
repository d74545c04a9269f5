"""The figures by which a recording is judged, each with its unit and why it is what it is.

The guide names what to watch and gives no amounts for it, so every figure here is our own, and on the careful side.
"""

from __future__ import annotations

from springstep.engine.record import Record


class SignalFigure(Record):
    """One figure: its value, its unit, and the reason for it."""

    value: float
    unit: str
    because: str


FIGURES = {
    "slowest_cadence": SignalFigure(value=120, unit="steps/min", because="Below it people walk."),
    "fastest_easy_cadence": SignalFigure(value=215, unit="steps/min", because="Nobody jogs faster for long."),
    "fastest_cadence": SignalFigure(value=300, unit="steps/min", because="Beyond it a reading is a slip of the watch."),
    "bin": SignalFigure(value=10, unit="s", because="Long enough to hold a sample of every watch."),
    "level_width": SignalFigure(value=3, unit="steps/min", because="How far a steady cadence jitters."),
    "speed_width": SignalFigure(value=0.05, unit="of it", because="How far a steady speed jitters by satellite."),
    "slowest_speed": SignalFigure(value=1.4, unit="m/s", because="Slower than that is walking."),
    "speed_step": SignalFigure(value=0.05, unit="m/s", because="How finely speeds are told apart."),
    "level_share": SignalFigure(
        value=0.2, unit="of the run", because="What was held for a fifth of a run is how it was run."
    ),
    "rise": SignalFigure(
        value=9,
        unit="steps/min",
        because="Three times the jitter of a steady cadence; strides rise by more, and quick drills by far more.",
    ),
    "plateau": SignalFigure(value=18, unit="steps/min", because="One runner does one drill much the same each time."),
    "rise_part": SignalFigure(
        value=0.3, unit="of the way", because="Not everybody gets up to a drill's own cadence, and watches smooth."
    ),
    "plateau_samples": SignalFigure(value=2, unit="samples", because="One may be a slip of the watch."),
    "hole": SignalFigure(
        value=7.5,
        unit="s",
        because="Watches that save samples write at least every seven seconds; a burst takes eight.",
    ),
    "shortest_part": SignalFigure(value=0.3, unit="of the effort", because="Watches smooth, which eats the edges."),
    "longest_part": SignalFigure(value=1.5, unit="of the effort", because="A burst that long is another exercise."),
    "edges": SignalFigure(value=11, unit="s", because="Two gaps between samples at the edges, and the watch's delay."),
    "least_spacing": SignalFigure(value=0.7, unit="of the planned", because="Nobody rests so much less than planned."),
    "most_spacing": SignalFigure(value=1.5, unit="of the planned", because="Nobody rests so much more than planned."),
    "spacing_with_one_lost": SignalFigure(
        value=2.4, unit="of the planned", because="The watch may have lost one effort in between, never two."
    ),
    "warm_up_part": SignalFigure(value=0.7, unit="of the warm-up", because="Earlier than that nobody begins."),
    "fewest_rises": SignalFigure(value=3, unit="rises", because="One or two may have been for a bus."),
    "fewest_with_one_lost": SignalFigure(value=4, unit="rises", because="With a gap among them it takes one more."),
    "partly_share": SignalFigure(value=0.5, unit="of the efforts", because="Fewer may be chance."),
    "step_part": SignalFigure(value=0.6, unit="of the effort", because="A step cut shorter was skipped."),
    "step_times": SignalFigure(value=3, unit="times the effort", because="A lap that long holds something else, too."),
    "standing_cadence": SignalFigure(value=40, unit="steps/min", because="Slower steps are a shuffle on the spot."),
    "standing_speed": SignalFigure(value=0.5, unit="m/s", because="Satellites let a runner who stands creep so fast."),
    "run_part": SignalFigure(value=0.5, unit="of the run", because="Half of a run is another run than the planned."),
    "fast_part": SignalFigure(
        value=0.85, unit="of the easy pace", because="From day to day an easy pace differs by less."
    ),
    "none_hole": SignalFigure(
        value=4, unit="s", because="No burst fits into half of the shortest effort, so none can have been missed."
    ),
    "window": SignalFigure(value=60, unit="s", because="A cadence takes about a minute to be told from its jitter."),
    "after_burst": SignalFigure(value=15, unit="s", because="So long a burst echoes in the stride."),
    "fewest_windows": SignalFigure(value=3, unit="windows", because="A minute or two may be a hill."),
    "sure_windows": SignalFigure(value=10, unit="windows", because="From ten on a middle hardly moves any more."),
    "fewest_efforts": SignalFigure(value=2, unit="efforts", because="One effort says nothing of the next."),
    "pulse_back": SignalFigure(value=5, unit="beats/min", because="How far a pulse wanders while nothing changes."),
    "pulse_lag": SignalFigure(value=25, unit="s", because="A pulse goes on rising so long after a short effort."),
    "pace_back": SignalFigure(value=0.07, unit="of the speed", because="A little more than a steady speed jitters."),
    "pace_held": SignalFigure(value=10, unit="s", because="A single sample at pace may be chance."),
    "looked_after": SignalFigure(value=180, unit="s", because="Three minutes are the longest rest that plans give."),
}
"""All of them by name."""


def figure(name: str) -> float:
    """Return one figure, in its own unit."""
    return FIGURES[name].value
