"""The pictures of pages and movements show what they are now, and the README shows the picture of the pages."""

from __future__ import annotations

from runpy import run_path

from tests.places import ROOT

FOLDER = ROOT / "docs" / "runner"
SCRIPT = run_path(str(FOLDER / "draw_page.py"))
MOVEMENTS = run_path(str(FOLDER / "draw_movements.py"))


def test_the_picture_shows_the_pages_as_they_are() -> None:
    drawn = (FOLDER / "page.sha256").read_text(encoding="utf-8").strip()
    assert SCRIPT["digest"]() == drawn, "draw it again: python docs/runner/draw_page.py"
    assert set(SCRIPT["pages"]()) == {"question", "plan", "run"}


def test_the_readme_shows_the_picture() -> None:
    assert "](docs/runner/page.png)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (FOLDER / "page.png").read_bytes().startswith(b"\x89PNG")


def test_the_movements_are_drawn_as_they_are() -> None:
    told = "draw them again: python docs/runner/draw_movements.py"
    drawn = {path.name: path.read_text(encoding="utf-8") for path in (FOLDER / "movements").iterdir()}
    assert drawn == MOVEMENTS["drawings"](), told
    assert (FOLDER / "movements.md").read_text(encoding="utf-8") == MOVEMENTS["page"](), told
