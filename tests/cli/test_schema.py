"""The published schemas describe what goes in and what comes out, for programs that never saw the code."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from springstep.cli.main import main
from springstep.engine.text.source import parse
from springstep.installed import default_rule_base
from springstep.schemas import NAMES
from tests.cli.conftest import Invoke, WriteCase
from tests.places import ROOT

FILES = sorted(path for path in (ROOT / "examples").iterdir() if path.suffix in {".yaml", ".json"})
Checker = Callable[[str], Draft202012Validator]
TOLD: dict[str, Any] = {"pain": "none", "injuries": []}


@pytest.fixture(scope="module")
def checker() -> Checker:
    @cache
    def make(which: str) -> Draft202012Validator:
        result = CliRunner().invoke(main, ["schema", which])
        assert result.exit_code == 0, result.stderr
        schema = json.loads(result.stdout)
        Draft202012Validator.check_schema(schema)
        return Draft202012Validator(schema)

    return make


@pytest.mark.parametrize("which", NAMES)
def test_schema_names_its_dialect(which: str, springstep: Invoke) -> None:
    assert json.loads(springstep("schema", which).stdout)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


def test_the_documents_name_every_schema() -> None:
    told = (ROOT / "docs" / "integrator" / "json.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^springstep schema ([\w-]+)$", told, re.MULTILINE)) == NAMES
    listed = re.findall(r"`([\w-]+)`", " ".join(re.findall(r"^\|([^|]+)\|", told, re.MULTILINE)))
    assert tuple(listed) == NAMES


def test_a_name_that_no_schema_has_is_told_which_there_are(springstep: Invoke) -> None:
    told = springstep("schema", "seasons")
    assert told.exit_code == 2 and all(f"'{name}'" in told.stderr for name in NAMES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_examples_are_valid_cases(path: Path, checker: Checker) -> None:
    case = parse(path.read_text(encoding="utf-8"), name=path.name).value
    assert [error.message for error in checker("case").iter_errors(case)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_output_for_examples_is_a_valid_recommendation(path: Path, checker: Checker, springstep: Invoke) -> None:
    printed = json.loads(springstep("recommend", path, "--json").stdout)
    assert [error.message for error in checker("recommendation").iter_errors(printed)] == []


BAD = {
    "nothing told": {},
    "pain left out": {"injuries": []},
    "injuries left out": {"pain": "none"},
    "pain null": {**TOLD, "pain": None},
    "injuries null": {**TOLD, "injuries": None},
    "before, said out loud": {"moment": "before", "pain": "none"},
    "after without injuries": {"moment": "after", "pain": "none"},
    "after without pain": {"moment": "after", "injuries": []},
    "during without a cue": {"moment": "during", "bursts_done": 2},
    "during with a cue of null": {"moment": "during", "cue": None, "bursts_done": 2},
    "fever alone": {"moment": "before", "today": ["fever"]},
    "a healed injury alone": {"moment": "before", "injuries": [{"site": "ankle", "status": "resolved"}]},
    "unknown moment": {**TOLD, "moment": "later"},
    "unknown field": {**TOLD, "fatige": 3},
    "number too large": {**TOLD, "duration_min": 601},
    "number too small": {**TOLD, "duration_min": 0.5},
    "fraction for a count": {**TOLD, "fatigue": 2.5},
    "false for a number": {**TOLD, "duration_min": False},
    "text for a number": {**TOLD, "duration_min": "long"},
    "number for a flag": {**TOLD, "has_coach": 1},
    "word not on the list": {**TOLD, "surface": "lava"},
    "distance without a unit": {**TOLD, "distance": "10"},
    "pace without a unit": {**TOLD, "pace": "6:00"},
    "none beside an injury": {**TOLD, "injuries": ["none", {"site": "ankle", "status": "active"}]},
    "injury without a status": {**TOLD, "injuries": [{"site": "ankle"}]},
    "injury with more than is asked": {**TOLD, "injuries": [{"site": "ankle", "status": "active", "side": "left"}]},
    "a list": [TOLD],
}
GOOD = {
    "only what must be told": TOLD,
    "said to be before": {**TOLD, "moment": "before"},
    "after": {**TOLD, "moment": "after"},
    "during needs neither pain nor injuries": {"moment": "during", "cue": "all_well", "bursts_done": 1},
    "during without the bursts done": {"moment": "during", "cue": "all_well"},
    "during with bursts done of null": {"moment": "during", "cue": ["sharp_pain"], "bursts_done": None},
    "sharp pain alone during a run": {"moment": "during", "pain": "sharp"},
    "sharp pain alone": {"pain": "sharp"},
    "chest pain alone": {"moment": "before", "today": ["heat", "chest_pain"]},
    "dizziness alone in one word": {"today": "dizzy"},
    "dizziness alone as an item": {"today": [{"kind": "dizzy"}]},
    "chest pain alone after a run": {"moment": "after", "came_up": "chest_pain"},
    "an active injury alone": {"moment": "after", "injuries": [{"site": "ankle", "status": "active"}]},
    "a matter for a doctor alone": {"screening": ["no_base", "heart"], "pain": None},
    "null is not told": {**TOLD, "fatigue": None},
    "a whole number written as a fraction": {**TOLD, "fatigue": 3.0},
    "an injury": {**TOLD, "injuries": [{"site": "ankle", "status": "returning"}]},
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_bad_case_is_refused_by_schema_and_command_alike(
    case: Any, checker: Checker, springstep: Invoke, write_case: WriteCase
) -> None:
    assert not checker("case").is_valid(case)
    assert springstep("recommend", write_case(json.dumps(case), "case.json")).exit_code == 2


def test_limits_of_every_number_are_in_the_schema(checker: Checker) -> None:
    validator = checker("case")
    for name, info in default_rule_base().vocabulary.facts.items():
        if info.kind == "number":
            assert info.minimum is not None
            assert info.maximum is not None
            required = {"cue": "all_well", "bursts_done": 1} if info.moments[0] == "during" else TOLD
            told = {"moment": info.moments[0], **required}
            assert validator.is_valid({**told, name: info.minimum}), name
            assert validator.is_valid({**told, name: info.maximum}), name
            assert not validator.is_valid({**told, name: info.minimum - 1}), name
            assert not validator.is_valid({**told, name: info.maximum + 1}), name


@pytest.mark.parametrize("name", ["fatigue", "goal", "duration_min"])
def test_unknown_is_taken_by_schema_as_by_command(
    name: str, checker: Checker, springstep: Invoke, write_case: WriteCase
) -> None:
    case = {**TOLD, name: "unknown"}
    assert springstep("recommend", write_case(json.dumps(case), "case.json")).exit_code == 0
    assert checker("case").is_valid(case)


@pytest.mark.parametrize("case", GOOD.values(), ids=GOOD)
def test_good_case_is_taken_by_schema_and_command_alike(
    case: Any, checker: Checker, springstep: Invoke, write_case: WriteCase
) -> None:
    assert [error.message for error in checker("case").iter_errors(case)] == []
    assert springstep("recommend", write_case(json.dumps(case), "case.json")).exit_code == 0


def test_case_schema_asks_every_question(springstep: Invoke) -> None:
    fields = json.loads(springstep("schema", "case").stdout)["properties"]
    told = {name: field["description"] for name, field in fields.items()}
    asked = {name: info.question or info.label for name, info in default_rule_base().vocabulary.facts.items()}
    assert {name for name, words in told.items() if not words.startswith(asked[name])} == set()
    assert not any("title" in field for field in fields.values())  # of which code generators make names of types


@pytest.mark.parametrize(
    ("spoiled", "value"),
    [("moment", "later"), ("schema_version", "1.0"), ("decisions", None), ("assumed", {}), ("case", [])],
)
def test_recommendation_schema_refuses_what_is_not_one(
    spoiled: str, value: Any, checker: Checker, springstep: Invoke, examples: Path
) -> None:
    printed = json.loads(springstep("recommend", examples / "first-session.yaml", "--json").stdout)
    assert checker("recommendation").is_valid(printed)
    assert not checker("recommendation").is_valid({**printed, spoiled: value})
    assert not checker("recommendation").is_valid({name: part for name, part in printed.items() if name != "decisions"})


def test_explanations_and_changes_keep_to_their_schemas(checker: Checker, springstep: Invoke, examples: Path) -> None:
    hips = examples / "stiff-hips.yaml"
    for asked in (("--why", "drill", "--depth", "long"), ("--why-not", "bounding"), ("--why-not", "clearance=go")):
        printed = json.loads(springstep("recommend", hips, *asked, "--json").stdout)
        assert printed["parts"], asked
        assert [error.message for error in checker("explanation").iter_errors(printed)] == [], asked
    log = examples / "after-run-fatigue.yaml"
    changes = json.loads(springstep("recommend", log, "--what-would-change", "progression", "--json").stdout)
    assert changes["changes"] and changes["complete"]
    assert [error.message for error in checker("changes").iter_errors(changes)] == []
