"""``springstep rules new`` drafts a rule into a file, touches nothing else in it, and the draft says what it lacks."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from springstep import KnowledgeError, SpringstepError, load_rule_base
from springstep.cli.rules.new import new
from springstep.engine.advice.rule_examples import check_examples
from springstep.engine.rulebase.drafting import next_id
from springstep.engine.text.source import parse_yaml
from springstep.installed import default_rule_base
from tests.places import KNOWLEDGE, OVERLAY

BASE = default_rule_base()
FILLED = {
    "name": "our-own-limit",
    "when": "fatigue >= 3 and legs in {heavy, flooding}",
    "because": "Tired and heavy is too much for us.",
    "fires_for": "{fatigue: 3, legs: heavy}",
    "silent_for": "{fatigue: 2, legs: heavy}",
    "reason": "club_policy",
    "note": "Agreed in the spring.",
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(new, [str(argument) for argument in arguments])


def drafted(*arguments: object) -> str:
    result = run(*arguments)
    assert result.exit_code == 0, (result.output, result.exception)
    return " ".join(result.stdout.split())


def fill(path: Path) -> None:
    """Fill in what a draft lacks, as its comments say."""
    text = path.read_text(encoding="utf-8").replace("- TODO", "- step: {clearance: modify}")
    for name, value in FILLED.items():
        text = re.sub(rf"({name}): TODO\b", rf"\1: {value}", text)
    path.write_text(text, encoding="utf-8")


def test_a_new_overlay_is_started_with_a_draft_that_says_what_it_lacks(tmp_path: Path) -> None:
    path = tmp_path / "My rules.yaml"
    said = drafted("season", "--overlay", path, "--author", "A. Coach", "--on", "2026-11-22")
    assert "Drafted OWN-010 in" in said
    assert "Still to fill in: name, when, then, because, fires_for, silent_for, reason, note." in said
    with pytest.raises(KnowledgeError) as caught:
        load_rule_base(overlays=[path])
    lines = path.read_text(encoding="utf-8").splitlines()
    for fault in caught.value.faults:
        assert fault.what == "is still to be filled in (TODO)"
        assert fault.line and "TODO" in lines[fault.line - 1]
    assert [fault.where.split(".")[-1] for fault in caught.value.faults] == [
        *("name", "when", "then[0]", "because", "fires_for", "silent_for", "reason", "note")
    ]


def test_a_draft_that_is_filled_in_loads_and_does_what_its_examples_say(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    drafted("readiness", "--overlay", path, "--author", "A. Coach", "--on", "2026-11-22")
    fill(path)
    base = load_rule_base(overlays=[path])
    check_examples(base)
    origin = base.by_id["OWN-010"].origin
    assert origin is not None
    assert (origin.overlay, origin.author, origin.date) == ("mine", "A. Coach", "2026-11-22")
    assert base.by_id["OWN-010"].moments == BASE.topic_moments["readiness"]


def test_further_drafts_take_the_next_ids_and_leave_the_rest_as_it_was(tmp_path: Path) -> None:
    path = Path(shutil.copy(OVERLAY, tmp_path))
    before = path.read_text(encoding="utf-8")
    assert "Drafted OWN-020" in drafted("dose", "--overlay", path, "--on", "2026-11-22")
    assert "Drafted OWN-030" in drafted("dose", "--overlay", path, "--on", "2026-12-24", "--author", "B: Coach")
    after = path.read_text(encoding="utf-8")
    at = next(
        n for n, (old, now) in enumerate(zip(before.splitlines(), after.splitlines(), strict=False)) if old != now
    )
    rest = before.splitlines()[at:]
    assert after.splitlines()[-len(rest) :] == rest
    added = parse_yaml(after, name="after").value["add"]  # type: ignore[index]
    assert [rule["id"] for rule in added] == ["OWN-010", "OWN-020", "OWN-030"]
    assert "author" not in added[1] and "date" not in added[1]
    assert (added[2]["author"], added[2]["date"]) == ("B: Coach", "2026-12-24")


def test_an_id_of_ones_own_is_taken(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    assert "Drafted CLB-700" in drafted("clb-700", "--topic", "dose", "--overlay", path, "--author", "A. Coach")
    again = run("CLB-700", "--topic", "dose", "--overlay", path)
    assert "CLB-700 is taken; the next free one is CLB-710" in str(again.exception)
    taken = run("RDY-020", "--overlay", path)
    assert f"RDY-020 is taken; the next free one is {next_id('RDY', BASE.by_id)}" in str(taken.exception)


def test_a_draft_goes_into_the_file_of_its_topic(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(KNOWLEDGE, tmp_path / "knowledge", ignore=shutil.ignore_patterns("__pycache__")))
    assert "Drafted SEA-060" in drafted("season", "--knowledge", folder)
    path = folder / "rules" / "season.yaml"
    assert path.read_text(encoding="utf-8").startswith(
        (KNOWLEDGE / "rules" / "season.yaml").read_text(encoding="utf-8")
    )
    with pytest.raises(KnowledgeError, match=r"season\.yaml:\d+:5: rules\[8\]\.when: is still to be filled in"):
        load_rule_base(folder)
    fill(path)
    assert load_rule_base(folder).by_id["SEA-060"].topic == "season"


def test_the_topic_of_an_id_is_that_of_its_area(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    drafted("RDY-900", "--overlay", path, "--author", "A. Coach")
    assert "topic: readiness" in path.read_text(encoding="utf-8")
    refused = run("XYZ-010", "--overlay", path)
    assert refused.exit_code == 2
    assert "name the topic of XYZ-010" in refused.output


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["seson", "--overlay", "mine.yaml"], "did you mean 'season'?"),
        (["season", "--overlay", "mine.yaml"], "--author NAME"),
        (["season", "--author", "A. Coach"], "--author goes with --overlay"),
    ],
)
def test_bad_usage_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output
    assert list(tmp_path.iterdir()) == []


def test_without_a_knowledge_folder_an_overlay_is_pointed_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "--overlay FILE puts the rule into a file of your own" in str(run("season").exception)


HEAD = "overlay: mine\nauthor: A. Coach\ndate: 2026-11-22\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pain: none\n", "is not an overlay"),
        ("- a list\n", "is not an overlay"),
        ("overlay: [\n", "not valid YAML"),
        (HEAD + "add: [{id: OWN-010}]\n", "is written within one line"),
        ("{overlay: mine, author: A. Coach}\n", "without changing the rest"),
        (HEAD + "add: some text\n", "is written within one line"),
    ],
)
def test_a_file_that_has_no_room_for_a_draft_is_left_as_it_is(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    result = run("season", "--overlay", path)
    assert isinstance(result.exception, SpringstepError)
    assert message in str(result.exception)
    assert path.read_text() == text
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "text",
    [
        HEAD,
        HEAD.rstrip(),
        HEAD + "add: []\n",
        HEAD + "add:   # nothing yet\nrelax:\n  - {rule: STF-060, off: true, reason: trial, note: Off.}\n",
        HEAD + "add:\n- id: OWN-010\n  name: one\n\n# what follows is about relaxing\nrelax: []\n# the end\n",
        HEAD + "add:\n    -   id: OWN-010\n        name: |\n          one\n\n          more\n",
    ],
)
def test_a_draft_finds_its_place_however_the_file_is_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(text)
    drafted("season", "--overlay", path)
    now, before = (parse_yaml(each, name="mine").value for each in (path.read_text(), text))
    assert isinstance(now, dict) and isinstance(before, dict)
    assert now["add"][:-1] == (before.get("add") or [])
    assert {k: v for k, v in now.items() if k != "add"} == {k: v for k, v in before.items() if k != "add"}
    comments = [line for line in text.splitlines() if line.startswith("#")]
    assert [line for line in path.read_text().splitlines() if line.startswith("#")] == comments
