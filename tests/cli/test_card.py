"""``springstep card``: the kept plan or one in a file, as text for a phone, as files, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from springstep import recommend
from springstep.diary.card import Card
from tests.cli.conftest import Invoke, WriteCase
from tests.places import EXAMPLES

DAY = "2026-11-29"


@pytest.fixture(autouse=True)
def own_diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "diary.db"
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(place))
    return place


def keep(springstep: Invoke, name: str = "first-session.yaml", day: str = DAY) -> None:
    kept = springstep("recommend", EXAMPLES / name, "--save", "--today", day)
    assert kept.exit_code == 0, kept.stderr


@pytest.mark.parametrize("name", ["first-session.yaml", "hourly-cap.yaml", "ankle-return.yaml", "tired-strides.yaml"])
def test_todays_plan_is_put_on_a_card_of_phone_width(springstep: Invoke, name: str) -> None:
    keep(springstep, name)
    result = springstep("card", "--today", DAY)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0] == "springstep, Sun 29 Nov 2026"
    assert all(len(line) <= 40 and line == line.rstrip() for line in lines)
    text = " ".join(result.stdout.split())
    assert "If this, then that: - sharp pain -> Stop. Walk only if it does not hurt" in text
    assert "- out of breath, heart rate stays up -> rest for 180 s or more [CUE-090]" in text


def test_a_day_without_bursts_says_so(springstep: Invoke) -> None:
    keep(springstep, "not-due-yet.yaml")
    result = springstep("card", "--today", DAY)
    text = " ".join(result.stdout.split())
    headline = recommend(EXAMPLES / "not-due-yet.yaml").headline
    assert text.startswith(f"springstep, Sun 29 Nov 2026 {headline} [FRQ-110] ")
    assert "If this" not in text


def test_without_the_diary_the_plan_is_that_of_a_file(springstep: Invoke, write_case: WriteCase) -> None:
    keep(springstep)
    made = springstep("recommend", EXAMPLES / "first-session.yaml", "--no-diary", "--json")
    plan = write_case(made.stdout, "plan.json")
    assert springstep("card", "--no-diary", "--plan", plan).stdout == springstep("card", "--plan", plan).stdout
    refused = springstep("card", "--no-diary", "--today", DAY)
    assert refused.exit_code == 2 and "without the diary, give --plan FILE" in refused.stderr


def test_a_plan_in_a_file_gives_the_same_card(springstep: Invoke, write_case: WriteCase) -> None:
    keep(springstep)
    made = springstep("recommend", EXAMPLES / "first-session.yaml", "--no-diary", "--json")
    plan = write_case(made.stdout, "plan.json")
    from_file, kept = springstep("card", "--plan", plan), springstep("card", "--today", DAY)
    assert from_file.exit_code == 0, from_file.stderr
    assert from_file.stdout.splitlines()[1:] == kept.stdout.splitlines()[1:]


def test_json_holds_the_card(springstep: Invoke) -> None:
    keep(springstep)
    card = Card.from_json(springstep("card", "--today", DAY, "--json").stdout)
    assert card.verdict == "bursts" and len(card.answers) > 5


def test_pictures_are_written_and_not_over_others(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep)
    files = [tmp_path / name for name in ("card.svg", "card.pdf")]
    asked = ["card", "--today", DAY, "--picture", files[0], "--pdf", files[1]]
    result = springstep(*asked)
    assert result.exit_code == 0 and [f"wrote {path}" for path in reversed(files)] == result.stderr.splitlines()
    assert files[0].read_bytes().startswith(b"<?xml") and files[1].read_bytes().startswith(b"%PDF")
    again = springstep(*asked)
    assert (again.exit_code, again.stdout) == (2, "") and "already exists; overwrite it with --force" in again.stderr
    assert springstep(*asked, "--force").exit_code == 0
    png = tmp_path / "card.PNG"
    assert springstep("card", "--today", DAY, "--picture", png).exit_code == 0
    assert png.read_bytes().startswith(b"\x89PNG")


def test_what_is_no_picture_is_refused(springstep: Invoke) -> None:
    keep(springstep)
    result = springstep("card", "--today", DAY, "--picture", "card.gif")
    assert result.exit_code == 2 and "card.gif ends in neither .png nor .svg" in result.stderr


@pytest.mark.parametrize("day", [DAY, "2026-11-28"])
def test_without_a_plan_it_says_how_to_get_one(springstep: Invoke, day: str) -> None:
    keep(springstep, day="2026-11-27")
    result = springstep("card", "--today", day)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is waiting in the diary; keep one with `springstep consult`, or give one with --plan FILE" in result.stderr


def test_without_a_diary_it_says_so_too_and_starts_none(springstep: Invoke, own_diary: Path) -> None:
    result = springstep("card", "--today", DAY)
    assert result.exit_code == 2 and "no plan for 29 November 2026 is waiting" in result.stderr
    assert not own_diary.exists()


def test_a_run_that_is_written_down_needs_no_card(springstep: Invoke) -> None:
    keep(springstep)
    logged = springstep("diary", "add", "--today", DAY, "--bursts", "done")
    assert logged.exit_code == 0, logged.stderr
    assert springstep("card", "--today", DAY).exit_code == 2


def test_a_changed_plan_is_refused(springstep: Invoke, write_case: WriteCase) -> None:
    made = json.loads(springstep("recommend", EXAMPLES / "first-session.yaml", "--no-diary", "--json").stdout)
    made["session"]["efforts"] = 30
    result = springstep("card", "--plan", write_case(json.dumps(made), "plan.json"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert "plan.json: has been changed since the rules made it" in result.stderr


@pytest.mark.parametrize("content", ["", "{}", "[1]", "nonsense", '{"moment": "before"}'])
def test_what_is_no_plan_is_refused(springstep: Invoke, write_case: WriteCase, content: str) -> None:
    result = springstep("card", "--plan", write_case(content, "plan.json"))
    assert (result.exit_code, result.stdout) == (2, "") and "is no plan for a run" in result.stderr


def test_a_plan_after_a_run_is_none(springstep: Invoke, write_case: WriteCase) -> None:
    made = springstep("recommend", EXAMPLES / "after-run-log.yaml", "--no-diary", "--json").stdout
    result = springstep("card", "--plan", write_case(made, "plan.json"))
    assert result.exit_code == 2 and "is no plan for a run" in result.stderr
