"""``springstep batch``: a table in, a table out."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Invoke

EXAMPLE = Path(__file__).parents[2] / "examples" / "athletes.csv"
OVERLAY = EXAMPLE.parent / "overlays" / "club-rules.yaml"


@pytest.fixture
def athletes(tmp_path: Path) -> Path:
    """Return the example with one more athlete, who is more tired than one can be."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    told = tmp_path / "athletes.csv"
    told.write_text("\n".join([*lines, lines[1].replace("a,", "d,", 1).replace(",2,", ",12,", 1)]), encoding="utf-8")
    return told


def test_the_example_has_no_fault(springstep: Invoke, tmp_path: Path) -> None:
    assert springstep("batch", EXAMPLE, "-o", tmp_path / "plans.parquet", "--keep", "athlete").exit_code == 0


def test_a_table_in_and_a_table_out(springstep: Invoke, athletes: Path, tmp_path: Path) -> None:
    target = tmp_path / "plans.jsonl"
    told = springstep("batch", athletes, "-o", target, "--keep", "athlete")
    assert told.exit_code == 1 and told.stdout == ""
    assert told.stderr == f"4 rows advised into {target}; something is wrong with 1\n"
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(row["athlete"], row["verdict"]) for row in found] == [
        ("a", "bursts"),
        ("b", "stop"),
        ("c", "bursts"),
        ("d", None),
    ]
    assert found[3]["errors"][0]["where"] == "fatigue"


def test_nothing_is_written_over_unasked(springstep: Invoke, athletes: Path, tmp_path: Path) -> None:
    target = tmp_path / "plans.csv"
    target.write_text("mine", encoding="utf-8")
    told = springstep("batch", athletes, "-o", target, "--keep", "athlete")
    assert told.exit_code == 2 and "--force" in told.stderr and target.read_text(encoding="utf-8") == "mine"
    assert springstep("batch", athletes, "-o", target, "--keep", "athlete", "--force").exit_code == 1
    assert target.read_text(encoding="utf-8") != "mine"


def test_why_of_one_row(springstep: Invoke, athletes: Path) -> None:
    told = springstep("batch", athletes, "--why", 1, "--of", "clearance")
    assert told.exit_code == 0 and "INJ-010" in told.stdout and "pain: sharp (you said so)" in told.stdout
    assert springstep("batch", athletes, "--why", 2).stdout.startswith("Bursts today, with care: 3 x 8 s")
    wrong = springstep("batch", athletes, "--why", 3)
    assert wrong.exit_code == 2 and "row 3: fatigue" in wrong.stderr
    assert "no row 4; from 0 to 3" in springstep("batch", athletes, "--why", 4).stderr


def test_a_column_that_is_no_fact(springstep: Invoke, athletes: Path, tmp_path: Path) -> None:
    told = springstep("batch", athletes, "-o", tmp_path / "plans.csv")
    assert told.exit_code == 2
    assert told.stderr == "springstep: athlete: is no fact; keep it as it is, or leave it out\n"


@pytest.mark.parametrize("words", [(), ("-o", "x.csv", "--why", 1), ("-o", "x.csv", "--of", "clearance")])
def test_bad_usage(springstep: Invoke, athletes: Path, words: tuple[object, ...]) -> None:
    assert springstep("batch", athletes, *words).exit_code == 2


def test_without_the_extra(springstep: Invoke, monkeypatch: pytest.MonkeyPatch, athletes: Path, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    told = springstep("batch", athletes, "-o", tmp_path / "x.csv")
    assert told.exit_code == 2 and "springstep[tables]" in told.stderr


def test_shares(springstep: Invoke, athletes: Path) -> None:
    told = springstep("batch", "shares", athletes, "--keep", "athlete")
    assert told.exit_code == 0
    lines = told.stdout.splitlines()
    assert lines[0] == "4 rows; something is wrong with 1" and lines[1] == "bursts: 2 (66.7 %)"
    assert "stop: 1 (33.3 %)" in lines and "by INJ-010" in told.stdout


def test_whose_plan_an_overlay_changes(springstep: Invoke, athletes: Path, tmp_path: Path) -> None:
    target, picture = tmp_path / "changed.csv", tmp_path / "verdicts.svg"
    words = ("batch", "diff", athletes, "--keep", "athlete", "-o", target, "--svg", picture)
    told = springstep(*words, "--overlay", OVERLAY)
    assert told.exit_code == 0, told.stderr
    assert told.stdout.startswith("4 rows; something is wrong with 1\n")
    assert target.read_text(encoding="utf-8").startswith('"athlete","row","verdict_before","verdict_after"')
    assert b"<desc id='desc'>bursts: 2 before" in picture.read_bytes()
    assert springstep(*words, "--overlay", OVERLAY).exit_code == 2
    assert springstep(*words, "--overlay", OVERLAY, "--force").exit_code == 0


def test_a_difference_from_what(springstep: Invoke, athletes: Path) -> None:
    told = springstep("batch", "diff", athletes, "--keep", "athlete")
    assert told.exit_code == 2 and "--overlay" in told.stderr
