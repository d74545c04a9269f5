"""Whether a plan is kept in the diary: offered to a person once it stands, and once more on leaving."""

from __future__ import annotations

from collections.abc import Callable

from springstep.cli.options.diary_memory import Memory
from springstep.engine.errors import SpringstepError
from springstep.session.recommendation import Recommendation

_YES = ("", "y", "yes", "keep", "save")
_NO = ("n", "no")
QUESTION = "Keep this plan? [Y/n] "


class PlanOffer:
    """One plan at a time: open until it is kept or turned down."""

    def __init__(self, memory: Memory, say: Callable[[str], None]) -> None:
        self._memory = memory
        self._say = say
        self._plan: Recommendation | None = None
        self._offered: Recommendation | None = None

    @property
    def waits(self) -> bool:
        """Tell whether a plan waits for an answer."""
        return self._plan is not None

    def show(self, made: Recommendation) -> None:
        """Offer to keep a plan that has just been shown, unless that was answered already."""
        if self._memory.used and made != self._offered:
            self._plan = self._offered = made

    def keep(self, made: Recommendation) -> None:
        """Keep a plan, and say so; a diary that cannot be written is told, and the plan still stands."""
        try:
            said = self._memory.keep_plan(made)
        except SpringstepError as error:
            said = f"The plan is not kept: {'; '.join(str(fault) for fault in error.faults)}."
        self._plan, self._offered = None, made
        self._say(said)

    def take(self, line: str) -> bool:
        """Take a line as the answer, if it is one; the plan is then kept or turned down."""
        word = line.strip().lower()
        if self._plan is None or word not in (*_YES, *_NO):
            return False
        if word in _NO:
            self._plan = None
            self._say("Not kept.")
        else:
            self.keep(self._plan)
        return True
