"""A scene as SVG, with classes for a page's style, and in words for who does not see it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from textwrap import wrap

from springstep.engine.language.tables import Row
from springstep.rendering.movements.joints import HEAD, Joints, Point, Pose
from springstep.rendering.movements.poses import phases_of
from springstep.rendering.movements.scene import WIDTH, Flight, Scene, scene_of

_TRACK = 25.0
"""How far below the ground the line of travel runs, on which the landings lie as seen from above."""
_SAYS, _LINE, _END = 58.0, 23.0, 90.0
"""How far below the ground the words stand, how far apart their lines are, and where the drawing ends."""
_LETTERS = 9
"""How many letters a line has room for."""
_AIR = 10.0
"""How much room there is above the highest head."""
_BEHIND = 7.0
"""How far the left arm and leg are drawn to the right, so that both are seen."""


def movement_svg(drill: Row) -> str:
    """Return the drawing of a drill, labelled with its name and how it is done; empty where there is none."""
    phases = phases_of(drill)
    if not phases:
        return ""
    scene = scene_of(phases)
    top = -scene.highest - _AIR
    box = f"0 {_n(top)} {_n(WIDTH)} {_n(_END - top)}"
    label = escape(f"{drill['name']}, drawn in {len(phases)} steps: {_said(phases)}. {drill['how']}")
    parts = "\n".join(_parts(scene))
    return f'<svg class="movement" viewBox="{box}" role="img" aria-label="{label}">\n{parts}\n</svg>'


def _said(phases: Sequence[Pose]) -> str:
    return ", ".join(f"{number} {phase.says}" for number, phase in enumerate(phases, 1))


def _parts(scene: Scene) -> Iterator[str]:
    """Yield what is drawn, what lies behind first; the ground is at zero, and up is negative."""
    for box in scene.boxes:
        size = f'width="{_n(box.end - box.start)}" height="{_n(box.height)}"'
        yield f'<rect class="box" x="{_n(box.start)}" y="{_n(-box.height)}" {size}/>'
    for start, end in scene.grounds:
        yield _line("ground", [(start, 0), (end, 0)])
    for flight in scene.flights:
        yield _way(flight)
    for number, (phase, body) in enumerate(zip(scene.phases, scene.bodies, strict=True)):
        yield from _body(body)
        yield from _beside(number, scene)
        for line, words in enumerate(wrap(phase.says, _LETTERS)):
            where = f'x="{_n(body.hip.x)}" y="{_n(_SAYS + line * _LINE)}"'
            yield f'<text {where} text-anchor="middle">{escape(words)}</text>'
    yield from _track(scene)


def _body(body: Joints) -> Iterator[str]:
    """Yield a figure, its left side first, which lies behind."""
    for side, kind, shift in ((1, "far", _BEHIND), (0, "near", 0.0)):
        yield _line(kind, _put(body.legs[side], shift))
        yield _line(kind, _put(body.arms[side], shift / 2))
    yield _line("near", _put((body.shoulder, body.hip)))
    ((x, y),) = _put((body.head,))
    yield f'<circle class="head" cx="{_n(x)}" cy="{_n(y)}" r="{_n(HEAD)}"/>'


def _beside(number: int, scene: Scene) -> Iterator[str]:
    """Yield what stands beside a figure: the arrow of who moves straight up or down, or two bars for holding still."""
    phase, body = scene.phases[number], scene.bodies[number]
    x = body.hip.x - 32
    if phase.does == "hold":
        x, top = body.hip.x - 26, -body.head.y - 8
        yield _line("still", [(x, top), (x, top + 13)])
        yield _line("still", [(x - 7, top), (x - 7, top + 13)])
    elif scene.straight_up(number):
        yield from _arrow(x, -4, -14 - phase.up)
    elif phase.does:
        yield from _arrow(x, -6, -36) if phase.does == "rise" else _arrow(x, -36, -6)


def _arrow(x: float, start: float, end: float) -> Iterator[str]:
    tip = 6 if end < start else -6
    yield _line("way", [(x, start), (x, end)])
    yield _line("tip", [(x - 5, end + tip), (x, end), (x + 5, end + tip)])


def _way(flight: Flight) -> str:
    """Return the way of the feet through the air, dotted."""
    (x, y), (to_x, to_y) = _put((flight.start, flight.end))
    return f'<path class="way" d="M{_n(x)} {_n(y)}Q{_n((x + to_x) / 2)} {_n(-flight.top)} {_n(to_x)} {_n(to_y)}"/>'


def _track(scene: Scene) -> Iterator[str]:
    """Yield the landings as seen from above, joined where the movement travels."""
    if scene.travels:
        end = scene.grounds[0][1]
        if not scene.straight_up(len(scene.phases) - 1):
            yield _line("tip", [(end - 7, -5), (end, 0), (end - 7, 5)])
        yield _line("track", [(each.along, _TRACK + each.right) for each in scene.steps])
    for each in scene.landings:
        yield f'<ellipse class="print" cx="{_n(each.along)}" cy="{_n(_TRACK + each.right)}" rx="7" ry="2.8"/>'


def _put(points: Iterable[Point], shift: float = 0.0) -> list[tuple[float, float]]:
    """Return points as they are drawn."""
    return [(point.x + shift, -point.y) for point in points]


def _line(kind: str, points: Iterable[tuple[float, float]]) -> str:
    return f'<polyline class="{kind}" points="{" ".join(f"{_n(x)},{_n(y)}" for x, y in points)}"/>'


def _n(number: float) -> str:
    """Write a number with a tenth at most."""
    return f"{number:.1f}".removesuffix(".0")
