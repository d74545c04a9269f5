"""The picture of a season: whole, the same bytes each time, and clear when it cannot be drawn."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import pytest

from springstep.rendering.errors import RenderingError
from springstep.rendering.pictures.season import draw_season
from springstep.season.report import Season
from tests.places import ROOT
from tests.season.conftest import preset, season_of


@cache
def eventful() -> Season:
    """Return a season in which everything happens that is drawn."""
    phases = [{"phase": "early", "weeks": 2}, {"phase": "competition", "weeks": 3}]
    changes = {"weeks": 9, "phases": phases, "races": [5], "pauses": [{"week": 7}], "injuries": [{"week": 3}]}
    return season_of(changes)


def test_an_svg_is_well_formed_and_names_no_program_or_day() -> None:
    svg = draw_season(eventful(), "svg")
    assert ET.fromstring(svg).tag.endswith("svg")
    assert b"Matplotlib v" not in svg and b"dc:date" not in svg


def test_the_same_season_gives_the_same_bytes_in_every_process(tmp_path: Path) -> None:
    code = (
        "import sys; from springstep.rendering.pictures.season import draw_season\n"
        "from tests.rendering.pictures.test_season import eventful\n"
        "sys.stdout.buffer.write(draw_season(eventful(), 'svg'))"
    )
    (tmp_path / "matplotlibrc").write_text("axes.facecolor: red\nfont.size: 20\n")
    environment = {**os.environ, "MATPLOTLIBRC": str(tmp_path), "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"}
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True)
    assert run.stdout == draw_season(eventful(), "svg")


def test_a_png_holds_no_names_and_another_season_looks_another_way() -> None:
    png = draw_season(preset("well", 2), "png")
    assert png.startswith(b"\x89PNG") and b"matplotlib" not in png.lower() and b"tEXt" not in png
    assert png != draw_season(preset("average", 3), "png")


def test_a_season_without_a_single_session_can_be_drawn() -> None:
    ET.fromstring(draw_season(season_of({"weeks": 1}, surface="slippery"), "svg"))
    ET.fromstring(draw_season(season_of({"weeks": 2, "pauses": [{"week": 1, "weeks": 2}]}), "svg"))


def test_without_matplotlib_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(RenderingError, match=r"pip install 'springstep\[pictures\]'"):
        draw_season(preset("well", 2), "svg")
