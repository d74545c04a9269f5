"""Where everything goes: the layered layout of Graphviz, which comes with pygraphviz and needs no program installed.

Graphviz is given boxes of fixed size and no text, so that the fonts of the machine do not affect the picture.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from springstep.engine.audit.graph.model import Edge, RuleGraph
from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen
from springstep.rendering.errors import RenderingError
from springstep.rendering.graph.boxes import Box, box_of

Point = tuple[float, float]
_INCH = 72
_HEAD = (
    'digraph{rankdir=LR;nodesep=0.14;ranksep="%g";splines=true;'
    'node[shape=box,fixedsize=true,label=""];edge[headport=w,tailport=e,arrowsize=0.6];'
)
_ORDER = "[style=invis,headport=n,tailport=s]"


class Curve(Frozen):
    """An edge as a Bezier curve: start, then three points for each piece; and the tip of its arrow."""

    edge: Edge
    points: tuple[Point, ...]
    tip: Point


class Layout(Frozen):
    """A graph's boxes and curves; x to the right, y downwards, in pixels."""

    width: float
    height: float
    boxes: Mapping[str, Box]
    corners: Mapping[str, Point]
    """The upper left corner of each box."""
    curves: tuple[Curve, ...]


def layout(graph: RuleGraph, *, in_order: Sequence[str] = ()) -> Layout:
    """Lay out a graph from left to right, some of its nodes below each other in this order.

    Raises ``RenderingError`` when pygraphviz is not installed.
    """
    boxes = {node.id: box_of(node) for node in graph.nodes}
    numbers = {node: index for index, node in enumerate(boxes)}
    edges = drawn(graph.edges)
    gap = 0.9 + min(1.6, len(edges) / 60)
    text = [_HEAD % gap]
    text += [
        f"{numbers[node]}[width={box.width / _INCH:.4f},height={box.height / _INCH:.4f}];"
        for node, box in boxes.items()
    ]
    text += [f"{numbers[edge.source]}->{numbers[edge.target]};" for edge in edges if edge.kind != "overrides"]
    if len(in_order) > 1:
        text.append(f"{{rank=same;{'->'.join(str(numbers[node]) for node in in_order)}{_ORDER}}}")
    placed = _graphviz("".join(text) + "}")
    width, height = (float(part) for part in placed["bb"].split(",")[2:])
    stood = [each for each in placed["objects"] if "pos" in each]  # a group of nodes is an object too
    at = {each["name"]: each["pos"].split(",") for each in stood}
    corners = {}
    for node, box in boxes.items():
        x, y = (float(part) for part in at[str(numbers[node])])
        corners[node] = (round(x - box.width / 2, 1), round(height - y - box.height / 2, 1))
    ids = {each["_gvid"]: int(each["name"]) for each in stood}
    found = [each for each in placed.get("edges", ()) if each.get("style") != "invis"]
    by_ends = {(ids[each["tail"]], ids[each["head"]]): each["pos"] for each in found}
    curves = tuple(
        _bow(edge, boxes, corners)
        if edge.kind == "overrides"
        else _curve(edge, by_ends[numbers[edge.source], numbers[edge.target]], height)
        for edge in edges
    )
    return Layout(round(width, 1), round(height, 1), boxes, corners, curves)


def drawn(edges: tuple[Edge, ...]) -> tuple[Edge, ...]:
    """Return the edges that are drawn: for a rule that reads just what it fills in, one arrow is enough."""
    concluded = {(edge.target, edge.source) for edge in edges if edge.kind == "concludes"}
    return tuple(edge for edge in edges if edge.kind != "reads" or (edge.source, edge.target) not in concluded)


def _graphviz(text: str) -> Any:
    try:
        from pygraphviz import AGraph  # an extra
    except ImportError:
        raise RenderingError(
            [Fault("not_installed", "the picture needs pygraphviz: pip install 'springstep[audit]'")]
        ) from None
    return json.loads(AGraph(string=text).draw(format="json0", prog="dot"))


def _curve(edge: Edge, text: str, height: float) -> Curve:
    """Read Graphviz's curve: ``e,X,Y`` for the tip of the arrow, then the points, all from the lower left corner."""
    tip, *points = text.split()
    read = [_point(point, height) for point in points]
    return Curve(edge, tuple(read), _point(tip.removeprefix("e,"), height))


def _bow(edge: Edge, boxes: Mapping[str, Box], corners: Mapping[str, Point]) -> Curve:
    """Draw an arrow between boxes of one column, bent out to the left."""
    (x, start), (end_x, end) = (
        (corners[n][0], corners[n][1] + boxes[n].height * 0.3) for n in (edge.source, edge.target)
    )
    out = min(x, end_x) - 34
    return Curve(edge, ((x, start), (out, start), (out, end), (end_x - 7, end)), (end_x, end))


def _point(text: str, height: float) -> Point:
    x, y = (float(part) for part in text.split(","))
    return round(x, 1), round(height - y, 1)
