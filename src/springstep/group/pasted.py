"""A group told as the text of a table, as it is pasted into a page: whatever its columns say, no file is read."""

from __future__ import annotations

from springstep.engine.rulebase.base import RuleBase
from springstep.group.athletes import ToldGroup, group_of, in_table
from springstep.group.table import pasted_table

MOST_PASTED = 200
"""How many athletes a pasted table may have: each is advised, and gets a card, while someone waits."""
_NAME = "the table"


def pasted_group(text: str, base: RuleBase) -> ToldGroup:
    """Return the athletes of a table; raises ``GroupError`` where it is none, or has too many lines.

    A line that cannot be read is a fault of the group, and so is a column that names files.
    """
    table = pasted_table(text.removeprefix("\ufeff"), name=_NAME, most=MOST_PASTED)
    return group_of(list(in_table(table, base, None)), _NAME, allowed="a line for each below the first")
