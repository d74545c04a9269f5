"""The picture of the pages shows what they are now, and the README shows the picture."""

from __future__ import annotations

from runpy import run_path

from tests.places import ROOT

FOLDER = ROOT / "docs" / "runner"
SCRIPT = run_path(str(FOLDER / "draw_page.py"))


def test_the_picture_shows_the_pages_as_they_are() -> None:
    drawn = (FOLDER / "page.sha256").read_text(encoding="utf-8").strip()
    assert SCRIPT["digest"]() == drawn, "draw it again: python docs/runner/draw_page.py"
    assert set(SCRIPT["pages"]()) == {"question", "plan", "run"}


def test_the_readme_shows_the_picture() -> None:
    assert "](docs/runner/page.png)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert (FOLDER / "page.png").read_bytes().startswith(b"\x89PNG")
