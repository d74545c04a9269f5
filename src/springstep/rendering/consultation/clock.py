"""A run on the clock, as a picture: easy running, efforts and recoveries along one line.

It is drawn in the page itself and has no style of its own: the page's style gives the colours, light and dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from springstep.session.clock import clock_time
from springstep.session.sets import Session

WIDTH, HEIGHT = 640, 72
_TOP, _BOTTOM = 14, 44
_LEAST_WIDTH = 6.0
"""How wide an effort is drawn at least, so that it can be seen."""
_LEAST_APART = 90.0
"""How far apart two times stand at least."""


class ClockBlock(NamedTuple):
    """A stretch of the run: from where to where, and how high."""

    kind: str
    x: float
    y: float
    width: float
    height: float


class ClockMark(NamedTuple):
    """A time below the line."""

    x: float
    anchor: str
    text: str


class ClockPicture(NamedTuple):
    """What a template draws."""

    blocks: tuple[ClockBlock, ...]
    marks: tuple[ClockMark, ...]
    title: str


def clock_picture(session: Session) -> ClockPicture:
    """Return the picture of a session's timeline."""
    end = session.timeline[-1].end_s
    scale = WIDTH / end
    starts = [segment.start_s for segment in session.timeline if segment.kind == "burst"]
    title = f"{session.efforts} efforts of {session.effort_s} seconds, beginning at "
    title += f"{', '.join(clock_time(start) for start in starts)}; done at {clock_time(end)}"
    return ClockPicture(tuple(_blocks(session, scale)), tuple(_marks(starts, end, scale)), title)


def _blocks(session: Session, scale: float) -> Iterator[ClockBlock]:
    for segment in session.timeline:
        x, width = segment.start_s * scale, (segment.end_s - segment.start_s) * scale
        if segment.kind == "burst":
            yield ClockBlock("burst", round(x, 1), 0, round(max(width, _LEAST_WIDTH), 1), _BOTTOM)
        else:
            top = _TOP if segment.kind == "easy" else _TOP + 10
            yield ClockBlock(segment.kind, round(x, 1), top, round(width, 1), _BOTTOM - top)


def _marks(starts: list[int], end: int, scale: float) -> Iterator[ClockMark]:
    """Yield the start, each effort that has room for its time, and the end."""
    yield ClockMark(0, "start", "0:00")
    wanted = [0.0, *(start * scale for start in starts), float(WIDTH)]
    last = 0.0
    for (_, here), start in zip(pairwise(wanted[:-1]), starts, strict=True):
        if here - last >= _LEAST_APART and WIDTH - here >= _LEAST_APART:
            yield ClockMark(round(here, 1), "middle", clock_time(start))
            last = here
    yield ClockMark(WIDTH, "end", clock_time(end))
