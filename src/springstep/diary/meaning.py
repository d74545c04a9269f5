"""What an entry means, by the rules of the topic ``diary``: how its session was taken, and what it warns of.

The rules are asked at the moment after the run, about the entry's own facts alone. Their answer is remembered by these
few facts, so a diary of many entries costs little more than one of few.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from springstep.diary.entry import Entry
from springstep.engine.inference.case import case_from, facts_of
from springstep.engine.inference.forward import infer_from_values
from springstep.engine.language.vocabulary import MOMENT
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.source import Document

_COMPLETED = {"done": "all", "partly": "partly"}


class Meaning(NamedTuple):
    """What the rules make of an entry: a step on each of the two scales, by its place."""

    session_taken: int
    """How its session was taken; 0 is as well as can be."""
    warns_of: int
    """What it warns of; 0 is of nothing."""


def meaning_of(entry: Entry, base: RuleBase) -> Meaning:
    """Return what the rules make of an entry; of several cues each is asked about, and the gravest counts."""
    found = [_with_cue(entry, cue, base) for cue in entry.cues or (None,)]
    return Meaning(max(each.session_taken for each in found), max(each.warns_of for each in found))


def gravest_cue(entry: Entry, base: RuleBase) -> str | None:
    """Return the cue of an entry that weighs most by the rules; ``None`` where nothing came up."""
    cues = entry.cues or ()
    return max(cues, key=lambda cue: _with_cue(entry, cue, base)[::-1], default=None)


def _with_cue(entry: Entry, cue: str | None, base: RuleBase) -> Meaning:
    came_up = {"came_up": cue} if cue is not None else {}
    return _meaning(base, tuple({**said_by(entry), **came_up}.items()))


def taken_well(entry: Entry, base: RuleBase) -> bool:
    """Tell whether an entry's session counts towards the next step."""
    return meaning_of(entry, base).session_taken == 0


def taken_badly(entry: Entry, base: RuleBase) -> bool:
    """Tell whether something in an entry speaks against its session."""
    return meaning_of(entry, base).session_taken == len(base.decisions["session_taken"].steps) - 1


def step_words(decision: str, place: int, base: RuleBase) -> str:
    """Return the word for a step of one of the two scales."""
    return tuple(base.decisions[decision].steps)[place]


def said_by(entry: Entry) -> dict[str, Any]:
    """Return what an entry says of its own run, as facts of a case after the run; what came up is left out."""
    said = {
        "pain": entry.pain,
        "injuries": entry.injury,
        "felt_during": entry.felt_during,
        "felt_after": entry.felt_after,
        "form_held": entry.kept_form,
        "response_logged": is_logged(entry),
        "last_completed": completed(entry),
    }
    return {name: value for name, value in said.items() if value is not None}


def is_logged(entry: Entry) -> bool:
    """Tell whether an entry holds what a log should hold."""
    return None not in (entry.felt_after, entry.fatigue_after, entry.cadence, entry.stride)


def completed(entry: Entry) -> str:
    """Return how much of the bursts of an entry was done; strides in their place are part of them."""
    broken_off = entry.has_efforts and not entry.is_session
    return "partly" if broken_off else _COMPLETED.get(entry.bursts, "none")


@lru_cache(maxsize=4096)
def _meaning(base: RuleBase, said: tuple[tuple[str, Any], ...]) -> Meaning:
    given = {MOMENT: "after", **dict(said)}
    if "injuries" in given:
        given["injuries"] = [{"site": given["injuries"], "status": "active"}]
    facts = facts_of(case_from(Document("", given, {}), base, whole=False), base)
    decided = infer_from_values(base, {name: fact.value for name, fact in facts.items()}, lambda: facts).decided
    return Meaning(*(base.decisions[name].ranks[decided[name][0]] for name in Meaning._fields))
