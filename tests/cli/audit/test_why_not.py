"""``springstep audit why-not``: a rule, a drill or a value, and why it did not come into play for one runner."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from springstep import Explanation
from springstep.cli.main import main
from tests.places import EXAMPLES

AUDIT = type(main)("audit", lazy={"why-not": ("springstep.cli.audit.why_not:why_not", "")})


def ask(case: str, target: str, *options: str, given: str | None = None) -> Result:
    path = case if case == "-" else str(EXAMPLES / case)
    return CliRunner().invoke(AUDIT, ["why-not", path, target, *options], input=given)


@pytest.mark.parametrize(
    ("case", "target", "words"),
    [
        ("stiff-hips.yaml", "RDY-040", ("RDY-040: did not fire.", "not met: fatigue is at least 7 (yours: 2 of 10)")),
        ("stiff-hips.yaml", "STF-020", ("not for hips, mild", "not met: stiffness severity is marked (yours: mild)")),
        ("ankle-return.yaml", "INJ-040", ("INJ-040: fired, and all of it carried", "fired for ankle, returning")),
        ("told-almost-nothing.yaml", "FRQ-070", ("dominated: How often", "PRG-170: more cautious")),
        ("mid-run-cue.yaml", "RDY-040", ("it is read before a run, and this is during a run",)),
        ("stiff-hips.yaml", "bounding", ("Bounding is ruled out", "STF-010")),
        ("stiff-hips.yaml", "clearance=go", ("Readiness is modify", "STF-010")),
    ],
)
def test_answer_is_read_at_80_columns(case: str, target: str, words: tuple[str, ...]) -> None:
    result = ask(case, target)
    assert result.exit_code == 0, result.output
    assert all(len(line) <= 80 for line in result.stdout.splitlines())
    folded = " ".join(result.stdout.split())
    assert all(word in folded for word in words), result.stdout


def test_json_is_an_explanation() -> None:
    result = ask("stiff-hips.yaml", "RDY-040", "--json")
    assert Explanation.from_json(result.stdout).rule == json.loads(result.stdout)["rule"] == "RDY-040"


def test_case_may_come_from_standard_input() -> None:
    result = ask("-", "INJ-010", given="pain: ache\ninjuries: []\n")
    assert "not met: pain is sharp (yours: ache)" in result.stdout


@pytest.mark.parametrize(
    ("case", "target", "words"),
    [
        ("stiff-hips.yaml", "RDY-999", ("no rule is called 'RDY-999'",)),
        ("stiff-hips.yaml", "boundng", ("no drill is called 'boundng'", "did you mean 'bounding'?")),
        ("stiff-hips.yaml", "clearance=goo", ("'goo' is not a step of clearance", "did you mean 'go'?")),
        ("no-such.yaml", "RDY-040", ("no-such.yaml: there is no such file",)),
    ],
)
def test_mistake_is_told_and_exits_with_2(case: str, target: str, words: tuple[str, ...]) -> None:
    result = ask(case, target)
    assert result.exit_code == 2 and result.stdout == ""
    assert all(word in result.stderr for word in words), result.stderr
