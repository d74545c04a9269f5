"""The texts of a session on the clock and of what comes next, by their ids; names in braces are filled in."""

from __future__ import annotations

from collections.abc import Mapping

from springstep.engine.advice.messages import Message, inner
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

TIMELINE = {
    "warm_up": "Easy running to warm up",
    "effort": "{name}, {effort_s} s",
    "recovery": "Easy jog until your breathing is calm",
    "easy": "Easy running at your usual pace",
    "end": "Easy running to the end",
}
"""What is said of each stretch of a run."""

NEXT_STEP = {
    "next_time": "Next time: {set}, {frequency}, on a run of {minutes} min or more.",
    "once_well": "Once nothing hurts any more: {set}, {frequency}, on a run of {minutes} min or more.",
    "stay": "Stay with {set}, {frequency}, for now.",
    "keep": "You keep your step of {set}.",
    "unhindered": "As soon as nothing holds you back: {change}.",
    "after_good_weeks": "After {weeks} and {sessions} at this step, all done in full and logged: {change}.",
    "longer_run": "It needs a longer run than today's.",
    "more_often": "{frequency}, with the same dose",
    "larger": "{set}, {frequency}",
    "larger_as_often": "{set}, {frequency} as now",
    "weeks": "{number} weeks",
    "weeks.one": "one week",
    "sessions": "{number} good sessions",
    "sessions.one": "one good session",
}
"""What is said of the next session, and of the step after some good weeks."""

DRILL_WORDS = ("how", "feel", "counted_in")
"""What a session says of its drill, beside its name."""


@memoized
def session_texts(base: RuleBase) -> Mapping[str, str]:
    """Return what a session says by its ids, with the words for how often and for numbers."""
    return {
        **{f"timeline.{key}": say for key, say in TIMELINE.items()},
        **{f"next_step.{key}": say for key, say in NEXT_STEP.items()},
        **{f"number.{number}": word for number, word in enumerate(_NUMBERS)},
        **{f"frequency.{number}": words for number, words in _often(base).items()},
        **{
            f"drill.{row.id}.{field}": str(row[field])
            for row in base.tables["drills"].rows
            for field in ("name", *DRILL_WORDS)
        },
    }


def how_often(base: RuleBase, frequency: int) -> str:
    """Say how often bursts come: ``every third easy run``."""
    return _often(base)[str(frequency)]


def _often(base: RuleBase) -> Mapping[str, str]:
    return base.decisions["frequency"].names


def counted(number: int, what: str) -> dict[str, object]:
    """Return a number of weeks or sessions as it is filled into a text."""
    key = f"next_step.{what}.one" if number == 1 else f"next_step.{what}"
    return inner(Message(id=key, params={} if number == 1 else {"number": number}))
