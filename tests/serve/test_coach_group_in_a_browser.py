"""A group on the coach's desk in a real browser: narrow, wide, light, dark, by keyboard, without scripts, on paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.places import EXAMPLES
from tests.serve.in_a_browser import (
    AS_USUAL,
    AXE,
    LOOKS,
    LOW,
    Opened,
    click,
    hard_to_use,
    in_a_browser,
    open_all,
    press,
    tab_to,
)
from tests.serve.serving import Asked

pytestmark = in_a_browser
GROUP = (EXAMPLES / "group.csv").read_text(encoding="utf-8")
WITH_SLIPS = f"{GROUP}{'N' * 80},sharp\nB,{'x' * 300}{',' * (GROUP.splitlines()[0].count(',') - 1)}\n"
"""The example, with a line that is too short, whose danger is heard, and a long word that is no answer."""
FIELD = "A line for each athlete"


def advise(page: Any, service: Asked, table: str) -> None:
    page.goto(f"{service.address}/coach/group")
    page.get_by_label(FIELD).fill(table)
    click(page.get_by_role("button", name="Advise the group"))
    assert page.locator("table.athletes").count() == 1


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --prefix .venv/node axe-core")
def test_a_group_is_not_hard_to_use_and_nothing_stands_out_at_the_side(opened: Opened, service: Asked) -> None:
    page = opened()
    advise(page, service, WITH_SLIPS)
    open_all(page)
    for width, look in ((320, LOOKS["light"]), (1280, {"color_scheme": "dark"}), (320, {"forced_colors": "active"})):
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(**{**AS_USUAL, **look})
        assert hard_to_use(page, look) == []
        wide = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
        assert wide[0] <= wide[1] and page.evaluate(LOW) == []


def test_a_group_is_advised_by_keyboard_without_scripts_and_its_slips_are_announced(
    opened: Opened, service: Asked
) -> None:
    page = opened(1280, java_script_enabled=False)
    press(page, page.get_by_role("link", name="For coaches"), "Enter")
    press(page, page.get_by_role("navigation").get_by_role("link", name="Group"), "Enter")
    tab_to(page, page.get_by_label(FIELD))
    page.keyboard.insert_text("name\tpain\tfatigue\nAnna\tsharp\t2\nBea\tnone\t11\n")
    press(page, page.get_by_role("button", name="Advise the group"), "Enter")
    assert page.title().startswith("Error: ") and "not understood" in page.get_by_role("alert").inner_text()
    assert "row 3, column 3" in page.get_by_role("region", name="Not understood").inner_text()
    assert "stop" in page.get_by_role("row", name="Anna stop").inner_text()
    card = page.get_by_text("Card of Anna")
    press(page, card, "Space")
    assert page.locator("details[open]").count() == 1
    assert page.get_by_label(FIELD).input_value().startswith("name\tpain")


def test_on_paper_there_is_a_line_for_each_and_the_cards_that_are_open(opened: Opened, service: Asked) -> None:
    page = opened(1280)
    advise(page, service, WITH_SLIPS)
    click(page.locator("summary").nth(7))
    page.emulate_media(media="print")
    lines, cards = page.locator("tbody tr:first-child"), page.locator("details")
    assert lines.count() == cards.count() == 11 and all(each.is_visible() for each in lines.all())
    assert [place for place, card in enumerate(cards.all()) if card.is_visible()] == [7]
    assert page.get_by_text("If this, then that:").nth(0).is_visible()
    assert page.get_by_role("heading", name="Not understood").is_visible()
    for gone in ("textarea", "header nav", "summary", "footer"):
        assert not page.locator(gone).first.is_visible(), gone
    heights = [each.bounding_box()["height"] for each in lines.all()]
    assert max(heights) < 3 * min(heights)


def test_a_file_of_a_real_browser_is_read(opened: Opened, service: Asked) -> None:
    page = opened(java_script_enabled=False)
    page.goto(f"{service.address}/coach/group")
    page.get_by_label("Or a CSV file").set_input_files(EXAMPLES / "group.csv")
    click(page.get_by_role("button", name="Advise the group"))
    assert page.locator("tbody th").count() == 10 and not page.get_by_role("alert").count()
    assert page.get_by_label(FIELD).input_value() == GROUP
