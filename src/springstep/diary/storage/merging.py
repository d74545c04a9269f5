"""Entries merged in: what is new is added, and what differs from what is there takes its place only if it may."""

from __future__ import annotations

from collections.abc import Iterable

from springstep.diary.check import differing
from springstep.diary.entry import Entry
from springstep.diary.errors import DiaryError
from springstep.diary.storage.entries_table import Entries
from springstep.diary.storage.one_plan import second_plan
from springstep.engine.errors import Fault
from springstep.engine.frozen import Frozen

_REPLACE = "--replace takes the incoming one"


class Merged(Frozen):
    """What became of entries that were merged in."""

    added: int
    replaced: int
    unchanged: int
    gave_way: tuple[str, ...] = ()
    """The plans that a later one for the same day and kind of run took the place of, by the start of their uids."""


def merged_into(there: Entries, entries: Iterable[Entry], *, replace: bool, complete: bool) -> Merged:
    """Merge entries into the table, in the transaction of the caller; raises ``DiaryError`` with all that may not be.

    One already there with other content is refused unless ``replace`` is set; ``complete`` lets an entry take the
    place of its own plan. Of several plans that come in for one day and kind of run the last one stays; one that is
    there gives way to it only if ``replace`` is set.
    """
    added = replaced = unchanged = 0
    faults: list[Fault] = []
    gave_way: list[str] = []
    come: set[str] = set()
    for entry in entries:
        same = there.found(entry.uid, or_damaged=replace)
        other = there.other_plan(entry)
        if same == entry:
            unchanged += 1
        elif other is not None and not replace and other not in come:
            faults.append(second_plan(entry, other, _REPLACE))
        elif same is not None and not (replace or (complete and same.bursts == "planned")):
            faults.append(_differs(same, entry))
        else:
            if other is not None:
                there.delete(other)
                gave_way.append(other[:8])
            if there.numbers(entry.uid):
                there.write_over(entry)
                replaced += 1
            else:
                there.insert(entry)
                added += 1
            come.add(entry.uid)
    if faults:
        raise DiaryError(faults)
    return Merged(added, replaced, unchanged, tuple(gave_way))


def _differs(there: Entry, entry: Entry) -> Fault:
    names = ", ".join(differing(entry, there))
    what = f"the entry {entry.short} of {there.day} is in the diary with a different {names}"
    return Fault("conflict", what, allowed=_REPLACE)
