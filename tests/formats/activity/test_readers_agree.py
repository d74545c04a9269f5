"""What a watch writes is what is read, whichever samples it writes and whatever it leaves out."""

from __future__ import annotations

from typing import Any

import pytest
from garmin_fit_sdk import Encoder, Profile
from hypothesis import given, settings
from hypothesis import strategies as st

from springstep.formats.activity.fit_messages import by_fitdecode, by_garmin
from tests.formats.activity.files import at, file_id, fit, records, run, session, tcx, tcx_lap, tcx_points
from tests.formats.activity.test_messy_files import check_sound

SECONDS = st.lists(st.integers(0, 1800), min_size=3, max_size=60, unique=True).map(sorted)
STRIDES = st.one_of(st.none(), st.integers(40, 110))
BEATS = st.one_of(st.none(), st.integers(60, 200))


@settings(max_examples=60, deadline=None)
@given(seconds=SECONDS, data=st.data())
def test_every_value_told_is_read_and_no_other(seconds: list[int], data: st.DataObject) -> None:
    strides = {second: data.draw(STRIDES) for second in seconds}
    beats = {second: data.draw(BEATS) for second in seconds}
    written = [
        ("RECORD", {k: v for k, v in {"timestamp": at(s), "cadence": strides[s], "heart_rate": beats[s]}.items() if v})
        for s in seconds
    ]
    found = run(fit(written, session(1801)))
    check_sound(found)
    assert found.at_s == tuple(seconds)
    assert found.heart_bpm == tuple(beats[second] for second in seconds)
    assert found.cadence_spm == tuple(None if (one := strides[second]) is None else 2 * one for second in seconds)
    assert set(found.speed_mps) == set(found.distance_at_m) == {None}


@settings(max_examples=20, deadline=None)
@given(seconds=SECONDS)
def test_one_run_is_the_same_in_two_kinds_of_file(seconds: list[int]) -> None:
    ours = run(fit(records(seconds, fractional_cadence=None), session(1801)))
    theirs = run(tcx(tcx_lap(tcx_points(seconds), timer_s=1801)))
    for name in ("at_s", "cadence_spm", "heart_bpm", "began_at"):
        assert getattr(ours, name) == getattr(theirs, name)
    assert ours.distance_at_m == pytest.approx(theirs.distance_at_m, abs=0.06)


def test_what_an_app_adds_under_a_name_of_the_watch_is_passed_over() -> None:
    encoder = Encoder()
    numbers = Profile["mesg_num"]
    app = {"developer_data_index": 0, "application_id": list(range(16)), "application_version": 1}
    field = {
        "developer_data_index": 0,
        "field_definition_number": 0,
        "fit_base_type_id": 132,
        "field_name": "cadence",
        "units": "rpm",
    }
    encoder.on_mesg(numbers["FILE_ID"], dict(file_id()[1]))
    encoder.on_mesg(numbers["DEVELOPER_DATA_ID"], dict(app))
    encoder.on_mesg(numbers["FIELD_DESCRIPTION"], dict(field))
    encoder.add_developer_field("key", app, field)
    for name, told in [*records(range(600)), session(600)]:
        extra: dict[str, Any] = {"developer_fields": {"key": 999}} if name == "RECORD" else {}
        encoder.on_mesg(numbers[name], {**told, **extra})
    written = bytes(encoder.close())
    found = run(written)
    check_sound(found)
    assert set(found.cadence_spm) == {171.0} and "odd_values" not in found.noticed
    for reader in (by_garmin, by_fitdecode):
        told: list[Any] = []
        reader(written, lambda name, fields, told=told: told.append((name, fields.get("cadence"))), name="made")
        assert {cadence for name, cadence in told if name == "record"} == {85}
