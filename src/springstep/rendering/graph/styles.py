"""Colours and lines of the rule graph, the same in every form it is drawn in.

Colour-blind people can tell them apart, and each colour comes with a line or a word of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.audit.graph.model import Edge, Node
from springstep.engine.frozen import Frozen


class NodeStyle(Frozen):
    """A box: colours inside and around, width of the line around in pixels, and its dashes."""

    fill: str
    stroke: str
    width: float = 1.4
    dashes: str = ""


LOOKS: Mapping[str, NodeStyle] = {
    "fact": NodeStyle("#eef1f4", "#66717f"),
    "guide": NodeStyle("#e3f4ec", "#00694a", 2.2),
    "inference": NodeStyle("#e7f0fb", "#0b55a0"),
    "convention": NodeStyle("#fbe9f3", "#92356f", dashes="6 2"),
    "topic": NodeStyle("#e9eef5", "#34475e", 2),
    "decision": NodeStyle("#fff4d6", "#8a6100", 2),
    "rows": NodeStyle("#fdebdc", "#a4561a", 2),
    "advice": NodeStyle("#ffffff", "#66717f", dashes="2 2"),
}
"""How each kind of box looks; a rule's kind is its basis."""

READS, OVERRIDES = "#7b8694", "#b3261e"


class EdgeStyle(Frozen):
    """An arrow: its colour, width in pixels, and whether it is dashed."""

    colour: str
    width: float
    dashed: bool


def look_of(node: Node) -> str:
    """Return which look a node has."""
    return node.basis if node.kind == "rule" and node.basis else node.kind


def edge_look(edge: Edge, looks: Mapping[str, str]) -> EdgeStyle:
    """Return how an arrow looks: what a rule concludes has the rule's colour; between topics, more rules are wider."""
    if edge.kind == "overrides":
        return EdgeStyle(OVERRIDES, 2, True)
    of_topic = "topic" in (looks[edge.source], looks[edge.target])
    colour = READS if edge.kind == "reads" or of_topic else LOOKS[looks[edge.source]].stroke
    return EdgeStyle(colour, min(6.0, round(0.8 + edge.count * 0.22, 2)) if edge.count > 1 else 1, False)
