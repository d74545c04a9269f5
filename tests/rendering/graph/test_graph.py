"""The rule graph: nothing of the rules is missing from it, and every form it is drawn in holds all of it, readably."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.api import recommend
from springstep.engine.audit.graph.build import rule_graph
from springstep.engine.audit.graph.contests import Contest, contests
from springstep.engine.audit.graph.model import Edge, Node, RuleGraph
from springstep.engine.errors import QueryError, SpringstepError
from springstep.engine.language.conclusions import Add, Bound, Step
from springstep.engine.language.conditions import names_in
from springstep.installed import default_rule_base
from springstep.rendering.graph.boxes import box_of, folded, width_of
from springstep.rendering.graph.dot import graph_dot
from springstep.rendering.graph.layout import Layout
from springstep.rendering.graph.mermaid import MOST_CHARACTERS, MOST_EDGES, graph_mermaid
from springstep.rendering.graph.overview import overview
from springstep.rendering.graph.poster import arranged, panels_of
from springstep.rendering.graph.svg import graph_svg
from tests.characters import UNFIT
from tests.strategies import all_cases, examples

BASE = default_rule_base()
WHOLE = rule_graph(BASE)
SVG = "{http://www.w3.org/2000/svg}"
PARTS: dict[str, dict[str, Any]] = {
    "whole": {},
    **{topic: {"topics": [topic]} for topic in BASE.topics},
    "two topics": {"topics": ["stop", "log"]},
    "five topics": {"topics": ["stop", "log", "season", "intent", "run"]},
    "a rule": {"rule": "INJ-040"},
    "an exception": {"rule": "FRQ-080"},
    "a fact": {"fact": "fatigue"},
    "a decision": {"fact": "clearance"},
    "a field": {"fact": "injury.site"},
}


def part(name: str) -> RuleGraph:
    return rule_graph(BASE, **PARTS[name])


def pairs(edges: Iterable[Edge], kind: str) -> set[tuple[str, str]]:
    return {(edge.source, edge.target) for edge in edges if edge.kind == kind}


# The graph


def test_graph_holds_every_rule_once_and_every_edge_leads_somewhere() -> None:
    names = [node.name for node in WHOLE.nodes if node.kind == "rule"]
    assert names == [rule.id for rule in BASE.rules]
    ids = [node.id for node in WHOLE.nodes]
    assert len(set(ids)) == len(ids)
    assert {end for edge in WHOLE.edges for end in (edge.source, edge.target)} <= set(ids)


def test_edges_are_what_the_rules_read_and_conclude() -> None:
    for rule in BASE.rules:
        node = f"rule:{rule.id}"
        terms: list[Any] = [rule.when, *([rule.unless] if rule.unless else [])]
        terms += [c.amount for c in rule.conclusions if getattr(c, "amount", None) is not None]
        read = {name for term in terms for name in names_in(term)}
        read |= {c.id_from for c in rule.conclusions if getattr(c, "id_from", "")}
        sources = {edge.source.split(":")[1] for edge in WHOLE.edges if edge.kind == "reads" and edge.target == node}
        assert sources == read, rule.id
        decided = {c.decision for c in rule.conclusions if isinstance(c, (Step, Bound, Add))}
        targets = {edge.target for edge in WHOLE.edges if edge.kind == "concludes" and edge.source == node}
        assert {target.split(":")[1] for target in targets if target.startswith("decision:")} == decided, rule.id
        assert targets, rule.id


def test_exceptions_override() -> None:
    assert pairs(WHOLE.edges, "overrides") == {
        (f"rule:{rule.id}", f"rule:{general}") for rule in BASE.rules for general in rule.overrides
    }


def test_edges_tell_the_words_of_the_rule() -> None:
    words = {(edge.source, edge.target): edge.words for edge in WHOLE.edges}
    assert words["fact:injury.site", "rule:INJ-040"] == "INJ-040 reads injury site: injury site is ankle or knee"
    assert words["rule:RDY-030", "decision:efforts"] == "RDY-030: Number of efforts today: at most 3 efforts"
    assert words["rule:RDY-020", "decision:burden"] == "RDY-020: Today's burden: add 2 points"
    assert words["fact:duration_min", "rule:DOS-010"] == "DOS-010 reads length of the run: in what it concludes"


def test_graph_goes_to_json_and_back() -> None:
    assert RuleGraph.from_json(WHOLE.to_json()) == WHOLE


def test_topics_keep_to_their_rules_and_what_these_touch() -> None:
    found = part("two topics")
    assert found.topics == {topic: BASE.topics[topic] for topic in ("stop", "log")}
    assert {node.topic for node in found.nodes if node.kind == "rule"} == {"stop", "log"}
    inside = {f"rule:{rule.id}" for rule in BASE.rules if rule.topic in ("stop", "log")}
    assert set(found.edges) == {e for e in WHOLE.edges if inside & {e.source, e.target}}


def test_a_rule_stands_with_what_it_touches_and_nothing_else() -> None:
    found = part("an exception")
    assert {node.id for node in found.nodes} == {
        "rule:FRQ-080",
        "rule:FRQ-070",
        "fact:has_coach",
        "fact:experience",
        "fact:coach_agrees",
        "decision:frequency",
    }
    assert rule_graph(BASE, rule="agreed with a coach") == found


def test_a_decision_stands_between_what_settles_it_and_what_reads_it() -> None:
    found = part("a decision")
    rules = {node.name for node in found.nodes if node.kind == "rule"}
    assert rules == {
        rule.id
        for rule in BASE.rules
        if "clearance" in names_in(rule.when)
        or any(isinstance(c, Step) and c.decision == "clearance" for c in rule.conclusions)
    }
    assert "fact:pain" in {node.id for node in found.nodes}


def test_around_a_list_are_the_rules_that_fire_for_each_item_and_those_that_ask_for_any() -> None:
    found = rule_graph(BASE, fact="injuries")
    read = {"injuries", "injury.site", "injury.status"}
    rules = {rule.id for rule in BASE.rules if read.intersection(rule.reads(BASE.by_id))}
    assert {node.name for node in found.nodes if node.kind == "rule"} == rules
    words = {(edge.source, edge.target): edge.words for edge in found.edges}
    assert words["fact:injuries", "rule:INJ-065"].startswith("INJ-065 reads injuries: for some injury, injury site is")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"topics": ["injry"]}, "no topic is called 'injry'; did you mean 'injury'?"),
        ({"rule": "INJ-999"}, "no rule is called 'INJ-999'"),
        ({"fact": "fatige"}, "no fact or decision is called 'fatige'; did you mean 'fatigue'?"),
        (
            {"fact": "last_drill"},
            "no rule reads 'last_drill'; rules read last_purpose and last_direction, worked out from it",
        ),
        ({"fact": "fatigue", "rule": "INJ-040"}, "choose one"),
    ],
)
def test_names_that_do_not_exist_are_told_with_the_nearest(arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(QueryError, match=re.escape(said)):
        rule_graph(BASE, **arguments)


def test_overview_counts_the_rules_behind_each_arrow() -> None:
    found = overview(WHOLE)
    topic_of = {f"rule:{rule.id}": f"topic:{rule.topic}" for rule in BASE.rules}
    for edge in found.edges:
        below = [
            e
            for e in WHOLE.edges
            if e.kind == edge.kind
            and topic_of.get(e.source, e.source) == edge.source
            and (topic_of.get(e.target, e.target) == edge.target or edge.target == "advice" == e.target.split(":")[0])
        ]
        assert edge.count == len({e.target if e.kind == "reads" else e.source for e in below}) > 0
    assert [node.name for node in found.nodes if node.kind == "topic"] == list(BASE.topics)
    words = next(e.words for e in found.edges if (e.source, e.target) == ("fact:cue.kind", "topic:cue"))
    cues = sum("cue.kind" in names_in(rule.when) for rule in BASE.rules)
    assert words == f"{cues} rules of Cues during the run read: cue"


# The picture


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {name: graph_svg(part(name)) for name in PARTS}


@pytest.mark.parametrize("name", PARTS)
def test_picture_holds_every_rule_and_the_words_of_every_edge(name: str, drawn: dict[str, str]) -> None:
    root = ET.fromstring(drawn[name])
    found = part(name)
    names = [group.get("data-rule") for group in root.iter(f"{SVG}g") if group.get("data-rule")]
    assert set(names) == {node.name for node in found.nodes if node.kind == "rule"}
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert {node.words for node in found.nodes if node.kind == "rule"} <= titles
    one_arrow = {(edge.target, edge.source) for edge in found.edges if edge.kind == "concludes"}
    assert {e.words for e in found.edges if (e.source, e.target) not in one_arrow or e.kind != "reads"} <= titles


@pytest.mark.parametrize("name", PARTS)
def test_no_box_covers_another_and_text_stays_inside(name: str) -> None:
    for panel in panels_of(part(name)):
        placed = panel.layout
        spans = [(*placed.corners[n], placed.boxes[n]) for n in placed.boxes]
        for x, y, box in spans:
            assert x >= -0.2
            assert x + box.width <= placed.width + 0.2
            assert y >= -0.2
            assert y + box.height <= placed.height + 0.2
            for text in box.texts:
                lead = width_of(f"{text.lead}  ", "name") if text.lead else 0
                assert text.x + lead + width_of(text.text, text.style) <= box.width
                assert 0 < text.y < box.height
        for index, (x, y, box) in enumerate(spans):
            for x2, y2, box2 in spans[:index]:
                apart = x + box.width <= x2 or x2 + box2.width <= x or y + box.height <= y2 or y2 + box2.height <= y
                assert apart


@pytest.mark.parametrize("name", PARTS)
def test_arrows_run_from_the_edge_of_a_box_to_the_edge_of_another(name: str) -> None:
    for panel in panels_of(part(name)):
        placed: Layout = panel.layout
        for curve in placed.curves:
            for point, node, right in (
                (curve.points[0], curve.edge.source, True),
                (curve.tip, curve.edge.target, False),
            ):
                x, y = placed.corners[node]
                box = placed.boxes[node]
                side = x + box.width if right and curve.edge.kind != "overrides" else x
                assert point[0] == pytest.approx(side, abs=1.5)
                assert y <= point[1] <= y + box.height


@pytest.mark.parametrize("name", ["whole", "five topics"])
def test_drawings_on_one_page_stand_apart_in_reading_order(name: str) -> None:
    found = part(name)
    page = arranged(panels_of(found))
    assert [panel.heading.split(" (")[0] for panel in page.panels][1:] == list(found.topics.values())
    spans = list(zip(page.corners, page.panels, strict=True))
    for index, ((x, y), panel) in enumerate(spans):
        assert x + panel.width <= page.width + 0.2
        assert y + panel.height <= page.height + 0.2
        for (x2, y2), other in spans[:index]:
            assert x >= x2 + other.width or (y >= y2 + other.height and x == x2)


def test_picture_is_the_same_in_every_process_and_without_fonts(drawn: dict[str, str], tmp_path: Path) -> None:
    no_fonts = tmp_path / "fonts.conf"
    no_fonts.write_text(f"<fontconfig><cachedir>{tmp_path}</cachedir></fontconfig>", encoding="utf-8")
    code = (
        "import sys\nfrom springstep.engine.audit.graph.build import rule_graph\n"
        "from springstep.rendering.graph.svg import graph_svg\n"
        "from springstep.installed import default_rule_base\n"
        "sys.stdout.buffer.write(graph_svg(rule_graph(default_rule_base())).encode())"
    )
    there = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "FONTCONFIG_FILE": str(no_fonts)},
    )
    assert there.stdout.decode() == drawn["whole"] == graph_svg(WHOLE)
    assert there.stderr == b""


def test_picture_is_self_contained_and_told_to_screen_readers(drawn: dict[str, str]) -> None:
    root = ET.fromstring(drawn["whole"])
    ids = {element.get("id"): element for element in root.iter() if element.get("id")}
    labels = (root.get("aria-labelledby") or "").split()
    title, description = (ids[label].text or "" for label in labels)
    assert title == "The rule base: the rule graph"
    assert f"{len(BASE.rules)} rules" in description
    assert root.get("role") == "img"
    assert re.findall(r"https?://[^\"]+", drawn["whole"]) == ["http://www.w3.org/2000/svg"]
    assert "<script" not in drawn["whole"]
    page = next(root.iter(f"{SVG}rect"))
    assert (page.get("class"), page.get("width")) == ("page", root.get("width"))


def test_rules_link_to_where_the_page_tells_them() -> None:
    root = ET.fromstring(graph_svg(part("injury"), links="#{}", prefix="injury"))
    targets = [link.get("href") for link in root.iter(f"{SVG}a")]
    assert targets == [f"#{rule.id}" for rule in BASE.rules if rule.topic == "injury"]
    assert root.get("role") == "group"
    assert root.get("aria-labelledby") == "injury-title injury-desc"


def test_without_pygraphviz_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    with pytest.raises(SpringstepError, match=re.escape("pip install 'springstep[audit]'")):
        graph_svg(part("stop"))


@examples(200)
@given(st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"])), st.sampled_from(["name", "line"]))
def test_any_text_is_broken_to_fit(text: str, style: Any) -> None:
    lines = folded(text, 150, style)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(width_of(line, style) <= 150 for line in lines)


AWKWARD = 'a "quoted" <b>\\N back\\slash</b> & `tick` #35; [x] {y} (z) |; end --> o %% é 走る'


def awkward() -> RuleGraph:
    """Return a graph of a coach's own rule whose words hold every sign that means something somewhere."""
    rule = Node(
        id="rule:OWN-010",
        kind="rule",
        name="OWN-010",
        label=AWKWARD,
        lines=(AWKWARD,),
        words=AWKWARD,
        topic="own",
        basis="convention",
    )
    fact = Node(id="fact:end", kind="fact", name="end", label="end", words=AWKWARD)
    edge = Edge(kind="reads", source="fact:end", target="rule:OWN-010", words=AWKWARD)
    return RuleGraph(title=AWKWARD, nodes=(fact, rule), edges=(edge,), topics={"own": AWKWARD})


