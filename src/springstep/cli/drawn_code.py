"""A QR code as a picture in a file, or drawn on the terminal."""

from __future__ import annotations

import pathlib
import sys
from typing import TYPE_CHECKING

from springstep.cli.text.lines import can_write, width
from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError

if TYPE_CHECKING:
    import segno

STANDARD_OUTPUT = "-"
ENDS = (".png", ".svg")


def drawn_code(code: segno.QRCode, path: pathlib.Path) -> bytes:
    """Return a code as its path asks for it; raises ``FormatError`` where a terminal has no room for it."""
    from springstep.formats.workouts.qr_code import drawn_lines, picture  # an extra, and few want a code

    if str(path) != STANDARD_OUTPUT:
        return picture(code, "svg" if path.suffix.lower() == ".svg" else "png")
    lines = drawn_lines(code)
    if not can_write("".join(lines)) or (sys.stdout.isatty() and width() < len(lines[0])):
        what = f"this terminal cannot show a QR code of {len(lines[0])} columns"
        raise FormatError([Fault("too_large", what, allowed="draw it with --qr FILE.png")])
    return "\n".join(lines).encode()
