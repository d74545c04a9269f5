"""A file of a watch may be anything: bytes that are none, values that cannot be, archives that are broken.

What comes of it is a sound recording without places, or one fault; it takes no longer and no more than any input may.
"""

from __future__ import annotations

import gzip
import io
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from springstep.formats.activity.errors import ActivityError
from springstep.formats.activity.keeping import watched_run
from springstep.formats.activity.reading import RecordedRun, read_runs
from springstep.formats.activity.sources import ActivityFiles
from springstep.installed import default_rule_base
from tests.formats.activity.files import compressed_fit, fit, gpx, records, session, tcx, tcx_lap, tcx_points, zipped
from tests.formats.activity.test_messy_files import check_sound
from tests.fuzz.held import held, inputs
from tests.fuzz.mutations import changed_bytes, changed_text, edits

SHORT = range(0, 240, 4)
_LAP: Any = {"start_time": records([0])[0][1]["timestamp"], "total_elapsed_time": 60.0, "lap_trigger": "manual"}
FILES = (
    fit(("SPORT", {"sport": "running"}), records(SHORT), ("LAP", _LAP), session(240)),
    fit(records(SHORT, distance=None), session(120), session(120, start=120)),
    compressed_fit(120),
    tcx(tcx_lap(tcx_points(SHORT), timer_s=240)),
    gpx(range(0, 120, 4), range(160, 240, 4)),
    gzip.compress(gpx(SHORT), mtime=0),
)
ARCHIVES = (
    zipped({"a.fit": FILES[0], "b.gpx.gz": FILES[5], "c.txt": b""}),
    zipped({"in.zip": zipped({"a.tcx": FILES[3]})}),
)


def taken(data: bytes) -> None:
    """Read a file, and check what comes of it."""
    found: tuple[RecordedRun, ...] = ()
    with held():
        found = read_runs(io.BytesIO(data), name="it", size=len(data), any_sport=True)
    for each in found:
        check_sound(each.recording)
        with held():
            watched_run(each, name="it", day=date(2026, 11, 20), plan=None, base=default_rule_base())


@inputs()
@given(which=st.integers(0, len(FILES) - 1), some=edits())
def test_bytes(which: int, some: list[Any]) -> None:
    taken(changed_bytes(FILES[which], some))


@inputs()
@given(which=st.sampled_from([3, 4]), some=edits())
def test_texts(which: int, some: list[Any]) -> None:
    taken(changed_text(FILES[which].decode(), some).encode("utf-8", "surrogatepass"))


@inputs(300)
@given(data=st.binary(max_size=300))
def test_what_is_called_a_recording(data: bytes) -> None:
    for head in (FILES[0][:14], b"<gpx>", b"\x1f\x8b\x08", b""):
        taken(head + data)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("archives")


def test_what_broke_an_archive(folder: Path) -> None:
    (folder / "it.zip").write_bytes(ARCHIVES[0].replace(b"c.txt", b"\0.txt"))
    with held(), ActivityFiles() as files:
        assert len(files.listed([folder / "it.zip"]).candidates) == 2


@inputs(300)
@given(which=st.integers(0, len(ARCHIVES) - 1), some=edits())
def test_an_archive(folder: Path, which: int, some: list[Any]) -> None:
    place = folder / "it.zip"
    place.write_bytes(changed_bytes(ARCHIVES[which], some))
    with held(), ActivityFiles() as files:
        listing = files.listed([place])
        for each in listing.candidates:
            try:
                found = files.read(each, any_sport=True)
            except ActivityError:
                continue
            for run in found:
                check_sound(run.recording)
