"""Draw what verdicts the rows of a table have under two sets of rules, as bars side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from springstep.rendering.pictures.figure import GRID, Format, described, drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_BEFORE, _AFTER = "#56B4E9", "#D55E00"
"""Colours of Okabe and Ito, told apart by colour-blind people; the bars differ in hatching too."""
_HEIGHT = 0.38


def draw_verdicts(moves: Mapping[tuple[str, str], int], form: Format) -> bytes:
    """Return a picture of how many rows have which verdict before and after.

    ``moves`` holds how many rows have each pair. Raises ``RenderingError`` when there is nothing to draw with.
    """
    before, after = counted(moves)
    names = [name for name, _ in (before + after).most_common()]
    picture = drawn((7.2, 0.6 * len(names) + 1.4), lambda figure: _fill(figure, names, before, after), form)
    if form != "svg":
        return picture
    told = "; ".join(f"{name}: {before[name]} before, {after[name]} after" for name in names)
    return described(picture, "Verdicts under both sets of rules", told)


def counted(moves: Mapping[tuple[str, str], int]) -> tuple[Counter[str], Counter[str]]:
    """Return how many rows have each verdict before, and after.

    >>> counted({("bursts", "none"): 2, ("none", "none"): 3})[1]
    Counter({'none': 5})
    """
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for (one, other), rows in moves.items():
        before[one] += rows
        after[other] += rows
    return before, after


def _fill(figure: Figure, names: list[str], before: Counter[str], after: Counter[str]) -> None:
    from matplotlib.ticker import MaxNLocator  # an extra, which is there where a figure is

    panel = figure.subplots()
    places = range(len(names))
    bars = (
        ("the guide's rules", before, _BEFORE, "", -_HEIGHT / 2),
        ("yours", after, _AFTER, "///", _HEIGHT / 2),
    )
    for label, counts, colour, hatch, shift in bars:
        drawn_bars = panel.barh(
            [place + shift for place in places],
            [counts[name] for name in names],
            height=_HEIGHT,
            color=colour,
            hatch=hatch,
            edgecolor="white",
            label=label,
        )
        panel.bar_label(drawn_bars, labels=[f"{counts[name]:,}" for name in names], padding=3, fontsize=8)
    panel.set_yticks(list(places), names)
    panel.invert_yaxis()
    panel.set_xlabel("rows")
    panel.xaxis.set_major_locator(MaxNLocator(integer=True))
    panel.margins(x=0.12)
    panel.grid(axis="x", color=GRID, linewidth=0.7)
    panel.set_axisbelow(True)
    panel.spines[["top", "right"]].set_visible(False)
    panel.legend(loc="lower right", frameon=False)
