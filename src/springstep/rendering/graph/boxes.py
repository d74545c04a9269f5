"""How each node looks: its lines of text and the box around them, in pixels.

Text is measured with the widths of Helvetica and Arial, and a margin for fonts that run wider, so that it stays inside
its box whichever sans-serif font a reader has; the same node has the same size on every machine.
"""

from __future__ import annotations

from typing import Literal, TypeAlias
from unicodedata import east_asian_width

from springstep.engine.audit.graph.model import Node, NodeKind
from springstep.engine.frozen import Frozen
from springstep.engine.language.wording import sentence_words

Style: TypeAlias = Literal["name", "label", "basis", "line", "title"]

SIZE: dict[Style, float] = {"name": 11.5, "label": 11.5, "basis": 9.5, "line": 10, "title": 15}
_WIDTH: dict[NodeKind, int] = {"fact": 150, "rule": 320, "topic": 250, "decision": 170, "rows": 170, "advice": 150}
_PAD = 8
_LEADING = 1.3
_BULLET = "\u2192 "
_WIDER = 1.14
"""How much wider than Arial the text may run: DejaVu Sans, the widest in common use, is that much wider."""

_BY_WIDTH = {
    0.22: "ijl'|",
    0.28: " ft.,:;!/\\[]I",
    0.36: 'r()-`{}"',
    0.5: "cksvxyzJ",
    0.78: "wCDGHNOQRU",
    0.84: "mM",
    1.02: "W@%",
}
_EM = {letter: width for width, letters in _BY_WIDTH.items() for letter in letters}


class Text(Frozen):
    """One piece of text in a box, its left end and baseline relative to the box."""

    x: float
    y: float
    style: Style
    text: str
    lead: str = ""
    """What comes before it, in bold."""


class Box(Frozen):
    """The size of a node and what is written in it."""

    width: float
    height: float
    texts: tuple[Text, ...]


def width_of(text: str, style: Style) -> float:
    """Return how wide a text may run at most, in pixels."""
    bold = 1.08 if style in ("name", "title") else 1.0
    return sum(_em(letter) for letter in text) * SIZE[style] * _WIDER * bold


def _em(letter: str) -> float:
    if letter in _EM:
        return _EM[letter]
    if letter.isascii():
        return 0.67 if letter.isupper() else 0.59
    return 1.0 if east_asian_width(letter) in "WF" else 0.72


def box_of(node: Node) -> Box:
    """Return the box of a node: for a rule its condition and conclusions, for everything else its name."""
    width = _WIDTH[node.kind]
    room = width - 2 * _PAD
    texts: list[Text] = []
    bottom = _PAD - 2.0

    def write(text: str, style: Style, *, lead: str = "") -> None:
        nonlocal bottom
        indent = width_of(f"{lead}  ", "name") if lead else 0
        hanging = width_of(_BULLET, style) if text.startswith(_BULLET) else 0
        for index, line in enumerate(folded(text, room - indent - hanging, style)):
            bottom += SIZE[style] * _LEADING
            x = _PAD + (hanging if index else 0)
            texts.append(Text(round(x, 1), round(bottom - SIZE[style] * 0.3, 1), style, line, "" if index else lead))

    if node.kind == "rule":
        write(node.label, "label", lead=node.name)
        write(f"{node.basis} {sentence_words(node.guide)}".strip(), "basis")
    else:
        write(node.label, "name" if node.kind in ("decision", "rows", "topic") else "label")
    for line in node.lines:
        write(line, "line")
    return Box(width, round(bottom + _PAD - 2, 1), tuple(texts))


def folded(text: str, room: float, style: Style) -> list[str]:
    """Break a text into lines that fit into the room; a word that does not fit is broken, too."""
    lines = [""]
    for word in text.split():
        while width_of(word, style) > room:
            fits = next(n for n in range(1, len(word) + 1) if n == len(word) or width_of(word[: n + 1], style) > room)
            lines += [word[:fits]] if lines[-1] else []
            lines[-1] = word[:fits]
            word = word[fits:]
            lines.append("")
        joined = f"{lines[-1]} {word}".strip()
        if width_of(joined, style) <= room:
            lines[-1] = joined
        else:
            lines.append(word)
    return [line for line in lines if line]
