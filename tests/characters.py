"""Characters for random texts: those that no text should hold, told apart here by what Unicode says of each."""

from __future__ import annotations

import unicodedata

from hypothesis import strategies as st

TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""The directional classes of what turns the order of text round."""
UNFIT = tuple(
    chr(code)
    for code in range(0x10000)
    if (unicodedata.category(chr(code)) in ("Cc", "Zl", "Zp", "Cs") and chr(code) not in "\t\n")
    or unicodedata.bidirectional(chr(code)) in TURNING
    or code in (0xFEFF, 0xFFFE, 0xFFFF)
)
FIT = st.characters(exclude_characters=UNFIT, exclude_categories=["Cs"])
"""Any character that a text may hold."""
ESCAPES = ("\x1b[2J", "\x1b]0;title\x07", "\x1b]52;c;Y2xpcA==\x07", "\x9b31m", "\x7f", "\u202eabc", "\u2066", "\u2028")
"""What would clear a screen, set a title, fill a clipboard, colour a word, or turn it round."""
