"""``springstep plan`` and ``springstep week --ics``: the kept plan or a case, as files that are read back."""

from __future__ import annotations

import io
import json
import stat
from datetime import date, datetime
from pathlib import Path

import pytest
import vobject
import zxingcpp
from PIL import Image

from springstep import json_schema, recommend, workout
from springstep.formats.workouts import libraries
from springstep.formats.workouts.fit_reading import read_fit
from springstep.formats.workouts.zwift import read_zwift
from tests.cli.conftest import Invoke, WriteCase
from tests.places import EXAMPLES

DAY = "2026-11-29"
CASE = EXAMPLES / "first-session.yaml"
STEPS = """\
Bursts 3 x 8 s, 29 November 2026
Bursts today: 3 x 8 s of quick feet.
 10:00 Warm-up         About 6:45/km
2 times:
    0:08 Quick feet      Tiny taps, feet stay low; light contact
   1:30+ Calm jog        Press lap when breath is calm
    6:22 Easy run        About 6:45/km
  0:08 Quick feet      Tiny taps, feet stay low; light contact
 1:30+ Calm jog        Press lap when breath is calm
 12:22 Easy to the end About 6:45/km
40:00 in all, each recovery at its least.
"""


@pytest.fixture(autouse=True)
def own_diary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "diary.db"
    monkeypatch.setenv("SPRINGSTEP_DIARY", str(place))
    monkeypatch.chdir(tmp_path)
    return place


def keep(springstep: Invoke, case: Path = CASE, *, day: str = DAY) -> None:
    kept = springstep("recommend", case, "--save", "--today", day)
    assert kept.exit_code == 0 and "To a watch or calendar: springstep plan." in kept.stderr


def test_the_kept_plan_is_shown_step_by_step(springstep: Invoke) -> None:
    keep(springstep)
    result = springstep("plan", "--today", DAY)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(STEPS)
    assert result.stdout.removeprefix(STEPS).startswith("Nothing is written: --fit FILE.fit is for a watch")


def test_a_case_and_a_plan_in_a_file_and_the_kept_plan_come_to_the_same(
    springstep: Invoke, write_case: WriteCase, tmp_path: Path
) -> None:
    of_case = springstep("plan", CASE, "--no-diary", "--today", DAY)
    piped = springstep("plan", "-", "--no-diary", "--today", DAY, given=CASE.read_text(encoding="utf-8"))
    made = springstep("recommend", CASE, "--no-diary", "--json")
    of_file = springstep("plan", "--plan", write_case(made.stdout, "plan.json"), "--today", DAY, "--fit", "a.fit")
    keep(springstep)
    kept = springstep("plan", "--today", DAY, "--fit", "b.fit")
    assert of_case.stdout == piped.stdout
    assert of_case.stdout.startswith(STEPS) and of_file.stdout == kept.stdout == STEPS
    assert (tmp_path / "a.fit").read_bytes() == (tmp_path / "b.fit").read_bytes()


def test_every_file_is_its_owners_and_says_what_the_plan_says(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep)
    names = {"--fit": "run.fit", "--ics": "run.ics", "--icu": "run.txt", "--zwo": "run.zwo", "--qr": "run.png"}
    asked = [word for pair in names.items() for word in pair]
    result = springstep("plan", "--today", DAY, *asked, "--at", "7:30")
    assert (result.exit_code, result.stdout) == (0, STEPS)
    assert result.stderr == "".join(f"wrote {name}\n" for name in names.values())
    for name in names.values():
        assert stat.S_IMODE((tmp_path / name).stat().st_mode) == 0o600
    assert read_fit((tmp_path / "run.fit").read_bytes()).title == "Bursts 3 x 8 s"
    assert sum(step.seconds for step in read_zwift((tmp_path / "run.zwo").read_bytes()).steps) == 2400
    assert (tmp_path / "run.txt").read_text().startswith("- Warm-up 10m\n\n2x\n- Quick feet - Tiny taps")
    event = vobject.readOne((tmp_path / "run.ics").read_text()).vevent
    assert (event.dtstart.value, event.dtend.value) == (datetime(2026, 11, 29, 7, 30), datetime(2026, 11, 29, 8, 10))
    assert event.description.value.startswith("Bursts today: 3 x 8 s of quick feet.\nQuick feet: Take tiny")
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO((tmp_path / "run.png").read_bytes())).convert("L"))
    assert vobject.readOne(bytes(found.bytes).decode()).vevent.uid.value == event.uid.value


