"""What ends a consultation in which nobody could answer again: the next line is the answer to another question."""

from __future__ import annotations

from springstep.engine.consultation.events import Asked, Event, Refused
from springstep.engine.consultation.state import State
from springstep.engine.errors import Fault


def unanswered(asked: State, turned: State, events: tuple[Event, ...], source: str) -> Fault | None:
    """Return why a line was no answer to the question that ``asked`` waits with; ``None`` where it was one."""
    where = asked.asking or ""
    refused = None if asked.advised else next((each for each in events if isinstance(each, Refused)), None)
    if refused is not None:
        again = next((each.allowed for each in events if isinstance(each, Asked)), "")
        return Fault("not_understood", refused.what, where=where, allowed=refused.allowed or again, source=source)
    if turned.hesitated is not None and turned.hesitated != asked.hesitated:
        return Fault("missing", "nothing was said", where=where, allowed="say unknown to leave it open")
    return None
