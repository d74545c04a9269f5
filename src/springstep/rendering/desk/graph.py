"""The rule graph as a page: all topics from afar, one topic, or what surrounds one rule or fact, in several sizes."""

from __future__ import annotations

from springstep.engine.audit.graph.build import rule_graph
from springstep.engine.audit.graph.model import RuleGraph
from springstep.engine.errors import Fault, QueryError, nearest, shown
from springstep.rendering.desk.desk import Desk, Query, one
from springstep.rendering.graph.overview import overview
from springstep.rendering.graph.svg import graph_svg

SIZES = {"fit": "To fit", "1": "Full size", "2": "Twice", "4": "Four times"}
"""How large a picture may be shown, by the word for it in a query."""
_PARTS = ("topic", "rule", "fact")


def graph_page(desk: Desk, query: Query) -> str:
    """Return the page of the part of the graph that a query asks for; raises ``QueryError`` for one there is not."""
    from markupsafe import Markup  # comes with Jinja2, an extra

    asked = {name: one(query, name) for name in _PARTS}
    size = one(query, "size") or "fit"
    if size not in SIZES:
        raise QueryError([Fault("unknown_name", f"no size is called {shown(size)}", "size", nearest(size, SIZES))])
    graph = _part(desk, asked)
    return desk.page(
        "graph.html",
        title=graph.title,
        topics=desk.base.topics,
        asked=asked,
        size=size,
        sizes=[(name, words, desk.address("/graph", **asked, size=name)) for name, words in SIZES.items()],
        picture=Markup(graph_svg(graph, links=desk.address("/rules/{}"), styled=False)),  # whose texts are escaped
        rules=[node for node in graph.nodes if node.kind == "rule"],
    )


def _part(desk: Desk, asked: dict[str, str]) -> RuleGraph:
    topics = (asked["topic"],) if asked["topic"] else ()
    graph = rule_graph(desk.base, topics=topics, rule=asked["rule"] or None, fact=asked["fact"] or None)
    return graph if any(asked.values()) else overview(graph)
