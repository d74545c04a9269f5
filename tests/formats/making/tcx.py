"""A recording as a TCX file: cadence as ``RunCadence`` of one leg, one lap, no steps."""

from __future__ import annotations

from datetime import timedelta

from springstep.formats.activity.recording import Recording
from tests.formats.making.fit import at

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<TrainingCenterDatabase '
    'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2">'
)
_MORE = "http://www.garmin.com/xmlschemas/ActivityExtension/v2"


def as_tcx(recording: Recording, *, one_leg: bool = True) -> str:
    points = []
    for place, at_s in enumerate(recording.at_s):
        cadence, speed = recording.cadence_spm[place], recording.speed_mps[place]
        heart, metres = recording.heart_bpm[place], recording.distance_at_m[place]
        steps = None if cadence is None else round(cadence / 2 if one_leg else cadence)
        points.append(
            f"<Trackpoint><Time>{at(recording.began_at + timedelta(seconds=at_s))}</Time>"
            + ("" if metres is None else f"<DistanceMeters>{metres}</DistanceMeters>")
            + ("" if heart is None else f"<HeartRateBpm><Value>{round(heart)}</Value></HeartRateBpm>")
            + f'<Extensions><TPX xmlns="{_MORE}">'
            + ("" if speed is None else f"<Speed>{speed}</Speed>")
            + ("" if steps is None else f"<RunCadence>{steps}</RunCadence>")
            + "</TPX></Extensions></Trackpoint>"
        )
    start = at(recording.began_at)
    return (
        f'{_HEAD}<Activities><Activity Sport="Running"><Id>{start}</Id><Lap StartTime="{start}">'
        f"<TotalTimeSeconds>{recording.elapsed_s}</TotalTimeSeconds><DistanceMeters>{recording.distance_m}"
        f"</DistanceMeters><Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod><Track>"
        f"{''.join(points)}</Track></Lap></Activity></Activities></TrainingCenterDatabase>\n"
    )
