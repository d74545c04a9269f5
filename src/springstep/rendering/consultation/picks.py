"""What there is to choose or to tick, in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from springstep.engine.language.vocabulary import FactInfo
from springstep.engine.language.wording import plain


class Pick(NamedTuple):
    """Something to choose or to tick: the word for it, its label, and what it means."""

    value: str
    label: str
    meaning: str = ""


def picks(options: Sequence[str], info: FactInfo | None = None) -> tuple[Pick, ...]:
    """Return what to choose from, with what each means where that is known."""
    meanings = info.spoken.meanings if info is not None else {}
    return tuple(Pick(each, capital(plain(each)), meanings.get(each, "")) for each in options)


def capital(words: str) -> str:
    """Write words with a capital letter at their beginning.

    >>> capital("easy run")
    'Easy run'
    """
    return words[:1].upper() + words[1:]
