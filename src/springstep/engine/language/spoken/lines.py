"""What a line that somebody says may be, before it is understood."""

from __future__ import annotations

from springstep.engine.characters import why_unfit
from springstep.engine.language.spoken.errors import AnswerError

LONGEST = 1000
"""How many characters one line may have."""


def checked_line(line: str) -> str:
    """Return a line as it is; raises ``AnswerError`` for one that is too long or holds what no text should."""
    if len(line) > LONGEST:
        raise AnswerError(f"that is {len(line):,} characters long", f"say it in at most {LONGEST:,}", code="too_large")
    why = why_unfit(line)
    if why:
        raise AnswerError(f"what you said {why}", "say it without that", code="malformed")
    return line
