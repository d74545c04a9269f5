"""Why a table says what it says of a row: the same explanation as for the row alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from springstep.api import recommend
from springstep.engine.errors import Fault, QueryError
from springstep.engine.rulebase.base import RuleBase, checked_base
from springstep.installed import default_rule_base
from springstep.tables.advising import arrow_table, row_of
from springstep.tables.layout import FIRED

if TYPE_CHECKING:
    from springstep.engine.explain.explanation import Explanation
    from springstep.session.recommendation import Recommendation


def plan_of_row(
    table: Any, row: int, *, said: Any = None, rule_base: RuleBase | None = None, whole: bool = True
) -> Recommendation:
    """Return the plan of one row, counted from 0, with its trace.

    With ``said``, what ``recommend_table`` returned, the plan has to rest on the rules that fired there. Raises
    ``CaseError`` for a row that is not valid, and ``QueryError`` where there is no such row or other rules fired.
    """
    base = default_rule_base() if rule_base is None else checked_base(rule_base)
    told = arrow_table(table)
    if not 0 <= row < told.num_rows:
        raise QueryError([Fault("unknown_name", f"there is no row {row}", allowed=f"from 0 to {told.num_rows - 1}")])
    plan = recommend(row_of(told.slice(row, 1), base), rule_base=base, whole=whole, row=row)
    if said is not None:
        fired = arrow_table(said).column(FIRED)[row].as_py()
        if sorted(fired or ()) != sorted({firing.rule for firing in plan.trace.firings}):
            what = "other rules fire for this row than those that fired when the table was made"
            raise QueryError([Fault("conflict", what, FIRED, "the rule base, and the table, that it was made of")])
    return plan


def explain(
    table: Any, row: int, column: str, *, said: Any = None, rule_base: RuleBase | None = None, whole: bool = True
) -> Explanation:
    """Return why a table says of a row what it says in a column: as ``Recommendation.why`` of the row alone.

    Raises as ``plan_of_row`` does, and ``QueryError`` for a column that is no decision.
    """
    return plan_of_row(table, row, said=said, rule_base=rule_base, whole=whole).why(column)
