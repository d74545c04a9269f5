"""What there is to choose or to tick, in words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from springstep.engine.language.fact_info import FactInfo
from springstep.engine.language.wording import plain

_TYPED = re.compile(r"`([^`]+)`")


class Pick(NamedTuple):
    """Something to choose or to tick: the word for it, its label, and what it means."""

    value: str
    label: str
    meaning: str = ""


def picks(options: Sequence[str], info: FactInfo | None = None) -> tuple[Pick, ...]:
    """Return what to choose from, with what each means where that is known."""
    meanings = info.spoken.meanings if info is not None else {}
    return tuple(Pick(each, capital(plain(each)), meanings.get(each, "")) for each in options)


def sentences(what: str, allowed: str = "") -> str:
    """Say what is wrong, and what is allowed, for a page: what would be typed stands in quotes.

    >>> sentences("'x' is not known", "say `none`")
    "'x' is not known. Say “none”."
    """
    said = (capital(each) for each in (what, allowed) if each)
    return quoted(" ".join(each if each.endswith(("?", ".")) else f"{each}." for each in said))


def quoted(words: str) -> str:
    """Put in quotes what a person would type, as a page shows it."""
    return _TYPED.sub(r"“\1”", words)


def capital(words: str) -> str:
    """Write words with a capital letter at their beginning.

    >>> capital("easy run")
    'Easy run'
    """
    return words[:1].upper() + words[1:]
