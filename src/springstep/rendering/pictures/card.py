"""Draw a pocket card on one page of A6: large type, black on white, to be read outdoors.

The same card gives the same bytes: no date, no program name, and no random ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from springstep.diary.card import Card
from springstep.engine.characters import visible
from springstep.rendering.pictures.figure import Format, described, drawn

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

_POINTS_PER_INCH = 72
_SIZE_PT = tuple(mm / 25.4 * _POINTS_PER_INCH for mm in (105, 148))
"""The width and height of A6."""
_MARGIN_PT = 14
_LARGEST_PT, _SMALLEST_PT, _STEP_PT = 16.0, 4.0, 0.25
_LEADING = 1.2
_SMALL = 0.6
"""How large the ids of rules are, next to the words."""
_SPACE, _BELOW = 0.3, 0.25
"""The space between two words, and that below the line on which they stand, next to the size of the type."""
_GAP = 0.45
"""The space between two statements, in lines."""


class _Piece(NamedTuple):
    """Words in one style."""

    text: str
    bold: bool = False
    small: bool = False


_Statement = Sequence[_Piece]


class _Placed(NamedTuple):
    """Words on one line, with their distance from its start, in points."""

    piece: _Piece
    right_pt: float


def draw_card(card: Card, form: Format) -> bytes:
    """Return the picture of a card; raises ``RenderingError`` when there is nothing to draw with."""
    width, height = (side / _POINTS_PER_INCH for side in _SIZE_PT)
    picture = drawn((width, height), lambda figure: _fill(figure, card), form)
    if form != "svg":
        return picture
    told = (" ".join(piece.text for piece in statement if piece.text) for statement in _statements(card))
    return described(picture, f"{card.title}: a pocket card", " ".join(told))


def _statements(card: Card) -> Iterator[_Statement]:
    """Yield what stands on the card, one statement after another."""
    yield [_piece(card.title, small=True)]
    for number, line in enumerate(card.lines):
        yield [_piece(line.say, bold=number == 0), _ids(line.rules)]
    for answer in card.answers:
        yield [_piece(f"{answer.when}:"), _piece(answer.do, bold=True), _ids(answer.rules)]


def _ids(rules: Sequence[str]) -> _Piece:
    return _piece(" ".join(rules), small=True)


def _piece(text: str, *, bold: bool = False, small: bool = False) -> _Piece:
    return _Piece(visible(text), bold, small)


def _fill(figure: Figure, card: Card) -> None:
    """Write the statements as large as they fit onto the page."""
    figure.set_layout_engine("none")
    statements = list(_statements(card))
    (width_pt, height_pt), size = _SIZE_PT, _LARGEST_PT
    lines = _set(statements, size)
    while _height(lines, size) > height_pt - 2 * _MARGIN_PT and size > _SMALLEST_PT:
        size -= _STEP_PT
        lines = _set(statements, size)
    down = height_pt - _MARGIN_PT
    for statement in lines:
        for line in statement:
            down -= size * _LEADING
            for piece, right_pt in line:
                figure.text(
                    (_MARGIN_PT + right_pt) / width_pt,
                    (down + _BELOW * size) / height_pt,
                    piece.text,
                    color="#000000",
                    fontproperties=_font(piece, size),
                    parse_math=False,
                    va="baseline",
                )
        down -= size * _GAP


def _set(statements: Sequence[_Statement], size: float) -> list[list[list[_Placed]]]:
    """Set each statement in lines at a size, none longer than the page is wide."""
    return [list(_lines_of(statement, size)) for statement in statements]


def _lines_of(statement: _Statement, size: float) -> Iterator[list[_Placed]]:
    room = _SIZE_PT[0] - 2 * _MARGIN_PT
    line: list[_Placed] = []
    end = 0.0
    for piece in statement:
        for word in piece.text.split():
            each = piece._replace(text=word)
            wide = _width(each, size)
            if line and end + wide > room:
                yield line
                line, end = [], 0.0
            line.append(_Placed(each, end))
            end += wide + size * _SPACE
    yield line


def _height(lines: Sequence[Sequence[Sequence[_Placed]]], size: float) -> float:
    return sum(len(statement) * size * _LEADING + size * _GAP for statement in lines)


def _font(piece: _Piece, size: float) -> FontProperties:
    from matplotlib.font_manager import FontProperties  # an extra, there once anything is drawn

    weight = "bold" if piece.bold else "normal"
    return FontProperties(family="DejaVu Sans", weight=weight, size=size * _SMALL if piece.small else size)


@lru_cache(maxsize=4096)
def _width(piece: _Piece, size: float) -> float:
    """Return how wide a word is, in points."""
    from matplotlib.textpath import text_to_path  # as above

    wide, _, _ = text_to_path.get_text_width_height_descent(piece.text, _font(piece, size), ismath=False)
    return float(wide)
