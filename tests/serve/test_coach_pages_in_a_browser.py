"""The coach's desk in a real browser, Debian's Chromium: narrow, wide, light, dark, by keyboard, without scripts."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from springstep.installed import load_rule_base
from springstep.rendering.desk.audit import Standing, audit_page
from springstep.rendering.desk.desk import Desk, DeskPlaces
from springstep.serve.page_answers import part_path
from tests.audits import BASE, full_audit
from tests.serve.in_a_browser import (
    AS_USUAL,
    AXE,
    LOOKS,
    LOW,
    MOVED,
    WIDTHS,
    Opened,
    click,
    hard_to_use,
    in_a_browser,
    open_all,
    press,
    tab_to,
)
from tests.serve.serving import Asked
from tests.serve.test_coach_new_rule import GOOD

pytestmark = in_a_browser
PAGES = {
    "first": "",
    "rules": "/rules?basis=guide",
    "situation": "/rules?told=returning+calf+purple",
    "nothing found": "/rules?told=purple",
    "too long": f"/rules?topic=stop&told={'x' * 300}",
    "rule": "/rules/INJ-040",
    "claims": "/claims",
    "ledger": "/ledger",
    "facts": "/facts",
    "graph": "/graph",
    "topic": "/graph?topic=stop&size=2",
    "audit": "/audit",
    "ask": "/ask?with=fatigue%3D8",
    "why": "/ask?runner=fires:INJ-040&ask=why&of=clearance",
    "what if": "/ask?ask=what_if&of=fatigue&value=8",
    "not understood": "/ask?fact=fatigue&value=purple",
    "group": "/group",
    "signing": "/signing?kind=drills",
    "new rule": "/new?do=about",
    "its facts": "/new?topic=surface&moment=before&do=facts",
    "its form": "/new?like=RDY-020",
    "its faults": f"/new?{urlencode({**GOOD, 'value2': '99', 'because': ''})}",
    "its effect": f"/new?{urlencode(GOOD)}",
}
FORCED = ("rules", "rule", "topic", "ask", "group", "signing", "its faults", "done")
"""Pages of which each has something with a colour of its own."""


def standings() -> Iterator[tuple[str, str]]:
    """Yield the pages of audits that stand otherwise than those of a service that has just begun."""
    styles = (part_path(name) for name in ("page.css", "desk.css", "graph.css"))
    desk = Desk(BASE, DeskPlaces("/coach", "/", *styles))
    yield "going", audit_page(desk, Standing("going", "claims", 51, 104))
    yield "busy", audit_page(desk, Standing("busy"))
    yield "failed", audit_page(desk, Standing("failed", why="It was ended."))
    yield "done", audit_page(desk, Standing("done", audit=full_audit()))


def each_page(page: Any, service: Asked) -> Iterator[str]:
    """Go to every kind of page, on which nothing moves, all that can be opened open; yield its name."""
    page.add_init_script(MOVED)
    for name, path in PAGES.items():
        page.goto(f"{service.address}/coach{path}")
        assert page.evaluate("window.moved") == 0, name
        open_all(page)
        yield name
    place = f"{service.address}/coach/as-it-stands"
    for name, text in standings():
        page.route(place, partial(fulfilled, text))
        page.goto(place)
        open_all(page)
        yield name
        page.unroute(place)


def fulfilled(text: str, route: Any) -> None:
    route.fulfill(body=text, content_type="text/html")


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --prefix .venv/node axe-core")
def test_no_page_is_hard_to_use_touch_or_read_narrow_or_wide_by_any_light(opened: Opened, service: Asked) -> None:
    page, found = opened(WIDTHS["narrow"]), []
    for name in each_page(page, service):  # each is gone to once: a look changes colours, a width the places of things
        for width, look in (
            (WIDTHS["narrow"], LOOKS["light"]),
            (WIDTHS["wide"], {"color_scheme": "dark"}),
            (WIDTHS["narrow"], {"forced_colors": "active"} if name in FORCED else None),
        ):
            page.set_viewport_size({"width": width, "height": 800})
            page.emulate_media(**{**AS_USUAL, **(look or {})})
            found += [(name, *each) for each in (hard_to_use(page, look) if look else ())]
            wide = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
            assert wide[0] <= wide[1], (name, width)
        assert page.evaluate(LOW) == [], name
        page.emulate_media(**AS_USUAL)
    assert found == []


def test_with_forced_colours_a_picture_keeps_its_own_and_a_mistake_its_border(opened: Opened, service: Asked) -> None:
    page = opened(forced_colors="active", color_scheme="dark")
    page.goto(f"{service.address}/coach{PAGES['topic']}")
    assert page.locator(".picture").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    page.goto(f"{service.address}/coach{PAGES['its faults']}")
    borders = "[...document.querySelectorAll('[aria-invalid]')].map(e => getComputedStyle(e).borderTopWidth)"
    assert {*page.evaluate(borders)} == {"2px"}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_coach_finds_a_rule_by_a_situation_and_asks_about_its_runner_by_keyboard(
    opened: Opened, service: Asked, scripts: bool
) -> None:
    page = opened(1280, java_script_enabled=scripts)
    press(page, page.get_by_role("link", name="For coaches"), "Enter")
    press(page, page.get_by_role("navigation").get_by_role("link", name="Rules"), "Enter")
    tab_to(page, page.get_by_label("A situation, in your own words"))
    page.keyboard.type("returning calf")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "told=returning+calf" in page.url
    assert "injury status returning" in page.get_by_role("region", name="How this was understood").inner_text()
    press(page, page.get_by_role("link", name="INJ-050 returning lower leg"), "Enter")
    assert page.locator("h1").inner_text() == "INJ-050 returning lower leg"
    with page.expect_navigation():
        page.get_by_role("link", name="Ask about this runner for whom it fires").press("Enter")
    page.get_by_label("Without the rule").fill("INJ-050")
    with page.expect_navigation():
        page.get_by_role("button", name="What then, without it?").press("Enter")
    assert page.locator("h2").first.inner_text().startswith("Without INJ-050")
    page.go_back()
    page.go_back()
    assert page.locator("h1").inner_text() == "INJ-050 returning lower leg"


def test_a_mistake_is_announced(opened: Opened, service: Asked) -> None:
    page = opened()
    page.goto(f"{service.address}/coach/ask")
    page.get_by_label("Change an answer").select_option("fatigue")
    page.get_by_label("to, in your own words").fill("purple")
    click(page.get_by_role("button", name="Change it", exact=True))
    assert page.title().startswith("Error: ") and "purple" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("to, in your own words").input_value() == "purple"


def test_a_coach_makes_a_rule_of_her_own_from_another(opened: Opened, service: Asked, tmp_path: Path) -> None:
    page = opened(1280, java_script_enabled=False)
    page.goto(f"{service.address}/coach/rules/RDY-020")
    click(page.get_by_role("link", name="Make it stricter"))
    page.get_by_label("Value of fatigue").fill("11")
    page.get_by_role("textbox", name="Number of efforts today").fill("3")
    for label, text in (
        ("Name", "Tired"),
        ("Because", "Less is more."),
        ("Your name", "A. Coach"),
        ("Note", "A trial."),
    ):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_label("Date").fill("2026-03-02")
    page.get_by_label("Kind of reason").select_option("trial")
    click(page.get_by_role("button", name="Check it"))
    assert page.title().startswith("Error: ") and "Fatigue: '11'" in page.get_by_role("alert").inner_text()
    assert page.get_by_label("Because", exact=True).input_value() == "Less is more."
    page.get_by_label("Value of fatigue").fill("3")
    click(page.get_by_role("button", name="Check it"))
    assert page.locator("h1").inner_text() == "OWN-010 tired"
    with page.expect_download() as kept:
        page.get_by_role("link", name="Keep the file").click()
    assert kept.value.suggested_filename == "own-rule.yaml"
    kept.value.save_as(tmp_path / "own-rule.yaml")
    assert load_rule_base(overlays=[tmp_path / "own-rule.yaml"]).rule("OWN-010").when_text == "fatigue >= 3"


def test_a_picture_grows_and_its_rules_lead_to_their_cards(opened: Opened, service: Asked) -> None:
    page = opened(1280)
    page.goto(f"{service.address}/coach/graph?topic=stop")
    widths = []
    for size in ("To fit", "Full size", "Twice", "Four times"):
        click(page.get_by_role("link", name=size))
        widths.append(page.locator(".picture svg").bounding_box()["width"])
    assert widths[0] <= widths[1] < widths[2] < widths[3]
    click(page.get_by_role("link", name="Full size"))
    assert page.locator("svg .guide .box").first.evaluate("e => getComputedStyle(e).fill") == "rgb(227, 244, 236)"
    click(page.locator("svg a").first)
    assert page.locator("h1").inner_text().startswith("STP-")
