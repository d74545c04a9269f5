"""How long ago something was, told by a time that has gone by, a month or a year; never longer ago than it may be."""

from __future__ import annotations

import calendar
import re
from datetime import date

from springstep.engine.language.spoken.errors import AnswerError
from springstep.engine.language.spoken.figures import SECONDS, TIME_OF, in_figures, seconds_in

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NAMES = "|".join(sorted(_MONTHS, key=len, reverse=True))
_UNITS = "|".join(sorted((word for word, unit in TIME_OF.items() if SECONDS[unit] >= SECONDS["days"]), reverse=True))
_FEW = "an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a couple(?: of)?|couple of"
_MANY = rf"(?:(?:{_FEW})\s+|[0-9]+\s*)(?:{_UNITS})"
_LEAST = r"(?:(?:about|around|roughly|over|more than|at least|just over|a good|some)\s+)?"
_MOST = r"(?:(?:almost|nearly|not quite|less than|under|just under|up to)\s+)"
TOLD = (
    rf"(?P<most>{_MOST}{_MANY}(?: (?:ago|now|back))?)"
    rf"|(?P<ago>{_LEAST}(?:for |in )?{_LEAST}(?P<many>{_MANY}(?: and a half)?)(?: (?:ago|now|back))?)"
    r"|(?P<last>(?:last|this|earlier this) (?:week|month|year)|yesterday|today)"
    rf"|(?:(?:in|since|last|this|early|mid|late|by|end of|start of|beginning of|back in)\s+)+(?P<month>{_NAMES})\.?"
    r"(?:\s+(?:of )?(?P<of>(?:19|20)[0-9][0-9]))?"
    rf"|(?P<alone>{_NAMES})\.? (?P<its>(?:19|20)[0-9][0-9])"
    r"|(?:(?:in|since|back in|early|late|mid)\s+)*(?P<year>(?:19|20)[0-9][0-9])"
    r"|(?P<vague>(?:a (?:long )?(?:while|time)|ages|years|months|weeks|a few (?:weeks|months|years|days)|long|"
    r"some time|several (?:weeks|months|years)|days)(?: (?:ago|back|now))|recently|lately|long since|a while back)"
)
"""A time that is told, as a regular expression."""


def days_since(found: re.Match[str], today: date | None) -> int | None:
    """Return how many days ago a time that is told was, at the least; ``None`` where that is not known.

    ``found`` is a match of ``TOLD``. A month or a year counts from its end, and needs ``today``; raises ``AnswerError``
    for one that has not begun.
    """
    if found["ago"] is not None:
        length = seconds_in(in_figures(found["many"]))
        return None if length is None else int(length // SECONDS["days"])
    if found["last"] is not None:
        return _since_last(found["last"], today)
    if today is None:
        return None
    year = found["year"] or found["of"] or found["its"]
    month = _MONTHS.get(found["month"] or found["alone"] or "")
    if month is None and year is None:
        return None
    if month is None:
        end = date(int(year), 12, 31)
    else:
        past = today.year if month <= today.month else today.year - 1
        of = int(year) if year else past
        if of < date.min.year:
            return None  # the calendar begins after it
        end = date(of, month, calendar.monthrange(of, month)[1])
    if end.replace(month=month or 1, day=1) > today:
        raise AnswerError(
            f"'{found[0].strip()}' has not come yet",
            "say when it was, such as in May or 3 weeks ago",
            code="out_of_range",
        )
    return max(0, (today - end).days)


def _since_last(told: str, today: date | None) -> int | None:
    """Return how many days have gone by since the end of what is told; none since what is not over."""
    if told.startswith(("this", "earlier", "today")):
        return 0
    if told in ("yesterday", "last week"):
        return 1
    if today is None:
        return None
    first = today.replace(day=1) if told == "last month" else today.replace(month=1, day=1)
    return (today - first).days + 1
