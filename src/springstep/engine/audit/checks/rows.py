"""Rows of tables against what the knowledge says must hold of them: attributes with each other and with the words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from springstep.engine.audit.report import Finding
from springstep.engine.language.evaluate import predicate
from springstep.engine.language.parse import parse_condition
from springstep.engine.language.tables import Row, Table
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.rulebase.sense_schema import RowSense


def rows_against_sense(base: RuleBase) -> Iterator[Finding]:
    """Yield rows whose attributes do not go with each other, with their words, or with the rows before them."""
    sense = load_sense(base)
    for each in sense.rows:
        table = base.tables[each.table]
        holds = predicate(parse_condition(each.holds, table.names))
        for row in table.rows:
            if _meant(each, table, row) and holds(table.values_of(row)) is not True:
                says = f"{_name(table, row)}: {each.because} That asks for {each.holds}."
                yield _finding(table, row, each.holds, says)
    for order in sense.orders:
        table = base.tables[order.table]
        ranks = {value: rank for rank, value in enumerate(table.columns[order.by].values)}
        for before, row in pairwise(table.rows):
            if ranks[row[order.by]] < ranks[before[order.by]]:
                says = f"{_name(table, row)} comes after {_name(table, before)}, which is of higher {order.by}."
                yield _finding(table, row, order.by, says)


def rows_without_sentence(base: RuleBase) -> Iterator[Finding]:
    """Yield rows that cite a sentence that the guide has not."""
    known = load_ledger(base).sentences
    for table in base.tables.values():
        columns = [name for name, column in table.columns.items() if column.kind == "sentences"]
        for row in table.rows:
            for number in (number for column in columns for number in row[column] if number not in known):
                yield _finding(
                    table, row, number, f"{_name(table, row)} cites {number}, and there is no such sentence."
                )


def _meant(each: RowSense, table: Table, row: Row) -> bool:
    if each.when is not None and predicate(parse_condition(each.when, table.names))(table.values_of(row)) is not True:
        return False
    texts = " ".join(str(row[name]) for name, column in table.columns.items() if column.kind == "text").lower()
    return not each.words or any(words.lower() in texts for words in each.words)


def _name(table: Table, row: Row) -> str:
    return f"{table.row} {row.id}"


def _finding(table: Table, row: Row, what: str, says: str) -> Finding:
    return Finding(id=f"row:{table.name}:{row.id}:{what}", kind="row", subject=row.id, says=says)
