"""The columns of the sheets: of a rule its parts, who changes it and why, and a mark of what was exported."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Literal, NamedTuple

from springstep.sheets.plain_text import plain

Kind = Literal["line", "prose", "words", "conclusions", "answers"]


class SheetColumn(NamedTuple):
    """One column of the rules' sheets."""

    key: str
    """The part of a rule, as knowledge files call it."""
    title: str
    width: int
    says: str
    kind: Kind = "line"
    choices: str = ""
    """The list of allowed values that a cell offers."""


PARTS = (
    SheetColumn("id", "id", 10, "Leave it. In a new row leave it empty: the next free id is taken."),
    SheetColumn("name", "name", 24, "The situation, never the advice, in lower-case words joined by -"),
    SheetColumn("moments", "moments", 10, "Empty: as the topic says. Several are joined by commas", "words"),
    SheetColumn("for_each", "for each", 10, "Fires for each item of a list", choices="for_each"),
    SheetColumn("when", "when", 44, "When it fires, as in: fatigue >= 3 and surface in {grass, track}"),
    SheetColumn("unless", "unless", 24, "When it does not, all the same"),
    SheetColumn("overrides", "exception to", 12, "The rules that it takes the place of", "words"),
    SheetColumn("then", "then", 60, "What it concludes, a line each", "conclusions"),
    SheetColumn("because", "because", 48, "Why, in one sentence", "prose"),
    SheetColumn("short", "in short", 30, "The reason in a few words", "prose"),
    SheetColumn("basis", "basis", 12, "guide, inference or convention", choices="basis"),
    SheetColumn(
        "guide", "guide", 12, "The sentences that it rests on, joined by commas; none for a convention", "words"
    ),
    SheetColumn("fires_for", "fires for", 34, "A case for which it fires, as changes to the standard one", "answers"),
    SheetColumn("silent_for", "silent for", 34, "A case for which it just does not", "answers"),
)
ABOUT = (
    SheetColumn("off", "switch off", 10, "off takes the rule away: say why under reason and note", choices="off"),
    SheetColumn("author", "author", 16, "Who changes the row", "prose"),
    SheetColumn("date", "date", 12, "When, as 2026-11-22"),
    SheetColumn("reason", "reason", 16, "Why: one of the codes", choices="reason"),
    SheetColumn("note", "note", 36, "Why, in words", "prose"),
    SheetColumn("mark", "mark", 14, "Leave it: it tells whether the row was changed"),
)
COLUMNS = (*PARTS, *ABOUT)
BY_KEY = {column.key: column for column in COLUMNS}


def mark_of(cells: Mapping[str, str]) -> str:
    """Return what tells rows apart that say different things, however they are written."""
    text = "\x1f".join(plain(cells.get(column.key, "")) for column in PARTS)
    return hashlib.sha256(text.encode()).hexdigest()[:12]
