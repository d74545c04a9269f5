"""Files as they come: paused, cut off, of several sports, by clocks that were wrong, with values that cannot be."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from springstep.formats.activity.errors import ActivityError
from springstep.formats.activity.recording import Recording
from tests.formats.activity.files import (
    BEGAN,
    at,
    compressed_fit,
    file_id,
    fit,
    gpx,
    records,
    run,
    runs,
    session,
    tcx,
    tcx_lap,
    tcx_points,
)

STREAMS = ("cadence_spm", "step_length_mm", "contact_ms", "heart_bpm", "speed_mps", "distance_at_m")


def check_sound(found: Recording) -> None:
    """Check what holds of every recording, however odd its file is."""
    assert all(len(getattr(found, name)) == len(found.at_s) for name in STREAMS)
    assert all(earlier < later for earlier, later in zip(found.at_s, found.at_s[1:], strict=False))
    assert not found.at_s or 0 <= found.at_s[0] <= found.at_s[-1] <= found.elapsed_s
    assert all(0 <= lap.start_s <= lap.end_s for lap in found.laps)
    assert all(0 <= pause.start_s < pause.end_s <= found.elapsed_s for pause in found.pauses)
    assert found.began_at.utcoffset() == timedelta(0)


@pytest.mark.parametrize("data", [fit(), tcx(), gpx()], ids=["fit", "tcx", "gpx"])
def test_a_run_is_read_from_each_kind_of_file(data: bytes) -> None:
    found = run(data)
    check_sound(found)
    assert found.began_at == BEGAN and found.elapsed_s in (599, 600)
    assert found.cadence_spm[300] == pytest.approx(170, abs=2)
    assert found.heart_bpm[300] == 140
    assert found.distance_m == pytest.approx(1620, rel=0.02)
    assert found.speed_mps[300] == pytest.approx(2.7, rel=0.03)


@pytest.mark.parametrize("fraction", ["0001", "0004", "0005", "0006", "9996"])
def test_times_less_than_a_thousandth_of_a_second_apart_are_one(fraction: str) -> None:
    second, next_second = (f"{BEGAN + timedelta(seconds=s):%H:%M:%S}" for s in (100, 101))
    data = gpx().decode().replace(f"{next_second}Z", f"{second}.{fraction}Z").replace(f"{second}Z", f"{second}.00015Z")
    found = run(data.encode())
    check_sound(found)
    assert len(found.at_s) in (599, 600)


@pytest.mark.parametrize("data", [fit(records(distance=None)), fit(), tcx(), gpx()], ids=["bare", "fit", "tcx", "gpx"])
def test_no_place_is_left_of_a_run(data: bytes) -> None:
    found = runs(data, any_sport=True)[0]
    for place in ("46.43", "8.123", "554000", "97000000"):
        assert place not in found.recording.to_json()


def test_what_is_packed_is_read_the_same_and_told_apart_by_what_it_holds() -> None:
    assert runs(gzip.compress(fit(), mtime=0)) == runs(fit())
    assert runs(fit(records(heart_rate=141), session()))[0].digest != runs(fit())[0].digest


def test_steps_of_one_leg_are_doubled_and_those_of_both_are_not() -> None:
    assert run(fit()).cadence_spm[0] == 171
    assert run(fit(records(cadence=171, fractional_cadence=None), session())).cadence_spm[0] == 171
    assert run(tcx(tcx_lap(tcx_points(cadence=86)))).cadence_spm[0] == 172
    assert run(gpx(cadence=168)).cadence_spm[0] == 168


def test_a_stopped_watch_is_a_pause() -> None:
    events: Any = [
        ("EVENT", {"timestamp": at(second), "event": "timer", "event_type": kind})
        for second, kind in ((0, "start"), (200, "stop_all"), (290, "start"), (600, "stop_all"))
    ]
    moving = [*range(200), *range(290, 601)]
    found = run(fit(events, records(moving), session(600, total_timer_time=510.0)))
    check_sound(found)
    assert [(pause.start_s, pause.end_s) for pause in found.pauses] == [(200, 290)]
    assert (found.elapsed_s, found.timer_s) == (600, 510)
    for data in (tcx(tcx_lap(tcx_points(range(200)), tcx_points(range(290, 600)))), gpx(range(200), range(290, 600))):
        assert [(pause.start_s, pause.end_s) for pause in run(data).pauses] == [(199, 290)]


def test_a_watch_may_write_samples_by_its_own_mind_and_leave_values_out() -> None:
    some = [0, 3, 9, 10, 17, 60, 61, 240, 599]
    found = run(fit(records(some, stance_time=None, heart_rate=lambda s: 140 if s < 60 else None), session()))
    check_sound(found)
    assert found.at_s == tuple(map(float, some))
    assert set(found.contact_ms) == {None} and found.heart_bpm[-1] is None and found.heart_bpm[0] == 140


def test_the_end_of_a_lap_is_its_start_and_its_length() -> None:
    lap: Any = {"start_time": at(100), "total_elapsed_time": 30.0, "timestamp": at(40_000), "wkt_step_index": 1}
    steps: Any = [("WORKOUT_STEP", {"message_index": 1, "wkt_step_name": "quick \x1bfeet"})]
    (found,) = run(fit(steps, records(), ("LAP", {**lap, "lap_trigger": "time"}), session())).laps
    assert (found.start_s, found.end_s, found.step, found.trigger) == (100, 130, 1, "step")
    assert found.name is not None and "\x1b" not in found.name


def test_of_several_sports_the_runs_are_taken() -> None:
    parts = [session(300, start=0), session(300, start=300, sport="cycling"), session(300, start=600)]
    found = [each.recording for each in runs(fit(records(range(900)), *parts))]
    assert [(each.began_at, len(each.at_s)) for each in found] == [(at(0), 301), (at(600), 300)]
    for each in found:
        check_sound(each)
        assert "of_several" in each.noticed


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (fit(records(), session(sport="cycling")), "is cycling, not a run"),
        (fit(records(), session(sport=None)), "does not tell its sport; --run"),
        (tcx(sport="Biking"), "is biking, not a run"),
        (tcx(sport="Other"), "does not tell its sport"),
        (gpx(kind="trail hike"), "is trail hike, not a run"),
        (gpx(kind=None), "does not tell its sport"),
        (gpx(times=False), "a route without times"),
        (fit(file_id(type="workout")), "is not a recorded activity: its kind is workout"),
        (fit(records(range(20)), session(20)), "lasts 20 s, which is no run"),
        (b"", "is empty"),
        (b"\xff\xd8\xff\xe0 a photo", "neither FIT, TCX nor GPX"),
        (b"<svg></svg>", "neither FIT, TCX nor GPX"),
        (fit()[:14] + b"\x00\x00", "does not tell its sport"),
        (gzip.compress(b"nothing", mtime=0), "neither FIT, TCX nor GPX"),
        (gzip.compress(fit(), mtime=0)[:40], "cannot be unpacked|neither|does not tell"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_run_is_refused_in_one_line(data: bytes, words: str) -> None:
    with pytest.raises(ActivityError, match=words) as caught:
        runs(data)
    assert len(caught.value.faults) == 1 and "\n" not in str(caught.value)


def test_a_file_that_does_not_tell_its_sport_is_a_run_where_one_says_so() -> None:
    for data in (fit(records(), session(sport=None)), tcx(sport="Other"), gpx(kind=None)):
        check_sound(run(data, any_sport=True))


def test_of_a_file_that_ends_too_early_is_read_what_is_there() -> None:
    told: Any = ("SPORT", {"sport": "running"})
    whole = fit(told, records(), session())
    found = run(whole[: len(whole) // 2])
    check_sound(found)
    assert 100 < len(found.at_s) < 600
    assert {"truncated", "not_closed"} <= set(found.noticed)
    for data in (tcx(), gpx()):
        part = run(data[: len(data) // 2])
        check_sound(part)
        assert 100 < len(part.at_s) < 600 and "truncated" in part.noticed


def test_a_watch_that_was_not_closed_says_no_length() -> None:
    whole = fit(("SPORT", {"sport": "running"}), records())
    found = run(whole[:4] + bytes(4) + whole[8:])
    assert len(found.at_s) == 600 and found.elapsed_s == 599


def test_a_damaged_byte_costs_what_comes_after_it_at_most() -> None:
    whole = bytearray(fit(("SPORT", {"sport": "running"}), records(), session()))
    whole[len(whole) // 2] ^= 0x40
    found = run(bytes(whole))
    check_sound(found)
    assert "damaged" in found.noticed and len(found.at_s) > 100


def test_times_cut_to_their_last_bits_are_read_by_the_second_library() -> None:
    found = run(compressed_fit())
    check_sound(found)
    assert "second_reader" in found.noticed
    assert found.at_s == tuple(map(float, range(300)))
    assert set(found.cadence_spm) == {170.0}


def test_a_clock_that_is_set_on_the_way_moves_what_came_before() -> None:
    early = datetime(1989, 12, 31, 0, 5, tzinfo=timezone.utc)
    found = run(
        fit(records(range(60), began=early), records(range(60, 600)), session(600, began=early, total_timer_time=600.0))
    )
    check_sound(found)
    assert found.began_at == BEGAN and len(found.at_s) == 600 and "clock_set" in found.noticed


def test_samples_that_go_back_or_stand_still_are_left_out() -> None:
    found = run(fit(records([0, 1, 2, 3, 2, 1, 3, 4, 5, 599]), session()))
    check_sound(found)
    assert found.at_s == (0, 1, 2, 3, 4, 5, 599) and "out_of_order" in found.noticed


def test_values_that_no_runner_has_are_left_out() -> None:
    beats, speeds = (lambda s: 254 if s == 5 else 140), (lambda s: 60.0 if s < 50 else 2.7)
    found = run(fit(records(heart_rate=beats, enhanced_speed=speeds), session()))
    assert found.heart_bpm[5] is None and set(found.speed_mps[:50]) == {None} and "odd_values" in found.noticed


def test_speed_is_worked_out_from_distance_where_a_file_tells_none() -> None:
    found = run(fit(records(range(0, 600, 7), enhanced_speed=None), session()))
    assert found.speed_mps[0] is None and "speed_from_distance" in found.noticed
    assert all(speed == pytest.approx(2.7) for speed in found.speed_mps[1:])


def test_the_clock_of_the_watch_tells_the_day_where_it_is_told() -> None:
    here = int((at(0) - datetime(1989, 12, 31, tzinfo=timezone.utc)).total_seconds()) + 13 * 3600
    told: Any = ("ACTIVITY", {"timestamp": at(0), "local_timestamp": here, "num_sessions": 1, "type": "manual"})
    assert run(fit(records(), session(), told)).utc_offset_s == 13 * 3600
    assert run(gpx()).utc_offset_s is None


def test_an_indoor_run_has_no_places_and_is_none_the_worse() -> None:
    found = run(fit(records(position_lat=None, position_long=None), session(sub_sport="treadmill")))
    check_sound(found)
    assert found.place == "treadmill" and found.distance_m == 1620
    equipment = session(sport="fitness_equipment", sub_sport="treadmill")
    assert run(fit(records(), equipment)).place == "treadmill"


def test_a_run_written_down_without_samples_is_a_run() -> None:
    found = run(fit(session(1800)))
    assert found.at_s == () and (found.elapsed_s, found.distance_m) == (1800, 4860)


def test_spaces_before_the_declaration_and_other_encodings_are_read() -> None:
    assert run(b" " * 10 + tcx()) == run(tcx())
    wide = b'<?xml version="1.0" encoding="utf-16"?>' + gpx()
    assert run(wide.decode().encode("utf-16")) == run(gpx())


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2201-01-01T00:00:00Z"])
def test_a_moment_that_no_clock_shows_is_none(moment: str) -> None:
    first = f"{BEGAN:%Y-%m-%dT%H:%M:%S}Z".encode()
    data = gpx()
    assert data.count(first) == 1
    found = run(data.replace(first, moment.encode()))
    check_sound(found)
    assert found.began_at == at(1)


def test_a_generic_sport_is_one_that_is_not_told() -> None:
    data = fit(records(), session(sport="generic", sub_sport="generic"))
    with pytest.raises(ActivityError, match="does not tell its sport; --run takes such a file for a run"):
        run(data)
    assert "sport_not_told" in run(data, any_sport=True).noticed


def test_a_run_is_the_same_whether_others_of_no_sport_are_taken_or_not() -> None:
    data = fit(records(range(1200)), session(600, sport="generic"), session(590, start=610))
    (alone,) = runs(data)
    both = runs(data, any_sport=True)
    assert len(both) == 2 and both[1].digest == alone.digest != both[0].digest
    assert [each.recording.elapsed_s for each in both] == [600, 590]
