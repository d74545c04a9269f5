"""A kept plan is handed out only as long as the rules would still make it, with what was written down since."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Invoke
from tests.places import EXAMPLES

DAY = "2026-03-02"
BEFORE = "2026-03-01"


@pytest.fixture(autouse=True)
def own_diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    monkeypatch.chdir(tmp_path)


def kept(springstep: Invoke) -> None:
    made = springstep("recommend", EXAMPLES / "first-session.yaml", "--save", "--today", DAY)
    assert made.exit_code == 0, made.stderr


def logged(springstep: Invoke, day: str, *told: str) -> None:
    result = springstep("diary", "add", "--apart", "--day", day, "--minutes", "30", *told, "--today", DAY)
    assert result.exit_code == 0, result.stderr


BARS = (
    (DAY, "--kind", "workout", "--bursts", "none", "--pain", "sharp", "--pain-site", "knee"),
    (BEFORE, "--kind", "easy", "--bursts", "none", "--cues", "chest_pain"),
    (DAY, "--kind", "easy", "--bursts", "done", "--drill", "quick_feet", "--efforts", "3", "--seconds", "8"),
)


@pytest.mark.parametrize("told", BARS, ids=["sharp pain", "chest pain the day before", "bursts done already"])
def test_what_was_written_down_since_bars_the_kept_plan(
    springstep: Invoke, tmp_path: Path, told: tuple[str, ...]
) -> None:
    kept(springstep)
    logged(springstep, *told)
    for asked in (("plan", "--fit", "a.fit"), ("plan", "--json"), ("card",), ("card", "--pdf", "a.pdf")):
        result = springstep(*asked, "--today", DAY)
        assert (result.exit_code, result.stdout) == (1, ""), asked
        said = " ".join(result.stderr.split())
        assert "The plan of 2 March 2026 no longer stands: your diary now speaks against it." in said
        assert "springstep consult" in said
        assert "[" in said, "the rule is named"
    assert not list(tmp_path.glob("a.*"))


def test_that_an_earlier_warning_is_gone_is_not_said_of_one_written_down_since(springstep: Invoke) -> None:
    logged(springstep, "2026-02-20", "--kind", "easy", "--bursts", "none", "--pain", "ache", "--pain-site", "calf")
    case = (EXAMPLES / "first-session.yaml").read_text()
    Path("case.yaml").write_text(f"{case}\nwarning_gone: true\n")
    assert springstep("recommend", "case.yaml", "--save", "--today", DAY).exit_code == 0
    assert springstep("plan", "--today", DAY).exit_code == 0
    logged(springstep, BEFORE, "--kind", "easy", "--bursts", "none", "--pain", "sharp")
    assert springstep("plan", "--today", DAY).exit_code == 1
    week = springstep("week", "--runs", "mon easy, wed easy", "--ics", "w.ics", "--today", DAY)
    assert week.exit_code == 1 and not Path("w.ics").exists(), week.stdout


def test_what_speaks_against_nothing_leaves_the_plan_as_it_is(springstep: Invoke) -> None:
    kept(springstep)
    before = springstep("card", "--today", DAY)
    logged(springstep, "2026-02-27", "--kind", "easy", "--bursts", "none", "--pain", "none")
    after = springstep("card", "--today", DAY)
    assert (after.exit_code, after.stdout) == (0, before.stdout)
