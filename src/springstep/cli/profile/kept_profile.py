"""The profile that a command means: the file beside the diary, and the race that the diary keeps."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from springstep.cli.diary.which_diary import today_from
from springstep.diary.entry import Entry
from springstep.diary.profile import (
    ShownProfile,
    beside,
    change_profile,
    delete_profile,
    ends_of,
    read_profile,
    standing,
    with_told,
    without,
)
from springstep.diary.storage.place import default_path
from springstep.diary.storage.store import Diary
from springstep.engine.inference.derived_facts import meaning
from springstep.engine.language.evaluate import predicate
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import found
from springstep.installed import default_rule_base


class KeptProfile:
    """The profile beside a diary, read anew each time; every failure is a ``SpringstepError``."""

    def __init__(self, diary: pathlib.Path | None, today: str | None) -> None:
        self._diary = diary or default_path()
        self.path = beside(self._diary)
        self.today: date = today_from(today)
        self.base: RuleBase = default_rule_base()

    def shown(self) -> ShownProfile:
        """Return the profile as it is today."""
        profile = read_profile(self.path, self.base)
        entries: tuple[Entry, ...] = ()
        race: date | None = None
        if found(self._diary):
            with Diary.open(self._diary, create=False) as diary, diary.reading():
                entries, race = diary.entries(self.today), diary.race()
        answers = standing(profile, self.today, self.base, ends_of(entries, race, self.base))
        return ShownProfile(day=self.today, next_race=race, answers=answers)

    def keep(self, answers: Mapping[str, Any]) -> None:
        """Keep answers told today."""
        change_profile(self.path, self.base, lambda before: with_told(before, answers, self.today, self.base))

    def forget(self, fact: str) -> None:
        """Forget an answer and what says more about it."""
        change_profile(self.path, self.base, lambda before: without(before, fact, self.base))

    def forget_all(self) -> None:
        """Forget every answer, whatever the file holds, and the race."""
        delete_profile(self.path)
        self.keep_race(None)

    def keep_race(self, race: date | None) -> None:
        """Keep the day of the next race, in the diary; ``None`` forgets it."""
        if race is not None or found(self._diary):
            with Diary.open(self._diary) as diary:
                diary.keep_race(race)

    def matters(self, fact: str, answers: Mapping[str, Any]) -> bool:
        """Tell whether an answer is worth asking for beside others: one that says more only where rules need it."""
        if not self.base.vocabulary.kept[fact].of:
            return True
        others = meaning(self.base.vocabulary, {name: value for name, value in answers.items() if name != fact})
        return any(predicate(rule.when)(others) is True for rule in self.base.rules if fact in rule.assumed)
