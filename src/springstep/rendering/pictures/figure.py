"""Draw a figure to bytes, the same each time: no date, no program name, and no random ids."""

from __future__ import annotations

import io
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING, Any, Literal

from springstep.engine.characters import visible
from springstep.engine.errors import Fault
from springstep.rendering.errors import RenderingError

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Format = Literal["svg", "png", "pdf"]

INK, GRID = "#222222", "#d9d9d9"
_DPI = 200
_NO_NAMES: dict[Format, dict[str, None]] = {
    "svg": {"Date": None, "Creator": None},
    "png": {"Software": None},
    "pdf": {"CreationDate": None, "Creator": None, "Producer": None},
}
"""What a file would otherwise say of program and day."""
_STYLE: Any = {
    "font.family": ["DejaVu Sans"],
    "font.size": 9,
    "svg.hashsalt": "springstep",
    "svg.fonttype": "path",
    "pdf.fonttype": 42,
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
        raise RenderingError(
            [Fault("not_installed", "pictures need matplotlib: pip install 'springstep[pictures]'")]
        ) from None
    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(_STYLE)
        figure = Figure(figsize=size, layout="constrained")
        fill(figure)
        target = io.BytesIO()
        figure.savefig(target, format=form, dpi=_DPI, metadata=_NO_NAMES[form])
    picture = target.getvalue()
    return visible(picture.decode("utf-8")).encode() if form == "svg" else picture


def described(svg: bytes, title: str, description: str) -> bytes:
    """Return a picture in SVG with a title and a description for those who do not see it."""
    said = f"<title id='title'>{escape(visible(title))}</title><desc id='desc'>{escape(visible(description))}</desc>"
    head, start, rest = svg.decode("utf-8").partition("<svg ")
    attributes, end, inside = rest.partition(">")
    return f'{head}{start}role="img" aria-labelledby="title desc" {attributes}{end}{said}{inside}'.encode()
