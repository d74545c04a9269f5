"""Entries that look like the same run written down twice."""

from __future__ import annotations

from collections.abc import Iterable

from springstep.diary.entry import Entry


def alike(entry: Entry, others: Iterable[Entry]) -> Entry | None:
    """Return an entry that looks like the same run: of one day, kind and set, and of no other length; else ``None``.

    A plan without its log is no run yet, and an entry is not like itself.
    """
    for other in others:
        same = entry.uid != other.uid and "planned" not in (entry.bursts, other.bursts)
        if same and _what(entry) == _what(other) and _same_length(entry, other):
            return other
    return None


def _what(entry: Entry) -> tuple[object, ...]:
    return entry.day, entry.run_kind, entry.has_efforts, entry.efforts or 0, entry.effort_s or 0


def _same_length(entry: Entry, other: Entry) -> bool:
    lengths = {entry.duration_min, other.duration_min} - {None}
    return len(lengths) < 2