def steering() -> RuleGraph:
    """Return a graph of words that no text should hold: NUL, escapes, half characters, what turns text round."""
    words = "".join(UNFIT) + "\\"
    rule = Node(
        id=f"rule:{words}",
        kind="rule",
        name="OWN-010",
        label=words,
        lines=(words,),
        words=words,
        topic=words,
        basis="convention",
    )
    fact = Node(id=f"fact:{words}", kind="fact", name=words, label=words, words=words)
    edge = Edge(kind="reads", source=fact.id, target=rule.id, words=words)
    return RuleGraph(title=words, nodes=(fact, rule), edges=(edge,), topics={words: words})


@pytest.mark.parametrize("draw", [graph_svg, graph_dot, graph_mermaid])
def test_a_drawing_holds_no_character_that_no_text_should_hold(draw: Callable[[RuleGraph], str]) -> None:
    text = draw(steering())
    assert not [sign for sign in UNFIT if sign in text]
    assert "u0000" in text and "u202e" in text
    if draw is graph_svg:
        ET.fromstring(text)
    elif draw is graph_dot:
        assert len(pytest.importorskip("pygraphviz").AGraph(string=text).edges()) == 1
    else:
        mermaid_parts(text)


def test_picture_takes_any_words_as_they_stand() -> None:
    root = ET.fromstring(graph_svg(awkward()))
    titles = [title.text for title in root.iter(f"{SVG}title")]
    assert titles.count(AWKWARD) == 3
    texts = "".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
    assert "".join(AWKWARD.split()) in "".join(texts.split())


