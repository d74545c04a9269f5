"""The picture of a pocket card: one page of A6 with all of it inside, the same bytes, told in words, too."""

from __future__ import annotations

import io
import re
import sys
import xml.etree.ElementTree as ET
from datetime import date

import matplotlib.image
import pytest

from springstep import recommend
from springstep.diary.card import Card, CardAnswer, CardLine, card_of
from springstep.installed import default_rule_base
from springstep.rendering.errors import RenderingError
from springstep.rendering.pictures.card import draw_card
from springstep.rendering.pictures.figure import Format
from tests.characters import ESCAPES, UNFIT
from tests.places import EXAMPLES

BASE = default_rule_base()
SVG = "{http://www.w3.org/2000/svg}"
FORMS: tuple[Format, ...] = ("svg", "png", "pdf")


def card(name: str) -> Card:
    return card_of(recommend(EXAMPLES / name), BASE, day=date(2026, 11, 29))


def crowded() -> Card:
    """Return a card with far more on it than any plan has."""
    answer = CardAnswer(cues=("dizzy",), when="this, that, " * 4, verdict="stop", do="stop " * 16, rules=("CUE-145",))
    line = CardLine(say="word $x_1$ & <more> " * 12, rules=("RDY-010",) * 4)
    return Card(day=None, verdict="bursts", lines=(line,) * 4, answers=(answer,) * 12)


@pytest.mark.parametrize("name", ["hourly-cap.yaml", "race-week.yaml", "not-due-yet.yaml", "crowded"])
def test_all_of_it_is_inside_the_page(name: str) -> None:
    drawn = draw_card(crowded() if name == "crowded" else card(name), "png")
    pixels = matplotlib.image.imread(io.BytesIO(drawn), format="png")[:, :, :3]
    height, width = pixels.shape[:2]
    assert abs(height / width - 148 / 105) < 0.01
    edge = width // 30
    for strip in (pixels[:edge], pixels[-edge:], pixels[:, :edge], pixels[:, -edge:]):
        assert strip.min() == 1.0, "the margin is white"
    assert pixels.min() == 0.0, "the type is black"


def test_type_is_as_large_as_there_is_room_for() -> None:
    """A day without bursts is told in two lines, which can be read from afar; a full card still fills its page."""

    def darkest_row(name: str) -> float:
        pixels = matplotlib.image.imread(io.BytesIO(draw_card(card(name), "png")), format="png")[:, :, 0]
        rows = [number for number, row in enumerate(pixels) if row.min() < 0.5]
        return float(max(rows) / len(pixels))

    assert darkest_row("hourly-cap.yaml") > 0.85
    assert darkest_row("not-due-yet.yaml") > 0.3


def test_a_pdf_is_one_page_of_a6() -> None:
    pdf = draw_card(card("hourly-cap.yaml"), "pdf")
    assert pdf.startswith(b"%PDF") and len(re.findall(rb"/Type /Page\b", pdf)) == 1
    found = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+) ?\]", pdf)
    assert found is not None
    assert (round(float(found[1]) / 72 * 25.4), round(float(found[2]) / 72 * 25.4)) == (105, 148)


def test_an_svg_says_what_is_on_it() -> None:
    found = card("first-session.yaml")
    root = ET.fromstring(draw_card(found, "svg"))
    assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
    title, told = (root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None and told is not None and title.text is not None and told.text is not None
    assert (title.get("id"), told.get("id")) == ("title", "desc") and "29 Nov 2026" in title.text
    for line in found.lines:
        assert line.say in told.text
    for answer in found.answers:
        assert f"{answer.when}: {answer.do}" in told.text


def test_what_looks_like_markup_is_words() -> None:
    root = ET.fromstring(draw_card(crowded(), "svg"))
    told = root.find(f"{SVG}desc")
    assert told is not None and told.text is not None and "word $x_1$ & <more>" in told.text


@pytest.mark.parametrize("form", FORMS)
def test_the_same_card_gives_the_same_bytes_and_names_no_program(form: Format) -> None:
    first, second = (draw_card(card("ankle-return.yaml"), form) for _ in range(2))
    assert first == second
    assert b"Matplotlib v" not in first and b"CreationDate" not in first and b"dc:date" not in first
    assert draw_card(card("first-session.yaml"), form) != first


def test_without_matplotlib_it_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    with pytest.raises(RenderingError, match=r"pip install 'springstep\[pictures\]'"):
        draw_card(card("first-session.yaml"), "pdf")


@pytest.mark.parametrize("form", FORMS)
def test_words_that_no_text_should_hold_are_drawn_as_their_escapes(form: Format) -> None:
    words = " ".join(ESCAPES) + "\x00 \uffff \ud800 -- ]]> &"
    answer = CardAnswer(cues=("dizzy",), when=words, verdict="stop", do=words, rules=(words,))
    drawn = draw_card(Card(day=None, verdict="bursts", lines=(CardLine(say=words),), answers=(answer,)), form)
    if form == "svg":
        text = drawn.decode()
        ET.fromstring(text)
        assert not [sign for sign in UNFIT if sign in text] and "u0000" in text
