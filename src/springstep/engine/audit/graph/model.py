"""The rule graph as data: nodes and the edges between them, told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Literal, TypeAlias

from springstep.engine.language.basis import Basis
from springstep.engine.record import Described, Record

NodeKind: TypeAlias = Literal["fact", "rule", "topic", "decision", "rows", "advice"]
EdgeKind: TypeAlias = Literal["reads", "concludes", "overrides"]


class Node(Record):
    """One thing in the graph."""

    id: Annotated[str, Described("Kind and name, such as `rule:ABC-040`; once in a graph.")]
    kind: NodeKind
    name: Annotated[str, Described("The rule's id, the fact's or decision's name, the topic.")]
    label: Annotated[str, Described("What it is called.")]
    lines: Annotated[tuple[str, ...], Described("What a drawing tells below the label.")] = ()
    words: Annotated[str, Described("Everything about it, for whoever points at it.")] = ""
    topic: Annotated[str, Described("The topic of a rule.")] = ""
    basis: Basis | None = None
    guide: tuple[str, ...] = ()


class Edge(Record):
    """One arrow: a fact or decision that a rule reads, what a rule concludes, a rule that overrides another."""

    kind: EdgeKind
    source: str
    target: str
    words: str = ""
    count: Annotated[int, Described("How many rules stand behind it; more than 1 between topics.")] = 1


class RuleGraph(Record):
    """Nodes in the order in which they are read, and edges between them."""

    title: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    topics: Annotated[dict[str, str], Described("The topics drawn apart, and their titles; may be none.")]

    def kept(self, wanted: Callable[[Edge], bool], *, title: str, topics: dict[str, str]) -> RuleGraph:
        """Return the part of the graph with these edges, and with the nodes at their ends."""
        edges = tuple(edge for edge in self.edges if wanted(edge))
        ends = {end for edge in edges for end in (edge.source, edge.target)}
        return RuleGraph(
            title=title, nodes=tuple(node for node in self.nodes if node.id in ends), edges=edges, topics=topics
        )

    def of_topic(self, topic: str) -> RuleGraph:
        """Return the rules of one topic with what they read and conclude."""
        inside = {node.id for node in self.nodes if node.topic == topic}
        title = self.topics[topic]
        return self.kept(
            lambda edge: edge.source in inside or edge.target in inside, title=title, topics={topic: title}
        )
