"""A recording as a GPX file: places and times, heart rate and cadence in Garmin's extension, no speed of its own."""

from __future__ import annotations

from datetime import timedelta

from springstep.formats.activity.recording import Recording
from tests.formats.making.fit import at

_MORE = "http://www.garmin.com/xmlschemas/TrackPointExtension/v1"
_METRES_A_DEGREE = 111_195


def as_gpx(recording: Recording, *, one_leg: bool = True) -> str:
    """Return the file; the run leads straight north, by its distance."""
    points, gone = [], 0.0
    for place, at_s in enumerate(recording.at_s):
        cadence, heart = recording.cadence_spm[place], recording.heart_bpm[place]
        metres = recording.distance_at_m[place]
        gone = gone if metres is None else metres
        steps = None if cadence is None else round(cadence / 2 if one_leg else cadence)
        points.append(
            f'<trkpt lat="{47 + gone / _METRES_A_DEGREE:.7f}" lon="8.5">'
            f"<time>{at(recording.began_at + timedelta(seconds=at_s))}</time><extensions><gpxtpx:TrackPointExtension>"
            + ("" if heart is None else f"<gpxtpx:hr>{round(heart)}</gpxtpx:hr>")
            + ("" if steps is None else f"<gpxtpx:cad>{steps}</gpxtpx:cad>")
            + "</gpxtpx:TrackPointExtension></extensions></trkpt>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<gpx version="1.1" creator="made" '
        f'xmlns="http://www.topografix.com/GPX/1/1" xmlns:gpxtpx="{_MORE}"><trk><type>running</type><trkseg>'
        f"{''.join(points)}</trkseg></trk></gpx>\n"
    )
