"""What runs in the browser: from the fields of a form, as JSON, to the page that follows."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

from springstep.dialogue import Dialogue
from springstep.engine.errors import SpringstepError
from springstep.installed import default_rule_base
from springstep.rendering.consultation.pages import ConsultationPages, PagePlaces
from springstep.rendering.consultation.turning import Turning
from springstep.rendering.mistakes import NOT_DONE, mistake_words
from springstep.rendering.website.diary import HOME, BrowserDiary

PLACES = PagePlaces("#", "index.html", "page.css", "page.js", "run.js", diary=HOME)


@cache
def pages() -> ConsultationPages:
    """Return the pages of the site."""
    return ConsultationPages(default_rule_base(), PLACES)


@cache
def _dialogue() -> Dialogue:
    return Dialogue()


def answer(fields: str, today: str = "") -> str:
    """Return the page that follows from the fields of a form, each a list of values, written as JSON.

    ``today`` is the day as ``2026-03-01``; without one nothing is read by it, and the page says nothing of a day.
    """
    day = date.fromisoformat(today) if today else None
    # A form carries its state as it is: nobody but the runner herself can change it.
    turning = Turning(_dialogue(), pages(), seal=str, unseal=str, today=lambda: day)
    try:
        return turning.page(json.loads(fields))
    except SpringstepError as error:
        return pages().problem(NOT_DONE, mistake_words(error))


def diary(folder: str, address: str, fields: str, sent: bool, today: str) -> str:
    """Return what the diary in a folder answers, as JSON: a page, or a file to keep and its name."""
    book = BrowserDiary(Path(folder), default_rule_base(), date.fromisoformat(today))
    return json.dumps(book.answer(address, json.loads(fields), sent=sent)._asdict())
