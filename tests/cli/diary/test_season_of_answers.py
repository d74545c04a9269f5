"""Weeks of runs logged by short answers alone: five for a session, three for an easy run, and the dose moves on."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import pairwise

import pytest
from click.testing import CliRunner, Result

from springstep.cli.main import main
from tests.cli.test_season_by_commands import TODAY

RUNS = 22
FIRST = date(2026, 3, 2)
SESSION, EASY = ["a", "", "n 2", "y", "4 4 3 4"], ["no", ""]
RECOVERED = "f"


class Logged:
    """A run: what was planned, how many questions were asked, and how many keys were pressed."""

    def __init__(self, planned: tuple[int, int] | None, result: Result, typed: str) -> None:
        self.planned = planned
        self.questions = result.stderr.count("> ")
        self.keys = len(typed)
        self.said = " ".join(result.stdout.split())


@pytest.fixture(scope="module")
def season(tmp_path_factory: pytest.TempPathFactory) -> list[Logged]:
    diary = str(tmp_path_factory.mktemp("season") / "diary.db")
    runs = []
    recovery_open = False
    for number in range(RUNS):
        day = str(FIRST + timedelta(days=2 * number))
        case = {**TODAY, "sessions_done": 0} if number == 0 else TODAY
        asked = ["recommend", "-", "--diary", diary, "--today", day, "--save", "--json"]
        session = json.loads(CliRunner().invoke(main, asked, input=json.dumps(case)).stdout)["session"]
        answers = [*(EASY if session is None else SESSION), *([RECOVERED] if recovery_open else [])]
        recovery_open = session is not None
        typed = "".join(f"{answer}\n" for answer in answers)
        result = CliRunner().invoke(main, ["diary", "add", "--diary", diary, "--today", day], input=typed)
        assert result.exit_code == 0, result.output
        planned = None if session is None else (session["efforts"], session["effort_s"])
        runs.append(Logged(planned, result, typed))
    return runs


def test_five_answers_log_a_session_and_three_an_easy_run(season: list[Logged]) -> None:
    sessions = [run for run in season if run.planned is not None]
    easy = [run for run in season if run.planned is None]
    assert len(sessions) >= 6 and {run.questions for run in sessions} == {5}
    assert max(run.questions for run in easy) == 3
    assert max(run.keys for run in sessions) <= 17 and max(run.keys for run in easy) <= 6


def test_every_session_counts_and_the_dose_moves_on(season: list[Logged]) -> None:
    sessions = [run for run in season if run.planned is not None]
    assert all("This session counts towards your next step." in run.said for run in sessions)
    assert sessions[0].planned == (3, 8) and sessions[-1].planned != (3, 8)


def test_bursts_come_when_the_diary_said_they_would(season: list[Logged]) -> None:
    for run, following in pairwise(season):
        assert ("Next bursts: your next easy run." in run.said) == (following.planned is not None)
