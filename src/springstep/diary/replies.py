"""What an answer after a run tells: one line of words and numbers, as fields of an entry."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from springstep.diary.asked import FEWEST_RATED, Around, RunQuestion, rated_now
from springstep.diary.entry import SIGNS
from springstep.diary.reading_fields import Told, read_field, read_flag, read_word, word_and_number
from springstep.diary.replied_bursts import bursts_told, efforts_told, meant_told
from springstep.diary.replied_pain import hurt_told, injury_told, nothing_noticed, noticed_told, site_told
from springstep.diary.replied_run import run_told
from springstep.engine.language.answers import AnswerError
from springstep.engine.rulebase.base import RuleBase

_Reader: TypeAlias = "Callable[[str, Mapping[str, Any], Around, RuleBase], Told]"
"""Reads an answer, given the answers so far and what is in the diary around the run."""


def reply(asked: RunQuestion, text: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Return what an answer tells, fields and signs; raises ``AnswerError`` with two answers that would do.

    An empty answer, and *unknown*, leave the fields of a question open, or keep them where an entry is edited. What an
    empty answer tells is that nothing came up, and that the bursts were as the steps of a watch say.
    """
    said = " ".join(text.split())
    if said.lower() in ("", "unknown"):
        if there.editing or (asked.name == "bursts" and asked.silence and not said):
            return {}
        if asked.required:
            raise AnswerError("this one needs an answer", _such_as(asked), code="missing")
        if asked.name == "noticed" and not said:
            return nothing_noticed(known)
        return dict.fromkeys(name for name in asked.fields if known.get(name) is None)
    try:
        return _READERS[asked.name](said, known, there, base)
    except AnswerError as error:
        raise AnswerError(error.what, _such_as(asked), code=error.code) from None


def _such_as(asked: RunQuestion) -> str:
    return f"say {' or '.join(asked.examples)}, for example"


def _felt(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    told = word_and_number(("felt_after", "fatigue_after"), said, base)
    if "felt_after" not in told:
        raise AnswerError("fresh, normal or drained is missing", "", code="missing")
    return told


def _form(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    try:
        held = read_flag(said, base)
    except AnswerError as error:
        try:
            return {"form_held": False, **_signs(said, known, there, base)}
        except AnswerError:
            raise error from None
    return {"form_held": held, **dict.fromkeys(SIGNS)}


def _signs(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read which signs were not as they should be; of the others nothing is said."""
    named = {"pelvis": "pelvis", "weight": "weight_shift", "landings": "landings"}
    found = [named[read_word(named, part.strip(), base)] for part in re.split(r",|\band\b", said) if part.strip()]
    return {sign: SIGNS[sign][1] if sign in found else None for sign in SIGNS}


def _ratings(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read ratings in the order in which they are asked for; those at the end may be left out."""
    names = rated_now(known, there)
    numbers = re.split(r"[\s,;]+", said.strip(" ,;"))
    if not FEWEST_RATED <= len(numbers) <= len(names):
        raise AnswerError(f"{len(numbers)} is not from {FEWEST_RATED} to {len(names)} ratings", "")
    told = zip(names, numbers, strict=False)
    read = {name: None if one == "-" else read_field(name, one, base) for name, one in told}
    return {**dict.fromkeys(names), **read}


def _one(name: str) -> _Reader:
    """Return the reader of a question about a single field."""
    return lambda said, known, there, base: {name: read_field(name, said, base)}


_READERS: Mapping[str, _Reader] = {
    "run": run_told,
    "bursts": bursts_told,
    "efforts": efforts_told,
    "meant": meant_told,
    "gone": _one("warning_gone"),
    "noticed": noticed_told,
    "hurt": hurt_told,
    "pain": _one("pain"),
    "site": site_told,
    "injury": injury_told,
    "legs": _one("felt_during"),
    "felt": _felt,
    "form": _form,
    "signs": _signs,
    "ratings": _ratings,
    "recovery": _one("recovery"),
}
