"""A diary in the browser: the very file, pages and rules of a diary elsewhere, each page asked for by its address.

The addresses are those of a service's diary, below one page of the site; none of them is ever sent to a server. The
browser keeps the folder of the diary, and gives it back before each page.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from springstep.dialogue import Dialogue
from springstep.diary.memory import DiaryMemory
from springstep.diary.profile import beside
from springstep.diary.storage.store import Diary
from springstep.diary.table import json_line, write_table
from springstep.engine.errors import SpringstepError
from springstep.engine.rulebase.base import RuleBase
from springstep.rendering.consultation.lines import Entered
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.rendering.diary.entries import DiaryEntries
from springstep.rendering.diary.pages import DiaryPages, DiaryPlaces
from springstep.rendering.diary.planning import keep_plan, turning_with
from springstep.rendering.mistakes import NOT_DONE, mistake_words

HOME = "diary.html"
PLACE = DiaryPlaces(HOME, "index.html", "page.css", "diary.css", "page.js", here=True)
_CONSULTED = PagePlaces(f"{HOME}/consultation", HOME, "page.css", "page.js", "run.js", keep=f"{HOME}/plan")


class Answered(NamedTuple):
    """A page, or a file to keep, which has a name."""

    text: str
    file: str = ""
    at: str = ""
    """Where the page is to be had again as it then is; empty for one that holds what was entered."""


class BrowserDiary:
    """The diary of a browser, in one folder."""

    def __init__(self, folder: Path, base: RuleBase, today: date) -> None:
        self._file, self._base, self._today = folder / "diary.db", base, today

    def answer(self, address: str, entered: Entered, *, sent: bool) -> Answered:
        """Return what is at an address, or comes of a form that is ``sent`` there."""
        try:
            return self._answered(address, entered, sent)
        except SpringstepError as error:
            return Answered(self._pages.problem(PLACE, NOT_DONE, mistake_words(error)))

    def _answered(self, address: str, entered: Entered, sent: bool) -> Answered:
        path, _, query = address.removeprefix(HOME).strip("/").partition("?")
        if not self._file.exists():
            return Answered(self._begun() if sent and not path else self._pages.begin(PLACE), at=HOME)
        match ("send" if sent else "show", *path.split("/")):
            case ("show", "add"):
                day = query.removeprefix("day=") if query.startswith("day=") else ""
                return Answered(self._entries.form(self._file, PLACE, day))
            case ("send", "add"):
                made = self._entries.add(self._file, PLACE, entered)
                if isinstance(made, str):
                    return Answered(made)
                return Answered(self._one(made.uid, saved=True), at=f"{HOME}/entries/{made.uid}")
            case ("show", "entries", uid):
                return Answered(self._one(uid))
            case ("send", "entries", uid, "delete"):
                with Diary.open(self._file, create=False) as book:
                    book.delete(book.uid_of(uid))
            case ("send", "consultation"):
                return Answered(self._turning.page(entered))
            case ("send", "plan"):
                keep_plan(self._memory, self._turning, entered)
            case ("show", "delete"):
                return Answered(self._entries.delete(self._file, PLACE))
            case ("send", "delete"):
                return Answered(self._ended(), at=HOME)
            case ("show", "diary.csv" | "diary.jsonl" as name):
                return self._carried_out(name)
        return Answered(self._home(every="all" in query), at=HOME)

    @cached_property
    def _pages(self) -> DiaryPages:
        return DiaryPages(self._base)

    @cached_property
    def _entries(self) -> DiaryEntries:
        return DiaryEntries(self._base, self._pages, lambda: self._today)

    @property
    def _memory(self) -> DiaryMemory:
        return DiaryMemory(self._file, today=self._today, base=self._base, there=True)

    @property
    def _turning(self) -> Turning:
        # A form carries its state as it is: nobody but the runner herself can change it.
        pages = ConsultationPages(self._base, _CONSULTED)
        return turning_with(self._memory, Dialogue(self._base), pages, seal=str, unseal=str)

    def _home(self, *, every: bool = False) -> str:
        return self._entries.home(self._file, PLACE, every=every)

    def _one(self, uid: str, *, saved: bool = False) -> str:
        return self._entries.one(self._file, PLACE, uid, saved=saved)

    def _begun(self) -> str:
        with Diary.open(self._file, create=True):
            pass
        return self._home()

    def _ended(self) -> str:
        with Diary.open(self._file, create=False) as book:
            book.delete_all()
        for left in (self._file, beside(self._file), *self._file.parent.glob(f"{self._file.stem}.*")):
            left.unlink(missing_ok=True)
        return self._pages.begin(PLACE, gone=True)

    def _carried_out(self, name: str) -> Answered:
        with Diary.open(self._file, create=False) as book:
            entries = book.entries()
        lines = "".join(f"{json_line(each)}\n" for each in entries)
        return Answered(write_table(entries) if name.endswith(".csv") else lines, name)
