"""Take a row of a table by what the rules concluded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Any

from springstep.engine.advice.row_limits import RowsUnderRules, choosing
from springstep.engine.advice.rows import Rows
from springstep.engine.advice.trace import ChoiceMade
from springstep.engine.frozen import Frozen
from springstep.engine.inference.forward import Inference
from springstep.engine.language.choices import Choice, Pool
from springstep.engine.language.fact_info import MOMENT
from springstep.engine.language.tables import Row

NO_ROW = "none"
"""The value of a choice for which no row is taken."""


class Chosen(Frozen):
    """The result of one choice."""

    choice: Choice
    barred: tuple[str, ...]
    """The decisions that bar the choice."""
    pool: Pool | None
    rows: Rows = field(compare=False)
    """The rows of its table under this inference."""

    @property
    def row(self) -> Row | None:
        """Return the row taken; none when the choice is barred or no row is open."""
        return None if self.barred else self.rows.best

    @property
    def value(self) -> str:
        """Return the value as the choice writes it."""
        return NO_ROW if self.row is None else self.choice.written(self.row)

    @property
    def traced(self) -> ChoiceMade:
        """Return every option with its reasons."""
        return self.rows.traced


def choose(choice: Choice, inference: Inference, facts: Mapping[str, Any]) -> Chosen | None:
    """Take a row; ``None`` when there is nothing to choose. ``facts`` holds facts, decisions and earlier choices."""
    moment = str(facts[MOMENT])
    if moment not in choice.moments:
        return None
    compiled = choosing(choice)
    barred = tuple(by for holds, by in compiled.requires.get(moment, ()) if holds(facts) is not True)
    under_rules = RowsUnderRules(compiled, inference, facts, moment)
    if not choice.pools:
        return Chosen(choice, barred, None, Rows(under_rules, None))
    found: Chosen | None = None
    for place, (pool, holds, *_) in enumerate(compiled.pools.get(moment, ())):
        if holds(facts) is not True:
            continue
        found = Chosen(choice, barred, pool, Rows(under_rules, place))
        if found.rows.best is not None:
            break
    return found
