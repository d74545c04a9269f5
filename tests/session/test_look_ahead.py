"""What the page says of the next step takes every number from the rules, whoever changed them."""

from __future__ import annotations

from pathlib import Path

import pytest

from springstep import RuleBase, load_rule_base, recommend

STANDARD = dict(load_rule_base().standard_cases["before"])
AFTER = dict(load_rule_base().standard_cases["after"])
OVERLAY = """
overlay: slow-club
author: A. Coach
date: 2026-11-22
tighten:
  - {{rule: {rule}, when: {when}, reason: club_policy, note: More than in the guide's rules.,
     fires_for: {fires}, silent_for: {silent}}}
"""


def laid(folder: Path, rule: str, fact: str, least: int) -> RuleBase:
    file = folder / "slow-club.yaml"
    fires, silent = f"{{{fact}: {least - 1}}}", f"{{{fact}: {least}}}"
    file.write_text(OVERLAY.format(rule=rule, when=f"{fact} < {least}", fires=fires, silent=silent), encoding="utf-8")
    return load_rule_base(overlays=[file])


def next_step(base: RuleBase | None = None) -> str:
    case = {**STANDARD, "sessions_at_step": 1, "weeks_at_step": 1}
    step = recommend(case, rule_base=base).next_step
    assert step is not None
    return step.say


def test_without_an_overlay_the_rules_own_numbers_are_told() -> None:
    assert "three weeks and three good sessions" in next_step()


@pytest.mark.parametrize(
    ("rule", "fact", "words"),
    [
        ("PRG-050", "sessions_at_step", "three weeks and five good sessions"),
        ("PRG-060", "weeks_at_step", "five weeks and three good sessions"),
    ],
)
def test_an_overlay_that_asks_for_more_is_what_the_page_tells(tmp_path: Path, rule: str, fact: str, words: str) -> None:
    assert words in next_step(laid(tmp_path, rule, fact, 5))


def test_the_shortest_run_for_the_next_set_is_one_that_gives_it_room() -> None:
    """What is said after a run holds on the day: the set fits a run of so many minutes, and none that is shorter."""
    coming = recommend(AFTER).next_step
    assert coming is not None
    least_min = int(coming.say.split(" min or more")[0].split()[-1])
    step = {"step_efforts": coming.efforts, "step_effort_s": coming.effort_s}
    there, shorter = (
        recommend({**STANDARD, **step, "duration_min": minutes}).session for minutes in (least_min, least_min - 1)
    )
    assert there is not None
    assert (there.efforts, there.effort_s) == (coming.efforts, coming.effort_s)
    assert shorter is None or shorter.total_s < there.total_s
