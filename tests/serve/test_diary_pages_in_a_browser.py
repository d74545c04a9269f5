"""A diary in a real browser, Debian's Chromium: narrow and wide, by keyboard, without scripts, by any light."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serve.in_a_browser import (
    AXE,
    EVERY_PAIR,
    LOOKS,
    Opened,
    by_mouse,
    click,
    go,
    hard_to_use,
    in_a_browser,
    press,
    tab_to,
)
from tests.serve.serving import Asked, serving

pytestmark = in_a_browser
RADIOS = {"bursts": "done", "pain": "none", "felt_after": "normal", "form_held": "true"}
OPEN_ALL = "document.querySelectorAll('details').forEach(each => { each.open = true; })"
NUMBERS = {"duration_min": "45", "efforts": "3", "effort_s": "8", "fatigue_after": "2"}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Asked]:
    with serving(diaries=Path(tmp_path_factory.mktemp("diaries"))) as asked:
        yield asked


def begun(page: Any) -> str:
    """Begin a diary from the first page, and return its address."""
    click(page.get_by_role("link", name="Keep a diary"))
    go(page, "Begin a diary")
    return str(page.url)


def write_down(page: Any, choose: Callable[[Any, Any, str], None]) -> None:
    """Write a session down, by keyboard or by mouse."""
    choose(page, page.get_by_role("link", name="Write a run down"), "Enter")
    choose(page, page.locator("#run_kind"), "ArrowDown")
    for name, value in RADIOS.items():
        if choose is press:  # a group of radio buttons is one stop, at its first
            first = page.locator(f"input[name={name}]").first
            tab_to(page, first)
            page.keyboard.press("Space")
            while not page.locator(f"input[name={name}][value={value}]").is_checked():
                page.keyboard.press("ArrowDown")
        else:
            page.locator(f"input[name={name}][value={value}]").check()
    choose(page, page.locator("input[name=cues][value=all_well]"), "Space")
    for name, value in NUMBERS.items():
        page.locator(f"#{name}").fill(value)
    choose(page, page.get_by_role("button", name="Write it down"), "Enter")


@pytest.mark.parametrize(("width", "scripts", "choose"), EVERY_PAIR.values(), ids=EVERY_PAIR)
def test_a_run_is_written_down(opened: Opened, width: int, scripts: bool, choose: Any) -> None:
    page = opened(width, java_script_enabled=scripts)
    home = begun(page)
    write_down(page, choose)
    assert page.get_by_text("This session does not count yet").count() == 1, "cadence and stride are not told"
    page.goto(home)
    assert page.locator("ul.entries li").count() == 1 and page.locator(".weeks rect").count() == 1
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --prefix .venv/node axe-core")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_page_of_a_diary_is_hard_to_use(opened: Opened, look: dict[str, Any]) -> None:
    page, found = opened(**look), []

    def check(what: str) -> None:
        found.extend((what, *each) for each in hard_to_use(page, look))
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            found.append((what, "wider than the window", ""))

    click(page.get_by_role("link", name="Keep a diary"))
    check("where a diary is begun")
    go(page, "Begin a diary")
    home = page.url
    check("an empty diary")
    click(page.get_by_role("link", name="Write a run down"))
    page.evaluate(OPEN_ALL)
    check("the form")
    go(page, "Write it down")
    check("the form with mistakes")
    page.goto(home)
    write_down(page, by_mouse)
    check("a run")
    page.goto(home)
    page.evaluate(OPEN_ALL)
    check("a diary with a run")
    page.goto(f"{home}/delete")
    check("before all is deleted")
    assert found == []


def test_what_is_wrong_is_announced_and_a_link_leads_to_its_field(opened: Opened) -> None:
    page = opened()
    begun(page)
    click(page.get_by_role("link", name="Write a run down"))
    go(page, "Write it down")
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.id") == "mistake"
    click(page.get_by_role("link", name="Did you do your bursts?"))
    assert page.evaluate("document.activeElement.id") == "bursts"


def test_with_a_diary_a_plan_is_kept_and_what_stays_true_is_not_asked_again(opened: Opened) -> None:
    page = opened()
    home = begun(page)

    def until_a_plan() -> list[str]:
        go(page, "Plan today's run")
        asked = []
        while not page.locator(".plan").count():
            asked.append(page.locator("h1").inner_text())
            for box in page.locator("[data-alone], fieldset li:first-child input[type=radio]").all():
                box.check()
            for menu in page.locator("select[name=part]").all():
                menu.select_option(index=1)
            if page.locator("[name=amount_1]").count():
                page.locator("[name=amount_1]").fill("45")
            elif page.get_by_text("never", exact=False).count():
                page.locator("#words").fill("never")
            go(page, "Go on")
        return asked

    assert any("an injury" in question for question in until_a_plan())
    go(page, "Keep it in your diary")
    assert page.url == home and page.get_by_role("heading", name="Today's plan").count() == 1
    assert not any("an injury" in question for question in until_a_plan())
