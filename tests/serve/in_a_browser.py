"""A real browser, Debian's Chromium: what to ask of its pages, by keyboard and by mouse."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.places import ROOT

CHROMIUM = shutil.which("chromium")
AXE = ROOT / ".venv" / "node" / "node_modules" / "axe-core" / "axe.min.js"
WIDTHS = {"narrow": 320, "wide": 1280}
_MOST_TABS = 80
in_a_browser = [
    pytest.mark.slow,
    pytest.mark.skipif(
        CHROMIUM is None or importlib.util.find_spec("playwright") is None,
        reason="needs Debian's Chromium and playwright",
    ),
]
Opened = Callable[..., Any]
MOVED = (
    "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
    ".observe({type: 'layout-shift', buffered: true})"
)
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark and wide": {"color_scheme": "dark", "width": 1280},
    "forced colours": {"forced_colors": "active"},
}
NOT_BY_LOOK = {"resultTypes": ["violations"]}
BY_LOOK = {**NOT_BY_LOOK, "runOnly": ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]}
"""The rules of axe that may come out otherwise by another light, or in a wider window."""
LOW = """
[...document.querySelectorAll("button, select, summary, input:not([type]), header nav a")]
  .filter(each => each.getClientRects().length && each.getBoundingClientRect().height < 44)
  .map(each => each.outerHTML)
"""
"""What is too low to be touched."""
FAINT = """
(() => {
  const channels = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const shown = (colour) => colour.startsWith("rgb") && channels(colour)[3] !== 0;
  const light = (colour) => {
    const [red, green, blue] = channels(colour).map(each => {
      const part = each / 255;
      return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const ground = (each) => {
    while (each.parentElement && !shown(getComputedStyle(each).backgroundColor)) each = each.parentElement;
    return getComputedStyle(each).backgroundColor;
  };
  const contrast = (first, second) => {
    const [low, high] = [light(first), light(second)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const faint = (selector, least) => [...document.querySelectorAll(selector)].filter((each) => {
    const style = getComputedStyle(each), colours = [style.fill, style.stroke].filter(shown);
    return colours.length && Math.max(...colours.map(colour => contrast(colour, ground(each)))) < least;
  }).map(each => each.outerHTML);
  return [...faint("svg text", 4.5), ...faint("svg rect.burst, svg.weeks rect", 3)];
})()
"""
"""What stands out too little in a picture: words, and what is to be seen of effort."""
AS_USUAL = {"color_scheme": "light", "forced_colors": "none"}


def hard_to_use(page: Any, look: dict[str, Any]) -> list[tuple[str, str]]:
    """Return what is hard to use on a page: all of it by light, and by another look what may differ."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    asked = NOT_BY_LOOK if look == LOOKS["light"] else BY_LOOK
    told = page.evaluate("asked => axe.run(document, asked)", asked)["violations"]
    return [(each["id"], each["nodes"][0]["html"][:300]) for each in told]


def tab_to(page: Any, target: Any) -> None:
    """Go on by the tabulator until something has the focus."""
    handle = target.element_handle()
    for _ in range(_MOST_TABS):
        if page.evaluate("each => document.activeElement === each", handle):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"not reached by keyboard: {target}")


def press(page: Any, target: Any, key: str) -> None:
    tab_to(page, target)
    if key == "Enter":
        with page.expect_navigation():
            page.keyboard.press(key)
    else:
        page.keyboard.press(key)


def click(target: Any) -> None:
    """Click on something; where a page comes of it, wait until all of that page is there.

    A click of its own returns with the first byte of the new page, whose title is still to come.
    """
    target.click()
    target.page.wait_for_load_state()


def go(page: Any, button: str) -> None:
    """Press a button, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.get_by_role("button", name=button).click()


def pages_of_an_evening(page: Any, choose: Callable[[Any, Any, str], None]) -> Iterator[str]:
    """Go through a consultation; yield the heading of each page, at which the page stands."""
    yield page.locator("h1").inner_text()
    choose(page, page.get_by_role("button", name="Before a run"), "Enter")
    while not page.locator(".plan").count():
        yield page.locator("h1").inner_text()
        for box in page.locator("[data-alone], fieldset li:first-child input[type=radio]").all():
            choose(page, box, "Space")
        for menu in page.locator("select[name=part]").all():
            choose(page, menu, "ArrowDown")
        if page.locator("[name=amount_1]").count():
            page.locator("[name=amount_1]").fill("45")
        elif page.get_by_text("never", exact=False).count():
            page.locator("#words").fill("never")
        choose(page, page.get_by_role("button", name="Go on"), "Enter")
    yield page.locator("h1").inner_text()


def by_mouse(page: Any, target: Any, key: str) -> None:
    if key == "ArrowDown":
        target.select_option(index=1)
    elif key == "Enter":
        with page.expect_navigation():
            target.click()
    else:
        target.check()


def open_all(page: Any) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")


EVERY_PAIR = {
    "narrow, with scripts, by keyboard": (320, True, press),
    "wide, without scripts, by keyboard": (1280, False, press),
    "narrow, without scripts, by mouse": (320, False, by_mouse),
    "wide, with scripts, by mouse": (1280, True, by_mouse),
}
"""How wide, with scripts or without, by keyboard or by mouse: each with each of the others."""
