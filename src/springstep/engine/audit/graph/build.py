"""Build the rule graph from a rule base: all of it, some topics, or what surrounds one rule, fact or decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from springstep.engine.audit.graph.model import Edge, EdgeKind, Node, RuleGraph
from springstep.engine.errors import Fault, QueryError, nearest, shown
from springstep.engine.language.conclusions import Add, Advise, Assume, Bound, Conclusion, Select, Step
from springstep.engine.language.conditions import Condition, conjuncts, names_in
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import (
    amount_words,
    conclusion_words,
    condition_words,
    counted,
    fact_words,
    plain,
    selector_words,
    sentence_words,
    term_words,
)
from springstep.engine.rulebase.base import RuleBase

WHOLE = "The rule base"
_SELECTED = {"exclude": ("excluded", "ruled out"), "prefer": ("preferred", "preferred")}
"""What becomes of the rows that a rule selects: the end of the node's id, and in words."""


def rule_graph(
    base: RuleBase, *, topics: Iterable[str] = (), rule: str | None = None, fact: str | None = None
) -> RuleGraph:
    """Return the graph of all rules, or a part of it.

    ``topics`` keeps the rules of these topics; ``rule`` (id or name) one rule, what it reads and concludes and which
    rules it overrides; ``fact`` one fact or decision, the rules that conclude or read it and, one step further, what
    the former read and the latter conclude. At most one of the three.

    Raises ``QueryError`` for a name that does not exist.
    """
    wanted = tuple(dict.fromkeys(topics))
    if sum((bool(wanted), rule is not None, fact is not None)) > 1:
        raise QueryError([Fault("contradiction", "topics, one rule or one fact: choose one of them")])
    for topic in wanted:
        if topic not in base.topics:
            raise QueryError(
                [Fault("unknown_name", f"no topic is called {shown(topic)}", allowed=nearest(topic, base.topics))]
            )
    whole = _whole(base)
    if rule is not None:
        return _around_rule(whole, base.rule(rule))
    if fact is not None:
        return _around_fact(whole, *_named(fact, base))
    if not wanted:
        return whole
    inside = {node.id for node in whole.nodes if node.topic in wanted}
    titles = {topic: title for topic, title in base.topics.items() if topic in wanted}
    return whole.kept(
        lambda edge: edge.source in inside or edge.target in inside, title=", ".join(titles.values()), topics=titles
    )


def _around_rule(whole: RuleGraph, rule: Rule) -> RuleGraph:
    node = f"rule:{rule.id}"
    title = f"{rule.id} {rule.name.replace('-', ' ')}"
    return whole.kept(lambda edge: node in (edge.source, edge.target), title=title, topics={})


def _around_fact(whole: RuleGraph, label: str, nodes: frozenset[str]) -> RuleGraph:
    before = {edge.source for edge in whole.edges if edge.target in nodes}
    after = {edge.target for edge in whole.edges if edge.source in nodes}
    return whole.kept(
        lambda edge: not nodes.isdisjoint((edge.source, edge.target)) or edge.target in before or edge.source in after,
        title=f"{label[0].upper()}{label[1:]}, and what depends on it",
        topics={},
    )


def _named(name: str, base: RuleBase) -> tuple[str, frozenset[str]]:
    """Return a fact or decision in words and its node, for a list its fields' too.

    Raises ``QueryError`` if there is none or no rule reads the fact.
    """
    wanted = name.strip().lower().replace(" ", "_").replace("-", "_")
    if wanted in base.decisions:
        return base.decisions[wanted].title, frozenset((f"decision:{wanted}",))
    read = {node.name for node in _whole(base).nodes if node.kind == "fact"}
    found = read.intersection((wanted, *(info.name for info in base.vocabulary.fields_of(wanted))))
    if found:
        return fact_words(wanted, base.facts), frozenset(f"fact:{each}" for each in found)
    if wanted in base.facts:
        after = [info.name for info in base.facts.values() if wanted in info.derived_from and info.name in read]
        hint = f"; rules read {' and '.join(after)}, worked out from it" if after else ""
        raise QueryError([Fault("unknown_name", f"no rule reads {shown(wanted)}{hint}")])
    raise QueryError(
        [
            Fault(
                "unknown_name",
                f"no fact or decision is called '{name}'",
                allowed=nearest(wanted, [*read, *base.decisions]),
            )
        ]
    )


def _whole(base: RuleBase) -> RuleGraph:
    edges = tuple(edge for rule in base.rules for edge in _edges(rule, base))
    ends = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = (*_facts(base), *(_rule(rule, base) for rule in base.rules), *_conclusions(base))
    kept = tuple(node for node in nodes if node.kind == "rule" or node.id in ends)
    return RuleGraph(title=WHOLE, nodes=kept, edges=edges, topics=dict(base.topics))


def _facts(base: RuleBase) -> Iterator[Node]:
    for name, info in base.facts.items():
        if name not in base.decisions:
            worked_out = [fact_words(other, base.facts) for other in info.derived_from]
            words = info.question or (f"Worked out from {', '.join(worked_out)}." if worked_out else "")
            yield Node(id=f"fact:{name}", kind="fact", name=name, label=fact_words(name, base.facts), words=words)


