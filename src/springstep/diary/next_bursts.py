"""When bursts are due again, counted in easy runs from what the diary holds."""

from __future__ import annotations

from collections.abc import Sequence

from springstep.diary.entry import Entry
from springstep.diary.history import history_of
from springstep.engine.rulebase.base import RuleBase

_SINCE = "easy_runs_since_bursts"


def runs_until(entries: Sequence[Entry], *, frequency: int, base: RuleBase) -> int | None:
    """Return which easy run from here on is the next with bursts, 1 for the next one, if they come every n-th.

    ``entries`` is the whole diary in order; ``None`` where it holds no session to count from.
    """
    found = history_of(entries, day=entries[-1].day, moment="before", base=base)
    since = next((memory.value for memory in found if memory.fact == _SINCE), None)
    return None if since is None else max(1, frequency - int(since))
