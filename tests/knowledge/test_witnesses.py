"""The witnesses that audits found and that were saved: each is still advised as when it was saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from springstep import QueryError, SpringstepError, recommend
from springstep.engine.audit.witness_files import check_witness, witness_of_audit, witness_text
from springstep.engine.audit.witnesses import witness_of
from springstep.installed import default_rule_base
from tests.audits import clean_audit, full_audit
from tests.places import EXAMPLES

BASE = default_rule_base()
FOLDER = EXAMPLES / "witnesses"
WITNESSES = sorted(FOLDER.glob("*.yaml"))


def test_there_are_witnesses() -> None:
    assert len(WITNESSES) >= 5


@pytest.mark.parametrize("path", WITNESSES, ids=lambda path: path.stem)
def test_witness_is_advised_as_when_it_was_saved(path: Path) -> None:
    assert check_witness(path, BASE) == {}


@pytest.mark.parametrize("path", WITNESSES, ids=lambda path: path.stem)
def test_witness_says_what_it_is_about_and_shows(path: Path) -> None:
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["about"] in BASE.by_id and content["about"] in content["advised"]["fired"]
    assert content["witness"] == list(witness_of(BASE, content["case"]).words), "its words are those of the case"
    assert recommend(content["case"]).verdict == content["advised"]["verdict"]


@pytest.mark.parametrize(
    ("name", "gone", "differing"),
    [
        ("returning-knee", "INJ-040", {"decisions", "fired"}),
        ("unsteady-pelvis", "CUE-080", {"verdict", "decisions", "fired"}),
        ("race-within-a-week", "SEA-040", {"decisions", "fired"}),
        ("smallest-step-and-still-too-much", "PRG-107", {"verdict", "decisions", "fired"}),
        ("before-every-easy-run", "FRQ-085", {"fired"}),
    ],
)
def test_witness_sees_that_the_rule_it_is_about_is_gone(name: str, gone: str, differing: set[str]) -> None:
    without = replace(BASE, rules=tuple(rule for rule in BASE.rules if rule.id != gone), unlaid=BASE)
    found = check_witness(FOLDER / f"{name}.yaml", without)
    assert found.keys() == differing
    held, now = found["fired"]
    assert gone in held and gone not in now


@pytest.mark.parametrize("about", [None, "CLM-020", "INJ-040", "inj-040"])
def test_saved_witness_reads_back_as_it_was_written(tmp_path: Path, about: str | None) -> None:
    path = tmp_path / "saved.yaml"
    name, witness = witness_of_audit(full_audit(), about)
    assert name == (full_audit().findings[1].id if about is None else about.upper())
    path.write_text(witness_text((name, witness), BASE), encoding="utf-8")
    assert check_witness(path, BASE) == {}
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert content["about"] == name and content["witness"] == list(witness.words)
    assert recommend(content["case"]).headline == witness.headline


def test_missing_witness_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(QueryError, match="there is no case for 'INJ-O40'; did you mean 'INJ-040'"):
        witness_of_audit(full_audit(), "INJ-O40")
    with pytest.raises(QueryError, match="no open finding has a case to show; name a claim, rule or finding"):
        witness_of_audit(clean_audit(), None)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("case: {}", "is not an example from an audit: it needs 'case' and 'advised'"),
        ("case: {moment: during}\nadvised: stop", "is not an example from an audit"),
        ("[1, 2]", "is not an example from an audit"),
        ("case: {moment: during, cue: all_wel, bursts_done: 1}\nadvised: {}", "cue[0]: 'all_wel' is not allowed"),
        ("case: [", "not valid YAML"),
    ],
)
def test_file_that_is_not_a_witness_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpringstepError) as caught:
        check_witness(path, BASE)
    assert fault in str(caught.value)
