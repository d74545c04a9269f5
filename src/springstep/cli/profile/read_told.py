"""Read an answer of the profile as a person tells it: as in a consultation, and days where weeks are counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from springstep.engine.consultation.questions import read_answer
from springstep.engine.errors import RefusedError
from springstep.engine.inference.plain_answers import means_unknown
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.spoken.days import coming_day_told, day_told
from springstep.engine.rulebase.base import RuleBase

RACE = "race"
"""What the next race is called here: the diary keeps its day."""
RACE_LABEL = "next race"
NO_RACE = ("none", "no", "no race", "nothing")
A_DAY = "say a day, such as 12 May, 12 May 2026 or 2026-05-12"
A_DAY_OR_MONTH = f"{A_DAY}; a month will do, too, or the number of weeks"


def read_told(fact: str, text: str, today: date, base: RuleBase) -> Any:
    """Return the answer that some words tell; of a fact that counts weeks a day, if one is told.

    Raises ``AnswerError``.
    """
    if base.vocabulary.kept[fact].weeks_since and not text.strip()[:1].isdigit():
        return _day(text, today, past=True, allowed=A_DAY_OR_MONTH)
    try:
        found = read_answer(fact, text, base)
    except AnswerError as error:
        if not base.vocabulary.kept[fact].weeks_since:
            raise
        return _day(text, today, past=True, allowed=A_DAY_OR_MONTH, otherwise=error)
    if fact not in found:
        raise AnswerError(f"'{text.strip()}' is no answer that is kept", base.facts[fact].help)
    return found[fact]


def read_race(text: str, today: date) -> date | None:
    """Return the day of the next race that some words tell, ``None`` for no race; raises ``AnswerError``."""
    if text.strip().lower() in NO_RACE or means_unknown(text):
        return None
    return _day(text, today, past=False, allowed=f"{A_DAY}, or none")


def _day(text: str, today: date, *, past: bool, allowed: str, otherwise: AnswerError | None = None) -> date:
    try:
        return day_told(text, today, past=True) if past else coming_day_told(text, today)
    except RefusedError as error:
        raise AnswerError(otherwise.what if otherwise is not None else str(error), allowed, code=error.code) from None
