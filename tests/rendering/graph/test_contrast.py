"""Every text and line of the rule graph stands out from what is behind it, as WCAG 2.2 asks (1.4.3, 1.4.11)."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from springstep.engine.audit.graph.build import rule_graph
from springstep.rendering.graph.overview import overview
from springstep.rendering.graph.styles import LOOKS, OVERRIDES, READS
from springstep.rendering.graph.svg import graph_svg
from tests.audits import BASE

SVG = "{http://www.w3.org/2000/svg}"
TEXT, LINE = 4.5, 3.0


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def test_black_on_white_is_the_most_there_is() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.fixture(scope="module", params=["overview", "injury"])
def drawing(request: pytest.FixtureRequest) -> ElementTree.Element:
    graph = rule_graph(BASE)
    return ElementTree.fromstring(
        graph_svg(overview(graph) if request.param == "overview" else graph.of_topic("injury"))
    )


def styles_of(drawing: ElementTree.Element) -> dict[str, dict[str, str]]:
    """Return the style of each selector below the drawing's own class; the class itself is the empty one."""
    text = "".join(each.text or "" for each in drawing.iter(f"{SVG}style"))
    found: dict[str, dict[str, str]] = {}
    for selectors, body in re.findall(r"([^{}]+)\{([^}]*)\}", text):
        style = dict(pair.split(":", 1) for pair in body.split(";") if pair)
        for selector in selectors.split(","):
            found[selector.strip().removeprefix(".rule-graph").strip()] = style
    return found


def test_every_text_stands_out_from_its_box_or_the_page(drawing: ElementTree.Element) -> None:
    styles = styles_of(drawing)
    grounds = {name: styles[f".{name} .box"]["fill"] for name in LOOKS}
    assert styles[".page"]["fill"] == "#ffffff"
    seen = 0

    def look(element: ElementTree.Element, ground: str) -> None:
        nonlocal seen
        classes = element.get("class", "").split()
        ground = next((grounds[name] for name in classes if name in grounds), ground)
        if element.tag == f"{SVG}text":
            kind = next((name for name in grounds if grounds[name] == ground), "")
            own = [
                styles[key]
                for key in (*(f".{name}" for name in classes), *(f".{kind} .{c}" for c in classes))
                if key in styles
            ]
            colour = next((style["fill"] for style in reversed(own) if "fill" in style), styles[""]["fill"])
            assert contrast(colour, ground) >= TEXT, ("".join(element.itertext()), colour, ground)
            seen += 1
        for child in element:
            look(child, ground)

    look(drawing, "#ffffff")
    assert seen > 50


@pytest.mark.parametrize("name", LOOKS)
def test_every_box_stands_out_from_the_page(name: str) -> None:
    assert max(contrast(LOOKS[name].stroke, "#ffffff"), contrast(LOOKS[name].stroke, LOOKS[name].fill)) >= LINE


@pytest.mark.parametrize("colour", [READS, OVERRIDES])
def test_every_arrow_stands_out_from_the_page(colour: str) -> None:
    assert contrast(colour, "#ffffff") >= LINE
