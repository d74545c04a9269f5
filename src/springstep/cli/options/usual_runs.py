"""The runs of an ordinary week, as an option takes them: ``tue easy, thu easy 45 min, sat long``."""

from __future__ import annotations

import re
from calendar import day_name
from typing import Any

from springstep.diary.week_ahead import UsualRun
from springstep.engine.errors import Fault, QueryError, SpringstepError
from springstep.engine.inference.case import case_from
from springstep.engine.language.answers import AnswerError, parse_answer
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document

EXAMPLE = "tue easy, thu easy, sat long, sun easy"
_WEEKDAYS = tuple(str(name).lower() for name in day_name)
_LEAST_LETTERS = 2
_SPOKEN = {"weds": 2}
"""Ways to write a weekday that are no beginning of its name."""
_ALIKE = 0.75
"""How alike a word and the name of a weekday are, from 0 to 1, where it is taken for a slip of the fingers."""
_LENGTHS = ("duration_min", "distance")


def usual_runs(text: str, base: RuleBase) -> dict[int, UsualRun]:
    """Return the runs by weekday, 0 for Monday; a weekday alone is an easy run. Raises ``QueryError``."""
    found: dict[int, UsualRun] = {}
    for weekday, rest in _by_weekday(text):
        if weekday in found:
            raise QueryError(
                [Fault("duplicate", f"{_WEEKDAYS[weekday].capitalize()} is named twice", allowed="name each day once")]
            )
        found[weekday] = _run(rest, base)
    if not found:
        raise QueryError([Fault("not_understood", f"no weekday in {text!r}", allowed=f"write it as {EXAMPLE!r}")])
    return found


def _by_weekday(text: str) -> list[tuple[int, str]]:
    """Split the text where a weekday begins; what stands after it says what run it is."""
    found: list[tuple[int, list[str]]] = []
    for word in re.sub(r"[,;:\s]+(?![0-9])|[,;\s]+", " ", text).split():
        weekday = _weekday(word)
        if weekday is not None:
            found.append((weekday, []))
        elif found and word.lower() not in ("and", "&", "+"):
            found[-1][1].append(word)
        elif not found:
            raise QueryError(
                [Fault("unknown_name", _misspelt(word) or f"{word!r} is no weekday; write the runs as {EXAMPLE!r}")]
            )
    return [(weekday, " ".join(words)) for weekday, words in found]


def _weekday(word: str) -> int | None:
    said = word.lower().rstrip(".")
    said = said[:-1] if said[:-1] in _WEEKDAYS else said
    if said in _SPOKEN:
        return _SPOKEN[said]
    if len(said) < _LEAST_LETTERS:
        return None
    return next((place for place, name in enumerate(_WEEKDAYS) if name.startswith(said)), None)


def _misspelt(word: str) -> str:
    """Say which weekday a word nearly is; empty where it is none."""
    from difflib import get_close_matches  # slow to import, and only mistakes need it

    close = get_close_matches(word.lower(), _WEEKDAYS, n=1, cutoff=_ALIKE)
    return f"{word!r} is no weekday; did you mean {close[0].capitalize()}?" if close else ""


def _run(text: str, base: RuleBase) -> UsualRun:
    """Read what run it is: a kind, a length, both or neither."""
    kind, length = re.fullmatch(r"([^0-9]*)(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    try:
        found = parse_answer(base.facts["run_kind"], kind.strip(), base.vocabulary) if kind.strip() else "easy"
    except AnswerError as error:
        misspelt = next(filter(None, map(_misspelt, kind.split())), "")
        raise QueryError([Fault("not_understood", misspelt or f"{error}, as in {EXAMPLE!r}")]) from None
    return UsualRun(found, _length(length, base) if length else {})


def _length(text: str, base: RuleBase) -> dict[str, Any]:
    """Read minutes or a distance; raises ``QueryError`` with what is wrong with it as minutes."""
    wrong = ""
    for name in _LENGTHS:
        try:
            found = {name: parse_answer(base.facts[name], text, base.vocabulary)}
            case_from(Document("", {MOMENT: "before", **found}, {}), base, whole=False)
        except SpringstepError as error:
            wrong = wrong or str(error)
        else:
            return found
    raise QueryError([Fault("not_understood", f"{text!r} is no length of a run: {wrong}")])
