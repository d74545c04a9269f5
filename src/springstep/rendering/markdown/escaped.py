"""Words of the rules as Markdown shows them: as they stand, whatever they hold."""

from __future__ import annotations

import re

from springstep.engine.characters import on_one_line

_SIGNS = re.compile(r"[\\`*<>\[\]|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|^(?:[#+=-]|[0-9]+(?=[.)]))")
_TICKS = re.compile("`+")


def text(words: str) -> str:
    r"""Return words, on one line, in which no sign begins a tag, a link, bold words, a list or a cell.

    >>> text("*all* | <b>of</b> [it](x), snake_case too")
    '\\*all\\* \\| \\<b\\>of\\</b\\> \\[it\\](x), snake_case too'
    """
    return _SIGNS.sub(_escape, on_one_line(" ".join(words.split())))


def code(words: str) -> str:
    """Return words as code, whatever ticks they hold.

    >>> code("a > 1"), code("a `tick`")
    ('`a > 1`', '`` a `tick` ``')
    """
    shown = on_one_line(" ".join(words.split()))
    longest = max((len(ticks) for ticks in _TICKS.findall(shown)), default=0)
    fence = "`" * (longest + 1)
    room = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{room}{shown}{room}{fence}"


def _escape(sign: re.Match[str]) -> str:
    return f"{sign[0]}\\" if sign[0].isdigit() else f"\\{sign[0]}"
