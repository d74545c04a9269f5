"""A pocket card as text for a phone."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from springstep.diary.card import Card

_WIDTH = 40


def card_lines(card: Card) -> Iterator[str]:
    """Yield the card in lines of at most 40 columns; each statement ends with its rules."""
    yield from _wrapped(card.title)
    for line in card.lines:
        yield from _wrapped(_cited(line.say, line.rules))
    if card.answers:
        yield ""
        yield "If this, then that:"
    for answer in card.answers:
        yield from _wrapped(_cited(f"- {answer.when} -> {answer.do}", answer.rules))


def _cited(say: str, rules: tuple[str, ...]) -> str:
    return f"{say} [{', '.join(rules)}]" if rules else say


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
