"""What an entry means, by the rules of the topic ``diary``: how its session was taken, and what it warns of.

The rules are asked at the moment after the run, about the entry's own facts alone. Their answer is remembered by these
few facts, so a diary of many entries costs little more than one of few.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from springstep.diary.entry import Entry
from springstep.diary.limits import is_too_much
from springstep.engine.inference.case import case_from, facts_of
from springstep.engine.inference.forward import Inference, infer_from_values
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.rules import Rule
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized_at_most
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
    found = [_meaning(base, said) for said in _told(entry, base)]
    return Meaning(max(each.session_taken for each in found), max(each.warns_of for each in found))


def gravest_cue(entry: Entry, base: RuleBase) -> str | None:
    """Return the cue of an entry that weighs most by the rules; ``None`` where nothing came up."""
    if not entry.cues:
        return None
    meanings = [_meaning(base, said)[::-1] for said in _told(entry, base)]
    return entry.cues[meanings.index(max(meanings))]


def taken_well(entry: Entry, base: RuleBase) -> bool:
    """Tell whether an entry's session counts towards the next step."""
    return meaning_of(entry, base).session_taken == 0


def taken_badly(entry: Entry, base: RuleBase) -> bool:
    """Tell whether something in an entry speaks against its session."""
    return meaning_of(entry, base).session_taken == len(base.decisions["session_taken"].steps) - 1


def step_words(decision: str, place: int, base: RuleBase) -> str:
    """Return the word for a step of one of the two scales."""
    return tuple(base.decisions[decision].steps)[place]


def said_by(entry: Entry, base: RuleBase) -> dict[str, Any]:
    """Return what an entry says of its own run, as facts of a case after the run; what came up is left out."""
    said = {
        "pain": entry.pain,
        "injuries": entry.injury,
        "felt_during": entry.felt_during,
        "felt_after": entry.felt_after,
        "form_held": entry.kept_form,
        "response_logged": is_logged(entry),
        "last_completed": completed(entry, base),
    }
    return {name: value for name, value in said.items() if value is not None}


def is_logged(entry: Entry) -> bool:
    """Tell whether an entry holds what a log should hold."""
    return None not in (entry.felt_after, entry.fatigue_after, entry.cadence, entry.stride)


def completed(entry: Entry, base: RuleBase) -> str:
    """Return how much of the bursts of an entry was done as planned; strides in their place are part of them.

    So is what was far more than planned, or than bursts can be.
    """
    otherwise = entry.is_strides or is_too_much(entry, base)
    return "partly" if otherwise else _COMPLETED.get(entry.bursts, "none")


def rules_behind(entry: Entry, base: RuleBase) -> tuple[Rule, ...]:
    """Return the rules that say how the session of an entry was taken, each once."""
    taken = meaning_of(entry, base).session_taken
    told = (said for said in _told(entry, base) if _meaning(base, said).session_taken == taken)
    carried = (each.rule for said in told for each in _inferred(base, said).resolved["session_taken"].carried)
    return tuple(base.by_id[name] for name in dict.fromkeys(carried))


def _told(entry: Entry, base: RuleBase) -> list[tuple[tuple[str, Any], ...]]:
    """Return the facts of an entry as the rules are asked about them, once for each cue."""
    said = said_by(entry, base)
    cues = [{"came_up": cue} for cue in entry.cues] if entry.cues else [{}]
    return [tuple({**said, **cue}.items()) for cue in cues]


@memoized_at_most(4096)
def _meaning(base: RuleBase, said: tuple[tuple[str, Any], ...]) -> Meaning:
    decided = _inferred(base, said).decided
    return Meaning(*(base.decisions[name].ranks[decided[name][0]] for name in Meaning._fields))


def _inferred(base: RuleBase, said: tuple[tuple[str, Any], ...]) -> Inference:
    given = {MOMENT: "after", **dict(said)}
    if "injuries" in given:
        given["injuries"] = [{"site": given["injuries"], "status": "active"}]
    facts = facts_of(case_from(Document("", given, {}), base, whole=False), base)
    return infer_from_values(base, {name: fact.value for name, fact in facts.items()}, lambda: facts)
