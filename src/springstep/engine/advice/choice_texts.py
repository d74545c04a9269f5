"""The texts of a choice by their ids: what was chosen, in words, and why a row was not."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from springstep.engine.language.choices import Choice
from springstep.engine.language.tables import Row

JOINED = "; "
"""What stands between several reasons against one row."""
PARTS = {"at_most": "at most {bound}", "less_than": "less than {bound}", "named": "{name}"}
"""What texts are put together from."""


@lru_cache(maxsize=32)
def choice_texts(choice: Choice) -> Mapping[str, str]:
    """Return the texts of a choice by their ids, in English; names in braces stand for what is filled in."""
    found = {text_id(choice, key): text for key, text in choice.texts.items()}
    found |= {f"{choice.name}.within.{place}": each.refused for place, each in enumerate(choice.within)}
    found |= {f"{choice.name}.fits.{place}": each.refused for place, each in enumerate(choice.fits)}
    found |= {
        f"{choice.name}.pool.{moment}.{at}.{place}": say
        for moment, pools in choice.pools.items()
        for at, pool in enumerate(pools)
        for place, (_, say) in enumerate(pool.others)
    }
    if choice.shown:
        found |= {_name_id(choice, row): choice.named(row) for row in choice.table.rows}
    return {**found, text_id(choice, "excluded"): choice.texts.get("excluded", "excluded"), **PARTS}


def text_id(choice: Choice, key: str) -> str:
    """Return the id of one of the texts that a choice declares."""
    return f"{choice.name}.text.{key}"


def row_named(choice: Choice, row: Row) -> Any:
    """Return a row's name as it is filled into a text: a message, or the row as the choice writes it."""
    return {"id": _name_id(choice, row), "params": {}} if choice.shown else choice.written(row)


def _name_id(choice: Choice, row: Row) -> str:
    return f"{choice.name}.{row.id}.name"
