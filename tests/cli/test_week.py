"""``springstep week``: the runs of a week as people write them, a page of twelve lines, what it refuses."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from springstep.cli.options.usual_runs import usual_runs
from springstep.diary.week_ahead import UsualRun
from springstep.engine.errors import QueryError
from springstep.formats.workouts.calendar import read_calendar
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke
from tests.places import EXAMPLES

DAY = "2026-12-28"
BASE = default_rule_base()
EASY = UsualRun("easy")
PIECES = (
    "mon",
    "tue",
    "sunday",
    "easy",
    "long",
    "run",
    "walk",
    "45",
    "1:30",
    "10 km",
    ",",
    ";",
    "and",
    "6,5 km",
    "-",
    "²",
)


@pytest.fixture(autouse=True)
def own_diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "diary.db"
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(place))
    monkeypatch.delenv("SPRINGSTEP_RUNS", raising=False)
    return place


def keep(springstep: Invoke, name: str) -> None:
    kept = springstep("recommend", EXAMPLES / name, "--save", "--today", DAY)
    assert kept.exit_code == 0, kept.stderr


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("tue", {1: EASY}),
        ("Tuesday, THU", {1: EASY, 3: EASY}),
        ("tue thu sat", {1: EASY, 3: EASY, 5: EASY}),
        ("tue, thu and sun", {1: EASY, 3: EASY, 6: EASY}),
        ("tuesdays; weds, thurs", {1: EASY, 2: EASY, 3: EASY}),
        ("tue easy, thu easy, sat long, sun easy", {1: EASY, 3: EASY, 5: UsualRun("long"), 6: EASY}),
        ("tue: easy; thu: workout", {1: EASY, 3: UsualRun("workout")}),
        ("sat run walk", {5: UsualRun("run_walk")}),
        ("mon recovery 30", {0: UsualRun("recovery", {"duration_min": 30.0})}),
        ("mon 45 min", {0: UsualRun("easy", {"duration_min": 45.0})}),
        ("tue easy 10 km, thu", {1: UsualRun("easy", {"distance": "10 km"}), 3: EASY}),
        ("mo tu we th fr sa su", dict.fromkeys(range(7), EASY)),
    ],
)  # fmt: skip
def test_the_runs_of_a_week_are_read_as_people_write_them(text: str, runs: dict[int, UsualRun]) -> None:
    assert usual_runs(text, BASE) == runs


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "no weekday in ''; write it as 'tue easy, thu easy, sat long, sun easy'"),
        ("easy", "'easy' is no weekday"),
        ("t", "'t' is no weekday"),
        ("mon, mon long", "Monday is named twice; name each day once"),
        ("mon, wed, fryday", "'fryday' is no weekday; did you mean Friday?"),
        ("wendesday easy, fri", "'wendesday' is no weekday; did you mean Wednesday?"),
        ("tue easy satruday long", "'satruday' is no weekday; did you mean Saturday?"),
        ("mon zumba", "'zumba' is not understood"),
        ("mon easy 45 parsecs", "'45 parsecs' is no length of a run"),
        ("mon 900 min", "'900 min' is no length of a run: 900"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, what: str) -> None:
    with pytest.raises(QueryError) as refused:
        usual_runs(text, BASE)
    assert what in str(refused.value)


@given(st.text(max_size=30) | st.lists(st.sampled_from(PIECES), max_size=8).map(" ".join))
def test_whatever_is_typed_is_read_or_refused(text: str) -> None:
    try:
        found = usual_runs(text, BASE)
    except QueryError:
        return
    assert found and all(
        0 <= weekday < 7 and run.kind in BASE.facts["run_kind"].values for weekday, run in found.items()
    )


@pytest.mark.parametrize("race", [[], ["--race", "2027-01-02"]])
@pytest.mark.parametrize(
    "name", ["marathon-build.yaml", "first-session.yaml", "ankle-return.yaml", "told-almost-nothing.yaml"]
)
def test_a_page_has_twelve_lines_at_most(springstep: Invoke, name: str, race: list[str]) -> None:
    keep(springstep, name)
    result = springstep("week", "--runs", "mo tu we th fr sa su", "--today", DAY, *race)
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert len(lines) <= 12 and all(len(line) <= 80 and line == line.rstrip() for line in lines)
    assert lines[0] == "The week from Mon 28 Dec 2026"
    days = [line[:10] for line in lines[1:8]]
    december = [f"{name} {day} Dec" for name, day in zip(("Mon", "Tue", "Wed", "Thu"), range(28, 32), strict=True)]
    assert days == [*december, "Fri  1 Jan", "Sat  2 Jan", "Sun  3 Jan"]
    assert all("[" in line and line.endswith("]") for line in lines[1:8])
    assert lines[8] == "If nothing is off on the day, and each run is done in full and goes well."


def test_each_run_says_bursts_or_not_and_why(springstep: Invoke) -> None:
    keep(springstep, "marathon-build.yaml")
    result = springstep("week", "--runs", "mon, tue, thu, sat long", "--today", DAY)
    assert result.stdout.splitlines()[1:5] == [
        "Mon 28 Dec  recovery  bursts 4 x 10 s  due [FRQ-100]",
        "Tue 29 Dec  easy      no bursts        not due yet [FRQ-110]",
        "Thu 31 Dec  easy      bursts 4 x 10 s  due [FRQ-100]",
        "Sat  2 Jan  long      no bursts        not an easy run [RUN-010]",
    ]


def test_the_race_of_the_diary_counts_and_an_option_goes_before_it(springstep: Invoke) -> None:
    keep(springstep, "marathon-build.yaml")
    assert springstep("diary", "race", "2027-01-03", "--today", DAY).exit_code == 0
    words = ["week", "--runs", "mon", "--today", DAY]
    assert "race in 6 days" in springstep(*words).stdout
    assert "race in 5 days" in springstep(*words, "--race", "2027-01-02").stdout
    gone = springstep(*words, "--race", "2026-12-27")
    assert gone.exit_code == 2 and "2026-12-27 has gone by; at the earliest today, 2026-12-28" in gone.stderr


def test_the_runs_may_stand_in_the_environment(springstep: Invoke, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(springstep, "marathon-build.yaml")
    monkeypatch.setenv("SPRINGSTEP_RUNS", "wed easy")
    assert "Wed 30 Dec  easy" in springstep("week", "--today", DAY).stdout


def test_without_runs_it_says_what_to_give(springstep: Invoke) -> None:
    result = springstep("week", "--today", DAY)
    assert result.exit_code == 2 and "--runs" in result.stderr


def test_without_a_diary_it_says_what_is_missing_and_starts_none(springstep: Invoke, own_diary: Path) -> None:
    result = springstep("week", "--runs", "tue", "--today", DAY)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "not enough to plan a week; answer `springstep consult` once and keep the plan" in result.stderr
    assert not own_diary.exists()


def test_a_week_without_a_run_says_so(springstep: Invoke) -> None:
    keep(springstep, "marathon-build.yaml")
    logged = springstep("diary", "add", "--today", DAY, "--bursts", "done")
    assert logged.exit_code == 0, logged.stderr
    assert "No run in these days." in springstep("week", "--runs", "mon", "--today", DAY).stdout


def test_json_gives_the_same_days(springstep: Invoke) -> None:
    keep(springstep, "marathon-build.yaml")
    words = ["week", "--runs", "tue, thu", "--today", DAY]
    found = json.loads(springstep(*words, "--json").stdout)
    assert [run["day"] for run in found["runs"]] == ["2026-12-28", "2026-12-29", "2026-12-31"]
    assert found["first"] == DAY and found["last"] == "2027-01-03" and found["supposed"]["pain"] == "none"


@pytest.mark.parametrize("today", ["2199-12-31", "2199-12-28"])
def test_the_calendar_may_end(springstep: Invoke, today: str) -> None:
    kept = springstep("recommend", EXAMPLES / "marathon-build.yaml", "--save", "--today", today)
    assert kept.exit_code == 0, kept.stderr
    result = springstep("week", "--runs", "mo tu we th fr sa su", "--today", today)
    assert result.exit_code == 0, result.stderr
    assert "Tue 31 Dec" in result.stdout


def test_no_reason_speaks_of_the_length_of_a_run_that_was_not_told(springstep: Invoke, tmp_path: Path) -> None:
    case = "moment: before\npain: none\nlegs: fresh\nfatigue: 1\nrun_kind: easy\npace: 9:30/mi\nsessions_done: 0\n"
    standing = "injuries: []\nscreening: []\nstiffness: []\nsurface: grass\nterrain: flat\nshoes: solid\ntoday: []\n"
    standing += "goal: fitness\nexperience: none\nhas_coach: false\nseason_phase: base\nsleep: enough\nfuel: fed\n"
    (tmp_path / "case.yaml").write_text(case + standing, encoding="utf-8")
    assert springstep("recommend", tmp_path / "case.yaml", "--save", "--today", DAY).exit_code == 0
    shown = springstep("week", "--runs", "tue, thu", "--today", DAY).stdout
    assert "too little is told" in shown and "Not told: length of the run" in shown
    assert "than this run" not in shown and "easy pace" not in shown


def test_without_runs_it_says_how_to_name_them(springstep: Invoke) -> None:
    result = springstep("week", "--today", DAY)
    assert result.exit_code == 2 and result.stdout == ""
    assert 'springstep week --runs "tue easy, thu easy, sat long, sun easy"' in " ".join(result.stderr.split())


def test_the_week_as_a_code_holds_the_events_of_its_calendar_in_short(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep, "first-session.yaml")
    ics, png = tmp_path / "week.ics", tmp_path / "week.png"
    words = ("week", "--runs", "mon tue wed thu fri sat sun", "--today", DAY)
    found = springstep(*words, "--ics", ics, "--qr", png)
    assert found.exit_code == 0 and found.stderr.count("wrote ") == 2
    (code,) = zxingcpp.read_barcodes(Image.open(png).convert("L"))
    long, short = read_calendar(ics.read_bytes()), read_calendar(bytes(code.bytes))
    assert len(long) > 1
    assert [replace(each, text="") for each in short] == [replace(each, text="") for each in long]
    assert all(len(after.text) <= len(before.text) for before, after in zip(long, short, strict=True))
    assert any("`springstep consult`" in each.text for each in short)
    assert springstep(*words, "--qr", "-").stdout.startswith("\u2588")
    assert springstep(*words, "--qr", png).exit_code == 2, "it is there"
    assert springstep(*words, "--qr", tmp_path / "week.gif").exit_code == 2
    assert springstep(*words, "--qr", "-", "--json").exit_code == 2
    none = springstep("week", "--runs", "sat long", "--today", "2026-12-29", "--qr", tmp_path / "none.png")
    assert none.exit_code == 1 and not (tmp_path / "none.png").exists()
