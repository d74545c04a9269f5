"""The rule graph as a Mermaid flowchart, which wikis and code hosts draw from text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from springstep.engine.audit.graph.model import Node, RuleGraph
from springstep.engine.characters import visible
from springstep.engine.language.wording import sentence_words
from springstep.rendering.graph.overview import overview
from springstep.rendering.graph.styles import LOOKS, look_of

MOST_EDGES, MOST_CHARACTERS = 500, 50_000
"""What Mermaid draws by default; neither limit can be raised from inside a chart."""

_SPECIAL = {"#": "#35;", '"': "#quot;", "&": "#amp;", "<": "#lt;", ">": "#gt;", "`": "#96;", "\n": " "}


def graph_mermaid(graph: RuleGraph) -> str:
    """Return the graph as a flowchart; one that is too large for Mermaid is shown topic by topic."""
    text = "\n".join(_lines(graph)) + "\n"
    if graph.topics and (len(graph.edges) > MOST_EDGES or len(text) > MOST_CHARACTERS):
        return "\n".join(_lines(overview(graph))) + "\n"
    return text


def _lines(graph: RuleGraph) -> Iterator[str]:
    yield from ("---", f"title: {json.dumps(visible(graph.title))}", "---", "flowchart LR")
    for topic, title in graph.topics.items():
        yield f'  subgraph {_id(f"topic:{topic}")}["{_text(title)}"]'
        yield from (f"    {_node(node)}" for node in graph.nodes if node.topic == topic)
        yield "  end"
    yield from (f"  {_node(node)}" for node in graph.nodes if node.topic not in graph.topics)
    for edge in graph.edges:
        arrow = "-. overrides .->" if edge.kind == "overrides" else f"-- {edge.count} -->" if edge.count > 1 else "-->"
        yield f"  {_id(edge.source)} {arrow} {_id(edge.target)}"
    for name in dict.fromkeys(look_of(node) for node in graph.nodes):
        look = LOOKS[name]
        dashes = f",stroke-dasharray:{look.dashes}" if look.dashes else ""
        line = f"stroke:{look.stroke},stroke-width:{look.width:g}px{dashes}"
        yield f"  classDef {name} fill:{look.fill},color:#1b2430,{line}"


def _node(node: Node) -> str:
    lead = f"<b>{_text(node.name)}</b> {_text(node.label)}" if node.kind == "rule" else _text(node.label)
    basis = [f"{node.basis} {sentence_words(node.guide)}".strip()] if node.basis else []
    label = "<br/>".join([lead, *(_text(line) for line in (*basis, *node.lines))])
    left, right = ("([", "])") if node.kind == "fact" else ("[", "]")
    return f'{_id(node.id)}{left}"{label}"{right}:::{look_of(node)}'


def _id(node: str) -> str:
    """Write a node's id in letters, digits and underscores; other characters become their numbers."""
    return re.sub(r"[^A-Za-z0-9]", lambda sign: "_" if sign[0] in "_:" else f"_{ord(sign[0])}_", node)


def _text(text: str) -> str:
    """Write text for a quoted label: what Mermaid, Markdown or HTML would read otherwise becomes its entity."""
    return "".join(_SPECIAL.get(sign, sign) for sign in visible(text))