def test_written_again_it_is_the_same_bytes_and_never_over_a_file(springstep: Invoke, tmp_path: Path) -> None:
    first = springstep("plan", CASE, "--today", DAY, "--fit", "run.fit", "--ics", "run.ics")
    assert first.exit_code == 0, first.stderr
    before = [(tmp_path / name).read_bytes() for name in ("run.fit", "run.ics")]
    refused = springstep("plan", CASE, "--today", DAY, "--fit", "run.fit")
    assert (refused.exit_code, refused.stderr) == (
        2,
        "springstep: run.fit: already exists; overwrite it with --force\n",
    )
    again = springstep("plan", CASE, "--today", DAY, "--fit", "run.fit", "--ics", "run.ics", "--force")
    assert again.exit_code == 0 and before == [(tmp_path / name).read_bytes() for name in ("run.fit", "run.ics")]


@pytest.mark.parametrize("name", ["told-almost-nothing.yaml", "mid-run-cue.yaml", "after-run-log.yaml"])
def test_what_is_no_run_writes_nothing_and_says_so(springstep: Invoke, tmp_path: Path, name: str) -> None:
    result = springstep("plan", EXAMPLES / name, "--fit", "run.fit", "--json")
    assert (result.exit_code, result.stdout) == (1, "null\n")
    said = " ".join(result.stderr.split())
    assert said == f"{recommend(EXAMPLES / name).headline} That is no run to put on a watch; nothing is written."
    assert not (tmp_path / "run.fit").exists()


def test_a_day_to_run_easy_is_an_easy_run(springstep: Invoke) -> None:
    result = springstep("plan", EXAMPLES / "not-due-yet.yaml", "--today", DAY)
    assert result.stdout.splitlines()[:3] == [
        "Easy run, no bursts, 29 November 2026",
        "No bursts today: it is too soon after the last ones. Run easy.",
        " 50:00 Easy run        About 6:30/km",
    ]


def test_the_text_or_the_code_or_json_is_printed_alone(springstep: Invoke) -> None:
    text = springstep("plan", CASE, "--icu", "-")
    assert text.stdout.startswith("- Warm-up 10m\n\n2x\n") and text.stdout.endswith("- Easy to the end 12m22s\n")
    code = springstep("plan", CASE, "--qr", "-", "--at", "18:00")
    assert set(code.stdout) == {"\u2588", "\u2580", "\u2584", " ", "\n"}
    told = json.loads(springstep("plan", CASE, "--json").stdout)
    made = workout(recommend(CASE))
    assert made is not None and told == json.loads(made.to_json())
    assert told.keys() <= json_schema("workout")["properties"].keys()


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("--fit", "run.txt"), "Invalid value for --fit: run.txt does not end in .fit"),
        (("--fit", "-"), "Invalid value for --fit: - does not end in .fit"),
        (("--qr", "run.gif"), "run.gif does not end in .png or .svg"),
        (("--at", "7:30"), "--at goes with --ics or --qr"),
        (("--at", "24:00", "--ics", "a.ics"), "a time from 0:00 to 23:59, such as 18:30, not '24:00'"),
        (("--icu", "-", "--json"), "one thing on standard output: --icu - or --json"),
        (("--icu", "a.ics", "--ics", "a.ics"), "two files have the same name"),
        (("--plan", "plan.json"), "a CASE and --plan are two plans; give one of them"),
    ],
)
def test_options_that_go_wrong_are_told(springstep: Invoke, tmp_path: Path, asked: tuple[str, ...], words: str) -> None:
    (tmp_path / "plan.json").write_text("{}")
    result = springstep("plan", CASE, *asked)
    assert result.exit_code == 2 and words in " ".join(result.stderr.split())
    assert [path.name for path in tmp_path.iterdir()] == ["plan.json"]


def test_without_a_plan_it_says_where_to_get_one(springstep: Invoke) -> None:
    result = springstep("plan", "--today", DAY)
    assert result.exit_code == 2
    assert "no plan for 29 November 2026 is waiting in the diary" in result.stderr
    assert "or give a case, or a plan with --plan FILE" in result.stderr
    without = springstep("plan", "--no-diary")
    assert without.exit_code == 2 and "without the diary, give a CASE or --plan FILE" in without.stderr


def test_the_kept_plan_is_of_its_day_in_json_too(springstep: Invoke) -> None:
    keep(springstep)
    assert json.loads(springstep("plan", "--today", DAY, "--json").stdout)["on"] == DAY


def test_a_pace_that_was_told_is_not_asked_for(springstep: Invoke, write_case: WriteCase) -> None:
    lines = CASE.read_text(encoding="utf-8").splitlines()
    case = write_case("\n".join(line for line in lines if not line.startswith("duration_min")), "case.yaml")
    said = " ".join(springstep("plan", case, "--no-diary").stdout.split())
    assert "Answer first: length of the run. open Easy run About 6:45/km" in said
    bare = write_case("\n".join(line for line in lines if not line.startswith(("duration_min", "pace"))), "bare.yaml")
    said = " ".join(springstep("plan", bare, "--no-diary").stdout.split())
    assert "Answer first: length of the run, easy pace. open Easy run Nothing" in said


