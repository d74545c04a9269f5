"""A race ahead that is told where another question was asked: it is heard, with its day where that is said."""

from __future__ import annotations

from typing import Any

import pytest

from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.inference.plain_answers import understand
from tests.strategies import BASE

FEELING = BASE.vocabulary.check_ins["how_you_are"]
TOLD: dict[str, dict[str, Any]] = {
    "race today": {"days_to_race": 0},
    "Race tomorrow!": {"days_to_race": 1},
    "racing in 2 days": {"days_to_race": 2},
    "race in three days": {"days_to_race": 3},
    "marathon in 6 days": {"days_to_race": 6},
    "race on Saturday": {},
    "half marathon this weekend": {},
}


@pytest.mark.parametrize("line", TOLD)
def test_a_race_ahead_is_heard_at_the_first_question_and_at_that_for_the_season(line: str) -> None:
    given = {"season_phase": "race_week", **TOLD[line]}
    assert read_check_in(FEELING, line, BASE).given == given
    assert dict(understand("season_phase", line, BASE).facts) == given


def test_a_race_ahead_is_heard_with_what_else_is_off() -> None:
    reading = read_check_in(FEELING, "slept badly, I have a race in 4 days", BASE)
    assert reading.given == {"sleep": "poor", "season_phase": "race_week", "days_to_race": 4}


def test_a_race_of_yesterday_is_none_ahead_and_one_that_is_denied_is_asked_about() -> None:
    assert read_check_in(FEELING, "race yesterday", BASE).given == {"today": ["race_yesterday"]}
    denied = read_check_in(FEELING, "no race tomorrow", BASE)
    assert (denied.given, denied.opened) == ({}, ("season_phase", "days_to_race"))
