"""What the rules answer to an entry, in sentences: what bars the next bursts, or what counts and comes next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from springstep.diary.answer import left_out, rests_on_nothing
from springstep.diary.counting import counted
from springstep.diary.entry import Entry
from springstep.diary.limits import too_much
from springstep.diary.next_bursts import runs_until
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.session.recommendation import Recommendation

STOP = "stop"
_MOST_NAMED = 4
_MISSING = {
    "felt_after": "how you felt afterwards",
    "fatigue_after": "how tired it left you",
    "form_held": "whether your form held",
    "cadence": "how steady your cadence was",
    "stride": "how even your stride was",
    "pain": "whether anything hurts",
}
_TOLD_BY = {"response_logged", "felt_after", "form_held", "pain", "last_completed", "last_taken"}
"""What a session's own line speaks of already."""
_NTH = {1: "next easy run", 2: "second easy run from here", 3: "third easy run from here"}


class BurstsBarred(NamedTuple):
    """What bars the next bursts, and what to do about it."""

    stopped: bool
    """Whether it is a matter for somebody else than the runner."""
    said: str
    advice: tuple[str, ...]


class GoesOn(NamedTuple):
    """What follows from an entry that bars nothing; each part is empty where there is nothing to say."""

    counts: str = ""
    missing: tuple[str, ...] = ()
    """The fields without which the session does not count."""
    step: str = ""
    because: str = ""
    """The first reason of the step that rests on what was told."""
    left_out: str = ""
    next_bursts: str = ""


def barred(answer: Recommendation, base: RuleBase) -> BurstsBarred | None:
    """Return what bars the next bursts; ``None`` where nothing does."""
    clearance = answer.decision("clearance")
    if clearance.value not in base.decisions["clearance"].bars:
        return None
    stopped = answer.verdict == STOP
    deciding = set(clearance.rules)
    advice = tuple(each.say for each in answer.advice if deciding & set(each.rules))
    return BurstsBarred(stopped, answer.headline if stopped else f"{clearance.text}.", advice)


def goes_on(entry: Entry, entries: Sequence[Entry], answer: Recommendation, base: RuleBase) -> GoesOn:
    """Return whether a session counts, what comes next, and when; ``entries`` is the whole diary in order."""
    when = runs_until(entries, frequency=answer.decision("frequency").value, base=base)
    found = GoesOn()
    if entry.has_efforts:
        held = too_much(entry.efforts, entry.effort_s, base=base, duration_min=entry.duration_min, plan=entry.plan)
        found = _counts(entry, held, base)
        if when is not None and not rests_on_nothing(answer, base):
            found = found._replace(step=answer.headline, because="" if held else _because(answer))
        facts = base.vocabulary.facts
        open_facts = [facts[fact].label for fact in left_out(answer, base) if fact in facts and fact not in _TOLD_BY]
        if when is not None and open_facts:
            found = found._replace(left_out=f"Not written down: {', '.join(open_facts[:_MOST_NAMED])}.")
    if when is not None:
        rules = (base.by_id[name] for name in answer.decision("frequency").rules if name in base.by_id)
        found = found._replace(next_bursts=f"Next bursts: your {_NTH[when]}. {_source(rules)}")
    return found


def _counts(entry: Entry, held: str, base: RuleBase) -> GoesOn:
    """Say whether the session of an entry counts towards the next step, and if not, why or what is missing.

    ``held`` says that it was more than a session done as planned can be.
    """
    found = counted(entry, base)
    source = _source(found.rules)
    if found.counts:
        return GoesOn(f"This session counts towards your next step. {source}")
    if found.missing:
        asked = listed([_MISSING[name] for name in found.missing], last="and")
        return GoesOn(f"This session does not count yet: say {asked}. {source}", found.missing)
    if entry.is_strides:
        return GoesOn(f"Strides do not count as a session with bursts. {source}")
    if held:
        return GoesOn(f"This session does not count: {held}. {source}")
    return GoesOn(f"This session does not count: {_lowered(found.rules[0].because)} {source}")


def _because(answer: Recommendation) -> str:
    """Return the first reason of the next step that rests on what was told; empty where there is none."""
    for reason in answer.decision("progression").reasons:
        if not reason.assumed:
            guide = " ".join(f"[{number}]" for number in reason.guide)
            return f"{reason.because} {guide} {reason.rule}"
    return ""


def _source(rules: Iterable[Rule]) -> str:
    """Return what something rests on: ``[8.5] DIA-200``; of several rules the names alone."""
    named = list(rules)
    guide = [f"[{number}]" for number in named[0].guide] if len(named) == 1 else []
    return " ".join([*guide, ", ".join(rule.id for rule in named)])


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
