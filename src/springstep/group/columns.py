"""What each column of a table means: a fact, one item of a list, or what goes with an athlete."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from springstep.diary.spreadsheet import column_name
from springstep.engine.errors import Fault, nearest
from springstep.engine.rulebase.base import RuleBase
from springstep.group.errors import GroupError
from springstep.group.table import GroupTable
from springstep.session.group_words import group_words

NAME, DIARY, OVERLAY = "name", "diary", "overlay"
_NUMBERED = re.compile(r"(.+?)_?([0-9]{1,2})")


class ToldColumn(NamedTuple):
    """A column that means something: of which fact, or one of the names that stand for no fact."""

    place: int
    header: str
    means: str


class Columns(NamedTuple):
    """The columns that mean something, and what is wrong with the others, which are passed over."""

    known: tuple[ToldColumn, ...]
    faults: tuple[Fault, ...]


def columns_of(table: GroupTable, base: RuleBase, *, files: bool) -> Columns:
    """Return what the columns mean; raises ``GroupError`` where none names the athletes, or two say the same.

    Without ``files`` those that name files are passed over, and told as faults.
    """
    names = _names(base)
    over = {column_name(each) for each in group_words(base).passed_over}
    known: list[ToldColumn] = []
    single: set[str] = set()
    faults: list[Fault] = []
    twice: list[Fault] = []
    for place, header in enumerate(table.header):
        column = column_name(header)
        numbered = _NUMBERED.fullmatch(column)
        means = names.get(column, "")
        if not means and numbered and base.vocabulary.list_scopes.get(names.get(numbered[1], "")) is not None:
            means = names[numbered[1]]
        elif means and means in single:
            twice.append(_fault(table, place, "duplicate", "this column is given twice", "keep one of the two"))
            continue
        elif means:
            single.add(means)
        if means in (DIARY, OVERLAY) and not files:
            what, allowed = "no file is read here, so the column is passed over", "leave it out"
            faults.append(_fault(table, place, "not_allowed", what, allowed))
        elif means:
            known.append(ToldColumn(place, header, means))
        elif column and over.isdisjoint((column, column.rpartition("_")[2])):  # `Coach notes` are notes, too
            hint = nearest(column, names)
            faults.append(_fault(table, place, "unknown_name", "no such fact, so the column is passed over", hint))
    if twice:
        raise GroupError(twice)
    if all(each.means != NAME for each in known):
        what = "no column names the athletes"
        allowed = f"call one of them {' or '.join(group_words(base).columns[NAME])}"
        raise GroupError([Fault("missing", what, "", allowed, table.source, table.header_line)])
    return Columns(tuple(known), tuple(faults))


def _names(base: RuleBase) -> dict[str, str]:
    """Return what columns may be called, and what that means: facts by name, by label, lists by one of their items."""
    facts = base.vocabulary.facts
    found = {column_name(info.label): name for name, info in facts.items()}
    found |= dict(_by_item(base))
    found |= {name: name for name in facts}
    found |= {column_name(each): means for means, called in group_words(base).columns.items() for each in called}
    return found


def _by_item(base: RuleBase) -> Iterator[tuple[str, str]]:
    for name, scope in base.vocabulary.list_scopes.items():
        yield column_name(scope.words), name
        yield column_name(scope.name), name


def _fault(table: GroupTable, place: int, code: str, what: str, allowed: str) -> Fault:
    return Fault(code, what, table.header[place], allowed, table.source, table.header_line, place + 1)  # type: ignore[arg-type]
