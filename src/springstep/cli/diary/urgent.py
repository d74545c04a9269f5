"""A danger told while a run is asked about: answered at once, and kept even if the person leaves."""

from __future__ import annotations

import pathlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from springstep.cli.diary.answer_lines import stop_lines
from springstep.cli.diary.which_diary import opened
from springstep.cli.text.echo import echo
from springstep.diary.asked import ALL_WELL
from springstep.diary.check import differing
from springstep.diary.entry import Entry
from springstep.diary.storage.store import Diary

_HURTS = ("ache", "sharp")
WORST = "sharp"
"""What a pain is kept as while its kind is still open."""


class Urgent:
    """Looks at the fields told so far, after each answer, and writes them down once they hold a danger."""

    def __init__(
        self, place: pathlib.Path | None, made: Callable[[Mapping[str, Any]], Entry], known: Entry | None = None
    ) -> None:
        self._place = place
        self._known = known
        """The entry that is edited, as it was read."""
        self.made = made
        self._lines: list[str] = []
        self.kept: Entry | None = None
        """What has been written down so far."""
        self.written: set[str] = set()
        """The uids under which that was: a planned run may turn out to have been another one."""

    def told(self, fields: Mapping[str, Any], *, open_pain: bool) -> None:
        """Answer and keep a danger among the fields; with ``open_pain`` their pain is the worst, its kind not told."""
        cues = [cue for cue in fields.get("cues") or () if cue not in ALL_WELL]
        hurts = fields.get("pain") in _HURTS or fields.get("injury") is not None
        if "bursts" not in fields or (self.kept is None and not hurts and not cues):
            return
        entry = self.made(fields)
        with opened(self._place, create=True) as book, book.writing():
            others = [one for one in book.entries() if one.uid != entry.uid]
            lines = stop_lines(book, entry, sorted([*others, entry], key=lambda one: one.day))
            if not lines and not hurts and self.kept is None:
                return
            self._write(book, entry)
        self.kept = entry
        self.written.add(entry.uid)
        if lines and not open_pain:
            self._say(lines)

    def _write(self, book: Diary, entry: Entry) -> None:
        """Write down what was told; of what another program has changed in the entry meanwhile the rest stays."""
        there = next((one for one in book.entries() if one.uid == entry.uid), None)
        if there is None:
            book.add(entry)
            return
        known = self.kept or self._known
        book.update(entry if known is None else replace(there, **differing(entry, known)))

    def _say(self, lines: list[str]) -> None:
        if lines != self._lines:
            for line in lines:
                echo(line)
        self._lines = lines

    def said(self, lines: list[str]) -> bool:
        """Tell whether the person has these lines before her already."""
        return bool(lines) and lines == self._lines

    def undone(self) -> str:
        """Say what becomes of the answers when the questions end here."""
        if self.kept is None:
            return "nothing was saved"
        pain = f"; pain of a kind not told counts as {WORST}" if self.kept.pain == WORST and not self._lines else ""
        return f"what you told is kept{pain}. To complete it: springstep diary edit {self.kept.short} --ask"
