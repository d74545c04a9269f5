"""Draw a figure to bytes, the same each time: no date, no program name, and no random ids."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Literal

from springstep.rendering.errors import RenderingError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "png"]

INK, GRID = "#222222", "#d9d9d9"
_DPI = 200
_STYLE: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "svg.hashsalt": "springstep",
    "svg.fonttype": "path",
    "axes.edgecolor": "#888888",
    "axes.labelcolor": INK,
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
    "hatch.linewidth": 0.6,
}


def drawn(size: tuple[float, float], fill: Callable[[Figure], None], form: Format) -> bytes:
    """Return what ``fill`` draws on a figure of this size, in inches; raises ``RenderingError`` without matplotlib."""
    try:
        # an extra
        import matplotlib
        from matplotlib.figure import Figure
    except ImportError:
        raise RenderingError("pictures need matplotlib: pip install 'springstep[pictures]'") from None
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        figure = Figure(figsize=size, layout="constrained")
        fill(figure)
        target = io.BytesIO()
        nothing = {"Date": None, "Creator": None} if form == "svg" else {"Software": None}
        figure.savefig(target, format=form, dpi=_DPI, metadata=nothing)
    return target.getvalue()
