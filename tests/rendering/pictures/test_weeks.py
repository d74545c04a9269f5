"""The picture of the weeks: whole, the same bytes each time, and clear when it cannot be drawn."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from springstep.diary.entry import Entry
from springstep.diary.trend import weeks
from springstep.rendering.errors import RenderingError
from springstep.rendering.pictures.weeks import Format, draw_weeks
from tests.diary.conftest import entry_by_hand
from tests.places import ROOT


def season() -> Sequence[Entry]:
    """Return ten weeks with a pause of two."""
    days = [date(2026, 1, 5) + timedelta(days=4 * number) for number in range(18)]
    days = [day for day in days if not date(2026, 2, 2) <= day <= date(2026, 2, 15)]
    return [
        entry_by_hand(n, day=day, efforts=3 + n // 6, effort_s=8 + n // 4, fatigue_after=6 - n // 4, cadence=2 + n // 6)
        for n, day in enumerate(days)
    ]


def test_an_svg_is_well_formed_and_names_no_program_or_day() -> None:
    svg = draw_weeks(weeks(season()), "svg")
    assert ET.fromstring(svg).tag.endswith("svg")
    assert b"Matplotlib v" not in svg and b"dc:date" not in svg


def test_a_png_holds_no_names() -> None:
    png = draw_weeks(weeks(season()), "png")
    assert png.startswith(b"\x89PNG") and b"matplotlib" not in png.lower() and b"tEXt" not in png


@pytest.mark.parametrize("form", ["svg", "png"])
def test_the_same_weeks_give_the_same_bytes_in_every_process(form: Format, tmp_path: Path) -> None:
    here = draw_weeks(weeks(season()), form)
    code = (
        "import sys; from springstep.rendering.pictures.weeks import draw_weeks\n"
        "from springstep.diary.trend import weeks\n"
        "from tests.rendering.pictures.test_weeks import season\n"
        f"sys.stdout.buffer.write(draw_weeks(weeks(season()), {form!r}))"
    )
    # Settings of the user's own must not change the picture.
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\nfont.size: 20\n")
    environment = {**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert run.stdout == here


def test_other_weeks_give_another_picture() -> None:
    assert draw_weeks(weeks(season()), "svg") != draw_weeks(weeks(season()[1:]), "svg")


def test_a_single_week_and_many_years_can_be_drawn() -> None:
    for entries in ([entry_by_hand()], [entry_by_hand(1), entry_by_hand(2, day=date(2016, 1, 1), cadence=3)]):
        ET.fromstring(draw_weeks(weeks(entries), "svg"))


def test_nothing_to_draw_is_told() -> None:
    with pytest.raises(RenderingError, match="nothing to draw"):
        draw_weeks((), "svg")


def test_without_matplotlib_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(RenderingError, match=r"pip install 'springstep\[pictures\]'"):
        draw_weeks(weeks(season()), "svg")


def test_a_diary_that_a_wrong_clock_reached_can_be_drawn() -> None:
    """Weeks are left out, so nothing joins what is far apart, and the axis ends where the calendar does."""
    first = entry_by_hand(1, day=date(2026, 3, 2), cadence=3, fatigue_after=4)
    far = weeks([first, entry_by_hand(2, day=date.max, cadence=5, fatigue_after=2)])
    assert len(far) == 2
    ET.fromstring(draw_weeks(far, "svg"))
    ET.fromstring(draw_weeks(weeks([entry_by_hand(1, day=date.max)]), "svg"))
