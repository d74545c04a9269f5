"""What a watch recorded is kept sealed beside the entries, told apart, compared over weeks."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Literal

import pytest

from springstep.diary.asked import Around, asked_after
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.exchange import MANIFEST, RECORDINGS, export_folder, read_recordings
from springstep.diary.from_watch import bursts_found, differences, fields_told, filled
from springstep.diary.memory import DiaryMemory
from springstep.diary.replies import reply
from springstep.diary.storage.migrations import MIGRATIONS
from springstep.diary.storage.store import Diary
from springstep.diary.watch_trend import proposals, watch_trends
from springstep.diary.watched import (
    WatchDoubt,
    WatchedRun,
    at_the_same_time,
    day_at,
    entry_for,
    recording_for,
    same_recording,
    waiting_on,
)
from springstep.installed import default_rule_base
from tests.diary.conftest import entry_by_hand, plan_by_hand, watched_by_hand

RUN = watched_by_hand()
NONE = {"drill": None, "efforts": None, "effort_s": None, "bursts": "none", "plan": None}


def on_day(number: int, **fields: object) -> Entry:
    return entry_by_hand(number, day=date(2026, 3, 1) + timedelta(days=number), **{**NONE, **fields})


def test_recordings_are_kept_as_they_are(place: Path) -> None:
    runs = tuple(watched_by_hand(number) for number in range(1, 6))
    with Diary.open(place) as diary:
        diary.recordings.keep(reversed(runs))
        assert diary.recordings.all() == runs
        diary.recordings.keep([replace(runs[0], entry="ab" * 16)], gone=[runs[4].digest])
    with Diary.open(place) as diary:
        assert diary.recordings.all() == (replace(runs[0], entry="ab" * 16), *runs[1:4])
        assert diary.digest_of(runs[1].digest[:64]) == runs[1].digest
        with pytest.raises(DiaryError, match="4 ids start with 0000"):
            diary.digest_of("0000")


def test_an_id_of_an_entry_and_a_recording_is_of_neither(place: Path) -> None:
    run, entry = replace(RUN, digest="abcd" + "0" * 60), on_day(1, uid="abcd" + "1" * 28)
    with Diary.open(place) as diary:
        diary.add(entry)
        diary.recordings.keep([run])
        with pytest.raises(DiaryError, match="2 ids start with abcd"):
            diary.digest_of("abcd")
        assert diary.digest_of("abcd0") == run.digest
        assert diary.digest_of("abcd1") is None


def test_a_diary_of_the_version_before_takes_recordings(place: Path) -> None:
    entry = on_day(1)
    with Diary.open(place, steps=MIGRATIONS[:3]) as diary:
        diary.add(entry)
    with Diary.open(place) as diary:
        assert (diary.entries(), diary.recordings.all()) == ((entry,), ())
        diary.recordings.keep([RUN])
        assert diary.recordings.all() == (RUN,)


@pytest.mark.parametrize(
    "change", ["kept = replace(kept, '41.0', '14.0')", "day = '2026-03-09'", f"entry = '{'cd' * 16}'", "kept = '{}'"]
)
def test_what_a_failing_disk_changes_is_told(place: Path, change: str) -> None:
    with Diary.open(place) as diary:
        diary.recordings.keep([RUN, watched_by_hand(2)])
    with closing(sqlite3.connect(place)) as raw, raw:
        raw.execute(f"UPDATE recordings SET {change} WHERE digest = ?", (RUN.digest,))
    with Diary.open(place) as diary:
        (fault,) = diary.faults()
        assert fault.code == "damaged" and "the recording 00000000 cannot be read" in fault.what
        assert diary.recordings.sound() == (watched_by_hand(2),)
        with pytest.raises(DiaryError, match="import the watch's file again"):
            diary.recordings.all()


def test_an_export_carries_recordings_and_tells_what_was_changed(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    export_folder([], folder, recordings=[RUN])
    assert read_recordings(folder) == (RUN,)
    (folder / RECORDINGS).write_text((folder / RECORDINGS).read_text().replace("6200", "6300"))
    with pytest.raises(DiaryError, match="not as it was exported"):
        read_recordings(folder)
    export_folder([], folder, force=True)
    assert not (folder / RECORDINGS).exists() and RECORDINGS not in (folder / MANIFEST).read_text()


@pytest.mark.parametrize("line", ["{}", "[1]", RUN.to_json().replace("41.0", "-1"), RUN.to_json()[:-1]])
def test_a_line_that_is_no_recording_is_refused_with_its_place(tmp_path: Path, line: str) -> None:
    folder = tmp_path / "out"
    export_folder([], folder, recordings=[RUN])
    before = (folder / RECORDINGS).read_bytes()
    (folder / RECORDINGS).write_text(f"{RUN.to_json()}\n{line}\n")
    manifest = (folder / MANIFEST).read_text()
    from hashlib import sha256

    digests = (sha256(data).hexdigest() for data in (before, (folder / RECORDINGS).read_bytes()))
    (folder / MANIFEST).write_text(manifest.replace(*digests))
    with pytest.raises(DiaryError, match=r"recordings\.jsonl:2"):
        read_recordings(folder)


def test_recordings_are_told_apart() -> None:
    later = replace(RUN, digest="f" * 64, began_at=RUN.began_at + timedelta(seconds=1))
    aside = replace(later, began_at=RUN.began_at + timedelta(minutes=5), elapsed_s=2000.0)
    after = replace(later, began_at=RUN.began_at + timedelta(minutes=41))
    assert same_recording(later, [RUN]) == RUN and same_recording(aside, [RUN]) is None
    assert at_the_same_time(aside, [RUN]) == RUN and at_the_same_time(after, [RUN]) is None


def test_the_day_is_that_of_the_watch() -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=timezone.utc)
    assert (day_at(late, 3600), day_at(late, -3600)) == (date(2026, 3, 2), date(2026, 3, 1))


def test_an_entry_is_of_a_recording_of_its_day_and_about_its_length() -> None:
    said = on_day(1, duration_min=38.0)
    assert entry_for(RUN, [on_day(2), said], []) == said
    assert entry_for(RUN, [on_day(1, duration_min=90.0)], []) is None
    assert entry_for(RUN, [said], [watched_by_hand(7, entry=said.uid)]) is None
    assert waiting_on([replace(RUN, entry=said.uid), watched_by_hand(2)], RUN.day) is None


def test_of_two_runs_of_a_day_the_one_with_the_planned_bursts_is_taken_up() -> None:
    later = replace(RUN, digest="b" * 64, began_at=RUN.began_at + timedelta(hours=11), told_by="steps")
    for bursts, place in (("done", 1), ("partly", 1), ("none", 0)):
        runs = [RUN, replace(later, bursts=bursts)]
        assert waiting_on(runs, RUN.day, planned=True) == runs[place]
    assert waiting_on([RUN, replace(later, bursts="done")], RUN.day) == RUN


def test_of_two_recordings_of_a_day_the_one_that_shows_the_bursts_goes_with_them() -> None:
    none = replace(RUN, bursts="none", told_by="signal", efforts_planned=4)
    later = replace(RUN, digest="b" * 64, began_at=RUN.began_at + timedelta(hours=11), bursts="done", told_by="steps")
    done, easy = on_day(1, bursts="done", efforts=4, effort_s=10), on_day(1, uid="cd" * 16)
    shown: tuple[Literal["done", "partly"] | None, ...] = ("done", "partly", None)
    for bursts in shown:
        runs = [none, replace(later, bursts=bursts)]
        assert recording_for(done, runs) == runs[1]
        assert waiting_on(runs, RUN.day, planned=True) == runs[1]
    assert recording_for(easy, [later, none]) == none
    assert entry_for(later, [easy, done], []) == done and entry_for(none, [done, easy], []) == easy


def test_only_the_length_is_filled_in_and_only_where_it_is_not_told() -> None:
    assert filled(on_day(1, duration_min=None), RUN).duration_min == 41
    assert filled(on_day(1, duration_min=38.0), RUN).duration_min == 38
    assert list(differences(on_day(1, duration_min=38.0), RUN)) == ["watch: 41 min, you said 38 min"]


@pytest.mark.parametrize(
    ("run", "bursts"),
    [
        (replace(RUN, bursts="done", told_by="steps", efforts_planned=4), "done"),
        (replace(RUN, bursts="done", told_by="signal", efforts_planned=4), None),
        (replace(RUN, bursts="none", told_by="steps", efforts_planned=4), None),
        (replace(RUN, bursts="done", told_by="steps", efforts_planned=3), None),  # of a plan that was made anew
        (RUN, None),
    ],
)
def test_that_bursts_were_done_is_taken_only_from_the_steps_of_a_watch(run: WatchedRun, bursts: str | None) -> None:
    assert fields_told(run, plan_by_hand()).get("bursts") == bursts
    assert "bursts" not in fields_told(run, None)


@pytest.mark.parametrize(
    ("said", "told"),
    [("", "done"), ("skipped", "skipped"), ("2 of 3", "partly"), ("all", "done")],
)
def test_what_the_steps_of_a_watch_propose_is_asked_and_the_word_of_the_runner_stands(said: str, told: str) -> None:
    plan, base = plan_by_hand(efforts=3), default_rule_base()
    run = replace(RUN, bursts="done", told_by="steps", efforts_planned=3)
    known = {"run_kind": "easy", **fields_told(run, plan)}
    there = Around(plan=plan, told=tuple(known))
    (asked,) = (each for each in asked_after(known, there) if each.name == "bursts")
    assert "Enter: all, as the steps of your watch say" in asked.question
    assert {**known, **reply(asked, said, known, there, base)}["bursts"] == told


def test_a_recording_in_doubt_proposes_nothing_and_says_why() -> None:
    doubted = replace(
        RUN,
        bursts="done",
        told_by="steps",
        efforts_planned=4,
        doubts=(WatchDoubt(kind="more", found=9, planned=4), WatchDoubt(kind="run", found=420, planned=2400)),
    )
    entry = entry_by_hand(1, plan=plan_by_hand(), bursts="done", efforts=4, effort_s=10)
    assert "bursts" not in fields_told(doubted, plan_by_hand())
    said = "by the steps of the watch, 9 efforts were done, 4 planned; but the run took 7 min, 40 min planned"
    assert bursts_found(doubted, unit="km") == said
    assert "watch: 9 efforts, 4 planned, you said 4" in list(differences(entry, doubted))


def over_weeks(values: list[float], *, paces: list[float] | None = None, sure: float = 0.9) -> list[WatchedRun]:
    """Return a run every fifth day whose cadence varies so."""
    value = RUN.cadence_steadiness
    pace = RUN.easy_pace_s_per_km
    assert value is not None and pace is not None
    return [
        watched_by_hand(
            1 + 5 * number,
            cadence_steadiness=replace(value, value=each, confidence=sure),
            easy_pace_s_per_km=replace(pace, value=(paces or [390.0] * len(values))[number]),
        )
        for number, each in enumerate(values)
    ]


@pytest.mark.parametrize(
    ("values", "change"),
    [
        ([4.0, 4.1, 3.9, 3.0, 3.1, 3.0], "less"),
        ([3.0, 3.1, 3.0, 4.0, 4.1, 3.9], "more"),
        ([4.0, 4.1, 3.9, 3.0, 3.1, 4.2], "same"),  # the last run does not show it
        ([4.0, 4.1, 3.9, 4.0], "same"),
        ([4.0, 3.0, 2.0], None),
    ],
)
def test_runs_at_a_like_pace_are_compared_over_the_weeks(values: list[float], change: str | None) -> None:
    found = next(each for each in watch_trends(over_weeks(values)) if each.name == "cadence_steadiness")
    assert (found.change, found.runs) == (change, len(values))
    said = [(each.fact, each.suggests) for each in proposals(over_weeks(values))]
    assert said == ([] if change is None else [("cadence_trend", "worse" if change == "more" else None)])


def test_later_runs_by_another_watch_that_do_not_tell_leave_it_open() -> None:
    runs = over_weeks([4.0, 4.1, 3.9, 3.0, 3.1, 3.0, 3.0, 3.0])
    phone = [replace(run, maker="phone", cadence_steadiness=None) for run in runs[6:]]
    found = next(each for each in watch_trends([*runs[:6], *phone]) if each.name == "cadence_steadiness")
    assert (found.change, found.left_out) == (None, True)
    assert proposals([*runs[:6], *phone]) == ()
    assert [each.fact for each in proposals(runs[:6])] == ["cadence_trend"]


def test_runs_at_another_pace_and_values_that_are_not_sure_do_not_count() -> None:
    values = [4.0, 4.1, 3.9, 3.0, 3.1, 3.0]
    assert proposals(over_weeks(values, paces=[300.0] * 3 + [390.0] * 3)) == ()
    assert watch_trends(over_weeks(values, sure=0.3)) == ()
    assert watch_trends([]) == ()


def test_what_a_watch_shows_is_said_after_a_run_alone(place: Path) -> None:
    with Diary.open(place) as diary:
        diary.recordings.keep(over_weeks([4.0, 4.1, 3.9, 3.0, 3.1, 3.0]))
    memory = DiaryMemory(place, today=date(2026, 4, 1), base=default_rule_base(), there=True)
    assert [each.fact for each in memory.proposals("after")] == ["cadence_trend"]
    assert memory.usual() == {} and memory.proposals("before") == memory.proposals("during") == ()
    assert all(each.fact != "cadence_trend" for each in memory.history("after"))


def test_what_a_watch_showed_long_ago_is_not_said(place: Path) -> None:
    runs = over_weeks([4.0, 4.1, 3.9, 3.0, 3.1, 3.0])
    with Diary.open(place) as diary:
        diary.recordings.keep(runs)
    for weeks_later, said in ((4, ["cadence_trend"]), (9, [])):
        today = runs[-1].day + timedelta(weeks=weeks_later)
        memory = DiaryMemory(place, today=today, base=default_rule_base(), there=True)
        assert [each.fact for each in memory.proposals("after")] == said
