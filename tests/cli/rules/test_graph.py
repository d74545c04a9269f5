"""``springstep rules graph``: the rules as a picture, as text for other programs, and what is said about mistakes."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke, Process

RULES = [rule.id for rule in default_rule_base().rules]


def test_picture_of_all_rules_is_one_svg_file(springstep: Invoke) -> None:
    result = springstep("rules", "graph")
    assert (result.exit_code, result.stderr) == (0, "")
    root = ET.fromstring(result.stdout)
    assert root.tag.endswith("svg")
    drawn = [group.get("data-rule") for group in root.iter() if group.get("data-rule")]
    assert sorted(set(map(str, drawn))) == sorted(RULES)


def test_topics_add_up(springstep: Invoke) -> None:
    text = springstep("rules", "graph", "--topic", "stop", "--topic", "log").stdout
    assert set(re.findall(r'data-rule="(...)', text)) == {"STP", "LOG"}


def test_one_rule_by_name_is_the_rule_by_id(springstep: Invoke) -> None:
    assert (
        springstep("rules", "graph", "--rule", "aching").stdout
        == springstep("rules", "graph", "--rule", "INJ-020").stdout
    )


@pytest.mark.parametrize(
    ("form", "start"),
    [("svg", "<svg "), ("dot", 'digraph "Readiness'), ("mermaid", "---\n"), ("json", "{\n")],
)
def test_forms(form: str, start: str, springstep: Invoke) -> None:
    result = springstep("rules", "graph", "--fact", "clearance", "--format", form)
    assert result.exit_code == 0
    assert result.stdout.startswith(start)
    assert result.stdout.endswith("\n")
    assert "INJ-040" in result.stdout


def test_bare_graph_holds_nodes_and_edges(springstep: Invoke) -> None:
    graph = json.loads(springstep("rules", "graph", "--rule", "FRQ-080", "--format", "json").stdout)
    assert {"kind": "overrides", "source": "rule:FRQ-080", "target": "rule:FRQ-070"}.items() <= graph["edges"][
        -1
    ].items()
    assert {node["kind"] for node in graph["nodes"]} == {"fact", "rule", "decision"}


def test_file_is_written_once_and_over_only_by_force(springstep: Invoke, tmp_path: Path) -> None:
    file = tmp_path / "rules.svg"
    wrote = springstep("rules", "graph", "--topic", "stop", "-o", file)
    assert (wrote.exit_code, wrote.stdout) == (0, "")
    assert "rules.svg" in wrote.stderr
    first = file.read_text(encoding="utf-8")
    refused = springstep("rules", "graph", "--topic", "log", "-o", file)
    assert refused.exit_code == 2
    assert "already exists; overwrite it with --force" in refused.stderr
    assert file.read_text(encoding="utf-8") == first
    assert springstep("rules", "graph", "--topic", "log", "-o", file, "--force").exit_code == 0
    assert file.read_text(encoding="utf-8") == springstep("rules", "graph", "--topic", "log", "-o", "-").stdout != first


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--topic", "injry"), "no topic is called 'injry'; did you mean 'injury'?"),
        (("--rule", "INJ-041"), "no rule is called 'INJ-041'; did you mean"),
        (("--fact", "fatige"), "did you mean 'fatigue'?"),
        (("--topic", "stop", "--rule", "INJ-040"), "choose one of them"),
        (("--format", "png"), "'png' is not one of"),
        (("-o", "nowhere/rules.svg"), "rules.svg: cannot be written"),
    ],
    ids=lambda part: " ".join(part) if isinstance(part, tuple) else "",
)
def test_mistakes_are_told_and_nothing_is_printed(arguments: tuple[str, ...], said: str, springstep: Invoke) -> None:
    result = springstep("rules", "graph", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_picture_that_cannot_be_drawn_says_what_to_install(springstep: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    result = springstep("rules", "graph", "--topic", "stop")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "springstep: the picture needs pygraphviz: pip install 'springstep[audit]'\n"
    assert springstep("rules", "graph", "--topic", "stop", "--format", "mermaid").exit_code == 0


def test_nothing_but_the_picture_is_written(process: Process) -> None:
    result = process("rules", "graph", "--topic", "stop")
    assert (result.returncode, result.stderr) == (0, b"")
    ET.fromstring(result.stdout)
