"""A day to come is no day of healing, and to clear an injury from the profile says what no longer counts."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from springstep.engine.inference.plain_answers import understand
from springstep.engine.language.answers import AnswerError
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke

BASE = default_rule_base()
TODAY = date(2026, 12, 1)


@pytest.mark.parametrize("when", ["2030", "in December 2030", "January 2027", "in 2027", "in Jan 2027"])
@pytest.mark.parametrize(("fact", "said"), [("injuries", "knee healed {}"), ("weeks_since_healed", "{}")])
def test_a_time_that_has_not_come_is_refused(fact: str, said: str, when: str) -> None:
    with pytest.raises(AnswerError, match="has not come yet"):
        understand(fact, said.format(when), BASE, today=TODAY)


@pytest.mark.parametrize(
    ("when", "weeks"), [("in November 2026", 0), ("this month", 0), ("in 2026", 0), ("in May", 26)]
)
def test_a_time_that_has_begun_is_taken(when: str, weeks: int) -> None:
    assert understand("injuries", f"knee healed {when}", BASE, today=TODAY).facts["weeks_since_healed"] == weeks


def test_to_clear_an_injury_says_what_no_longer_counts(
    springstep: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(tmp_path / "diary.db"))
    assert "No longer counts" not in springstep("profile", "set", "injuries", "calf", "active").output
    cleared = " ".join(springstep("profile", "set", "injuries", "none").output.split())
    assert "No longer counts: calf active." in cleared
    assert "springstep profile set injuries calf active" in cleared
    assert "No longer counts" not in springstep("profile", "set", "injuries", "none").output


def test_a_month_before_the_first_of_the_calendar_is_no_time() -> None:
    told = understand("injuries", "left knee healed in May", BASE, today=date.min)
    assert told.facts == {"injuries": [{"site": "knee", "status": "resolved"}]}
