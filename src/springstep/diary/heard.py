"""A danger that is heard in what was told of a run, whether or not the rest of it can be written down."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from springstep.diary.answer import answer_to
from springstep.diary.answer_words import BurstsBarred, barred
from springstep.diary.check import entry_of
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.engine.rulebase.base import RuleBase

_ALONE = ("pain", "injury")
_CUES = "cues"
_RUN = {"uid": "0" * 32, "run_kind": "easy", "bursts": "none"}


def danger_in(told: object, *, today: date, base: RuleBase) -> BurstsBarred | None:
    """Return what the rules answer to a danger among the fields of a refused entry; ``None`` where there is none.

    Each field is read by itself: what is wrong with another, or with another cue, takes nothing from it.
    """
    if not isinstance(told, Mapping):
        return None
    cues = told.get(_CUES)
    apart = [{name: told[name]} for name in _ALONE if told.get(name) is not None]
    apart += [{_CUES: [cue]} for cue in cues] if isinstance(cues, (list, tuple)) else []
    found = [bars for fields in apart if (bars := _stopped(fields, today, base)) is not None]
    return found[0] if found else None


def _stopped(fields: Mapping[str, Any], today: date, base: RuleBase) -> BurstsBarred | None:
    entry: Entry | None = None
    with suppress(DiaryError):
        entry = entry_of({**_RUN, "day": today, **fields}, today=today, drills=base.tables["drills"].by_id)
    bars = barred(answer_to(entry, [entry], base=base), base) if entry is not None else None
    return bars if bars is not None and bars.stopped else None
