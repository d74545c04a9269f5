"""A run as its steps, as a watch leads through it."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.cli.text.lines import heading, wrapped
from springstep.diary.day_words import days_words
from springstep.formats.workouts.named_run import NamedRepeat, NamedRun, NamedStep
from springstep.session.clock import clock_time

_NAME = 15


def run_lines(run: NamedRun) -> Iterator[str]:
    """Yield a line for each step, with its length; ``1:30+`` is at least that long, and the lap key ends it."""
    yield heading(f"{run.title}, {days_words([run.day])}")
    yield wrapped(run.text[0])
    for part in run.parts:
        if isinstance(part, NamedRepeat):
            yield f"{part.times} times:"
            yield from (_line(step, "  ") for step in part.steps)
        else:
            yield _line(part, "")
    if run.run_s is not None and run.kind != "easy_run":
        yield f"{clock_time(run.run_s)} in all, each recovery at its least."


def _line(step: NamedStep, indent: str) -> str:
    if step.duration_s is not None:
        length = clock_time(step.duration_s)
    else:
        length = f"{clock_time(step.least_s)}+" if step.least_s is not None else "open"
    return wrapped(f"{length:>6} {step.name:<{_NAME}} {step.cue}".rstrip(), first=indent, rest=" " * 10)
