"""How drawings share one picture: an overview on top, below it a drawing of each topic, in columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import log, sqrt

from springstep.engine.audit.graph.model import RuleGraph
from springstep.engine.frozen import Frozen
from springstep.rendering.graph.layout import Layout, Point, drawn, layout
from springstep.rendering.graph.overview import overview

LEGEND = (
    ("fact", "fact", 80),
    ("guide", "rule: the guide says so", 172),
    ("inference", "rule: our reading of the guide", 204),
    ("convention", "rule: convention, the guide is silent", 238),
    ("decision", "decision", 98),
    ("rows", "choice of rows", 122),
    ("advice", "advice", 80),
    ("overrides", "overrides", 84),
)
"""The class of each kind of box, what it is, and the room it takes in the legend, in pixels."""
LEGEND_WIDTH = sum(room for _, _, room in LEGEND)
_GAP = 24
_INSET = (14, 40)
_SHAPE = sqrt(2)
"""Width to height of a sheet of paper on its side."""
_LEFT = "read:"
_FEWEST = 4
"""From this many topics on, an overview comes before the drawings."""


class Panel(Frozen):
    """One drawing with its heading and frame; without a heading it stands alone."""

    graph: RuleGraph
    layout: Layout
    heading: str
    width: float
    height: float
    inset: tuple[int, int]


class Page(Frozen):
    """Panels and where each goes."""

    panels: tuple[Panel, ...]
    corners: tuple[Point, ...]
    width: float
    height: float


def panels_of(graph: RuleGraph) -> tuple[Panel, ...]:
    """Return what is drawn: the graph as it is, or for several topics one panel each, after an overview of many."""
    if not graph.topics:
        return (_panel(graph, ""),)
    if len(graph.topics) == 1:
        return (_panel(graph, "", columns=True),)
    topics = tuple(_panel(graph.of_topic(topic), title, columns=True) for topic, title in graph.topics.items())
    if len(topics) < _FEWEST:
        return topics
    return (_panel(overview(graph), "All topics: the thicker an arrow, the more rules", columns=True), *topics)


def _panel(graph: RuleGraph, heading: str, *, columns: bool = False) -> Panel:
    if columns:
        graph = in_columns(graph)
    paired = {end for edge in graph.edges if edge.kind == "overrides" for end in (edge.source, edge.target)}
    middle = [n.id for n in graph.nodes if n.id in paired or (columns and n.kind in ("rule", "topic"))]
    placed = layout(graph, in_order=middle)
    left, top = _INSET if heading else (0, 0)
    rules = sum(node.kind == "rule" for node in graph.nodes)
    title = f"{heading} ({rules} rules)" if heading and rules else heading
    return Panel(graph, placed, title, placed.width + 2 * left, placed.height + top + left, (left, top))


def in_columns(graph: RuleGraph) -> RuleGraph:
    """Return the graph with what is both read and concluded shown twice: left of the rules and right of them."""
    read, concluded = (
        {each for edge in graph.edges if edge.kind == kind for each in (edge.source, edge.target)}
        for kind in ("reads", "concludes")
    )
    ends = {node.id for node in graph.nodes if node.kind not in ("rule", "topic")} & read & concluded
    nodes = [
        twin
        for node in graph.nodes
        for twin in ((node, replace(node, id=_LEFT + node.id)) if node.id in ends else (node,))
    ]
    edges = [
        replace(edge, source=_LEFT + edge.source) if edge.kind == "reads" and edge.source in ends else edge
        for edge in drawn(graph.edges)
    ]
    used = {end for edge in edges for end in (edge.source, edge.target)}
    return replace(
        graph,
        nodes=tuple(node for node in nodes if node.id in used or node.kind in ("rule", "topic")),
        edges=tuple(edges),
    )


def arranged(panels: Sequence[Panel]) -> Page:
    """Set panels in reading order into as many columns as come nearest to a sheet of paper on its side."""
    pages = [_page(panels, columns) for columns in range(1, min(8, len(panels)) + 1)]
    return min(pages, key=lambda page: abs(log(page.width / page.height / _SHAPE)))


def _page(panels: Sequence[Panel], columns: int) -> Page:
    corners: list[Point] = []
    x = bottom = 0.0
    for column in _columns(panels, columns):
        y = 0.0
        for panel in column:
            corners.append((x, y))
            y += panel.height + _GAP
        x += max(panel.width for panel in column) + _GAP
        bottom = max(bottom, y - _GAP)
    return Page(tuple(panels), tuple(corners), max(x - _GAP, LEGEND_WIDTH), bottom)


def _columns(panels: Sequence[Panel], columns: int) -> Iterator[list[Panel]]:
    """Yield the panels in order, as many to a column as keep the tallest column as low as it can be."""
    low, high = max(panel.height for panel in panels), sum(panel.height + _GAP for panel in panels)
    while high - low > 1:
        middle = (low + high) / 2
        low, high = (low, middle) if len(list(_filled(panels, middle))) <= columns else (middle, high)
    yield from _filled(panels, high)


def _filled(panels: Sequence[Panel], height: float) -> Iterator[list[Panel]]:
    column: list[Panel] = []
    for panel in panels:
        if column and sum(each.height + _GAP for each in column) + panel.height > height:
            yield column
            column = []
        column.append(panel)
    yield column
