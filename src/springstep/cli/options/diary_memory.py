"""What commands take from the diary and the profile beside it, and what they put there."""

from __future__ import annotations

import functools
import pathlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import click

from springstep.cli.options.days import DayType
from springstep.cli.options.file_path import FilePath
from springstep.diary.storage.place import default_path, is_known
from springstep.engine.consultation.questions import answer_words
from springstep.engine.consultation.state import State
from springstep.engine.inference.remembered import Remembered
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import found
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

if TYPE_CHECKING:
    from springstep.diary.memory import DiaryMemory, NewlyTold
    from springstep.diary.watch_proposal import WatchProposal

Command = TypeVar("Command", bound=Callable[..., Any])


class Memory:
    """The diary as a command sees it: what it remembers up to a day, and where a plan is kept."""

    def __init__(self, path: pathlib.Path | None, *, used: bool, today: date) -> None:
        self.named = path
        """The diary that was named, if one was."""
        self.wanted = used
        """Whether the diary was not turned off."""
        self.used = used and (path is not None or is_known())
        """Whether a diary may be read and written at all."""
        self.today = today
        self.may_start = False
        """Whether the command may create the diary that was named."""

    @property
    def path(self) -> pathlib.Path:
        """Return the diary's file."""
        return self.named or default_path()

    def history(self, moment: str | None) -> tuple[Remembered, ...]:
        """Return what diary and profile remember; nothing without either. Raises ``SpringstepError``."""
        vocabulary = default_rule_base().vocabulary
        if moment is None or not self.used:
            return ()
        if not self._there() and not any(moment in vocabulary.facts[fact].moments for fact in vocabulary.kept):
            return ()  # a cue in the middle of a run waits for no profile
        return self._kept().history(moment)

    def usual(self) -> dict[str, Any]:
        """Return the answers to be offered as defaults: what is usual, and what may have changed."""
        return self._kept().usual() if self.used else {}

    def proposals(self, moment: str | None) -> tuple[WatchProposal, ...]:
        """Return what a watch gives reason to ask or to say at a moment; nothing without a diary."""
        return self._kept().proposals(moment) if self.used and moment is not None and self._there() else ()

    def asking(self, state: State) -> State:
        """Return a consultation whose questions say what a watch says; the same one where it says nothing."""
        return self._kept().asking(state) if self.used and self._there() else state

    def waiting(self, moment: str | None) -> str:
        """Say that runs which a watch recorded wait for an answer, before a run; empty where none does."""
        return self._kept().waiting() if self.used and moment == "before" and self._there() else ""

    def keep_told(self, answers: Mapping[str, Any]) -> str:
        """Keep in the profile what was told today of facts that stay true; return what to say, if anything."""
        return _kept_words(self._kept().keep_told(answers), default_rule_base()) if self.used else ""

    def keep_plan(self, made: Recommendation) -> str:
        """Put a plan into the diary for today, replacing one that was not run yet; return what to say."""
        if not self.wanted:
            return "No diary is used, so no plan is kept."
        entry, replaced = self._kept().keep_plan(made)
        said = self.keep_told(made.case)
        instead = " in place of the earlier one" if replaced else ""
        kept = f"Kept in your diary as the plan of {self.today}{instead} ({entry.short})."
        onto = " To a watch or calendar: springstep plan." if made.session is not None else ""
        return "\n".join([f"{kept}{onto} After the run: springstep diary add", *([said] if said else [])])

    def _kept(self) -> DiaryMemory:
        from springstep.diary.memory import DiaryMemory  # slow to import, and there may be no diary

        return DiaryMemory(self.path, today=self.today, base=default_rule_base(), there=self._there())

    def _there(self) -> bool:
        """Tell whether there is a diary to read; one that was named must be there."""
        named = self.named is not None and not self.may_start
        return self.used and (named or found(self.path))


def _kept_words(told: NewlyTold, base: RuleBase) -> str:
    """Say what a profile has that is new, and what is another answer than before."""
    new = [base.facts[name].label for name in told.new]
    changed = [f"{base.facts[name].label} {answer_words(name, value, base)}" for name, value in told.changed.items()]
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
