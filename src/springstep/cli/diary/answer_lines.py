"""What the rules answer to an entry, in a few plain lines after it was saved."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Iterator, Sequence

from springstep.cli.diary.entry_input import OPTION_OF
from springstep.cli.text.echo import echo, styled
from springstep.cli.text.lines import bullets, wrapped
from springstep.diary.answer import answer_to, left_out, rests_on_nothing
from springstep.diary.counting import SOUND, counted
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.limits import too_much
from springstep.diary.next_bursts import runs_until
from springstep.diary.profile import Profile, beside, read_profile
from springstep.diary.storage.store import Diary
from springstep.engine.language.rules import Rule
from springstep.engine.language.wording import listed
from springstep.engine.rulebase.base import RuleBase
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

_STOP = "stop"
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


def say_answer(
    diary: Diary,
    made: Iterable[Entry],
    *,
    in_short: bool = False,
    said: Callable[[list[str]], bool] = lambda lines: False,
) -> None:
    """Say what the rules answer to the latest of the entries just written down; ``in_short`` only what bars bursts.

    ``said`` tells which lines the person has before her already.
    """
    latest = max(made, key=lambda entry: entry.day, default=None)
    if latest is None:
        return
    base, entries = default_rule_base(), diary.entries()
    answer = _answer(diary, latest, entries)
    lines: Iterable[str]
    if answer.decision("clearance").value in base.decisions["clearance"].bars:
        barred = list(_barred(answer))
        lines = [] if said(barred) else barred
    elif not in_short and latest.bursts != "planned":
        lines = _goes_on(latest, entries, answer, base)
    else:
        return
    for line in lines:
        echo(line)


def stop_lines(diary: Diary, entry: Entry, entries: Sequence[Entry]) -> list[str]:
    """Return what the rules answer to an entry that tells a danger, the whole diary in order; nothing otherwise."""
    answer = _answer(diary, entry, entries)
    return list(_barred(answer)) if answer.verdict == _STOP else []


def _answer(diary: Diary, entry: Entry, entries: Sequence[Entry]) -> Recommendation:
    profile = _profile(beside(diary.path))
    return answer_to(entry, entries, base=default_rule_base(), race=diary.race(), profile=profile)


def _profile(path: pathlib.Path) -> Profile:
    """Return the profile; one that cannot be read is told and left out, as what bars bursts must still be said."""
    try:
        return read_profile(path, default_rule_base())
    except DiaryError as error:
        for fault in error.faults:
            echo(f"springstep: {fault}", err=True)
        return Profile()


def _barred(answer: Recommendation) -> Iterator[str]:
    """Yield what bars the next bursts, and what to do about it."""
    clearance = answer.decision("clearance")
    stopped = answer.verdict == _STOP
    said = answer.headline if stopped else f"{clearance.text}."
    yield styled(wrapped(said), bold=True, fg="red" if stopped else None)
    deciding = set(clearance.rules)
    yield from bullets(advice.say for advice in answer.advice if deciding & set(advice.rules))


def _goes_on(entry: Entry, entries: tuple[Entry, ...], answer: Recommendation, base: RuleBase) -> Iterator[str]:
    """Yield whether a session counts, what comes next, and when."""
    when = runs_until(entries, frequency=answer.decision("frequency").value, base=base)
    if entry.has_efforts:
        held = too_much(entry.efforts, entry.effort_s, base=base, duration_min=entry.duration_min, plan=entry.plan)
        yield from map(wrapped, _counts(entry, held, base))
        if when is not None and not rests_on_nothing(answer, base):
            yield from _next(answer, with_reason=not held)
        facts = base.vocabulary.facts
        missing = [facts[fact].label for fact in left_out(answer, base) if fact in facts and fact not in _TOLD_BY]
        if when is not None and missing:
            yield wrapped(f"Not written down: {', '.join(missing[:_MOST_NAMED])}.", first="  ")
    if when is not None:
        rules = (name for name in answer.decision("frequency").rules if name in base.by_id)
        yield wrapped(f"Next bursts: your {_NTH[when]}. {_source(base.by_id[name] for name in rules)}")


def _counts(entry: Entry, held: str, base: RuleBase) -> Iterator[str]:
    """Yield whether the session of an entry counts towards the next step, and if not, why or what is missing.

    ``held`` says that it was more than a session done as planned can be.
    """
    found = counted(entry, base)
    source = _source(found.rules)
    if found.counts:
        yield f"This session counts towards your next step. {source}"
    elif found.missing:
        asked = listed([_MISSING[name] for name in found.missing], last="and")
        yield f"This session does not count yet: say {asked}. {source}"
        given = " ".join(_option(name) for name in found.missing)
        yield f"Such as: springstep diary edit {entry.short} {given}"
    elif entry.is_strides:
        yield f"Strides do not count as a session with bursts. {source}"
    elif held:
        yield f"This session does not count: {held}. {source}"
    else:
        yield f"This session does not count: {_lowered(found.rules[0].because)} {source}"


def _next(answer: Recommendation, *, with_reason: bool) -> Iterator[str]:
    """Yield the next step, with the first reason for it that rests on what was told."""
    yield wrapped(answer.headline)
    reasons = [reason for reason in answer.decision("progression").reasons if not reason.assumed]
    for reason in reasons[:1] if with_reason else []:
        guide = " ".join(f"[{number}]" for number in reason.guide)
        yield wrapped(f"{reason.because} {guide} {reason.rule}", first="  ")


def _option(name: str) -> str:
    return OPTION_OF[name] if SOUND[name] is True else f"{OPTION_OF[name]} {SOUND[name]}"


def _source(rules: Iterable[Rule]) -> str:
    """Return what something rests on: ``[8.5] DIA-200``; of several rules the names alone."""
    named = list(rules)
    guide = [f"[{number}]" for number in named[0].guide] if len(named) == 1 else []
    return " ".join([*guide, ", ".join(rule.id for rule in named)])


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
