"""What an answer tells of what came up and what hurts: cues in their words, pain with its place, an injury."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from springstep.diary.asked import ALL_WELL, OPENED, Around
from springstep.diary.entry import SITES
from springstep.diary.questions import BY_NAME
from springstep.diary.reading_fields import Told, parsed, read_field, read_word
from springstep.engine.language.answers import AnswerError
from springstep.engine.rulebase.base import RuleBase

_WHEN = re.compile(
    r"\b(?:after(?:wards?)?(?: (?:the|my) run)?|since(?: then)?|later(?: on)?"
    r"|(?:on|in|during) (?:the|my) run|now|today)\b"
)
"""When something was noticed: the question is about the run and since."""
_SIDES = frozenset(["left", "right", "both", "my"])
_YES = re.compile(r"^(?:yes|yep|yeah)\b[\s,;]*")
_HURTS = {
    **dict.fromkeys(["pain", "hurts", "it_hurts", "hurt"]),
    **{word: site for site in SITES for word in (site, f"{site}_pain", f"{site}_hurts")},
}
"""Words that tell that something hurts, and where."""


def nothing_noticed(known: Mapping[str, Any]) -> Told:
    """Return that nothing hurts and nothing came up, which says nothing new of the efforts where there were none."""
    cues = ALL_WELL if known.get("bursts") in ("done", "partly") else None
    return {"cues": cues, "pain": "none", "pain_site": None}


def noticed_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read what came up: cues in their words, and what hurts, of which the next question asks how."""
    cues: list[str] = []
    told: Told = {}
    sites: set[str] = set()
    for part in re.split(r"[,;]|\band\b", _YES.sub("", said.lower()) or said):
        if part.strip():
            found, hurts = _noticed_part(part.strip(), base)
            cues += found
            told |= hurts
            sites |= {hurts["pain_site"]} if "pain_site" in hurts else set()
    cues = [cue for cue in dict.fromkeys(cues) if cue != "all_well"]
    if not cues and not told:
        return nothing_noticed(known)
    if told and (len(sites) > 1 or _SIDES & set(said.lower().split())) and not known.get("note"):
        told["note"] = said
    return {"cues": tuple(cues) or None, "pain": None, "pain_site": None, **told}


def _noticed_part(told: str, base: RuleBase) -> tuple[list[str], Told]:
    part = " ".join(_WHEN.sub(" ", told).split()) or told
    try:
        return list(parsed(base.facts["cue"], part, base)), {}
    except AnswerError as error:
        try:
            site = _HURTS[read_word(_HURTS, _without_sides(part), base)]
        except AnswerError:
            raise error from None
    return [], {OPENED: True, **({"pain_site": site} if site is not None else {})}


def _without_sides(said: str) -> str:
    return " ".join(word for word in said.split() if word.lower() not in _SIDES)


def hurt_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read what kind of pain it is, where it is known that something hurts."""
    return {"pain": parsed(replace(BY_NAME["pain"], values=("ache", "sharp")), said, base)}


def site_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read where it hurts."""
    return {"pain_site": read_field("pain_site", _without_sides(said) or said, base)}


def injury_told(said: str, known: Mapping[str, Any], there: Around, base: RuleBase) -> Told:
    """Read whether the runner was injured, and where."""
    word = read_word(("no", "none", *SITES), said, base)
    return {"injury": word if word in SITES else None}