def test_a_run_of_unknown_length_is_for_a_watch_alone(
    springstep: Invoke, write_case: WriteCase, tmp_path: Path
) -> None:
    case = write_case("{pain: none, injuries: [], screening: [], today: [], legs: flooding}", "short.yaml")
    shown = springstep("plan", case, "--fit", "run.fit")
    assert shown.exit_code == 0 and "  open Easy run" in shown.stdout
    refused = springstep("plan", case, "--icu", "-", "--zwo", "run.zwo")
    assert refused.exit_code == 2 and "nobody has told how long it is" in refused.stderr
    assert not (tmp_path / "run.zwo").exists()


def test_without_the_extra_the_line_that_installs_it_is_told(
    springstep: Invoke, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(libraries, "find_spec", lambda name: None)
    for option, name in (("--fit", "run.fit"), ("--ics", "run.ics"), ("--qr", "run.svg")):
        result = springstep("plan", CASE, option, name)
        assert result.exit_code == 2 and result.stderr.endswith("pip install 'springstep[watch]'\n")
        assert not (tmp_path / name).exists()
    assert springstep("plan", CASE, "--icu", "-").exit_code == 0


def test_the_week_ahead_is_a_calendar_of_its_runs_with_bursts(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep)
    runs = ("--runs", "tue easy, thu easy, sat long, sun easy")
    result = springstep("week", *runs, "--today", "2026-11-30", "--ics", "week.ics")
    assert result.exit_code == 0 and result.stderr == "wrote week.ics\n"
    assert stat.S_IMODE((tmp_path / "week.ics").stat().st_mode) == 0o600
    carrying = [line for line in result.stdout.splitlines() if "bursts 3 x" in line]
    events = list(vobject.readOne((tmp_path / "week.ics").read_text()).vevent_list)
    assert len(events) == len(carrying) == 1
    assert (events[0].dtstart.value, events[0].summary.value) == (date(2026, 12, 1), "Bursts 3 x 8 s")
    assert "If nothing is off on the day" in events[0].description.value
    again = springstep("week", *runs, "--today", "2026-12-01", "--ics", "week.ics", "--force")
    assert again.exit_code == 0
    (event,) = vobject.readOne((tmp_path / "week.ics").read_text()).vevent_list
    assert event.uid.value == events[0].uid.value, "told again a day later, it is the same event"


def test_the_event_of_a_week_and_of_the_days_plan_is_one(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep)
    week = springstep("week", "--runs", "sun easy", "--today", DAY, "--ics", "week.ics")
    plan = springstep("plan", "--today", DAY, "--ics", "plan.ics")
    assert (week.exit_code, plan.exit_code) == (0, 0)
    of_week, of_plan = (vobject.readOne((tmp_path / name).read_text()).vevent for name in ("week.ics", "plan.ics"))
    assert of_week.uid.value == of_plan.uid.value and of_week.dtstart.value == of_plan.dtstart.value


def test_a_week_whose_bursts_are_gone_says_that_the_old_calendar_is_not(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep)
    (tmp_path / "week.ics").write_text("the week before")
    result = springstep("week", "--runs", "sat long", "--today", "2026-11-30", "--ics", "week.ics", "--force")
    assert result.exit_code == 1
    said = " ".join(result.stderr.split())
    assert "week.ics still holds the runs of an earlier week: delete it, and its events from your calendar." in said
    assert (tmp_path / "week.ics").read_text() == "the week before"


def test_a_week_that_loses_one_of_its_bursts_says_which_event_the_calendar_goes_on_showing(
    springstep: Invoke, tmp_path: Path
) -> None:
    keep(springstep)
    runs = ("--runs", "tue easy, fri easy, sun easy", "--ics", "week.ics", "--today", "2026-11-30")
    assert springstep("week", *runs).exit_code == 0
    events = vobject.readOne((tmp_path / "week.ics").read_text()).vevent_list
    first = events[0].dtstart.value
    without = ("--runs", "sun easy", "--ics", "week.ics", "--force")
    after = springstep("week", *without, "--today", "2026-11-30")
    assert after.exit_code == 0
    said = " ".join(after.stderr.split())
    assert f"week.ics had bursts on {first:%a} {first.day} {first:%b} before" in said
    assert "delete that event from your calendar" in said
    assert "delete" not in springstep("week", *without, "--today", "2026-11-30").stderr


def test_a_week_without_bursts_writes_no_calendar(springstep: Invoke, tmp_path: Path) -> None:
    keep(springstep)
    result = springstep("week", "--runs", "sat long", "--today", "2026-11-30", "--ics", "week.ics")
    assert result.exit_code == 1 and "no calendar is written" in result.stderr
    assert not (tmp_path / "week.ics").exists()
    wrong = springstep("week", "--runs", "sat long", "--ics", "week.txt")
    assert wrong.exit_code == 2 and "does not end in .ics" in wrong.stderr
