"""The rule graph as one SVG picture: for a wall, a browser, or an HTML page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape

from springstep.engine.audit.graph.model import Edge, Node, RuleGraph
from springstep.engine.characters import visible
from springstep.rendering.graph.boxes import SIZE, Box
from springstep.rendering.graph.layout import Curve, Layout, Point
from springstep.rendering.graph.poster import LEGEND, Panel, arranged, panels_of
from springstep.rendering.graph.styles import LOOKS, OVERRIDES, edge_look, look_of

_STYLE = """
.rule-graph{font-family:Arial,"Liberation Sans",Helvetica,sans-serif;fill:#1b2430}
.rule-graph .page{fill:#ffffff}
.rule-graph .frame{fill:#fbfcfd;stroke:#d4dae1}
.rule-graph .title{font-size:22px;font-weight:bold}
.rule-graph .heading{font-size:15px;font-weight:bold}
.rule-graph .note{font-size:11px;fill:#4a5563}
.rule-graph .name{font-weight:bold}
.rule-graph .curve{fill:none}
.rule-graph .group:hover .curve,.rule-graph .group:focus-within .curve{stroke-width:2.6}
.rule-graph .group:hover .box,.rule-graph .group:focus-within .box{stroke-width:3.4}
"""
_ROUND = {"fact": 12, "advice": 8, "topic": 6}
_MARGIN = 24


def graph_svg(graph: RuleGraph, *, links: str = "", prefix: str = "rule-graph", styled: bool = True) -> str:
    """Return the picture as SVG: one drawing, or for several topics an overview and a drawing of each.

    ``links`` makes each rule a link, ``{}`` in it standing for the rule's id: ``#{}``. ``prefix`` starts the ids of the
    picture, for a page that holds several. Self-contained, with its own light background; the same graph gives the same
    bytes. Without being ``styled`` it lacks its style, ``graph_style``, for a page that loads that as a file. Raises
    ``RenderingError`` when pygraphviz is not installed.
    """
    page = arranged(panels_of(graph))
    width, height = page.width + 2 * _MARGIN, page.height + 2 * _MARGIN + 96
    kinds = Counter(node.kind for node in graph.nodes)
    counts = ", ".join(_count(kinds[kind], kind) for kind in ("topic", "rule", "fact", "decision") if kinds[kind])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="rule-graph" width="{_n(width)}" height="{_n(height)}" '
        f'viewBox="0 0 {_n(width)} {_n(height)}" role="{"group" if links else "img"}" '
        f'aria-labelledby="{prefix}-title {prefix}-desc">',
        f'<title id="{prefix}-title">{escape(graph.title)}: the rule graph</title>',
        f'<desc id="{prefix}-desc">{counts}. Arrows lead from each fact to the rules that read it, and from each rule '
        "to what it concludes. springstep rules list says the same in words.</desc>",
        *([f"<style>{graph_style()}</style>"] if styled else []),
        f'<rect class="page" width="{_n(width)}" height="{_n(height)}"/>',
        f'<text class="title" x="{_MARGIN}" y="{_MARGIN + 18}">{escape(graph.title)}</text>',
        f'<text class="note" x="{_MARGIN}" y="{_MARGIN + 38}">{counts}. Arrows run from what is read to what is '
        "concluded; point at a box or arrow for its words.</text>",
        *_legend(_MARGIN, _MARGIN + 52),
    ]
    for panel, (x, y) in zip(page.panels, page.corners, strict=True):
        parts.append(f'<g transform="translate({_n(x + _MARGIN)} {_n(y + _MARGIN + 96)})">')
        parts += _panel(panel, links)
        parts.append("</g>")
    return visible("\n".join([*parts, "</svg>"]) + "\n")


def graph_style() -> str:
    """Return the style of every picture of the graph."""
    return _STYLE + _looks()


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _looks() -> str:
    """Return the style of each kind of box."""
    styles = []
    for name, look in LOOKS.items():
        dashes = f";stroke-dasharray:{look.dashes}" if look.dashes else ""
        styles.append(
            f".rule-graph .{name} .box{{fill:{look.fill};stroke:{look.stroke};stroke-width:{look.width:g}{dashes}}}"
        )
        styles.append(f".rule-graph .{name} .basis{{fill:{look.stroke}}}")
    return "\n".join(styles) + "\n"


def _legend(x: float, y: float) -> Iterator[str]:
    for kind, label, room in LEGEND:
        if kind == "overrides":
            yield f'<path d="M{_n(x)} {_n(y + 8)}h24" stroke="{OVERRIDES}" stroke-width="2" stroke-dasharray="6 3"/>'
            yield f'<text class="note" x="{_n(x + 31)}" y="{_n(y + 12)}">{escape(label)}</text>'
            continue
        yield f'<g class="{kind}"><rect class="box" x="{_n(x)}" y="{_n(y)}" width="26" height="16" rx="3"/></g>'
        yield f'<text class="note" x="{_n(x + 33)}" y="{_n(y + 12)}">{escape(label)}</text>'
        x += room


def _panel(panel: Panel, links: str) -> Iterator[str]:
    if panel.heading:
        yield f'<rect class="frame" width="{_n(panel.width)}" height="{_n(panel.height)}" rx="8"/>'
        yield f'<text class="heading" x="14" y="24">{escape(panel.heading)}</text>'
    yield f'<g transform="translate({_n(panel.inset[0])} {_n(panel.inset[1])})">'
    looks = {node.id: look_of(node) for node in panel.graph.nodes}
    owned: dict[str, list[Curve]] = {}
    for curve in panel.layout.curves:
        owned.setdefault(_owner(curve.edge), []).append(curve)
    for node in sorted(panel.graph.nodes, key=lambda node: node.kind not in ("rule", "topic")):
        drawn = [line for curve in owned.get(node.id, ()) for line in _curve(curve, looks)]
        yield from _group(node, panel.layout, drawn, links)
    yield "</g>"


def _owner(edge: Edge) -> str:
    """Return the rule or topic that an edge belongs to, and lights up with."""
    return edge.target if edge.kind == "reads" else edge.source


def _group(node: Node, layout: Layout, curves: Iterable[str], links: str) -> Iterator[str]:
    named = f' data-rule="{escape(node.name)}"' if node.kind == "rule" else ""
    yield f'<g class="group {look_of(node)}"{named}>'
    yield from curves
    linked = links.format(node.name) if links and node.kind == "rule" else ""
    yield f'<a href="{escape(linked)}">' if linked else "<g>"
    yield f"<title>{escape(node.words or node.label)}</title>"
    yield from _box(node, layout.boxes[node.id], layout.corners[node.id])
    yield "</a>" if linked else "</g>"
    yield "</g>"


def _box(node: Node, box: Box, corner: Point) -> Iterator[str]:
    x, y = corner
    yield (
        f'<rect class="box" x="{_n(x)}" y="{_n(y)}" width="{_n(box.width)}" height="{_n(box.height)}" '
        f'rx="{_ROUND.get(node.kind, 3)}"/>'
    )
    for text in box.texts:
        lead = f'<tspan class="name">{escape(text.lead)}</tspan>\u2002' if text.lead else ""
        yield (
            f'<text class="{text.style}" x="{_n(x + text.x)}" y="{_n(y + text.y)}" '
            f'font-size="{_n(SIZE[text.style])}">{lead}{escape(text.text)}</text>'
        )


def _curve(curve: Curve, looks: Mapping[str, str]) -> Iterator[str]:
    start, *points = curve.points
    look = edge_look(curve.edge, looks)
    bends = " ".join(f"{_n(x)} {_n(y)}" for x, y in points)
    dashes = ' stroke-dasharray="6 3"' if look.dashed else ""
    yield f"<g><title>{escape(curve.edge.words)}</title>"
    yield (
        f'<path class="curve" stroke="{look.colour}" stroke-width="{_n(look.width)}"{dashes} '
        f'd="M{_n(start[0])} {_n(start[1])}C{bends}"/>'
    )
    yield f'<path fill="{look.colour}" d="{_arrow(points[-1], curve.tip)}"/></g>'


def _arrow(end: Point, tip: Point) -> str:
    """Return the head of an arrow: a triangle from the end of the curve to its tip."""
    dx, dy = tip[0] - end[0], tip[1] - end[1]
    sides = ((end[0] - dy * 0.45, end[1] + dx * 0.45), (end[0] + dy * 0.45, end[1] - dx * 0.45))
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in (tip, *sides)) + "Z"


def _n(number: float) -> str:
    """Write a number with at most one decimal."""
    return f"{round(number, 1):g}" if abs(number) < 100_000 else str(round(number))
