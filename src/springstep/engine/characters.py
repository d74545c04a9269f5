"""Which characters no text may hold, and how they are shown where they come along all the same.

They steer a terminal, turn the order of what is read round, end a line unseen, or are no characters at all.
"""

from __future__ import annotations

import re

NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff"
"""What stands in no text, as the inside of a class of a regular expression; the ends of lines are none of them."""
NOT_IN_TEXT = "which no text should hold"
HALF_CHARACTER = "holds half a character (a lone surrogate)"
_UNFIT = re.compile(f"[{NEVER}]|\r(?!\n)")
_ENDS = re.compile("[\t\n\r]")
_NAMED = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def why_unfit(text: str) -> str:
    r"""Say which character of a text no text may hold; empty where there is none.

    >>> why_unfit("two\nlines"), why_unfit("red: \x1b[31m")
    ('', 'holds the character U+001B, which no text should hold')
    """
    found = None if text.isascii() and text.isprintable() else _UNFIT.search(text)
    if found is None:
        return ""
    if "\ud800" <= found[0] <= "\udfff":
        return HALF_CHARACTER
    return f"holds the character U+{ord(found[0]):04X}, {NOT_IN_TEXT}"


def visible(text: str) -> str:
    r"""Write what no text may hold as JSON escapes it, so that it is seen and does nothing; JSON stays the same value.

    >>> visible("red: \x1b[31m")
    'red: \\u001b[31m'
    """
    return text if text.isascii() and text.isprintable() else _UNFIT.sub(_escape, text)


def on_one_line(text: str) -> str:
    r"""Make a text visible, with the ends of its lines.

    >>> on_one_line("a\nb")
    'a\\nb'
    """
    return _ENDS.sub(lambda sign: _NAMED[sign[0]], visible(text))


def _escape(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04x}"
