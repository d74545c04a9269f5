"""The page of simulated seasons and its pictures are what the rules would give now."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from pathlib import Path
from runpy import run_path
from typing import Any

import pytest

from springstep.season.model import SeasonModel
from springstep.season.report import Season
from tests.places import EXAMPLES, ROOT
from tests.strategies import BASE

FOLDER = ROOT / "docs" / "coach"
SCRIPT: dict[str, Any] = run_path(str(FOLDER / "write_seasons.py"))
PAGE = (FOLDER / "seasons.md").read_text(encoding="utf-8")
RUNNERS = list(SCRIPT["COACH"])
AGAIN = "write it again: python docs/coach/write_seasons.py"
PINNED = f"matplotlib=={version('matplotlib')}; python_version >=" in (ROOT / "constraints.txt").read_text(
    encoding="utf-8"
)


@cache
def season_of(name: str) -> tuple[Season, SeasonModel]:
    found: tuple[Season, SeasonModel] = SCRIPT["season_of"](name, BASE)
    return found


@pytest.mark.parametrize("name", RUNNERS)
def test_the_page_tells_each_season_as_it_comes_out(name: str) -> None:
    section = SCRIPT["section"](name, *season_of(name), BASE)
    assert f"\n\n{section}\n" in PAGE, AGAIN


@pytest.mark.parametrize("name", RUNNERS)
@pytest.mark.skipif(not PINNED, reason="other versions of matplotlib draw the same in other bytes")
def test_each_picture_shows_the_season_as_it_comes_out(name: str) -> None:
    picture = (FOLDER / "seasons" / f"{name}.svg").read_bytes()
    assert SCRIPT["picture"](name, season_of(name)[0]) == picture, AGAIN


def test_the_page_is_the_head_and_the_seasons_in_order() -> None:
    assert PAGE.startswith(SCRIPT["HEAD"])
    assert [line for line in PAGE.splitlines() if line.startswith("## ")] == [
        f"## {title}" for title, _ in SCRIPT["COACH"].values()
    ]


def test_every_case_and_picture_belongs_to_a_season() -> None:
    def names(folder: Path, suffix: str) -> set[str]:
        return {path.name.removesuffix(suffix) for path in folder.iterdir() if path.name.endswith(suffix)}

    models = names(EXAMPLES / "seasons", ".model.yaml")
    cases = names(EXAMPLES / "seasons", ".yaml") - {f"{name}.model" for name in models}
    assert cases == models == names(FOLDER / "seasons", ".svg") == set(RUNNERS)
