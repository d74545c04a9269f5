"""Ids as people type them: the first characters are enough where only one entry or recording begins so."""

from __future__ import annotations

import re

from springstep.diary.errors import DiaryError
from springstep.diary.storage.entries_table import Entries
from springstep.diary.storage.recordings_table import Recordings
from springstep.engine.characters import why_unfit
from springstep.engine.errors import Fault, shown

_FEWEST = 4
_START = re.compile(f"[0-9a-f]{{{_FEWEST},32}}")


def entry_meant(start: str, entries: Entries) -> str:
    """Return the whole uid of the only entry that begins so, be that one damaged; raises ``DiaryError``."""
    found = [] if why_unfit(start) else entries.uids(start)  # SQLite cannot even be asked for half a character
    if len(start) < _FEWEST or not (found or _START.fullmatch(start)):
        advice = "`springstep diary list` shows them, such as 3f2a9c01"
        raise DiaryError([Fault("not_understood", f"{shown(start)} is not the id of an entry", allowed=advice)])
    if len(found) > 1:
        raise DiaryError([Fault("ambiguous", f"{len(found)} entries start with {start}: {', '.join(found)}")])
    if not found:
        advice = "`springstep diary list` shows them all"
        raise DiaryError([Fault("not_found", f"no entry starts with {start}", allowed=advice)])
    return found[0]


def recording_meant(start: str, recordings: Recordings, entries: Entries) -> str | None:
    """Return the whole digest of the only recording that begins so; ``None`` for none.

    Raises ``DiaryError`` where several do, or an entry, too.
    """
    digests = recordings.digests(start) if _START.match(start) and not why_unfit(start) else []
    uids = entries.uids(start) if digests else []
    found = [*uids, *(digest[:32] for digest in digests)]
    if len(found) > 1:
        raise DiaryError([Fault("ambiguous", f"{len(found)} ids start with {start}: {', '.join(found)}")])
    return digests[0] if digests else None
