"""What an answer tells of the run: its kind, and its minutes or a distance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from springstep.diary.asked import Around
from springstep.diary.reading_fields import Told, read_field, word_and_number
from springstep.engine.language.answers import AnswerError
from springstep.engine.language.spoken.units import quantity_of
from springstep.engine.rulebase.base import RuleBase


def run_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read the kind of run and its minutes; a distance in their place says nothing of the minutes, and is noted."""
    try:
        told = word_and_number(("run_kind", "duration_min"), said, base)
    except AnswerError:
        kind, distance = _with_distance(said, base)
        if not distance:
            raise
        noted = ", ".join(each for each in (known.get("note"), distance) if each)
        told = {"duration_min": None, "note": noted}
        told |= {"run_kind": read_field("run_kind", kind, base)} if kind else {}
    if "run_kind" not in told and known.get("run_kind") is None:
        raise AnswerError("the kind of run is missing", "", code="missing")
    return told


def _with_distance(said: str, base: RuleBase) -> tuple[str, str]:
    """Return a line without the distance in it, and the distance, so that a kind of run is left if it can be."""
    facts = [info for info in base.vocabulary.facts.values() if info.answers == "duration_min"]
    words = said.replace(",", " ").split()
    found: list[tuple[str, str]] = []
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            part, rest = " ".join(words[start:end]), " ".join([*words[:start], *words[end:]])
            if any(_is_read(quantity_of, info, part) for info in facts):
                found.append((rest, part))
    whole = [each for each in found if each[0] and _is_read(read_field, "run_kind", each[0], base)]
    return next(iter([*whole, *found]), (said, ""))


def _is_read(reading: Callable[..., Any], *arguments: Any) -> bool:
    try:
        return reading(*arguments) is not None
    except AnswerError:
        return False
