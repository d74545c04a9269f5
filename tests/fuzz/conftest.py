"""Targets in which the harness has found what is not mended yet."""

from __future__ import annotations

import pytest

WAITING = {
    "test_a_mapping",
    "test_a_history",
    "test_a_recommendation",
    "test_a_question_about_a_plan",
    "test_a_schema",
    "test_a_command",
    "test_a_state",
    "test_lines",
    "test_beginning",
    "test_a_table",
    "test_an_overlay",
    "test_signatures",
    "test_a_day",
    "test_an_article_of_one_thing",
}


def pytest_collection_modifyitems(items: list[pytest.Function]) -> None:
    for item in items:
        if item.originalname in WAITING:
            item.add_marker(pytest.mark.xfail(strict=False, reason="not mended yet"))
