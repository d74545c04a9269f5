"""Draw the movement of each drill, and write the page that shows them: ``python docs/runner/draw_movements.py``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from springstep.engine.language.tables import Row
from springstep.installed import default_rule_base
from springstep.rendering.movements.drawing import movement_svg
from springstep.rendering.templates import part

HERE = Path(__file__).parent
FOLDER, PAGE = "movements", "movements.md"
TOP = """# The movements

Each drill of the catalogue in a few steps, gentlest first; [the plan in a browser](page.md) shows that of the day. The
figure is seen from its right side and goes to the right. Dots show the way through the air, an arrow the direction, two
bars that you hold still. Below the ground the landings are seen from above: one mark for one foot, two for both. Who
stays on the spot has a piece of ground for each step.
"""
WORDS = {"none": "the feet hardly leave the ground", "both": "on both feet", "alternating": "from foot to foot"}
WORDS |= {"single_leg": "one leg takes the whole landing", "in_place": "on the spot", "drop": "down from a box"}


def drawings() -> dict[str, str]:
    """Return each drawing by the name of its file."""
    return {f"{drill.id}.svg": _alone(movement_svg(drill)) for drill in _drawn()}


def page() -> str:
    """Return the page."""
    return "\n".join([TOP, *(_part(drill) for drill in _drawn())])


def _drawn() -> Iterator[Row]:
    yield from (drill for drill in default_rule_base().tables["drills"].rows if movement_svg(drill))


def _alone(svg: str) -> str:
    """Return a drawing as a file of its own, with its colours."""
    svg = svg.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" width="480" ', 1)
    return svg.replace(">\n", f">\n<style>\n{_style()}\n</style>\n", 1) + "\n"


def _style() -> str:
    """Return how the pages of a consultation draw a movement by day."""
    css = part("springstep.rendering.consultation", "page.css")
    colours = dict(re.findall(r"(--[\w-]+): (#\w+)", css.partition("}")[0]))
    rules = ["svg { background: var(--card); }", *re.findall(r"^\.movement (.*)$", css, re.MULTILINE)[1:]]
    rules = [rule.replace(" .movement ", " ") for rule in rules]
    return re.sub(
        r"var\((--[\w-]+)\)", lambda found: colours[found[1]], "\n".join([*rules, "text { font-family: sans-serif; }"])
    )


def _part(drill: Row) -> str:
    told = ", ".join(WORDS.get(drill[each], drill[each]) for each in ("landing", "direction"))
    return f"""## {drill["name"]}

![{drill["name"]}, step by step]({FOLDER}/{drill.id}.svg)

{drill["how"]} {drill["feel"]}

Landing and direction: {told}. Impact: {drill["impact"]}.
"""


def draw() -> None:
    """Write the drawings and the page."""
    (HERE / FOLDER).mkdir(exist_ok=True)
    for name, svg in drawings().items():
        (HERE / FOLDER / name).write_text(svg, encoding="utf-8")
    (HERE / PAGE).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    draw()
