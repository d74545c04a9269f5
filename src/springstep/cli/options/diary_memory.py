"""What commands take from the diary and the profile beside it, and what they put there."""

from __future__ import annotations

import functools
import pathlib
import uuid
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.diary.storage.place import default_path, is_known
from springstep.engine.consultation.questions import answer_words
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import found
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

if TYPE_CHECKING:
    from springstep.diary.entry import Entry
    from springstep.diary.profile import Stands, ToldFact

Command = TypeVar("Command", bound=Callable[..., Any])


class Memory:
    """The diary as a command sees it: what it remembers up to a day, and where a plan is kept."""

    def __init__(self, path: pathlib.Path | None, *, used: bool, today: date) -> None:
        self._path = path
        self._wanted = used
        self.used = used and (path is not None or is_known())
        """Whether a diary may be read and written at all."""
        self.today = today
        self.may_start = False
        """Whether the command may create the diary that was named."""

    @property
    def path(self) -> pathlib.Path:
        """Return the diary's file."""
        return self._path or default_path()

    def history(self, moment: str | None) -> tuple[Remembered, ...]:
        """Return what diary and profile remember; nothing without either. Raises ``SpringstepError``."""
        if moment is None:
            return ()
        known: tuple[Remembered, ...] = ()
        if self._there():
            # slow to import, and there may be no diary
            from springstep.diary.history import history_of

            entries, race = self._entries()
            known = history_of(entries, day=self.today, moment=moment, base=default_rule_base(), race=race)
        vocabulary = default_rule_base().vocabulary
        if not any(moment in vocabulary.facts[fact].moments for fact in vocabulary.kept):
            return known  # a cue in the middle of a run waits for no profile
        from springstep.diary.profile import remembered  # as above

        return (*known, *remembered(self._standing()))

    def usual(self) -> dict[str, Any]:
        """Return the answers of the profile to be offered as defaults: what is usual, and what may have changed."""
        from springstep.diary.profile import usual  # as above

        return usual(self._standing())

    def keep_told(self, answers: Mapping[str, Any]) -> str:
        """Keep in the profile what was told today of facts that stay true; return what to say, if anything."""
        if not self.used:
            return ""
        from springstep.diary.profile import beside, change_profile, with_told  # as above

        base = default_rule_base()
        path = beside(self.path)
        before, after = change_profile(path, base, lambda known: with_told(known, answers, self.today, base))
        return "" if after == before else _kept_words(before.facts, after.facts, base)

    def keep_plan(self, made: Recommendation) -> str:
        """Put a plan into the diary for today, replacing one that was not run yet; return what to say."""
        if not self._wanted:
            return "No diary is used, so no plan is kept."
        # as above
        from springstep.diary.plan import keep_plan
        from springstep.diary.storage.store import Diary

        with Diary.open(self.path) as diary:
            entry, replaced = keep_plan(diary, made, day=self.today, uid=uuid.uuid4().hex)
        said = self.keep_told(made.case)
        instead = " in place of the earlier one" if replaced else ""
        kept = f"Kept in your diary as the plan of {self.today}{instead} ({entry.short})."
        return "\n".join([f"{kept} After the run: springstep diary add", *([said] if said else [])])

    def _entries(self) -> tuple[tuple[Entry, ...], date | None]:
        """Return the entries up to today, with those of a traveller's days ahead, and the day of the next race."""
        # as above
        from springstep.diary.entry import DAYS_AHEAD, later
        from springstep.diary.storage.store import Diary

        with Diary.open(self.path, create=False) as diary:
            return diary.entries(later(self.today, DAYS_AHEAD)), diary.race()

    def _standing(self) -> tuple[Stands, ...]:
        """Return the profile's answers as they are today; nothing without a profile."""
        if not self.used:
            return ()
        # as above
        from springstep.diary.profile import beside, ends_of, read_profile, standing

        base = default_rule_base()
        profile = read_profile(beside(self.path), base)
        if not profile.facts:
            return ()
        entries, race = self._entries() if self._there() else ((), None)
        return standing(profile, self.today, base, ends_of(entries, race, base))

    def _there(self) -> bool:
        """Tell whether there is a diary to read; one that was named must be there."""
        named = self._path is not None and not self.may_start
        return self.used and (named or found(self.path))


def _kept_words(before: Mapping[str, ToldFact], after: Mapping[str, ToldFact], base: RuleBase) -> str:
    """Say what a profile has that is new, and what is another answer than before; of what is usual only the first."""
    kept, facts = base.vocabulary.kept, base.vocabulary.facts
    new = [facts[name].label for name in kept if name in after and name not in before]
    changed = [
        f"{facts[name].label} {answer_words(name, after[name].value, base)}"
        for name in kept
        if name in after and name in before and after[name].value != before[name].value
        if not kept[name].usual and not kept[name].weeks_since
    ]
    said = []
    if new:
        said.append(f"Kept in your profile, so that you are not asked each time: {', '.join(new)}.")
    if changed:
        said.append(f"Your profile now says: {', '.join(changed)}.")
    return " ".join([*said, "See or change it: springstep profile"]) if said else ""


def diary_options(command: Command) -> Command:
    """Add the options that choose the diary and the day; the command takes them as ``memory``."""

    @click.option("--diary", type=FilePath(), metavar="FILE", help="Use this diary.")
    @click.option("--no-diary", is_flag=True, help="Use no diary.")
    @click.option("--today", type=DayType(), metavar="YYYY-MM-DD", help="Take this day as today.")
    @functools.wraps(command)
    def wrapper(*args: Any, diary: pathlib.Path | None, no_diary: bool, today: date | None, **kwargs: Any) -> Any:
        if diary is not None and no_diary:
            raise click.UsageError("--diary and --no-diary contradict each other")
        return command(*args, memory=Memory(diary, used=not no_diary, today=today or date.today()), **kwargs)

    return wrapper  # type: ignore[return-value]
