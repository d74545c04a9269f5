"""What stays true of a runner from run to run: told once, kept in a file beside the diary, and asked again in time.

Which answers are kept, and how long each stands, is knowledge: ``kept`` beside the facts in ``knowledge/facts.yaml``.
"""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator

from springstep.diary.entry import DAYS_AHEAD, EARLIEST, LATEST, Entry, day_of, later
from springstep.diary.errors import DiaryError
from springstep.diary.warned import last_warned
from springstep.engine.errors import CaseError, Fault, RefusedError, nearest
from springstep.engine.frozen_values import thawed
from springstep.engine.inference.case import Case, case_from
from springstep.engine.inference.derived_facts import meaning
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.fact_info import is_unknown
from springstep.engine.language.kept import Kept
from springstep.engine.record import ANSWER, Described, Record
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.atomic import atomic_write
from springstep.engine.text.opening import found, is_there
from springstep.engine.text.source import Document, SourceError, parse_json, read_file
from springstep.engine.text.turns import in_turn
from springstep.engine.text.validation import validate

_OTHER_DIARY = "name another diary with --diary"
_ADVICE = "mend it, or delete it with `springstep profile forget`"
Day = Annotated[date, BeforeValidator(day_of)]


class ToldFact(Record):
    """An answer, and the day on which it was told."""

    value: Annotated[
        Any, ANSWER, Described("The answer as a case gives it; of what counts weeks, the day it counts from.")
    ]
    told: Day


class Profile(Record):
    """The answers that stay true from run to run, each with the day on which it was told."""

    format: Literal["springstep-profile/1"] = "springstep-profile/1"
    facts: Annotated[dict[str, ToldFact], Described("The answers by fact.")] = field(default_factory=dict)


class Stands(Record):
    """An answer of a profile as it is on one day."""

    fact: str
    value: Annotated[Any, ANSWER, Described("The answer as a case gives it: what counts weeks is counted for the day.")]
    told: date
    until: Annotated[date | None, Described("The last day before it is asked again; null where no day ends it.")]
    usual: Annotated[bool, Described("Whether it is asked each time, and only offered.")]
    asked_again: Annotated[bool, Described("Whether it is to be asked again by now.")]

    def remembered(self) -> Remembered:
        """Return it as a memory."""
        return Remembered(fact=self.fact, value=self.value, note=f"your profile, {self.told.day} {self.told:%B %Y}")


class ShownProfile(Record):
    """A profile as it is on one day."""

    day: date
    next_race: Annotated[date | None, Described("The day of the next race, which the diary keeps.")]
    answers: tuple[Stands, ...]


def beside(diary: pathlib.Path) -> pathlib.Path:
    """Return where the profile of a diary is; raises ``DiaryError`` for what names no file.

    >>> beside(pathlib.Path("my.db")).name
    'my.profile.json'
    """
    if not diary.name:
        allowed = "name a file, such as diary.db"
        raise DiaryError([Fault("unreadable", "is a folder, not a diary", allowed=allowed, source=str(diary))])
    return diary.with_suffix(".profile.json")


def read_profile(path: pathlib.Path, base: RuleBase) -> Profile:
    """Return the profile at a path, an empty one where there is no file; raises ``DiaryError`` with every fault."""
    try:
        if not is_there(path):
            return Profile()
        return profile_from(parse_json(read_file(path), name=str(path)), base)
    except SourceError as error:
        raise DiaryError(replace(fault, allowed=fault.allowed or _ADVICE) for fault in error.faults) from None
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise DiaryError([Fault("unreadable", what, source=str(path))]) from None


def profile_from(document: Document, base: RuleBase) -> Profile:
    """Return the profile that a document holds, each answer checked as in a case; raises ``DiaryError``."""
    profile: Profile | None
    profile, faults = validate(Profile, document)
    if profile is None:
        raise DiaryError(faults)
    found = [fault for fact in profile.facts for fault in _faults(fact, profile.facts[fact], document, base)]
    if found:
        raise DiaryError(found)
    return Profile(facts={fact: _as_told(fact, told, base) for fact, told in profile.facts.items()})


