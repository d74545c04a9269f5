"""What commands take from the diary, and what they put there: shared by recommend and consult."""

from __future__ import annotations

import functools
import pathlib
import uuid
from collections.abc import Callable
from datetime import date
from typing import Any, TypeVar

import click

from springstep.cli.options.days import DayType
from springstep.diary.place import default_path
from springstep.engine.inference.remembered import Remembered
from springstep.installed import default_rule_base
from springstep.session.recommendation import Recommendation

Command = TypeVar("Command", bound=Callable[..., Any])

STANDING = ("goal", "experience", "has_coach", "season_phase", "surface", "terrain", "shoes", "run_kind", "pace")
"""Facts about a runner that stay the same: last time's answers are offered as defaults. How the runner feels is not."""


class Memory:
    """The diary as a command sees it: what it remembers up to a day, and where a plan is kept."""

    def __init__(self, path: pathlib.Path | None, *, used: bool, today: date) -> None:
        self._path = path
        self._used = used
        self.today = today
        self.may_start = False
        """Whether the command may create the diary that was named."""

    @property
    def path(self) -> pathlib.Path:
        """Return the diary's file."""
        return self._path or default_path()

    def history(self, moment: str | None) -> tuple[Remembered, ...]:
        """Return what the diary remembers; nothing without a diary. Raises ``SpringstepError``."""
        if moment is None or not self._there():
            return ()
        # slow to import, and there may be no diary
        from springstep.diary.history import history_of
        from springstep.diary.store import Diary

        with Diary.open(self.path, create=False) as diary:
            entries, race = diary.entries(self.today), diary.race()
            return history_of(entries, day=self.today, moment=moment, base=default_rule_base(), race=race)

    def usual(self) -> dict[str, Any]:
        """Return the answers of the last plan that stay the same, as defaults."""
        if not self._there():
            return {}
        from springstep.diary.store import Diary  # as above

        with Diary.open(self.path, create=False) as diary:
            plans = [entry.plan for entry in diary.entries(self.today) if entry.plan is not None]
        return {name: value for name, value in plans[-1].case.items() if name in STANDING} if plans else {}

    def keep_plan(self, made: Recommendation) -> str:
        """Put a plan into the diary for today, replacing one that was not run yet; return what to say."""
        if not self._used:
            return "No diary is used, so no plan is kept."
        # as above
        from springstep.diary.plan import keep_plan
        from springstep.diary.store import Diary

        with Diary.open(self.path) as diary:
            entry, replaced = keep_plan(diary, made, day=self.today, uid=uuid.uuid4().hex)
        instead = " in place of the earlier one" if replaced else ""
        return (
            f"Kept in your diary as the plan of {self.today}{instead} ({entry.short}). "
            "After the run: springstep diary add"
        )

    def _there(self) -> bool:
        """Tell whether there is a diary to read; one that was named must be there."""
        named = self._path is not None and not self.may_start
        return self._used and (named or self.path.exists())


def diary_options(command: Command) -> Command:
    """Add the options that choose the diary and the day; the command takes them as ``memory``."""

    @click.option("--diary", type=click.Path(path_type=pathlib.Path), metavar="FILE", help="Use this diary.")
    @click.option("--no-diary", is_flag=True, help="Use no diary.")
    @click.option("--today", type=DayType(), metavar="YYYY-MM-DD", help="Take this day as today.")
    @functools.wraps(command)
    def wrapper(*args: Any, diary: pathlib.Path | None, no_diary: bool, today: date | None, **kwargs: Any) -> Any:
        if diary is not None and no_diary:
            raise click.UsageError("--diary and --no-diary contradict each other")
        return command(*args, memory=Memory(diary, used=not no_diary, today=today or date.today()), **kwargs)

    return wrapper  # type: ignore[return-value]
