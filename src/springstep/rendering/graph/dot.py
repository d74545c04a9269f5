"""The rule graph in the DOT language of Graphviz, for other programs to lay out or process."""

from __future__ import annotations

from collections.abc import Iterator

from springstep.engine.audit.graph.model import Node, RuleGraph
from springstep.engine.characters import visible
from springstep.engine.language.wording import sentence_words
from springstep.rendering.graph.styles import LOOKS, EdgeStyle, edge_look, look_of

_SHAPE = {"fact": "box", "decision": "box", "rows": "box", "advice": "note", "topic": "box", "rule": "box"}


def graph_dot(graph: RuleGraph) -> str:
    """Return the graph as a DOT file: rules of a topic in a cluster, every box and arrow with its words as tooltip."""
    return "\n".join([*_lines(graph), "}"]) + "\n"


def _lines(graph: RuleGraph) -> Iterator[str]:
    yield f"digraph {_quoted(_escaped(graph.title))} {{"
    yield f"  graph [rankdir=LR, ranksep=1.5, nodesep=0.12, tooltip={_quoted(_escaped(graph.title))}];"
    yield '  node [shape=box, style=filled, fontname="Helvetica", fontsize=10];'
    yield "  edge [arrowsize=0.6];"
    for topic, title in graph.topics.items():
        yield f"  subgraph {_quoted(_escaped(f'cluster_{topic}'))} {{"
        yield f"    label={_quoted(_escaped(title))};"
        yield from (f"    {_node(node)}" for node in graph.nodes if node.topic == topic)
        yield "  }"
    yield from (f"  {_node(node)}" for node in graph.nodes if node.topic not in graph.topics)
    kinds = {node.id: look_of(node) for node in graph.nodes}
    for edge in graph.edges:
        look: EdgeStyle = edge_look(edge, kinds)
        style = ', style="dashed", constraint=false' if look.dashed else ""
        width = f", penwidth={look.width:g}" if look.width != 1 else ""
        words = _quoted(_escaped(edge.words))
        yield (
            f"  {_quoted(_escaped(edge.source))} -> {_quoted(_escaped(edge.target))} "
            f'[color="{look.colour}", tooltip={words}, edgetooltip={words}{style}{width}];'
        )


def _node(node: Node) -> str:
    look = LOOKS[look_of(node)]
    lead = f"{node.name}  {node.label}" if node.kind == "rule" else node.label
    basis = [f"{node.basis} {sentence_words(node.guide)}".strip()] if node.basis else []
    label = "".join(f"{_escaped(line)}\\l" for line in (lead, *basis, *node.lines))
    style = "filled,dashed" if look.dashes else "filled,rounded" if node.kind == "fact" else "filled"
    return (
        f'{_quoted(_escaped(node.id))} [label={_quoted(label)}, shape={_SHAPE[node.kind]}, style="{style}", '
        f'fillcolor="{look.fill}", color="{look.stroke}", penwidth={look.width:g}, '
        f"tooltip={_quoted(_escaped(node.words or node.label))}];"
    )


def _escaped(text: str) -> str:
    r"""Keep backslashes as they are, where Graphviz would read them as ``\N`` or ``\l``; NUL and the like are shown."""
    return visible(text).replace("\\", "\\\\")


def _quoted(text: str) -> str:
    r"""Write a quoted string; ``\"`` is the only character with a meaning of its own."""
    return '"' + text.replace('"', '\\"').replace("\n", " ") + '"'
