"""Runs that a watch recorded come into the diary: once, beside what the runner says, who is asked the rest."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path
from statistics import median
from typing import Any

import pexpect
import pytest
from jsonschema import validate

from springstep import json_schema
from springstep.cli.diary import import_activity
from springstep.cli.diary.activity_taking import Taking
from springstep.diary.asked import Around, asked_after
from springstep.diary.entry import Entry, PlannedSession
from springstep.diary.from_watch import fields_told
from springstep.diary.storage.store import Diary
from springstep.diary.watched import WatchedRun
from springstep.formats.activity.keeping import planned_workout, watched_run
from springstep.formats.signal.expected import expected
from springstep.installed import default_rule_base
from tests.cli.conftest import Invoke
from tests.cli.diary.conftest import kept
from tests.cli.diary.test_on_a_terminal import answer, ended
from tests.cli.terminals import Start
from tests.diary.conftest import entry_by_hand
from tests.formats.activity.files import at, file_id, fit, gpx, put, records, runs, session, tcx

DAY, TODAY = "2026-11-20", "2026-11-21"
NOTHING: dict[str, Any] = {"drill": None, "efforts": None, "effort_s": None, "bursts": "none"}
SAID = entry_by_hand(1, uid="ab" * 16, day=date(2026, 11, 20), plan=None, duration_min=12.0, **NOTHING)


@pytest.fixture
def take(springstep: Invoke, place: Path) -> Invoke:
    """Import files into the diary of the test."""

    def run(*words: object, today: str = TODAY) -> Any:
        return springstep("diary", "import-activity", *words, "--today", today, "--diary", place)

    return run


@pytest.fixture
def planned(springstep: Invoke, place: Path, examples: Path) -> Entry:
    """Put the plan of a first session into the diary, and return it."""
    found = springstep("recommend", examples / "first-session.yaml", "--save", "--today", DAY, "--diary", place)
    assert found.exit_code == 0, found.output
    (entry,) = kept(place)
    return entry


@pytest.fixture
def meanwhile(place: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let another program do something to the diary once, after the files are read and before it is written."""

    def prepare(*words: object) -> None:
        writes = import_activity._write
        command = [sys.executable, "-m", "springstep", "diary", *map(str, words), "--diary", str(place)]

        def after_another(taking: Taking, place: Path | None) -> None:
            while command:
                subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
                command.clear()
            writes(taking, place)

        monkeypatch.setattr(import_activity, "_write", after_another)

    return prepare


def flat(text: str) -> str:
    return " ".join(text.split())


def recordings(place: Path) -> tuple[WatchedRun, ...]:
    with Diary.open(place, create=False) as diary:
        return diary.recordings.all()


def by_steps(plan: PlannedSession, done: int, **values: Any) -> bytes:
    """Return a run whose watch carried the workout of a plan out, so many of its efforts."""
    workout = expected(planned_workout(plan, default_rule_base()))
    assert workout is not None
    lengths = {"warm_up": 600, "effort": plan.effort_s, "recovery": plan.rest_s, "easy": 360, "cool_down": 300}
    roles = list(workout.roles)
    repeat = roles.index(None)
    order = [0, *[place for _ in range(done) for place in range(1, repeat)], len(roles) - 1]
    laps: list[Any] = []
    quick: set[int] = set()
    second = 0
    for step in order:
        length = lengths[str(roles[step])]
        told = {"start_time": at(second), "total_elapsed_time": float(length or 0), "wkt_step_index": step}
        laps.append(("LAP", {"timestamp": at(second + (length or 0)), "lap_trigger": "time", **told}))
        if roles[step] == "effort":
            quick.update(range(second, second + (length or 0)))
        second += length or 0
    values = {"cadence": lambda s: 105 if s in quick else 85, **values}
    return fit(records(range(second), **values), laps, session(second))


def test_a_run_comes_in_once(take: Invoke, place: Path, tmp_path: Path) -> None:
    file = put(tmp_path, {"run.fit": fit()}) / "run.fit"
    first, again = take(file), take(file)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "run on 20 November, 10 min, 1.6 km, 6:10/km, road" in first.stdout
    assert f"springstep diary add --day {DAY}" in first.stdout
    assert again.stdout == "1 was there already.\n"
    (found,) = recordings(place)
    assert (found.day, found.entry, found.minutes) == (date(2026, 11, 20), None, 10)


