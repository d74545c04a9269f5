"""What spreadsheet programs do to a text, undone: odd spaces, typographic signs, hidden ones, line ends."""

from __future__ import annotations

import re
import unicodedata

_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_HIDDEN = re.compile(r"[\u00ad\u200b-\u200d\u2060\ufeff]|_x000D_")
_TYPOGRAPHIC = {
    **dict.fromkeys("“”„‟«»″＂", '"'),
    **dict.fromkeys("‘’‚‛‹›′`´＇", "'"),
    **dict.fromkeys("–—−‐‑‒―", "-"),
    "…": "...",
    "½": "1/2",
    "¼": "1/4",
    "¾": "3/4",
}
_PLAIN = str.maketrans(_TYPOGRAPHIC)


def tidy(text: str) -> str:
    """Return a text with plain spaces and line ends, without hidden signs and what stands at the ends of lines."""
    text = _HIDDEN.sub("", unicodedata.normalize("NFC", text)).replace("\r\n", "\n").replace("\r", "\n")
    lines = (" ".join(_SPACES.sub(" ", line).split()) for line in text.split("\n"))
    return "\n".join(lines).strip("\n")


def plain(text: str) -> str:
    r"""Return a tidy text with the quotes and dashes of a keyboard: two that are alike say the same.

    >>> plain("“a”\u00a0– b ")
    '"a" - b'
    """
    return tidy(text.translate(_PLAIN))
