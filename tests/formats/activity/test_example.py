"""The recording among the examples is what its maker makes, and is read as what it is."""

from __future__ import annotations

from tests.formats.activity.example import PLACE, example
from tests.formats.activity.files import run


def test_the_example_is_as_it_was_made() -> None:
    """Two versions of the library that writes it differ in the head alone, where they say which they are."""
    assert run(PLACE.read_bytes()) == run(example()), "run `python -m tests.formats.activity.example`"


def test_it_holds_no_place() -> None:
    found = run(PLACE.read_bytes())
    assert found.utc_offset_s == 3600 and len(found.laps) > 3 and not found.noticed[1:]