# DOT


@pytest.mark.parametrize("name", PARTS)
def test_graphviz_reads_the_dot_file_and_finds_everything(name: str) -> None:
    pygraphviz = pytest.importorskip("pygraphviz")
    found = part(name)
    read = pygraphviz.AGraph(string=graph_dot(found))
    assert {str(node) for node in read.nodes()} == {node.id for node in found.nodes}
    assert {(str(a), str(b)) for a, b in read.edges()} == {(edge.source, edge.target) for edge in found.edges}
    assert {str(box.name) for box in read.subgraphs()} == {f"cluster_{topic}" for topic in found.topics}


def test_dot_takes_any_words_as_they_stand() -> None:
    pygraphviz = pytest.importorskip("pygraphviz")
    read = pygraphviz.AGraph(string=graph_dot(awkward()))
    names = read.get_node("rule:OWN-010").attr["tooltip"]
    assert names.replace("\\\\", "\\") == AWKWARD
    assert len(read.edges()) == 1


# Mermaid

_ID = r"[A-Za-z][A-Za-z0-9_]*"
_LABEL = r'"(?:[^"#<`]|#\w+;|<b>|</b>|<br/>)*"'
MERMAID = {
    "node": re.compile(rf"^ *({_ID})(?:\[{_LABEL}\]|\(\[{_LABEL}\]\)):::(\w+)$"),
    "subgraph": re.compile(rf"^  subgraph ({_ID})\[{_LABEL}\]$"),
    "end": re.compile(r"^  end$"),
    "edge": re.compile(rf"^  ({_ID}) (?:-->|-- \d+ -->|-\. overrides \.->) ({_ID})$"),
    "class": re.compile(r"^  classDef (\w+) [a-z-]+:[^,;]+(?:,[a-z-]+:[^,;]+)*$"),
}


