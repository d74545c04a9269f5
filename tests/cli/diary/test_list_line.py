"""A line of the list: whole minutes under their heading, and pain that was logged is seen at a glance."""

from __future__ import annotations

from datetime import date

import pytest

from springstep.cli.diary.diary_page import entry_line
from tests.diary.conftest import entry_by_hand

DAY = date(2026, 12, 1)


def test_minutes_from_a_distance_keep_to_their_column() -> None:
    whole, parts = (entry_line(entry_by_hand(1, day=DAY, duration_min=minutes)) for minutes in (266.0, 265.636))
    assert whole == parts


@pytest.mark.parametrize(("pain", "shown"), [("ache", "ache"), ("sharp", "sharp"), ("none", None), (None, None)])
def test_what_hurt_is_shown(pain: str | None, shown: str | None) -> None:
    line = entry_line(entry_by_hand(1, day=DAY, pain=pain, felt_after="normal"))
    assert line.endswith(f"normal, {shown}" if shown else "normal")
