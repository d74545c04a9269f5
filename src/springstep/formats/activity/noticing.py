"""What was odd in a file and what was done about it, as codes and in words."""

from __future__ import annotations

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "truncated": "the file ends too early; what is there was read",
    "damaged": "a part of the file is damaged; what comes before it was read",
    "second_reader": "read by the second of two libraries",
    "clock_set": "the watch set its clock on the way; the time before was moved to fit",
    "out_of_order": "samples that go back in time were left out",
    "one_leg_cadence": "steps of one leg were doubled",
    "odd_values": "values that no runner has were left out",
    "from_positions": "distance and speed were worked out from positions, which are not kept",
    "speed_from_distance": "speed was worked out from distance",
    "not_closed": "the watch did not close the recording; it ends with the last sample",
    "of_several": "one part of a recording of several sports",
    "sport_not_told": "the file does not tell the sport",
}


def noticed_words(codes: tuple[str, ...]) -> tuple[str, ...]:
    """Return what codes mean, those that need no saying left out."""
    quiet = ("one_leg_cadence", "second_reader", "of_several", "speed_from_distance")
    return tuple(WORDS[code] for code in codes if code in WORDS and code not in quiet)