def mermaid_parts(text: str) -> dict[str, list[Any]]:
    """Read a flowchart line by line; every line must be one of the forms that Mermaid's grammar knows."""
    lines = text.splitlines()
    assert lines[0] == lines[2] == "---"
    assert lines[1].startswith('title: "')
    assert lines[3] == "flowchart LR"
    found: dict[str, list[Any]] = {name: [] for name in MERMAID}
    for line in lines[4:]:
        matches = {name: match for name, form in MERMAID.items() if (match := form.match(line))}
        assert len(matches) == 1, line
        ((name, match),) = matches.items()
        found[name].append(match.groups())
    return found


@pytest.mark.parametrize("name", PARTS)
def test_mermaid_declares_each_node_once_and_joins_only_these(name: str) -> None:
    text = graph_mermaid(part(name))
    read = mermaid_parts(text)
    ids = [node for node, _ in read["node"]] + [box for (box,) in read["subgraph"]]
    assert len(set(ids)) == len(ids)
    assert {end for edge in read["edge"] for end in edge} <= set(ids)
    assert {kind for _, kind in read["node"]} == {kind for (kind,) in read["class"]}
    assert len(read["subgraph"]) == len(read["end"])
    assert len(read["edge"]) <= MOST_EDGES
    assert len(text) <= MOST_CHARACTERS
    if name not in ("whole", "five topics"):
        assert len(read["edge"]) == len(part(name).edges)
        assert len(read["node"]) == len(part(name).nodes)


