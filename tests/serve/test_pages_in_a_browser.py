"""The pages in a real browser, Debian's Chromium: with scripts and without, by keyboard, narrow and wide, by any light.

No person who uses a screen reader took part; what such a program is told is read off the accessibility tree.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.serve.in_a_browser import (
    AXE,
    EVERY_PAIR,
    FAINT,
    LOOKS,
    MOVED,
    WIDTHS,
    Opened,
    by_mouse,
    click,
    go,
    hard_to_use,
    in_a_browser,
    pages_of_an_evening,
)
from tests.serve.serving import Asked

pytestmark = in_a_browser


@pytest.mark.parametrize(("width", "scripts", "choose"), EVERY_PAIR.values(), ids=EVERY_PAIR)
def test_a_whole_consultation(opened: Opened, width: int, scripts: bool, choose: Any) -> None:
    headings = list(pages_of_an_evening(opened(width, java_script_enabled=scripts), choose))
    assert headings[-1].startswith("Bursts today: 3 x 8 s of quick feet.")
    assert len(headings) == len(set(headings)) <= 10


@pytest.mark.skipif(not AXE.exists(), reason="needs axe-core: npm install --prefix .venv/node axe-core")
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_no_page_is_hard_to_use(opened: Opened, look: dict[str, Any]) -> None:
    page, found = opened(**look), []

    def check(what: str) -> None:
        found.extend((what, *each) for each in hard_to_use(page, look))

    for heading in pages_of_an_evening(page, by_mouse):
        check(heading)
    for details in page.locator("details").all():
        click(details.locator("summary"))
    check("the plan with all of it open")
    for button in ("Why is it so?", "Why not this one?", "What would change it?"):
        if not page.get_by_role("button", name=button).is_visible():
            click(page.locator("summary", has_text="Ask about"))
        click(page.get_by_role("button", name=button))
        check(button)
    for fact in ("fatigue", "injuries", "duration_min", "run_kind"):
        if not page.locator("#of-answer").is_visible():
            click(page.locator("summary", has_text="Ask about"))
        page.locator("#of-answer").select_option(fact)
        click(page.get_by_role("button", name="What may it be?"))
        check(f"what if {fact}")
        click(page.get_by_role("button", name="Suppose something else"))
    click(page.get_by_role("button", name="Take it along"))
    click(page.locator("details.cue summary").first)
    click(page.get_by_role("button", name="Start"))
    check("on the run")
    click(page.get_by_role("button", name="Back to the plan"))
    click(page.get_by_role("button", name="Pocket card"))
    check("the card")
    click(page.get_by_role("button", name="Back to the plan"))
    click(page.get_by_role("button", name="Your answers"))
    check("answers")
    click(page.get_by_role("button", name="Change pain"))
    click(page.get_by_role("button", name="Go on"))
    check("a question again")
    assert found == []


@pytest.mark.parametrize("width", [*WIDTHS.values(), 1280 // 4], ids=[*WIDTHS, "zoomed to 400 %"])
def test_nothing_stands_out_at_the_side_and_all_can_be_touched(opened: Opened, width: int) -> None:
    page = opened(width)
    targets = "button, .choices label, .nothing label, select, summary, input:not([type]), input[type=number]"

    def check(what: str) -> None:
        wide = page.evaluate("[document.scrollingElement.scrollWidth, document.scrollingElement.clientWidth]")
        assert wide[0] <= wide[1], what
        for target in page.locator(targets).all():
            if target.is_visible():
                assert target.bounding_box()["height"] >= 44, (what, target.inner_text())

    for heading in pages_of_an_evening(page, by_mouse):
        check(heading)
    go(page, "Pocket card")
    check("the card")
    go(page, "Back to the plan")
    for fact in ("fatigue", "duration_min"):
        if not page.locator("#of-answer").is_visible():
            click(page.locator("summary", has_text="Ask about"))
        page.locator("#of-answer").select_option(fact)
        go(page, "What may it be?")
        check(f"what if {fact}")
        go(page, "Suppose something else")


def test_a_mistake_is_announced_and_has_the_focus(opened: Opened) -> None:
    page = opened()
    click(page.get_by_role("button", name="Before a run"))
    click(page.get_by_role("button", name="Go on"))
    assert page.get_by_role("alert").inner_text().startswith("That did not work")
    assert page.evaluate("document.activeElement.id") == "mistake"
    assert page.title().startswith("Error: ")
    described = page.get_by_role("group").get_attribute("aria-describedby").split()
    assert "mistake" in described and all(page.locator(f"#{each}").count() == 1 for each in described)


def test_what_is_ticked_and_nothing_of_it_do_not_stand_together(opened: Opened) -> None:
    page = opened()
    click(page.get_by_role("button", name="Before a run"))
    ill, nothing = page.get_by_label("Ill", exact=True), page.get_by_label("Nothing of this")
    ill.check()
    nothing.check()
    assert not ill.is_checked()
    ill.check()
    assert not nothing.is_checked()


def test_back_by_the_browser_and_on_again(opened: Opened) -> None:
    page = opened()
    click(page.get_by_role("button", name="Before a run"))
    page.get_by_label("Nothing of this").check()
    click(page.get_by_role("button", name="Go on"))
    page.go_back()
    assert page.locator("h1").inner_text() == "Is anything off today?"
    page.get_by_label("Nothing of this").check()
    click(page.get_by_role("button", name="Go on"))
    assert "injury" in page.locator("h1").inner_text()


def taken_along(page: Any) -> Any:
    assert list(pages_of_an_evening(page, by_mouse))
    with page.expect_navigation():
        page.get_by_role("button", name="Take it along").click()
    return page


def with_a_clock_that_stands(page: Any) -> Any:
    page.clock.install(time=0)
    taken_along(page)
    page.clock.pause_at(86_400_000)
    return page


def test_the_clock_of_a_run_counts_each_step_down_without_any_server(opened: Opened) -> None:
    page = with_a_clock_that_stands(opened())
    page.context.set_offline(True)
    now, left = page.locator("#now"), page.locator("#left")
    assert left.bounding_box()["height"] < 100, "the time stands in one line"
    assert left.inner_text() == "10:00" and not page.get_by_role("button", name="Next").is_visible()
    click(page.get_by_role("button", name="Start"))
    page.clock.run_for(61_100)
    assert left.inner_text() == "8:59"
    click(page.get_by_role("button", name="Pause"))
    page.clock.run_for(30_000)
    click(page.get_by_role("button", name="Go on"))
    page.clock.run_for(539_100)
    assert page.locator("#clock").get_attribute("data-kind") == "burst" and left.inner_text() == "0:08"
    page.clock.run_for(8_000)
    assert page.locator("#clock").get_attribute("data-kind") == "recovery" and left.inner_text() == "1:30"
    click(page.get_by_role("button", name="Rest 30 s longer"))
    assert left.inner_text() == "2:00"
    assert page.locator("#steps [aria-current=step]").count() == 1
    for _ in range(7):
        click(page.get_by_role("button", name="Next"))
    assert page.locator("#clock").get_attribute("data-kind") == "easy"
    page.clock.run_for(3_600_000)
    assert now.inner_text() == "Done." and not page.get_by_role("button", name="Next").is_visible()


def test_a_run_goes_on_where_its_page_is_loaded_again(opened: Opened) -> None:
    page = with_a_clock_that_stands(opened())
    click(page.get_by_role("button", name="Start"))
    page.clock.run_for(61_100)
    page.reload()
    page.clock.run_for(1_000)
    assert page.locator("#left").inner_text() == "8:58"
    click(page.get_by_role("button", name="Pause"))
    page.get_by_role("button", name="Go on").wait_for()
    page.reload()
    page.get_by_role("button", name="Go on").wait_for()
    page.clock.run_for(30_000)
    assert page.locator("#left").inner_text() == "8:58"
    click(page.get_by_role("button", name="Go on"))
    page.clock.run_for(1_000)
    assert page.locator("#left").inner_text() == "8:57"


def test_a_page_that_slept_is_right_again(opened: Opened) -> None:
    page = with_a_clock_that_stands(opened())
    click(page.get_by_role("button", name="Start"))
    page.clock.fast_forward(595_000)
    page.clock.run_for(1_000)
    assert page.locator("#left").inner_text() == "0:04"
    page.clock.fast_forward(70_000)
    page.clock.run_for(1_000)
    assert page.locator("#clock").get_attribute("data-kind") == "recovery"
    assert page.locator("#left").inner_text() == "0:31"
    page.clock.fast_forward(3_600_000)
    page.clock.run_for(1_000)
    assert page.locator("#now").inner_text() == "Done."


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_to_do_is_a_tap_away_on_a_run(opened: Opened, scripts: bool) -> None:
    page = taken_along(opened(java_script_enabled=scripts))
    page.context.set_offline(True)
    assert page.locator("#clock").is_visible() == scripts
    cue = page.locator("details.cue").first
    assert not cue.locator(".do").is_visible()
    click(cue.locator("summary"))
    assert cue.locator(".do").is_visible() and "Stop" in cue.locator(".do").inner_text()
    for target in page.locator("summary, #clock button:visible").all():
        assert target.bounding_box()["height"] >= 56


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_what_if_by_keyboard(opened: Opened, scripts: bool) -> None:
    page = opened(java_script_enabled=scripts)
    assert list(pages_of_an_evening(page, by_mouse))
    click(page.locator("summary", has_text="Ask about"))
    page.locator("#of-answer").select_option("fatigue")
    click(page.get_by_role("button", name="What may it be?"))
    now = page.get_by_role("radio", name="2", exact=True)
    assert now.is_checked() and now.is_visible()
    now.focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    assert page.get_by_role("radio", name="8", exact=True).is_checked()
    click(page.get_by_role("button", name="What then?"))
    assert "If fatigue were 8 of 10 instead of 2 of 10" in page.locator(".panel").first.inner_text()


def test_a_number_is_supposed_by_a_slider_too(opened: Opened) -> None:
    page = opened()
    for _ in pages_of_an_evening(page, by_mouse):
        pass
    click(page.locator("summary", has_text="Ask about"))
    page.locator("#of-answer").select_option("duration_min")
    click(page.get_by_role("button", name="What may it be?"))
    slider, number = page.get_by_role("slider", name="How long will the run be"), page.locator("#words")
    assert slider.input_value() == number.input_value() == "45" and slider.bounding_box()["height"] >= 44
    for _ in range(20):
        slider.press("ArrowLeft")
    assert number.input_value() == "25"
    number.fill("30")
    assert slider.input_value() == "30"
    click(page.get_by_role("button", name="What then?"))
    assert "If length of the run were 30 min instead of 45 min" in page.locator(".panel").inner_text()


def test_the_drawing_is_within_the_page_and_its_words_can_be_read(opened: Opened) -> None:
    page = opened(320)
    assert list(pages_of_an_evening(page, by_mouse))
    drawing = page.get_by_role("img", name="Quick feet, drawn in 4 steps")
    outer = drawing.bounding_box()
    boxes = [each.bounding_box() for each in drawing.locator("text").all()]
    for box in boxes:
        assert box["height"] >= 11, box
        assert outer["x"] <= box["x"] and box["x"] + box["width"] <= outer["x"] + outer["width"], box
    apart = [(one, two) for one in boxes for two in boxes if one["x"] < two["x"] and one["y"] == two["y"]]
    assert apart and all(one["x"] + one["width"] <= two["x"] for one, two in apart)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_and_efforts_stand_out_in_pictures(opened: Opened, scheme: str) -> None:
    page = opened(color_scheme=scheme)
    for _ in pages_of_an_evening(page, by_mouse):
        pass
    assert page.locator("svg text").count() >= 4 and page.locator("svg rect.burst").count() == 3
    assert page.evaluate(FAINT) == []
    page.evaluate("document.querySelector('svg text').style.fill = 'rgb(128, 128, 128)'")
    assert len(page.evaluate(FAINT)) == 1


def test_nothing_moves_once_it_is_there(opened: Opened, service: Asked) -> None:
    page = opened()
    page.add_init_script(MOVED)
    page.goto(service.address)
    for heading in pages_of_an_evening(page, by_mouse):
        assert page.evaluate("window.moved") == 0, heading


def test_on_paper_there_is_the_plan_alone(opened: Opened, tmp_path: Path) -> None:
    page = opened(1280)
    assert list(pages_of_an_evening(page, by_mouse))
    page.emulate_media(media="print")
    assert page.locator(".plan").is_visible()
    assert not any(each.is_visible() for each in page.locator("form, footer, details").all())
    assert page.pdf().count(b"/Type /Page\n") == 1


SHEETS = {"A4": ("210mm", "297mm"), "Letter": ("8.5in", "11in"), "A6": ("105mm", "148mm")}


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_card_for_the_pocket_fits_on_one_sheet(opened: Opened, scripts: bool) -> None:
    page = opened(java_script_enabled=scripts)
    assert list(pages_of_an_evening(page, by_mouse))
    click(page.get_by_role("button", name="Pocket card"))
    assert page.get_by_role("button", name="Print it").is_visible() == scripts
    assert page.locator(".cues dt").count() > 5
    for sheet, (width, height) in SHEETS.items():
        margin = dict.fromkeys(("top", "right", "bottom", "left"), "6mm")
        assert page.pdf(width=width, height=height, margin=margin).count(b"/Type /Page\n") == 1, sheet
    page.emulate_media(media="print")
    assert page.locator(".card .movement").is_visible()
    assert not any(each.is_visible() for each in page.locator("form, footer, header, #print").all())
    page.emulate_media(media="screen")
    click(page.get_by_role("button", name="Back to the plan"))
    assert page.locator(".plan").is_visible()
