"""One change of a text that is no condition, and the text with changes applied."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from springstep.engine.language.fact_info import FactInfo

NAME = r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)?"
NUMBER = r"\d+(?:\.\d+)?"


class Correction(NamedTuple):
    """A slip at a place of the text, what is wrong with it, and what to write instead."""

    start: int
    end: int
    new: str | None
    """What stands there instead; ``None`` where that is for the writer to say."""
    says: str


def applied(text: str, edits: Iterable[Correction]) -> str:
    """Return a text with changes made, none of which touch each other; what has no replacement stays."""
    for edit in sorted(edits, reverse=True):
        if edit.new is not None:
            text = text[: edit.start] + edit.new + text[edit.end :]
    return text


def fact_called(name: str, facts: Mapping[str, FactInfo]) -> FactInfo | None:
    """Return the fact of this name, however its letters are written."""
    return facts.get(name) or facts.get(name.lower())
