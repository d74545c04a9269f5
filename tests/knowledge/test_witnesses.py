"""The runners whom audits found and who were kept: each is still advised as when it was kept."""

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
def test_witness_is_advised_as_when_it_was_kept(path: Path) -> None:
    assert check_witness(path, BASE) == {}


@pytest.mark.parametrize("path", WITNESSES, ids=lambda path: path.stem)
def test_witness_tells_whom_and_what_it_shows(path: Path) -> None:
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert told["about"] in BASE.by_id and told["about"] in told["advised"]["fired"]
    assert told["witness"] == list(witness_of(BASE, told["case"]).words), "its words are those of the case"
    assert recommend(told["case"]).verdict == told["advised"]["verdict"]


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
    without = replace(BASE, rules=tuple(rule for rule in BASE.rules if rule.id != gone), unlaid=BASE.rules)
    found = check_witness(FOLDER / f"{name}.yaml", without)
    assert found.keys() == differing
    held, now = found["fired"]
    assert gone in held and gone not in now


@pytest.mark.parametrize("about", [None, "CLM-020", "INJ-040", "inj-040"])
def test_kept_runner_reads_back_as_it_was_written(tmp_path: Path, about: str | None) -> None:
    path = tmp_path / "kept.yaml"
    name, witness = witness_of_audit(full_audit(), about)
    assert name == (full_audit().findings[1].id if about is None else about.upper())
    path.write_text(witness_text((name, witness), BASE), encoding="utf-8")
    assert check_witness(path, BASE) == {}
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert told["about"] == name and told["witness"] == list(witness.words)
    assert recommend(told["case"]).headline == witness.headline


def test_runner_who_is_not_there_is_told_with_the_nearest() -> None:
    with pytest.raises(QueryError, match="no case is told for 'INJ-04'; did you mean 'INJ-040'"):
        witness_of_audit(full_audit(), "INJ-04")
    with pytest.raises(QueryError, match="nothing is open that a case shows; name a claim, rule or finding"):
        witness_of_audit(clean_audit(), None)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("case: {}", "is no example of an audit: it needs 'case' and 'advised'"),
        ("case: {moment: during}\nadvised: stop", "is no example of an audit"),
        ("[1, 2]", "is no example of an audit"),
        ("case: {moment: during, cue: all_wel, bursts_done: 1}\nadvised: {}", "cue: 'all_wel' is not allowed"),
        ("case: [", "not valid YAML"),
    ],
)
def test_file_that_is_no_witness_is_told(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SpringstepError) as caught:
        check_witness(path, BASE)
    assert told in str(caught.value)
