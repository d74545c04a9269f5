"""The rule graph for a page: an overview, and a drawing of each topic."""

from __future__ import annotations

from springstep.engine.audit.graph.build import rule_graph
from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.graph.overview import overview
from springstep.rendering.graph.svg import graph_svg


class Picture(Frozen):
    """One drawing as SVG; a link ``#ABC-040`` in it leads to the card of that rule."""

    name: str
    title: str
    svg: str


def rule_pictures(base: RuleBase) -> tuple[Picture, ...]:
    """Return the drawings of a rule base, the overview first; a topic without rules has none.

    Raises ``RenderingError`` when pygraphviz is not installed.
    """
    graph = rule_graph(base)
    drawn = {rule.topic for rule in base.rules}
    topics = (
        Picture(topic, title, graph_svg(graph.of_topic(topic), links="#{}", prefix=f"graph-{topic}"))
        for topic, title in graph.topics.items()
        if topic in drawn
    )
    return (Picture("overview", "All topics", graph_svg(overview(graph), links="#{}", prefix="graph")), *topics)
