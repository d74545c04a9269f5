"""Plain text for people: wrapped lines, aligned columns, trees; colour on a terminal only."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from springstep.cli.text.echo import styled

if TYPE_CHECKING:
    from springstep.engine.explain.explanation import Explanation

WIDEST, NARROWEST = 100, 40
_LEAST_COLUMN = 20
_BASIS_COLOUR = {"guide": "green", "inference": "cyan", "convention": "magenta"}


def width() -> int:
    """Return the width to write for: the terminal's, at most 100, at least 40; 80 when piped."""
    if not sys.stdout.isatty():
        return 80
    return max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def heading(text: str) -> str:
    """Return a section's title."""
    return styled(wrapped(text), bold=True)


def wrapped(text: str, *, first: str = "", rest: str | None = None, columns: int | None = None) -> str:
    """Wrap a paragraph; ``first`` and ``rest`` start its first and further lines.

    No word is broken but one that is longer than a line. ``columns`` is the width, by default that of the terminal.
    """
    later = " " * len(first) if rest is None else rest
    return textwrap.fill(
        text, columns or width(), initial_indent=first, subsequent_indent=later, break_on_hyphens=False
    )


def bullets(items: Iterable[str]) -> Iterator[str]:
    """Yield items as wrapped list lines."""
    return (wrapped(item, first="  - ") for item in items)


def columns(rows: Sequence[tuple[str, str]], *, indent: int = 2) -> Iterator[str]:
    """Yield two aligned columns, the second wrapped; one below the other where that would leave little room."""
    left = max((len(row[0]) for row in rows), default=0)
    for name, text in rows:
        head = " " * indent + name.ljust(left) + "  "
        longest = max((len(word) for word in text.split()), default=0)
        if width() - len(head) < max(_LEAST_COLUMN, longest):
            yield styled(wrapped(name, first=" " * indent), fg="cyan")
            yield wrapped(text, first=" " * (indent + 2))
            continue
        lines = wrapped(text, first=head).split("\n")
        lines[0] = styled(lines[0][: len(head)], fg="cyan") + lines[0][len(head) :]
        yield "\n".join(lines)


def cited(guide: Iterable[str], basis: Iterable[str]) -> str:
    """Return sentence numbers and basis as they are put after a reason: ``[5.1] [5.2] guide``."""
    return " ".join([*(f"[{number}]" for number in guide), *([", ".join(basis)] if basis else [])])


def tree(explanation: Explanation, *, plain: bool = False) -> Iterator[str]:
    """Yield an explanation as a tree: drawn lines on a terminal, indentation alone when piped or asked to be plain."""
    drawn = sys.stdout.isatty() and not plain and can_write("└─│├")
    yield styled(wrapped(_statement(explanation)), bold=True)
    yield from _branches(explanation.parts, "", drawn=drawn)


def can_write(signs: str) -> bool:
    """Tell whether standard output has these signs in its encoding."""
    try:
        signs.encode(sys.stdout.encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return False
    return True


def _branches(parts: Sequence[Explanation], stem: str, *, drawn: bool) -> Iterator[str]:
    for index, part in enumerate(parts):
        last = index == len(parts) - 1
        fork, onward = (("└─ ", "   ") if last else ("├─ ", "│  ")) if drawn else ("  ", "  ")
        below = "│  " if drawn and part.parts else "   " if drawn else "  "
        line = wrapped(_statement(part), first=stem + fork, rest=stem + onward + (below if drawn else "  "))
        yield _coloured(line, part)
        yield from _branches(part.parts, stem + onward, drawn=drawn)


def _statement(explanation: Explanation) -> str:
    lead = f"{explanation.rule}: " if explanation.rule else ""
    basis = (explanation.basis,) if explanation.basis else ()
    return " ".join(part for part in (lead + explanation.text, cited(explanation.guide, basis)) if part)


def _coloured(line: str, explanation: Explanation) -> str:
    if not explanation.rule:
        return line
    colour = _BASIS_COLOUR.get(explanation.basis or "")
    return line.replace(explanation.rule, styled(explanation.rule, fg=colour, bold=True), 1)