def test_no_place_gets_into_the_diary_or_out_of_it(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path
) -> None:
    put(tmp_path, {"a/run.fit": fit(), "a/run.gpx": gpx().replace(b"2026-11-20", b"2026-11-19")})
    said = take(tmp_path / "a").output + take(tmp_path / "a", "--json").output
    springstep("diary", "export", tmp_path / "out", "--diary", place)
    written = [*tmp_path.glob("diary.db*"), *(tmp_path / "out").iterdir()]
    texts = [said.encode(), *(each.read_bytes() for each in written)]
    assert len(recordings(place)) == 2
    for part in (b"46.43", b"8.123", b"554000", b"97000000", b"1002000"):
        assert not any(part in text for text in texts)


def test_what_the_runner_said_stays_and_both_are_shown(
    take: Invoke, springstep: Invoke, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(SAID)
    found = take(put(tmp_path, {"run.fit": fit()}) / "run.fit")
    assert "goes with your entry abababab" in found.stdout and "watch: 10 min, you said 12 min" in found.stdout
    assert kept(place) == (SAID,)
    assert recordings(place)[0].entry == SAID.uid
    shown = springstep("diary", "show", "abababab", "--diary", place).stdout
    assert "watch: 10 min, you said 12 min" in shown and "Ground contact" in shown


def test_a_recording_that_waits_is_shown_with_what_each_figure_rests_on(
    take: Invoke, springstep: Invoke, place: Path, planned: Entry, tmp_path: Path
) -> None:
    assert planned.plan is not None
    take(put(tmp_path, {"run.fit": by_steps(planned.plan, 3)}) / "run.fit")
    (run,) = recordings(place)
    shown = flat(springstep("diary", "show", run.short, "--diary", place).stdout)
    assert "Bursts by the steps of the watch, 3 of 3 efforts were done" in shown
    assert re.search(r"Cadence \d+ steps/min \([\d,]+ samples, minute \d+ to \d+, confidence \d\.\d\)", shown)
    assert "waits for what only you can tell: springstep diary add" in shown
    told = springstep("diary", "show", run.short, "--json", "--diary", place)
    validate(json.loads(told.stdout), json_schema("watched-run"))


def test_a_recording_is_shown_beside_a_damaged_one_and_a_damaged_one_is_named(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path
) -> None:
    put(tmp_path, {"a.fit": fit(), "b.gpx": gpx().replace(b"-20T", b"-18T")})
    take(tmp_path / "a.fit", tmp_path / "b.gpx")
    damaged, sound = recordings(place)
    with closing(sqlite3.connect(place)) as raw, raw:
        raw.execute("UPDATE recordings SET checksum = 'x' WHERE digest = ?", (damaged.digest,))
    assert springstep("diary", "show", sound.short, "--diary", place).exit_code == 0
    said = springstep("diary", "show", damaged.short, "--diary", place)
    assert said.exit_code == 2 and f"the recording {damaged.short} cannot be read" in flat(said.stderr)


def test_a_recording_that_gives_no_figures_says_what_they_take(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path
) -> None:
    take(put(tmp_path, {"run.fit": fit(records(cadence=None), session())}) / "run.fit")
    shown = springstep("diary", "show", recordings(place)[0].short, "--diary", place).stdout
    assert "no figures: they take three minutes or more of easy running with cadence" in flat(shown)
    assert "confidence" not in shown


def test_a_runner_of_miles_is_told_miles(
    take: Invoke, springstep: Invoke, place: Path, examples: Path, tmp_path: Path
) -> None:
    case = (examples / "first-session.yaml").read_text().replace("6:45/km", "10:52/mi")
    (tmp_path / "miles.yaml").write_text(case)
    springstep("recommend", tmp_path / "miles.yaml", "--save", "--today", DAY, "--diary", place)
    fast = fit(records(range(2400), enhanced_speed=4.5), session(2400, total_distance=10_800.0))
    other = fit(file_id(manufacturer="coros", product=7), records(range(5, 2390)), session(2385, start=5))
    put(tmp_path, {"fast.fit": fast, "other.fit": other})
    said = [take(tmp_path / "fast.fit").stdout, take(tmp_path / "other.fit").stderr]
    short = recordings(place)[0].short
    said.append(springstep("diary", "list", "--today", TODAY, "--diary", place).stdout)
    said.append(springstep("diary", "show", short, "--diary", place).stdout)
    said.append(springstep("diary", "add", "--day", DAY, "--today", TODAY, "--diary", place, given="quit\n").stderr)
    assert all("40 min, 6.7 mi, 5:58/mi" in flat(each) for each in said), said
    assert "the run was at 5:57/mi, and your easy pace is 10:52/mi" in flat(said[0])
    assert re.search(r"Easy pace \d+:\d\d/mi", flat(said[3]))
    assert not any("km" in each for each in said)


def test_whether_the_pulse_was_back_before_each_next_burst_is_kept_and_said(
    take: Invoke, springstep: Invoke, place: Path, planned: Entry, tmp_path: Path
) -> None:
    """A pulse that comes down within a minute, and one that stays up after the second of three bursts."""
    assert planned.plan is not None
    length = planned.plan.effort_s or 0
    starts = [600 + number * (length + (planned.plan.rest_s or 0) + 360) for number in range(3)]

    def beats(slow: int | None) -> Callable[[int], int]:
        def at_second(second: int) -> int:
            since = [second - start for start in starts if second >= start]
            stays = slow is not None and len(since) > slow and since[-1] >= 0
            up = since and (since[-1] < 50 or (stays and len(since) == slow + 1))
            return 155 if up else 140

        return at_second

    said = {}
    for name, slow in (("soon", None), ("late", 1)):
        data = by_steps(planned.plan, 3, heart_rate=beats(slow))
        take(put(tmp_path, {f"{name}.fit": data}) / f"{name}.fit")
        (run,) = recordings(place)
        said[name] = run.heart_came_back, flat(springstep("diary", "show", run.short, "--diary", place).stdout)
        springstep("diary", "delete", run.short, "--yes", "--diary", place)
    assert said["soon"][0] is True and "s, each time before the next burst (" in said["soon"][1]
    assert said["late"][0] is False and "s, not each time before the next burst (" in said["late"][1]


def test_a_length_not_told_is_filled_in(take: Invoke, place: Path, keep: Callable[..., None], tmp_path: Path) -> None:
    keep(replace(SAID, duration_min=None))
    take(put(tmp_path, {"run.fit": fit()}) / "run.fit")
    assert kept(place) == (replace(SAID, duration_min=10.0),)


def test_an_entry_of_another_length_is_of_another_run(
    take: Invoke, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(replace(SAID, duration_min=75.0))
    assert "waits for what only you can tell" in take(put(tmp_path, {"run.fit": fit()}) / "run.fit").stdout
    assert recordings(place)[0].entry is None


def test_another_run_is_kept_apart_from_what_waits(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path
) -> None:
    take(put(tmp_path, {"run.fit": fit()}) / "run.fit")
    words = ("--day", DAY, "--kind", "easy", "--bursts", "none", "--apart", "--today", TODAY, "--diary", place)
    assert "your watch" not in springstep("diary", "add", *words).stdout
    assert kept(place)[0].duration_min is None and recordings(place)[0].entry is None


def test_what_waits_goes_with_an_entry_written_down_elsewhere(
    take: Invoke, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    file = put(tmp_path, {"run.fit": fit()}) / "run.fit"
    take(file)
    keep(SAID)
    assert "goes with your entry abababab" in take(file).stdout
    assert take(file).stdout == "1 was there already.\n"
    assert [run.entry for run in recordings(place)] == [SAID.uid]


@pytest.mark.parametrize("lengths", [(10, 15), (15, 10)])
def test_each_of_two_entries_of_a_day_takes_up_one_recording(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path, lengths: tuple[int, int]
) -> None:
    evening = at(36_000)
    put(tmp_path, {"a.fit": fit(), "b.fit": fit(records(range(900), began=evening), session(900, began=evening))})
    take(tmp_path / "a.fit", tmp_path / "b.fit")
    runs = [{"day": DAY, "run_kind": "easy", "bursts": "none", "duration_min": length} for length in lengths]
    (tmp_path / "two.json").write_text(json.dumps(runs))
    said = springstep("diary", "add", "--json", tmp_path / "two.json", "--today", TODAY, "--diary", place)
    assert said.exit_code == 0, said.output
    of = {entry.uid: entry.duration_min for entry in kept(place)}
    assert [of[run.entry or ""] for run in recordings(place)] == [10, 15]


def test_one_run_by_two_watches_is_counted_once(take: Invoke, place: Path, tmp_path: Path) -> None:
    other = fit(file_id(manufacturer="coros", product=7), records(range(5, 590)), session(585, start=5))
    put(tmp_path, {"one.fit": fit(), "two.fit": other})
    take(tmp_path / "one.fit")
    second = take(tmp_path / "two.fit")
    assert second.exit_code == 1 and "ran at the same time as 10 min" in second.stderr
    assert [run.maker for run in recordings(place)] == ["garmin 4315"]
    assert take(tmp_path / "two.fit", "--instead").exit_code == 0
    assert [run.maker for run in recordings(place)] == ["coros 7"]


def test_two_watches_started_and_stopped_at_one_moment_are_asked_about_too(
    take: Invoke, place: Path, tmp_path: Path
) -> None:
    other = fit(file_id(manufacturer="coros", product=7), records(range(1, 600)), session(599, start=1))
    put(tmp_path, {"one.fit": fit(), "two.fit": other, "one.tcx": tcx()})
    take(tmp_path / "one.fit")
    second = take(tmp_path / "two.fit")
    assert second.exit_code == 1 and "ran at the same time as 10 min" in flat(second.stderr)
    assert take(tmp_path / "one.tcx").stdout == "1 was there already.\n"
    assert [run.maker for run in recordings(place)] == ["garmin 4315"]


@pytest.mark.parametrize(("said", "maker"), [("no", "garmin 4315"), ("yes", "coros 7")])
def test_on_a_terminal_one_is_asked_which_of_two_watches_counts(
    take: Invoke, on_terminal: Start, place: Path, tmp_path: Path, said: str, maker: str
) -> None:
    other = fit(file_id(manufacturer="coros", product=7), records(range(5, 590)), session(585, start=5))
    put(tmp_path, {"one.fit": fit(), "two.fit": other})
    take(tmp_path / "one.fit")
    words = ("import-activity", str(tmp_path / "two.fit"), "--today", TODAY, "--diary", str(place))
    child: pexpect.spawn[str] = on_terminal("diary", *words)
    answer(child, "Take the new one in its place", said)
    if said == "yes":
        answer(child, "What kind of run", "quit")
        ended(child, 130)
    else:
        ended(child, 1)
    assert [run.maker for run in recordings(place)] == [maker]


def test_of_one_recording_in_several_files_the_fullest_is_kept(take: Invoke, place: Path, tmp_path: Path) -> None:
    put(tmp_path, {"a.tcx": tcx(), "b.fit": fit(), "c.fit": fit()})
    assert take(tmp_path / "a.tcx").exit_code == 0
    assert take(tmp_path / "b.fit", tmp_path / "c.fit", tmp_path / "a.tcx").exit_code == 0
    assert [run.source for run in recordings(place)] == ["fit"]


@pytest.mark.parametrize("first", ["a.tcx", "b.fit"])
def test_a_run_that_another_program_takes_meanwhile_is_there_once(
    take: Invoke, place: Path, tmp_path: Path, meanwhile: Callable[..., None], first: str
) -> None:
    put(tmp_path, {"a.tcx": tcx(), "b.fit": fit()})
    with Diary.open(place) as diary:
        diary.add(SAID)
    meanwhile("import-activity", tmp_path / first, "--today", TODAY)
    assert take(tmp_path / "b.fit").exit_code == 0
    assert [(run.source, run.entry) for run in recordings(place)] == [("fit", SAID.uid)]


def test_a_run_of_two_watches_taken_by_two_programs_is_told_and_kept_once(
    take: Invoke, place: Path, tmp_path: Path, meanwhile: Callable[..., None]
) -> None:
    other = fit(file_id(manufacturer="coros", product=7), records(range(5, 590)), session(585, start=5))
    put(tmp_path, {"a.fit": fit(), "b.fit": other})
    meanwhile("import-activity", tmp_path / "a.fit", "--today", TODAY)
    left = take(tmp_path / "b.fit")
    assert left.exit_code == 1 and "ran at the same time as" in flat(left.stderr)
    assert len(recordings(place)) == 1


def test_a_recording_goes_with_an_entry_that_another_program_writes_meanwhile(
    take: Invoke, place: Path, tmp_path: Path, meanwhile: Callable[..., None]
) -> None:
    file = put(tmp_path, {"a.fit": fit()}) / "a.fit"
    meanwhile("add", "--day", DAY, "--kind", "easy", "--bursts", "none", "--today", TODAY)
    taken = take(file)
    (entry,) = kept(place)
    assert taken.exit_code == 0 and f"goes with your entry {entry.short}" in taken.stdout
    assert [run.entry for run in recordings(place)] == [entry.uid] and entry.duration_min == 10


def test_old_runs_come_in_when_asked_for(take: Invoke, place: Path, tmp_path: Path) -> None:
    old = datetime(2019, 3, 3, 7, tzinfo=timezone.utc)
    file = put(tmp_path, {"old.fit": fit(records(began=old), session(began=old))}) / "old.fit"
    left = take(file)
    assert left.exit_code == 1
    assert "is a run of 3 March 2019, before 29 August; --since 2019-03-03 or --all takes it" in flat(left.stderr)
    assert "was the watch's clock wrong, --day YYYY-MM-DD says when the run was" in flat(left.stderr)
    assert not place.exists()
    assert take(file, "--since", "2019-03-03").exit_code == 0
    assert take(file, "--all").stdout == "1 was there already.\n"


@pytest.mark.parametrize("began", [datetime(1989, 12, 31, 1, tzinfo=timezone.utc), at(86_400 * 30)])
def test_a_wrong_clock_is_said_and_can_be_put_right(take: Invoke, place: Path, tmp_path: Path, began: datetime) -> None:
    file = put(tmp_path, {"run.fit": fit(records(began=began), session(began=began))}) / "run.fit"
    left = take(file)
    assert left.exit_code == 1 and "by a clock that was wrong" in left.stderr
    assert take(file, "--day", DAY).exit_code == 0
    assert recordings(place)[0].day.isoformat() == DAY


def test_the_bursts_of_a_plan_are_matched_by_the_steps_of_the_watch(
    take: Invoke, place: Path, planned: Entry, tmp_path: Path
) -> None:
    assert planned.plan is not None
    file = put(tmp_path, {"run.fit": by_steps(planned.plan, planned.plan.efforts or 0)}) / "run.fit"
    assert "by the steps of the watch, 3 of 3 efforts were done" in flat(take(file).stdout)
    (found,) = recordings(place)
    assert (found.bursts, found.told_by) == ("done", "steps")


def test_what_waits_is_taken_up_when_the_run_is_written_down(
    take: Invoke, springstep: Invoke, place: Path, planned: Entry, tmp_path: Path
) -> None:
    assert planned.plan is not None
    take(put(tmp_path, {"run.fit": by_steps(planned.plan, 2)}) / "run.fit")
    assert "waiting for what only you can tell" in springstep("diary", "list", "--diary", place).stdout
    words = ("--day", DAY, "--bursts", "done", "--felt", "normal")
    said = springstep("diary", "add", *words, "--today", TODAY, "--diary", place)
    assert "It goes with the run that your watch recorded" in said.stdout
    assert "watch: 2 of 3 efforts, you said 3" in said.stdout
    (entry,) = kept(place)
    assert (entry.bursts, entry.efforts) == ("done", 3)
    assert recordings(place)[0].entry == entry.uid
    assert "waiting" not in springstep("diary", "list", "--diary", place).stdout


def test_on_a_terminal_the_rest_is_asked_at_once(
    on_terminal: Start, place: Path, planned: Entry, tmp_path: Path
) -> None:
    assert planned.plan is not None
    file = put(tmp_path, {"run.fit": by_steps(planned.plan, 3)}) / "run.fit"
    words = ("import-activity", str(file), "--today", TODAY, "--diary", str(place))
    child: pexpect.spawn[str] = on_terminal("diary", *words)
    answer(child, "as the steps of your watch say", "")
    answer(child, "hurt or come up", "")
    answer(child, "How did you feel", "normal 3")
    answer(child, "form hold", "yes")
    answer(child, "Rate", "4 4 4 4")
    said = ended(child)
    assert "It goes with the run" in said
    (entry,) = kept(place)
    assert (entry.bursts, entry.efforts, entry.effort_s, entry.felt_after) == ("done", 3, 8, "normal")


def test_at_most_five_questions_are_left_for_most(planned: Entry) -> None:
    """Planned runs by steps or not, whole or in part; unplanned ones with bursts and without; each after a session."""
    plan, base = planned.plan, default_rule_base()
    assert plan is not None
    left = []
    for data in (by_steps(plan, 3), by_steps(plan, 2), by_steps(plan, 1), fit(), tcx(), gpx()):
        for meant, bursts in ((plan, "done"), (None, "none"), (None, "done")):
            run = watched_run(runs(data)[0], name="run", day=planned.day, plan=meant, base=base)
            told = fields_told(run, meant)
            known = {"bursts": bursts, **told, **({"run_kind": "recovery"} if meant else {})}
            there = Around(plan=meant, told=tuple(told), recover_from="" if meant else "Thursday")
            left.append(len(asked_after(known, there)))
    assert median(left) <= 5 and max(left) <= 7, left


@pytest.mark.parametrize(("count", "named", "more"), [(20, 20, 0), (21, 5, 16), (30, 5, 25)])
def test_what_is_left_is_said_each_in_a_line_and_of_many_a_few_of_each_kind(
    take: Invoke, tmp_path: Path, count: int, named: int, more: int
) -> None:
    put(tmp_path, {f"many/{number:02}.fit": b"no" for number in range(count)} | {"many/none.fit": b""})
    found = take(tmp_path / "many")
    assert found.exit_code == 1
    assert flat(found.stderr).count("is no recording of a watch") == named
    assert flat(found.stderr).count(": is empty") == 1
    assert (f"and {more} more of this kind" in found.stderr) == ("With --json" in found.stderr) == (more > 0)
    assert len(json.loads(take(tmp_path / "many", "--json").stdout)["left"]) == count + 1


def test_reasons_that_differ_in_a_figure_are_of_one_kind(take: Invoke, tmp_path: Path) -> None:
    short = {f"many/{number}.fit": fit(records(range(number)), session(number)) for number in range(10, 40)}
    left = flat(take(put(tmp_path, short) / "many").stderr)
    assert left.count("s, which is no run") == 5 and "and 25 more of this kind" in left


def test_for_programs_all_is_told_as_json(take: Invoke, tmp_path: Path) -> None:
    put(tmp_path, {"run.fit": fit(), "no.fit": b"no"})
    found = take(tmp_path / "run.fit", tmp_path / "no.fit", "--json")
    told = json.loads(found.stdout)
    validate(told["taken"][0]["recording"], json_schema("watched-run"))
    assert [each["recording"]["duration_min"] for each in told["taken"]] == [10]
    assert [each["code"] for each in told["left"]] == ["malformed"]
    assert found.exit_code == 1


def test_a_folder_without_files_of_a_watch_says_so(take: Invoke, tmp_path: Path) -> None:
    put(tmp_path, {"empty/photo.jpg": b"\xff\xd8"})
    found = take(tmp_path / "empty")
    assert found.exit_code == 1 and "holds no file of a watch; files end in .fit, .tcx or .gpx" in flat(found.stderr)


@pytest.mark.parametrize(
    ("module", "data"), [("garmin_fit_sdk", fit()), ("defusedxml.common", gpx())], ids=["fit", "gpx"]
)
def test_a_library_that_is_missing_is_named(
    take: Invoke, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, data: bytes
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    found = take(put(tmp_path, {"run": data}) / "run")
    assert found.exit_code == 1 and "pip install 'springstep[watch]'" in found.stderr.replace("\n", "")


def test_options_that_contradict_each_other_are_bad_usage(take: Invoke, tmp_path: Path) -> None:
    put(tmp_path, {"a.fit": fit(), "b.fit": fit()})
    assert take(tmp_path / "a.fit", "--since", DAY, "--all").exit_code == 2
    assert take(tmp_path / "a.fit", tmp_path / "b.fit", "--day", DAY).exit_code == 2


@pytest.mark.parametrize("day", ["1999-12-31", "2026-11-30", "9999-12-31"])
def test_a_day_on_which_no_watch_recorded_is_not_put_down_to_its_clock(
    take: Invoke, place: Path, tmp_path: Path, day: str
) -> None:
    said = take(put(tmp_path, {"run.fit": fit()}) / "run.fit", "--day", day)
    assert said.exit_code == 2
    assert f"--day: no watch can have recorded a run on {day}" in flat(said.stderr)
    assert not place.exists()


def test_a_list_tells_days_from_the_day_given(take: Invoke, springstep: Invoke, place: Path, tmp_path: Path) -> None:
    take(put(tmp_path, {"run.fit": fit()}) / "run.fit")
    said = {
        today: springstep("diary", "list", "--today", today, "--diary", place).stdout for today in (TODAY, "2027-01-02")
    }
    assert all("waiting for what only you can tell" in each for each in said.values())
    assert len(set(said.values())) == 2, said


def test_a_recording_is_carried_checked_and_deleted_with_the_diary(
    take: Invoke, springstep: Invoke, place: Path, keep: Callable[..., None], tmp_path: Path
) -> None:
    keep(SAID)
    take(put(tmp_path, {"run.fit": fit(), "b.gpx": gpx().replace(b"-20T", b"-18T")}) / "run.fit", tmp_path / "b.gpx")
    before = recordings(place)
    assert len(before) == 2
    assert springstep("diary", "check", "--diary", place).stdout == "1 entry and 2 recordings, all as written\n"
    springstep("diary", "export", tmp_path / "out", "--diary", place)
    other = tmp_path / "other.db"
    brought = springstep("diary", "import", tmp_path / "out", "--today", TODAY, "--diary", other)
    assert brought.exit_code == 0 and "; 2 recordings came with them\n" in brought.stdout
    assert recordings(other) == before
    springstep("diary", "edit", "abababab", "--minutes", 11, "--today", TODAY, "--diary", other)
    assert recordings(other) == before
    taken_up = next(run for run in before if run.entry is not None)
    gone = springstep("diary", "delete", "abababab", "--yes", "--diary", other)
    assert gone.stdout == f"deleted abababab, and its recording {taken_up.short} with it\n"
    assert [run.entry for run in recordings(other)] == [None]
    springstep("diary", "delete", recordings(other)[0].short, "--yes", "--diary", other)
    assert recordings(other) == ()
    gone = springstep("diary", "delete", "--all", "--yes", "--diary", place)
    assert gone.stdout == "deleted 1 entry and 2 recordings\n"
    assert recordings(place) == ()
    kept = [each.read_bytes() for each in tmp_path.glob("diary.db*")]
    assert not any(run.digest.encode() in every for run in before for every in kept)


def test_a_recording_deleted_while_one_is_asked_stays_deleted(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take(put(tmp_path, {"run.fit": fit()}) / "run.fit")

    def read_and_deleted(_: Path | None) -> tuple[WatchedRun, ...]:
        with Diary.open(place) as diary:
            found = diary.recordings.sound()
            diary.recordings.delete(found[0].digest)
        return found

    monkeypatch.setattr("springstep.cli.diary.add.earlier_recordings", read_and_deleted)
    words = ("--day", DAY, "--kind", "easy", "--bursts", "none")
    said = springstep("diary", "add", *words, "--today", TODAY, "--diary", place)
    assert said.exit_code == 0, said.output
    assert recordings(place) == ()


def test_a_run_of_another_file_is_counted_once_when_a_diary_is_brought_in(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path
) -> None:
    put(tmp_path, {"run.fit": fit(), "run.gpx": gpx()})
    take(tmp_path / "run.fit")
    springstep("diary", "export", tmp_path / "out", "--diary", place)
    other = tmp_path / "other.db"
    springstep("diary", "import-activity", tmp_path / "run.gpx", "--today", TODAY, "--diary", other)
    for more, source in (((), "gpx"), (("--replace",), "fit")):
        said = springstep("diary", "import", tmp_path / "out", *more, "--today", TODAY, "--diary", other)
        assert said.exit_code == 0, said.output
        assert [run.source for run in recordings(other)] == [source]


def test_that_a_run_waits_is_said_and_bursts_do_not_come_the_next_day(
    springstep: Invoke, place: Path, examples: Path, tmp_path: Path
) -> None:
    case = examples / "first-session.yaml"
    springstep("recommend", case, "--save", "--today", "2026-03-02", "--diary", place)
    file = examples / "recordings" / "first-session.fit"
    springstep("diary", "import-activity", file, "--today", "2026-03-02", "--diary", place)
    untold = tmp_path / "case.yaml"
    untold.write_text("".join(line for line in case.read_text().splitlines(True) if "sessions_done" not in line))
    at = ("--today", "2026-03-03", "--diary", place)
    advised = springstep("recommend", untold, *at)
    week = springstep("week", "--runs", "Tue easy 40, Thu easy 40", *at)
    consulted = springstep("consult", "--moment", "before", *at, given="quit\n")
    for said in (advised, week, consulted):
        assert "The run of 2 March that your watch recorded waits for your answers" in " ".join(said.output.split())
    assert advised.stdout.startswith("No bursts today: it is too soon")
    assert "Tue  3 Mar  easy  no bursts" in week.stdout


@pytest.mark.parametrize(
    ("length_s", "metres", "said"),
    [
        (2400, 21_600, "is at 1:51/km, which is no run; runs are from 2:10 to 20:30/km"),
        (2400, 240, "is at 166:40/km, which is no run"),
        (107_940, 200_000, "lasts 1799 min, and no run more than 600 min"),
    ],
)
def test_a_run_that_no_case_could_tell_is_not_taken(
    take: Invoke, place: Path, tmp_path: Path, length_s: int, metres: float, said: str
) -> None:
    file = fit(records(range(0, length_s, 60)), session(length_s, total_distance=metres))
    found = take(put(tmp_path, {"run.fit": file}) / "run.fit")
    assert found.exit_code == 1 and said in flat(found.stderr)
    assert not place.exists()


def test_on_a_treadmill_a_distance_that_no_run_has_is_left_out(take: Invoke, place: Path, tmp_path: Path) -> None:
    file = fit(records(enhanced_speed=None, distance=None), session(total_distance=3.0, sub_sport="treadmill"))
    assert take(put(tmp_path, {"run.fit": file}) / "run.fit").exit_code == 0
    assert recordings(place)[0].distance_m is None


def test_a_run_far_faster_than_easy_is_not_taken_for_the_easy_run_of_the_plan(
    take: Invoke, springstep: Invoke, place: Path, planned: Entry, tmp_path: Path
) -> None:
    file = fit(records(range(2400), enhanced_speed=4.5), session(2400, total_distance=10_800.0))
    said = take(put(tmp_path, {"run.fit": file}) / "run.fit").stdout
    assert "the run was at 3:42/km, and your easy pace is 6:45/km" in flat(said)
    asked = springstep("diary", "add", "--day", DAY, "--today", TODAY, "--diary", place, given="quit\n")
    assert "What kind of run was it?" in asked.output


def test_another_run_than_the_planned_one_keeps_its_length_and_none_of_the_plan(
    take: Invoke, springstep: Invoke, place: Path, planned: Entry, tmp_path: Path
) -> None:
    take(put(tmp_path, {"run.fit": fit(records(range(2400)), session(2400, total_distance=6000.0))}) / "run.fit")
    assert recordings(place)[0].efforts_planned == 3
    words = "another run\neasy\nno\nnothing\n"
    said = springstep("diary", "add", "--day", DAY, "--today", TODAY, "--diary", place, given=words)
    assert said.exit_code == 0, said.output
    entry = next(each for each in kept(place) if each.bursts == "none")
    assert (entry.duration_min, entry.plan) == (40, None)
    shown = springstep("diary", "show", entry.short, "--diary", place).stdout
    assert "By your watch" in shown and "efforts" not in shown
    assert (recordings(place)[0].entry, recordings(place)[0].efforts_planned) == (entry.uid, None)


def test_the_day_that_is_told_of_a_recording_that_is_there_counts(
    take: Invoke, springstep: Invoke, place: Path, tmp_path: Path
) -> None:
    file = put(tmp_path, {"run.fit": fit()}) / "run.fit"
    take(file)
    assert take(file, "--day", "2026-11-18").exit_code == 0
    assert [each.day for each in recordings(place)] == [date(2026, 11, 18)]
    words = ("--day", "2026-11-18", "--kind", "easy", "--bursts", "none", "--today", TODAY, "--diary", place)
    springstep("diary", "add", *words)
    left = take(file, "--day", "2026-11-19")
    assert left.exit_code == 1
    assert "goes with your entry" in flat(left.stderr) and "diary edit" in flat(left.stderr)
    assert recordings(place)[0].day == date(2026, 11, 18)


def test_a_day_that_is_told_is_the_runners_own(take: Invoke, place: Path, tmp_path: Path) -> None:
    """A run after midnight where the clock is ahead begins on the day before by the clock of the world."""
    late = datetime(2026, 11, 19, 23, 30, tzinfo=timezone.utc)
    here = int((late - datetime(1989, 12, 31, tzinfo=timezone.utc)).total_seconds()) + 7200
    told: Any = ("ACTIVITY", {"timestamp": late, "local_timestamp": here, "num_sessions": 1, "type": "manual"})
    data = fit(records(began=late), session(began=late), told)
    take(put(tmp_path, {"run.fit": data}) / "run.fit", "--day", "2026-11-18")
    (found,) = recordings(place)
    assert found.day == date(2026, 11, 18)
    assert found.began_at == datetime(2026, 11, 17, 23, 30, tzinfo=timezone.utc)
