"""The coming runs that carry bursts, or strides in their place, as events of a calendar."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from springstep.diary.week_ahead import RunAhead, WeekAhead
from springstep.engine.characters import visible
from springstep.engine.rulebase.base import RuleBase
from springstep.formats.errors import FormatError
from springstep.formats.workouts.calendar import RunEvent, event_uid, read_calendar
from springstep.session.watch_words import watch_words

_SUPPOSED = "If nothing is off on the day, and the runs before it go well. On the day `springstep consult` decides."


def week_events(week: WeekAhead, base: RuleBase, *, brief: bool = False) -> tuple[RunEvent, ...]:
    """Return an event for each of the runs with bursts or strides, each a whole day; nothing where there is none.

    ``brief`` leaves the reasons out, so that a QR code has room for a week.
    """
    return tuple(_event(run, base, brief=brief) for run in week.runs if run.efforts is not None)


def dropped_events(before: bytes, coming: Iterable[RunEvent], today: date) -> tuple[RunEvent, ...]:
    """Return the events from today on that an earlier calendar has and the coming ones do not, by day.

    A calendar that was given the earlier file goes on showing them. ``before`` of another program has none.
    """
    try:
        kept = read_calendar(before)
    except FormatError:
        return ()
    still = {event.uid for event in coming}
    gone = (event for event in kept if event.day >= today and event.uid not in still)
    return tuple(sorted(gone, key=lambda event: (event.day, event.uid)))


def _event(run: RunAhead, base: RuleBase, *, brief: bool) -> RunEvent:
    kind = "strides" if run.verdict == "strides" else "bursts"
    why = () if brief else (f"Why: {run.why} [{', '.join(run.rules[:1])}]",)
    lines = [run.headline, *why, *(() if run.told else (_SUPPOSED,))]
    return RunEvent(
        uid=event_uid(run.run_kind, run.day),
        day=run.day,
        starts=None,
        length_s=None,
        title=watch_words(base).titles[kind].format(efforts=run.efforts, effort_s=run.effort_s),
        text="\n".join(visible(" ".join(line.split())) for line in lines),
    )
