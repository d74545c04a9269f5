"""The facts that a check-in asks for at once: a field for each, told in words that the check-in understands."""

from __future__ import annotations

from typing import Any, NamedTuple

from springstep.engine.consultation.check_in_reading import read_check_in
from springstep.engine.consultation.questions import answer_words
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized_at_most
from springstep.rendering.consultation.lines import AMOUNT
from springstep.rendering.consultation.picks import Pick, capital

_TRIED = 12
"""An amount by which it is seen in which words one is understood."""


class CheckInPart(NamedTuple):
    """One of the facts that a check-in asks for at once: what to choose from, or an amount to fill in."""

    fact: str
    label: str
    choices: tuple[Pick, ...] = ()
    """Each with the words that a check-in understands."""
    words: str = ""
    """The words in which an amount is told."""
    unit: str = ""
    help: str = ""
    """How an amount is told."""


@memoized_at_most(256)
def check_in_part(base: RuleBase, check_in: str, fact: str) -> CheckInPart | None:
    """Return how a check-in asks for one of its facts; ``None`` where it understands no answer to that alone."""
    info = base.facts[fact]
    if info.kind in ("word", "flag"):
        values = info.values if info.kind == "word" else (True, False)
        found = [(value, _told(check_in, fact, value, base)) for value in values]
        choices = tuple(
            Pick(words, capital(answer_words(fact, value, base)), info.spoken.meanings.get(str(value), ""))
            for value, words in found
            if words
        )
        return CheckInPart(fact, info.question, choices) if choices else None
    if info.kind == "number":
        tried = int(min(_TRIED, info.maximum if info.maximum is not None else _TRIED))
        words = _told(check_in, fact, tried, base).replace(str(tried), AMOUNT)
        return CheckInPart(fact, info.question, words=words, unit=info.unit, help=info.help) if words else None
    return CheckInPart(fact, info.question, help=info.help) if info.kind == "quantity" else None


def _told(check_in: str, fact: str, value: Any, base: RuleBase) -> str:
    """Return words by which a check-in understands an answer to one fact, and nothing else; empty for none."""
    info = base.facts[fact]
    if isinstance(value, bool):
        tried = [info.label if value else f"no {info.label}"]
    elif isinstance(value, int):
        tried = [f"{value} {info.unit}".strip(), f"{value} {info.label}", str(value)]
    else:
        tried = [plain(value)]
    for words in tried:
        try:
            reading = read_check_in(base.vocabulary.check_ins[check_in], words, base)
        except AnswerError:
            continue
        if reading.given.get(fact) == value and not reading.opened:
            return words
    return ""
