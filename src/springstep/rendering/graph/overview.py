"""The graph from further away: topics in place of rules, for a rule base too large to follow arrow by arrow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from springstep.engine.audit.graph.model import Edge, EdgeKind, Node, RuleGraph
from springstep.engine.language.wording import listed

_ADVICE = Node(id="advice", kind="advice", name="advice", label="Advice and stop signals", words="What else is said.")
_VERBS: dict[EdgeKind, str] = {"reads": "read", "concludes": "conclude on", "overrides": "override"}


def overview(graph: RuleGraph) -> RuleGraph:
    """Return topics, the facts and decisions they read, and what they conclude on, each edge with its count of rules.

    A topic that fills in facts, or comes after other decisions, says so in its box instead of with an arrow to each.
    """
    topic_of = {node.id: f"topic:{node.topic}" for node in graph.nodes if node.kind == "rule"}
    kind_of = {node.id: node.kind for node in graph.nodes}
    ends = {node.id: _ADVICE.id if node.kind == "advice" else topic_of.get(node.id, node.id) for node in graph.nodes}
    filled = {(ends[edge.source], edge.target) for edge in graph.edges if kind_of[edge.target] == "fact"}
    behind: dict[tuple[EdgeKind, str, str], set[str]] = {}
    for edge in graph.edges:
        source, target = ends[edge.source], ends[edge.target]
        shown_in_box = kind_of[edge.source] == "decision" or {(source, target), (target, source)} & filled
        if source != target and not shown_in_box:
            rule = edge.target if edge.kind == "reads" else edge.source
            behind.setdefault((edge.kind, source, target), set()).add(rule)
    topics = [_topic(graph, topic, title, filled) for topic, title in graph.topics.items()]
    labels = {node.id: node.label for node in (*graph.nodes, _ADVICE, *topics)}
    edges = tuple(_bundle(key, len(rules), labels) for key, rules in behind.items())
    used = {end for edge in edges for end in (edge.source, edge.target)}
    others = [node for node in graph.nodes if node.id in used and node.kind != "advice"]
    advice = [_ADVICE] if _ADVICE.id in used else []
    nodes = (*(n for n in others if n.kind == "fact"), *topics, *(n for n in others if n.kind != "fact"), *advice)
    return RuleGraph(title=f"{graph.title} by topic", nodes=nodes, edges=edges, topics={})


def _topic(graph: RuleGraph, topic: str, title: str, filled: set[tuple[str, str]]) -> Node:
    rules = [node for node in graph.nodes if node.topic == topic]
    counts = Counter(node.basis for node in rules)
    bases = ", ".join(f"{counts[basis]} {basis}" for basis in ("guide", "inference", "convention") if counts[basis])
    lines = [f"{len(rules)} rules: {bases}"]
    facts = sum(1 for source, _ in filled if source == f"topic:{topic}")
    labels = {node.id: node.label for node in graph.nodes if node.kind == "decision"}
    names = {node.id for node in rules}
    read = dict.fromkeys(labels[e.source].lower() for e in graph.edges if e.target in names and e.source in labels)
    lines += [f"after {listed(read, last='and')}"] if read else []
    lines += [f"fills in {facts} facts that are not given"] if facts else []
    words = f"{title}: {', '.join(node.name for node in rules)}"
    return Node(id=f"topic:{topic}", kind="topic", name=topic, label=title, lines=tuple(lines), words=words)


def _bundle(key: tuple[EdgeKind, str, str], count: int, labels: Mapping[str, str]) -> Edge:
    kind, source, target = key
    topic, other = (target, source) if kind == "reads" else (source, target)
    rules = f"{count} rule{'' if count == 1 else 's'} of {labels[topic]}"
    verb = _VERBS[kind] + ("s" if count == 1 and kind != "concludes" else "")
    verb = "concludes on" if count == 1 and kind == "concludes" else verb
    return Edge(kind=kind, source=source, target=target, words=f"{rules} {verb}: {labels[other]}", count=count)