def _conclusions(base: RuleBase) -> Iterator[Node]:
    deciding = Counter(name for rule in base.rules for name in rule.decides)
    read = Counter(name for rule in base.rules for name in read_by(rule))
    for name, scheme in base.decisions.items():
        how = {
            "scale": "the most cautious step wins",
            "cap": "the lowest cap wins",
            "floor": "the highest floor wins",
            "sum": "what rules add to it adds up",
        }
        verb, to = ("add", " to") if scheme.kind == "sum" else ("decide", "")
        lines = [f"{_rules(deciding[name])} {verb}{'s' if deciding[name] == 1 else ''}{to} it"]
        lines += [f"{_rules(read[name])} read{'s' if read[name] == 1 else ''} it"] if read[name] else []
        steps = " < ".join(plain(step) for step in scheme.steps)
        words = (
            f"{scheme.title}: {steps or how[scheme.kind]}."
            if not steps
            else f"{scheme.title}: {steps}; {how['scale']}."
        )
        yield Node(
            id=f"decision:{name}", kind="decision", name=name, label=scheme.title, lines=tuple(lines), words=words
        )
    for table in base.tables.values():
        for end, fate in _SELECTED.values():
            label = f"{table.title} {fate}"
            yield Node(id=f"{table.name}:{end}", kind="rows", name=end, label=label, words=f"{label}: these add up.")
    for topic in dict.fromkeys(c.says for rule in base.rules for c in rule.conclusions if c.says):
        label = "Stop signals" if topic == "stop" else f"Advice: {plain(topic)}"
        yield Node(id=f"advice:{topic}", kind="advice", name=topic, label=label, words=f"{label}; these add up.")


def _rules(count: int) -> str:
    return f"{count} rule{'' if count == 1 else 's'}"


def _rule(rule: Rule, base: RuleBase) -> Node:
    when = condition_words(rule.when, base.facts)
    unless = f", unless {condition_words(rule.unless, base.facts)}" if rule.unless is not None else ""
    then = [conclusion_words(conclusion, base.decisions, base.facts) for conclusion in rule.conclusions]
    name = rule.name.replace("-", " ")
    origin = [f"{plain(rule.origin.kind)} by {rule.origin.author}: {rule.origin.overlay}"] if rule.origin else []
    said = dict.fromkeys(_short(conclusion, base) for conclusion in rule.conclusions)
    return Node(
        id=f"rule:{rule.id}",
        kind="rule",
        name=rule.id,
        label=name,
        lines=(
            *origin,
            f"when {when}{unless}" if when != "always" else f"always{unless}",
            *(f"\u2192 {text}" for text in said),
        ),
        words=f"{rule.id} {name}. When {when}{unless}: {'; '.join(text.rstrip('.') for text in then)}. "
        f"Because: {rule.because} {rule.basis.capitalize()} {sentence_words(rule.guide)}".strip(),
        topic=rule.topic,
        basis=rule.basis,
        guide=rule.guide,
    )


def _short(conclusion: Conclusion, base: RuleBase) -> str:
    """Write a conclusion in as few words as fit into a box."""
    match conclusion:
        case Step(decision, step):
            return f"{fact_words(decision, base.facts)}: {plain(step)}"
        case Bound(decision, _, amount, _, strict):
            value = amount_words(base.decisions[decision], term_words(amount, base.facts), strict=strict)
            return f"{fact_words(decision, base.facts)}: {value}" if base.decisions[decision].names else value
        case Add(decision, points):
            return f"{fact_words(decision, base.facts)}: +{counted(points, base.decisions[decision].unit)}"
        case Select("exclude", where, table=table):
            return f"no {base.tables[table].row} with {selector_words(where)}"
        case Select(_, where, _, id_from):
            return f"prefer {fact_words(id_from, base.facts) if id_from else selector_words(where)}"
        case Assume(fact, term, items):
            value = plain(items) if term is None else term_words(term, base.facts)
            return f"take {fact_words(fact, base.facts)} as {value}"
        case Advise(topic, say):
            return f"{'stop' if topic == 'stop' else 'say'}: {say}"


def read_by(rule: Rule) -> tuple[str, ...]:
    """Return the names of the facts and decisions that a rule reads, each once."""
    return tuple(dict.fromkeys(name for name, _ in _readings(rule)))


def _readings(rule: Rule) -> Iterator[tuple[str, Condition | None]]:
    """Yield each name a rule reads, with the part of its condition that reads it; ``None`` for a conclusion."""
    for condition in (rule.when, rule.unless):
        for part in conjuncts(condition) if condition is not None else ():
            yield from ((name, part) for name in names_in(part))
    for conclusion in rule.conclusions:
        yield from ((name, None) for name in conclusion.reads)


def _edges(rule: Rule, base: RuleBase) -> Iterator[Edge]:
    node = f"rule:{rule.id}"
    for name in read_by(rule):
        parts = [part for other, part in _readings(rule) if other == name]
        readings = [condition_words(part, base.facts) if part is not None else "in what it concludes" for part in parts]
        source = f"decision:{name}" if name in base.decisions else f"fact:{name}"
        yield _edge("reads", source, node, f"{rule.id} reads {fact_words(name, base.facts)}", readings)
    concluded: dict[str, list[str]] = {}
    for conclusion in rule.conclusions:
        words = conclusion_words(conclusion, base.decisions, base.facts)
        concluded.setdefault(_target(conclusion), []).append(words)
    for target, said in concluded.items():
        yield _edge("concludes", node, target, rule.id, said)
    for other in rule.overrides:
        yield Edge(kind="overrides", source=node, target=f"rule:{other}", words=f"{rule.id} overrides {other}")


def _edge(kind: EdgeKind, source: str, target: str, lead: str, readings: Iterable[str]) -> Edge:
    return Edge(kind=kind, source=source, target=target, words=f"{lead}: {'; '.join(dict.fromkeys(readings))}")


def _target(conclusion: Conclusion) -> str:
    if conclusion.selects:
        return f"{conclusion.selects}:{_SELECTED[conclusion.kind][0]}"
    kind = "decision" if conclusion.decides else "advice" if conclusion.says else "fact"
    return f"{kind}:{conclusion.target}"
