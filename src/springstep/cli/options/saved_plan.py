"""A plan that a program was given as JSON, read again for the run that it plans."""

from __future__ import annotations

import pathlib
from typing import TYPE_CHECKING, Any

from springstep.engine.errors import Fault, RecordError, SpringstepError
from springstep.engine.text.source import read_file
from springstep.session.recommendation import Recommendation

if TYPE_CHECKING:
    from springstep.diary.entry import PlannedSession

_MOST_BYTES = 2_000_000
_ALLOWED = "a plan made before a run, as `springstep recommend --json` prints it"


def plan_in(path: pathlib.Path) -> PlannedSession:
    """Return the plan that a file holds; raises ``SpringstepError`` for any other file."""
    from springstep.diary.plan import plan_of  # slow to import, and few have a plan in a file

    text = read_file(path, max_bytes=_MOST_BYTES)
    try:
        made = Recommendation.from_json(text)
    except RecordError:
        made = None
    if made is None or made.moment != "before":
        raise SpringstepError([Fault("not_found", "is no plan for a run", source=str(path), allowed=_ALLOWED)])
    return plan_of(made)


def planned_in(path: pathlib.Path) -> dict[str, Any]:
    """Return the facts of a run under way that the plan in a file gives; raises ``SpringstepError``."""
    from springstep.diary.todays_plan import planned_facts  # slow to import, and few have a plan in a file

    return planned_facts(plan_in(path))
