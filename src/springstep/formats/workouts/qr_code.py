"""The event of a run as a QR code: a phone that looks at it offers to put the run into its calendar."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from springstep.engine.errors import Fault
from springstep.formats.errors import FormatError
from springstep.formats.workouts.calendar import calendar_file, run_event
from springstep.formats.workouts.libraries import needs
from springstep.formats.workouts.named_run import NamedRun
from springstep.formats.workouts.read_back import hold

if TYPE_CHECKING:
    from datetime import time

    import segno

Picture = Literal["png", "svg"]
MOST_BYTES = 2_953
"""What the largest QR code holds."""
_QUIET = 4
"""How many light modules have to stand around it."""
_MODULE_PIXELS = 6
_DARK, _LIGHT = 0, 255


def run_code(run: NamedRun, *, at: time | None = None) -> segno.QRCode:
    """Return the code of a run's event, told in a few lines so that a phone reads it from a screen.

    It is read again before it is returned. Raises ``FormatError`` where the extra is missing or the event does not fit.
    """
    return code_of(calendar_file([run_event(run, at=at, brief=True)]))


def code_of(data: bytes) -> segno.QRCode:
    """Return the code of a calendar; raises ``FormatError`` where it does not fit, or is not read as it was written."""
    needs("a QR code", "segno", "zxingcpp")
    import segno  # an extra

    if len(data) > MOST_BYTES:
        allowed = f"at most {MOST_BYTES:,} bytes; --ics FILE has room for it"
        raise FormatError([Fault("too_large", f"a QR code has no room for {len(data):,} bytes", allowed=allowed)])
    code = segno.make_qr(data, error="l", mode="byte")
    hold(read_code(code), data, what="the QR code", reader="zxing-cpp")
    return code


def picture(code: segno.QRCode, form: Picture) -> bytes:
    """Return the code as a picture."""
    drawn = io.BytesIO()
    code.save(drawn, kind=form, scale=_MODULE_PIXELS, border=_QUIET)
    return drawn.getvalue()


def drawn_lines(code: segno.QRCode) -> list[str]:
    """Return the code in half blocks, two rows of modules a line; light modules are drawn, for dark terminals.

    Phones read it turned light for dark, too.
    """
    rows = [[bool(module) for module in row] for row in code.matrix_iter(border=_QUIET)]
    if len(rows) % 2:
        rows.append([True] * len(rows[0]))
    signs = {(False, False): "\u2588", (False, True): "\u2580", (True, False): "\u2584", (True, True): " "}
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return ["".join(signs[upper, lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs]


def read_code(code: segno.QRCode) -> bytes:
    """Return what a reader finds in the picture of a code; raises ``FormatError`` where it finds none."""
    needs("a QR code", "zxingcpp")
    import zxingcpp  # an extra

    rows = [bytes(_DARK if module else _LIGHT for module in row) for row in code.matrix_iter(scale=3, border=_QUIET)]
    pixels = memoryview(b"".join(rows)).cast("B", shape=[len(rows), len(rows[0])])
    found = zxingcpp.read_barcodes(pixels)
    if len(found) != 1:
        raise FormatError([Fault("damaged", "is no picture of one QR code")])
    return bytes(found[0].bytes)
