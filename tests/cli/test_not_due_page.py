"""Page one of a day on which bursts are not due: how many easy runs are missing, where that is known."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep import Recommendation, recommend
from springstep.cli.text.echo import unstyled
from springstep.cli.text.short_page import short_page
from springstep.installed import default_rule_base

BASE = default_rule_base()
STANDARD: dict[str, Any] = {**BASE.standard_cases["before"], "sessions_at_step": 1, "weeks_at_step": 1}


def page(made: Recommendation) -> str:
    return " ".join(unstyled(" ".join(short_page(made, BASE))).split())


@pytest.mark.parametrize(
    ("since", "words"),
    [(0, "Next: 2 more easy runs first, this one included; then bursts are due"), (1, "Next: This easy run first;")],
)
def test_it_says_how_many_easy_runs_are_missing(since: int, words: str) -> None:
    made = recommend({**STANDARD, "every_nth_easy_run": 3, "easy_runs_since_bursts": since})
    assert made.verdict == "not_due" and words in page(made)


@given(every=st.integers(1, 3), since=st.integers(0, 4))
def test_after_as_many_easy_runs_as_it_says_bursts_are_due(every: int, since: int) -> None:
    case = {**STANDARD, "every_nth_easy_run": every}
    made = recommend({**case, "easy_runs_since_bursts": since})
    if made.verdict != "not_due":
        assert "then bursts are due" not in page(made)
        return
    said = page(made).partition("Next: ")[2]
    missing = 1 if said.startswith("This easy run first") else int(said.partition(" ")[0])
    verdicts = [recommend({**case, "easy_runs_since_bursts": since + more}).verdict for more in range(1, missing + 1)]
    assert verdicts[:-1] == ["not_due"] * (missing - 1) and verdicts[-1] != "not_due"


def test_a_count_that_was_not_told_is_not_made_up() -> None:
    case = {name: value for name, value in STANDARD.items() if name != "easy_runs_since_bursts"}
    assert "then bursts are due" not in page(recommend(case))