def _as_told(fact: str, told: ToldFact, base: RuleBase) -> ToldFact:
    """Return an answer of a file as a case holds it, however it was written there."""
    counted = base.vocabulary.kept[fact].weeks_since
    return told if counted else replace(told, value=_case_of(fact, told, Document("", None, {}), base).plain()[fact])


def change_profile(path: pathlib.Path, base: RuleBase, change: Callable[[Profile], Profile]) -> tuple[Profile, Profile]:
    """Write what is made of a profile as it is by now, while no other program changes it; return both.

    Raises ``SpringstepError``.
    """
    before = read_profile(path, base)
    if change(before) == before:
        return before, before
    with in_turn(path, make_folder=True, advice=_OTHER_DIARY):
        before = read_profile(path, base)
        after = change(before)
        if after != before:
            write_profile(path, after)
    return before, after


def write_profile(path: pathlib.Path, profile: Profile) -> None:
    """Write a profile whole, for its owner only; an empty one is deleted. Raises ``SpringstepError``."""
    if profile.facts:
        text = profile.to_json(indent=2) + "\n"
        atomic_write(path, text, private=True, make_folder=True, advice=_OTHER_DIARY)
        return
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        what = f"cannot be deleted: {(error.strerror or str(error)).lower()}"
        raise DiaryError([Fault("cannot_write", what, source=str(path))]) from None


def delete_profile(path: pathlib.Path) -> None:
    """Delete a profile, whatever the file holds, while no other program changes it; raises ``SpringstepError``."""
    if found(path):
        with in_turn(path, advice=_OTHER_DIARY):
            write_profile(path, Profile())


def with_told(profile: Profile, answers: Mapping[str, Any], day: date, base: RuleBase) -> Profile:
    """Return the profile after answers of a day; what is unknown, or not kept, leaves it as it is.

    Where an answer is another one than before, what said more about it is forgotten unless it is told, too.
    """
    facts = dict(profile.facts)
    for fact, kept in base.vocabulary.kept.items():
        value = answers.get(fact)
        if is_unknown(value):
            continue
        told = ToldFact(value=_as_kept(kept, value, day, facts.get(fact)), told=day)
        if fact not in facts or facts[fact].value != told.value:
            facts = {name: each for name, each in facts.items() if base.vocabulary.kept[name].of != fact}
        facts[fact] = told
    return Profile(facts=facts)


def without(profile: Profile, fact: str, base: RuleBase) -> Profile:
    """Return the profile without an answer and what says more about it."""
    gone = {fact, *(name for name, kept in base.vocabulary.kept.items() if kept.of == fact)}
    return Profile(facts={name: told for name, told in profile.facts.items() if name not in gone})


def merged_profiles(profile: Profile, other: Profile, base: RuleBase, *, over: bool = False) -> Profile:
    """Return the answers of both: of two to one fact the one told later, that of the other one if it goes ``over``.

    What says more about an answer comes from where that one comes from.
    """
    facts: dict[str, ToldFact] = {}
    for fact, kept in base.vocabulary.kept.items():
        whole = kept.of or fact
        taken = other if whole in other.facts and (over or _told(profile, whole) < _told(other, whole)) else profile
        if fact in taken.facts:
            facts[fact] = taken.facts[fact]
    return Profile(facts=facts)


def standing(profile: Profile, day: date, base: RuleBase, ended: Mapping[str, date]) -> tuple[Stands, ...]:
    """Return the answers that a day knows, in the vocabulary's order; those told later are left out.

    ``ended`` names the days on which other facts came to hold, such as the day of a race: an answer told before that
    is asked again.
    """
    found: dict[str, Stands] = {}
    for fact, kept in base.vocabulary.kept.items():
        told = profile.facts.get(fact)
        if told is None or told.told > later(day, DAYS_AHEAD) or (kept.of and kept.of not in found):
            continue
        value = _as_answered(fact, kept, told, day, base)
        if value is None:
            continue
        until = _until(fact, kept, told, base)
        whole = found.get(kept.of)
        if whole is not None and whole.until is not None:
            until = min(until or whole.until, whole.until)
        over = (until is not None and until < day) or (whole is not None and whole.asked_again)
        over = over or any(told.told <= ended[name] <= day for name in kept.until if name in ended)
        found[fact] = Stands(
            fact=fact,
            value=value,
            told=told.told,
            until=until,
            usual=kept.usual,
            asked_again=over and not kept.usual,
        )
    return tuple(found.values())


