"""The pictures of pages and movements show what they are now, and the README shows the pictures of the pages."""

from __future__ import annotations

from runpy import run_path
from typing import Any

import pytest

from tests.places import ROOT

DOCS = ROOT / "docs"
PICTURES = run_path(str(DOCS / "draw_pages.py"))["PICTURES"]
MOVEMENTS = run_path(str(DOCS / "runner" / "draw_movements.py"))


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.place.stem)
def test_a_picture_shows_the_pages_as_they_are(picture: Any) -> None:
    drawn = picture.kept_digest().read_text(encoding="utf-8").strip()
    assert picture.digest() == drawn, "draw it again: python docs/draw_pages.py"
    assert picture.place.read_bytes().startswith(b"\x89PNG")
    assert f"]({picture.place.relative_to(ROOT)})" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_a_phone_and_a_desk_are_shown() -> None:
    assert [sorted(picture.pages()) for picture in PICTURES] == [["plan", "question", "run"], ["rule"]]


def test_the_movements_are_drawn_as_they_are() -> None:
    told = "draw them again: python docs/runner/draw_movements.py"
    folder = DOCS / "runner"
    drawn = {path.name: path.read_text(encoding="utf-8") for path in (folder / "movements").iterdir()}
    assert drawn == MOVEMENTS["drawings"](), told
    assert (folder / "movements.md").read_text(encoding="utf-8") == MOVEMENTS["page"](), told