def test_mermaid_tells_topic_by_topic_what_is_too_large_for_it() -> None:
    boxes = [node for node, kind in mermaid_parts(graph_mermaid(WHOLE))["node"] if kind == "topic"]
    assert boxes == [f"topic_{topic}" for topic in BASE.topics]


def test_mermaid_takes_any_words_as_they_stand() -> None:
    text = graph_mermaid(awkward())
    mermaid_parts(text)
    label = re.search(r'rule_OWN_45_010\["(.*)"\]', text)
    assert label is not None
    signs = {"#quot;": '"', "#lt;": "<", "#gt;": ">", "#amp;": "&", "#96;": "`", "#35;": "#"}
    read = re.sub("|".join(signs), lambda match: signs[match[0]], label[1].split("<br/>")[-1])
    assert read == AWKWARD


# Boxes


def test_a_rule_of_an_overlay_says_whose_it_is() -> None:
    from springstep.engine.language.rules import Origin

    origin = Origin("club-rules", "added", "A. Coach", "2026-11-22", "trial", "To see.", "club.yaml", 3, 5)
    rules = tuple(replace(rule, origin=origin) if rule.id == "STP-010" else rule for rule in BASE.rules)
    own = next(n for n in rule_graph(replace(BASE, rules=rules), rule="STP-010").nodes if n.kind == "rule")
    assert own.lines[0] == "added by A. Coach: club-rules"
    assert any("A. Coach" in text.text for text in box_of(own).texts)


# Contests


def test_a_rule_dominates_what_is_dominated_by_it() -> None:
    found = {(rule.id, c.decision): c for rule in BASE.rules for c in contests(rule, BASE)}
    for (rule, decision), contest in found.items():
        for rival in contest.dominates:
            assert rule in {each.rule for each in found[rival.rule, decision].dominated_by}
        for rival in (*contest.equal, *contest.depends):
            back = found[rival.rule, decision]
            assert rule in {each.rule for each in (*back.equal, *back.depends)}


def test_the_closest_come_first() -> None:
    clearance = next(c for c in contests(BASE.rule("INJ-040"), BASE) if c.decision == "clearance")
    steps = list(BASE.decisions["clearance"].steps)
    order = [steps.index(rival.words.replace(" ", "_")) for rival in clearance.dominated_by]
    assert order == sorted(order)
    assert (clearance.words, clearance.dominates[0].words) == ("modify", "go")


def test_an_exception_is_no_contest() -> None:
    frequency = contests(BASE.rule("FRQ-070"), BASE)[0]
    assert "FRQ-080" not in {rival.rule for rival in _all_cases(frequency)}


def _all_cases(contest: Contest) -> list[Any]:
    return [*contest.dominates, *contest.dominated_by, *contest.equal, *contest.depends]


@examples(150)
@given(all_cases())
def test_who_dominated_in_a_session_could_be_read_off_the_rules(case: dict[str, Any]) -> None:
    for firing in recommend(case).trace.firings:
        standing = {contest.decision: contest for contest in contests(BASE.by_id[firing.rule], BASE)}
        for conclusion in firing.conclusions:
            if conclusion.kind not in ("step", "cap", "floor"):
                continue
            contest = standing[conclusion.target]
            stricter = {rival.rule for rival in (*contest.dominated_by, *contest.depends)}
            assert set(conclusion.dominated_by) - {firing.rule} <= stricter
