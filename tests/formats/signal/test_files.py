"""The same runs by way of files: what is measured is what was measured before they were written."""

from __future__ import annotations

import io
import os
from dataclasses import replace

import pytest

from springstep.formats.activity.reading import read_runs
from springstep.formats.signal import measured
from tests.formats.making.fit import as_fit
from tests.formats.making.gpx import as_gpx
from tests.formats.making.made_run import made_run
from tests.formats.making.tcx import as_tcx

FIRST_SEED = 60_000
COUNT = int(os.environ.get("SPRINGSTEP_RECORDINGS", "60")) // 20
KINDS = {
    "fit": as_fit,
    "fit of both legs, with broken ends and places": lambda made: as_fit(
        made, one_leg=False, broken_ends=True, places=True
    ),
    "tcx": lambda made: as_tcx(made).encode(),
    "gpx": lambda made: as_gpx(made).encode(),
    "gpx of both legs": lambda made: as_gpx(made, one_leg=False).encode(),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_says_what_the_recording_says(kind: str) -> None:
    """Where it holds the steps of the watch, the same; else as many efforts as the recording without them, nearly."""
    hits, expected = 0, 0
    for seed in range(FIRST_SEED, FIRST_SEED + COUNT):
        run = made_run(seed, "done", drill="quick_steps", cadence=True, speed=True)
        written = KINDS[kind](run.recording)
        (read,) = read_runs(io.BytesIO(written), name="made", size=len(written))
        found = measured(read.recording, run.plan)
        if kind.startswith("fit"):
            direct = measured(run.recording, run.plan)
            assert (found.bursts, found.by) == (direct.bursts, direct.by)
        else:
            direct = measured(replace(run.recording, laps=()), run.plan)
        for start_s, _ in run.efforts:
            hits += any(abs(each.start_s - start_s) <= 6 for each in found.efforts_found)
            expected += any(abs(each.start_s - start_s) <= 6 for each in direct.efforts_found)
    print(f"{kind}: {hits} efforts found, {expected} in the recordings themselves")
    assert hits >= 0.97 * expected > 0


def test_the_same_seed_makes_the_same_bytes() -> None:
    assert as_fit(made_run(FIRST_SEED).recording) == as_fit(made_run(FIRST_SEED).recording)
