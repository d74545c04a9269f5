"""What the diary warns of: pain, dizziness or an injury that was logged, until it is gone and the return went well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from springstep.diary.entry import Entry
from springstep.diary.meaning import meaning_of, step_words, taken_well
from springstep.diary.plan_check import told_in
from springstep.engine.inference.remembered import Remembered
from springstep.engine.language.wording import plain
from springstep.engine.rulebase.base import RuleBase

_MOST_QUOTED = 60
_MOST_NAMED = 3


class Warned(NamedTuple):
    """A warning that an entry holds."""

    entry: Entry
    step: int
    """Its place on the scale of warnings."""


class Warnings(NamedTuple):
    """The warnings of a diary that still count."""

    waiting: tuple[Warned, ...] = ()
    """Those that nobody has said to be gone."""
    gone: tuple[Warned, ...] = ()
    """Those that are gone, while the return from them goes on."""
    said: Entry | None = None
    """The entry that says so."""

    @property
    def asked_about(self) -> tuple[Warned, ...]:
        """Return those that count now: those that wait for an answer, else those that the return is from."""
        return self.waiting or self.gone

    @property
    def gravest(self) -> int:
        """Return the gravest that counts now, by its place on the scale; 0 where there are none."""
        return max((each.step for each in self.asked_about), default=0)

    def answered(self, answer: object, entry: Entry) -> Warnings:
        """Return how things stand after an answer to whether they are gone; anything but yes or no is none."""
        every = (*self.gone, *self.waiting)
        if answer is True and every:
            return Warnings((), every, entry)
        return Warnings(every) if answer is False else self


def warnings_of(entries: Iterable[Entry], base: RuleBase) -> Warnings:
    """Return the warnings that still count after these entries, which are in order.

    A warning counts until it is said to be gone, in a kept plan or an entry, and a session has been taken well since.
    What is said before a run comes before that run's session, what its entry says comes after it.
    """
    found = Warnings()
    for entry in entries:
        found = found.answered(told_in(entry.plan, "warning_gone", base), entry)
        if found.gone and entry.is_session and taken_well(entry, base):
            found = Warnings(found.waiting)
        found = found.answered(entry.warning_gone, entry)
        step = meaning_of(entry, base).warns_of
        if step:
            found = found._replace(waiting=(*found.waiting, Warned(entry, step)))
    return found


def last_warned(entries: Iterable[Entry], base: RuleBase) -> date | None:
    """Return the day of the last entry that warns of anything, whether or not that is gone by now."""
    return max((entry.day for entry in entries if meaning_of(entry, base).warns_of), default=None)


def remembered_warnings(warnings: Warnings, base: RuleBase) -> Iterator[Remembered]:
    """Yield the gravest warning that counts, if any, and that it was said to be gone, if it was."""
    if not warnings.asked_about:
        return
    step = step_words("warns_of", warnings.gravest, base)
    yield Remembered(fact="logged_warning", value=step, note=warning_note(warnings, base))
    if not warnings.waiting and warnings.said is not None:
        yield Remembered(fact="warning_gone", value=True, note=_day(warnings.said))


def question_of(warnings: Warnings, base: RuleBase) -> str:
    """Return the question whether what was logged is gone; empty where nothing waits for that answer."""
    if not warnings.waiting:
        return ""
    words = plain(step_words("warns_of", warnings.gravest, base))
    return base.facts["warning_gone"].recalled.format(value=words, note=warning_note(warnings, base))


def warning_note(warnings: Warnings, base: RuleBase) -> str:
    """Say on which days the warnings were logged, where it hurt, and what the runner noted.

    The gravest come first; what they are is said only where there are several.
    """
    ranked = sorted(warnings.asked_about, key=lambda each: (-each.step, each.entry.day))
    words = [_words(each, base, alone=len(ranked) == 1) for each in ranked[:_MOST_NAMED]]
    more = len(ranked) - len(words)
    return "; ".join([*words, *([f"and {more} more"] if more else [])])


def _words(warned: Warned, base: RuleBase, *, alone: bool) -> str:
    entry = warned.entry
    site = entry.injury or entry.pain_site
    note = " ".join(entry.note.split())
    parts = [
        "" if alone else plain(step_words("warns_of", warned.step, base)),
        plain(site) if site is not None else "",
        f'"{note if len(note) <= _MOST_QUOTED else note[:_MOST_QUOTED].rstrip() + "..."}"' if note else "",
    ]
    return ": ".join([_day(entry), *([", ".join(part for part in parts if part)] if any(parts) else [])])


def _day(entry: Entry) -> str:
    return f"{entry.day.day} {entry.day:%B %Y}"