def ends_of(entries: Iterable[Entry], race: date | None, base: RuleBase) -> dict[str, date]:
    """Return the days of a diary that end what a profile says: of its race, and of its last warning."""
    found = {"days_to_race": race, "logged_warning": last_warned(entries, base)}
    return {name: day for name, day in found.items() if day is not None}


def remembered(stands: Iterable[Stands]) -> tuple[Remembered, ...]:
    """Return the answers that need not be asked."""
    return tuple(each.remembered() for each in stands if not (each.usual or each.asked_again))


def usual(stands: Iterable[Stands]) -> dict[str, Any]:
    """Return the answers to be offered: what is usual, and what is asked again as it may have changed."""
    return {each.fact: each.value for each in stands if each.usual or each.asked_again}


def _told(profile: Profile, fact: str) -> date:
    return profile.facts[fact].told if fact in profile.facts else date.min


def _as_kept(kept: Kept, value: Any, day: date, before: ToldFact | None) -> Any:
    """Return an answer as it is kept: weeks as the day they count from, which stays while it still gives the answer."""
    if not kept.weeks_since:
        return thawed(value)
    if isinstance(value, date):
        return value.isoformat()
    if before is not None and (day - day_of(before.value)).days // 7 == value:
        return before.value
    return max(EARLIEST, day - timedelta(weeks=value)).isoformat()


def _as_answered(fact: str, kept: Kept, told: ToldFact, day: date, base: RuleBase) -> Any:
    """Return an answer as a case of a day gives it; ``None`` for weeks since a day to come."""
    if not kept.weeks_since:
        return told.value
    weeks = (day - day_of(told.value)).days // 7
    return min(weeks, int(base.facts[fact].maximum or weeks)) if weeks >= 0 else None


def _until(fact: str, kept: Kept, told: ToldFact, base: RuleBase) -> date | None:
    facts = {} if kept.weeks_since else meaning(base.vocabulary, {fact: told.value})
    days = next((days for condition, days in kept.but if predicate(condition)(facts) is True), kept.days)
    return None if days is None else told.told + timedelta(days=min(days, (date.max - told.told).days))


def _faults(fact: str, told: ToldFact, document: Document, base: RuleBase) -> Iterator[Fault]:
    """Yield what is wrong with one answer, at its place."""
    kept = base.vocabulary.kept.get(fact)
    if kept is None:
        yield document.fault(
            "unknown_name", ("facts", fact), "is no answer that is kept", allowed=nearest(fact, base.vocabulary.kept)
        )
        return
    where = ("facts", fact, "value")
    if not EARLIEST <= told.told <= LATEST:
        allowed = f"from {EARLIEST} to {LATEST}"
        yield document.fault("out_of_range", ("facts", fact, "told"), f"{told.told} is too far off", allowed=allowed)
    if kept.weeks_since:
        try:
            day_of(told.value)
        except RefusedError as error:
            yield document.fault(error.code, where, str(error))
        return
    if is_unknown(told.value):
        yield document.fault("not_allowed", where, "is no answer", allowed="leave the fact out where it is not known")
        return
    inside = {(fact, *path[3:]): place for path, place in document.positions.items() if path[:3] == where}
    try:
        _case_of(fact, told, Document(document.name, None, inside), base)
    except CaseError as error:
        yield from error.faults


def _case_of(fact: str, told: ToldFact, where: Document, base: RuleBase) -> Case:
    return case_from(replace(where, value={fact: thawed(told.value)}), base, whole=False)
