"""``springstep group`` and ``springstep audit diff --group``: lines, cards, the page, JSON, and faults."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest

from springstep.group.advice import GroupAdvice
from springstep.group.change import GroupDifference
from tests.cli.conftest import Invoke
from tests.places import EXAMPLES, KNOWLEDGE, OVERLAY

GROUP = EXAMPLES / "group.csv"
DAY = ("--today", "2026-03-02")
BAD = "name,pain,injuries,screening,fatigue\nA,none,none,none,11\nB,none,none,none,3\n"


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    (tmp_path / "bad.csv").write_text(BAD)
    return tmp_path / "bad.csv"


def test_a_line_for_each_the_worrying_ones_first(springstep: Invoke) -> None:
    result = springstep("group", GROUP, *DAY)
    assert result.exit_code == 0, result.stderr
    first, *lines = result.stdout.splitlines()
    assert first == "10 athletes, 2 March 2026"
    told = [line for line in lines if line.startswith("Runner")]
    assert len(told) == 10
    assert told[0].split() == ["Runner", "3", "stop", "sharp", "pain", "INJ-010"]
    assert told[-1].startswith("Runner 1   bursts     4 x 10 s  light hops ")
    assert result.stderr == ""


def test_a_line_that_cannot_be_read_is_told_and_the_others_are_advised(springstep: Invoke, bad: Path) -> None:
    result = springstep("group", bad, *DAY)
    assert result.exit_code == 1
    folded = " ".join(result.stdout.split())
    assert "1 athlete, 2 March 2026 B " in folded
    assert folded.replace(" ", "").endswith(f"A,{bad},line2,column5:fatigue:11istoolarge;atmost10")


def test_json_holds_the_same(springstep: Invoke, bad: Path) -> None:
    result = springstep("group", bad, *DAY, "--json")
    assert result.exit_code == 1
    found = GroupAdvice.from_json(result.stdout)
    assert [each.name for each in found.athletes] == ["B"]
    assert [(fault.row, fault.line, fault.column) for fault in found.faults] == [("A", 2, 5)]


@pytest.mark.parametrize("name", ["none.csv", "none.xlsx", "none"])
def test_what_is_not_there_is_bad_input(springstep: Invoke, tmp_path: Path, name: str) -> None:
    result = springstep("group", tmp_path / name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert json.loads(springstep("group", tmp_path / name, "--json").stdout)["faults"]


def test_a_card_for_each_is_the_owners_alone_and_never_written_over_unasked(springstep: Invoke, tmp_path: Path) -> None:
    cards = tmp_path / "cards"
    result = springstep("group", GROUP, *DAY, "--cards", cards)
    assert result.exit_code == 0, result.stderr
    paths = sorted(cards.iterdir())
    assert [path.name for path in paths] == sorted(f"Runner-{number}.txt" for number in range(1, 11))
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths} == {0o600}
    assert stat.S_IMODE(cards.stat().st_mode) == 0o700
    card = (cards / "Runner-2.txt").read_text()
    assert card.startswith("Runner 2, Mon 2 Mar 2026\nBursts today, with care: 3 x 8 s of\n")
    assert "If this, then that:" in card
    again = springstep("group", GROUP, *DAY, "--cards", cards)
    assert again.exit_code == 2 and "already exists" in again.stderr
    assert springstep("group", GROUP, *DAY, "--cards", cards, "--force").exit_code == 0


def test_cards_of_odd_names_stay_inside_their_folder(springstep: Invoke, tmp_path: Path) -> None:
    names = ["../up", "a/b", "A B", "a-b", "..", "CON", "\u5f20\u4f1f", "x" * 80]
    lines = [f'"{name}",none,none,none' for name in names]
    (tmp_path / "odd.csv").write_text("\n".join(["name,pain,injuries,screening", *lines]), encoding="utf-8")
    result = springstep("group", tmp_path / "odd.csv", *DAY, "--cards", tmp_path / "deep" / "cards")
    assert result.exit_code == 0, result.stderr
    written = sorted(path.name for path in (tmp_path / "deep" / "cards").iterdir())
    assert len({name.casefold() for name in written}) == len(names)
    assert {path.name for path in tmp_path.iterdir()} >= {"odd.csv", "deep"}
    assert "\u5f20\u4f1f.txt" in written and "CON-.txt" in written


def test_cards_are_pictures_where_these_are_asked_for(springstep: Invoke, tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("name,pain,injuries,screening\nA,sharp,none,none\n")
    forms = ("--card-form", "svg", "--card-form", "pdf")
    assert springstep("group", tmp_path / "one.csv", *DAY, "--cards", tmp_path / "c", *forms).exit_code == 0
    assert {path.suffix: path.read_bytes()[:5] for path in (tmp_path / "c").iterdir()} == {
        ".svg": b"<?xml",
        ".pdf": b"%PDF-",
    }


def test_one_page_for_all_with_the_cards(springstep: Invoke, tmp_path: Path) -> None:
    page = tmp_path / "group.html"
    assert springstep("group", GROUP, *DAY, "--html", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert text.count("<article") == 10 and "If this, then that:" in text
    assert springstep("group", GROUP, *DAY, "--html", page).exit_code == 2


def test_an_athlete_has_her_own_diary_and_overlay(springstep: Invoke, tmp_path: Path) -> None:
    lines = GROUP.read_text().splitlines()
    table = [f"{lines[0]},diary,overlay", f"{lines[1]},one.db,", f"{lines[9]},,club.yaml"]
    (tmp_path / "own.csv").write_text("\n".join(table))
    (tmp_path / "club.yaml").write_text(OVERLAY.read_text())
    missing = springstep("group", tmp_path / "own.csv", *DAY)
    column = len(lines[0].split(",")) + 1
    assert missing.exit_code == 1 and f"line2,column{column}:diary:" in "".join(missing.stdout.split())
    added = springstep(
        *("diary", "add", "--diary", tmp_path / "one.db", "--today", "2026-03-02"),
        *("--day", "2026-03-01", "--kind", "easy", "--bursts", "none", "--pain", "sharp"),
    )
    assert added.exit_code in (0, 1), added.stderr
    result = springstep("group", tmp_path / "own.csv", *DAY, "--json")
    assert result.exit_code == 0, result.stdout
    found = {each.name: each for each in GroupAdvice.from_json(result.stdout).athletes}
    assert found["Runner 1"].verdict == "stop"


def test_a_diary_by_name_is_taken_from_a_folder(springstep: Invoke, tmp_path: Path) -> None:
    springstep(
        *("diary", "add", "--diary", tmp_path / "Runner 1.db", "--today", "2026-03-02"),
        *("--day", "2026-03-01", "--kind", "easy", "--bursts", "none", "--pain", "sharp"),
    )
    result = springstep("group", GROUP, *DAY, "--diaries", tmp_path, "--json")
    assert result.stderr == "1 of 10 athletes have a diary\n"
    found = {each.name: each for each in GroupAdvice.from_json(result.stdout).athletes}
    assert found["Runner 1"].verdict == "stop"


def test_a_form_of_cards_without_cards_is_bad_usage(springstep: Invoke) -> None:
    assert springstep("group", GROUP, "--card-form", "png").exit_code == 2


def test_the_rules_in_a_folder_advise_a_group_where_it_is_named(springstep: Invoke, tmp_path: Path) -> None:
    folder = tmp_path / "knowledge"
    shutil.copytree(KNOWLEDGE, folder)
    order = folder / "group.yaml"
    order.write_text(order.read_text().replace("words: stop}", "words: see a doctor}"))
    assert "see a doctor" in springstep("group", GROUP, *DAY, "--knowledge", folder).stdout
    assert "see a doctor" not in springstep("group", GROUP, *DAY).stdout


def test_diff_says_how_many_of_the_group_change_and_each_story(springstep: Invoke) -> None:
    result = springstep("audit", "diff", "--overlay", OVERLAY, "--group", GROUP)
    assert result.exit_code == 1, result.stderr
    folded = " ".join(result.stdout.split())
    assert folded.startswith("2 of your 10 change.")
    assert "RUN-030: The drills before every club run have warmed you up already." in folded
    assert "at least 10 min of easy running first (RUN-030) -> at least 8 min" in folded
    as_json = springstep("audit", "diff", "--overlay", OVERLAY, "--group", GROUP, "--json").stdout
    assert len(GroupDifference.from_json(as_json).changed) == 2


def test_diff_of_the_same_rules_changes_nobody(springstep: Invoke) -> None:
    result = springstep("audit", "diff", KNOWLEDGE, "--group", GROUP)
    assert (result.exit_code, result.stdout) == (0, "None of your 10 changes.\n")


@pytest.mark.parametrize("more", [(), ("--group", GROUP)])
def test_diff_needs_something_to_compare_with(more: tuple[str, ...], springstep: Invoke) -> None:
    result = springstep("audit", "diff", *more)
    assert result.exit_code == 2 and "there is nothing to compare" in result.stderr
