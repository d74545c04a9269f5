"""The athletes of a table or of a folder of cases: the answers of each, and the files that go with her."""

from __future__ import annotations

import pathlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from unicodedata import normalize

from springstep.diary.spreadsheet import flag_of, is_nothing
from springstep.diary.table import number_in
from springstep.engine.errors import Fault, SpringstepError
from springstep.engine.inference.case import read_case
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.text.opening import is_folder
from springstep.engine.text.source import Document
from springstep.group.columns import DIARY, NAME, OVERLAY, ToldColumn, columns_of
from springstep.group.errors import GroupError
from springstep.group.table import MOST_ATHLETES, TABLES, GroupTable, TableLine, read_group_table

LONGEST_NAME = 80
"""How many characters the name of an athlete may have."""
_CASES = (".yaml", ".yml", ".json")
_OWN_RULES = ".overlay"
_OWN_DIARY = ".db"


class Athlete(NamedTuple):
    """One athlete as she was told: whose answers, from where, and which files go with her."""

    name: str
    source: str
    line: int | None
    told: Document
    diary: pathlib.Path | None = None
    overlay: pathlib.Path | None = None
    faults: tuple[Fault, ...] = ()
    """What is wrong with her line: she is advised only what that cannot change."""


class ToldGroup(NamedTuple):
    """The athletes of a group in the order in which they were told, and what is wrong with the others."""

    source: str
    athletes: tuple[Athlete, ...]
    faults: tuple[Fault, ...]


def read_group(path: pathlib.Path, base: RuleBase, *, diaries: pathlib.Path | None = None) -> ToldGroup:
    """Return the athletes of a table or a folder of cases; raises ``GroupError`` where it is neither.

    A line that cannot be read is a fault of the group, and ends nothing. ``diaries`` is a folder of diaries by name.
    """
    if diaries is not None and not is_folder(diaries):
        allowed = "a folder of diaries, NAME.db"
        raise GroupError([Fault("not_found", "there is no such folder", source=str(diaries), allowed=allowed)])
    if is_folder(path):
        found = list(_in_folder(path))
    elif path.suffix.lower() in TABLES:
        found = list(in_table(read_group_table(path), base, path.parent))
    else:
        allowed = f"a name that ends in {', '.join(TABLES)}, or a folder of cases"
        raise GroupError([Fault("unreadable", "is no table of athletes", source=str(path), allowed=allowed)])
    allowed = "a line for each below the first" if not is_folder(path) else "a .yaml or .json file for each"
    group = group_of(found, str(path), allowed=allowed)
    if diaries is None:
        return group
    return group._replace(athletes=tuple(_with_diary(each, diaries) for each in group.athletes))


def group_of(found: Sequence[Athlete | Fault], source: str, *, allowed: str) -> ToldGroup:
    """Return the athletes that were found as a group, each name once; raises ``GroupError`` where nothing was found."""
    athletes, twice = _once([each for each in found if isinstance(each, Athlete)])
    if not found:
        raise GroupError([Fault("missing", "holds no athlete", source=source, allowed=allowed)])
    return ToldGroup(source, tuple(athletes), (*(each for each in found if isinstance(each, Fault)), *twice))


def _once(athletes: list[Athlete]) -> tuple[list[Athlete], list[Fault]]:
    """Return the athletes without those whose name was told before: diaries, cards and differences go by the name."""
    first: dict[str, Athlete] = {}
    faults = []
    for each in athletes:
        before = first.setdefault(each.name.casefold(), each)
        if before is not each:
            where = f" in line {before.line}" if before.line is not None else ""
            what = f"'{each.name}' was told before{where}"
            faults.append(each.told.fault("duplicate", (NAME,), what, allowed="give each athlete a name of her own"))
    return list(first.values()), faults


def _with_diary(athlete: Athlete, diaries: pathlib.Path) -> Athlete:
    """Give an athlete without a diary of her own the one that has her name, if there is one."""
    if athlete.diary is not None or not set(athlete.name).isdisjoint("/\\\0"):
        return athlete
    path = diaries / f"{athlete.name}{_OWN_DIARY}"
    return athlete._replace(diary=path) if path.is_file() else athlete


# A folder of cases


def _in_folder(folder: pathlib.Path) -> Iterator[Athlete | Fault]:
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in _CASES)
    except OSError as error:
        what = f"cannot be read: {(error.strerror or str(error)).lower()}"
        raise GroupError([Fault("unreadable", what, source=str(folder))]) from None
    cases = [path for path in paths if not path.stem.endswith(_OWN_RULES) and not path.name.startswith(".")]
    if len(cases) > MOST_ATHLETES:
        what = f"holds more than {MOST_ATHLETES:,} cases"
        raise GroupError([Fault("too_large", what, source=str(folder), allowed="share them among several folders")])
    for path in cases:
        try:
            told = read_case(path)
        except SpringstepError as error:
            yield from error.faults
            continue
        diary, own = path.with_suffix(_OWN_DIARY), [*folder.glob(f"{_escaped(path.stem)}{_OWN_RULES}.y*ml")]
        yield Athlete(path.stem, str(path), None, told, diary if diary.is_file() else None, own[0] if own else None)


def _escaped(name: str) -> str:
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)


# A table


def in_table(table: GroupTable, base: RuleBase, folder: pathlib.Path | None) -> Iterator[Athlete | Fault]:
    """Yield the athletes of a table, and what is wrong with others; without a ``folder`` no column names a file."""
    columns = columns_of(table, base, files=folder is not None)
    yield from columns.faults
    for line in table.lines:
        told = _Line(table, line, folder, base)
        for column in columns.known:
            told.take(column)
        if line.fault is not None and line.doubtful:
            told.faults.append(line.fault)
        elif line.fault is not None:
            yield replace(line.fault, row=told.name)
        if line.cells:
            yield from told.athlete()


class _Line:
    """One line of a table as it is read, column by column."""

    def __init__(self, table: GroupTable, line: TableLine, folder: pathlib.Path | None, base: RuleBase) -> None:
        self._table, self._line, self._folder, self._base = table, line, folder, base
        self._facts: dict[str, Any] = {}
        self._places: dict[tuple[str | int, ...], tuple[int, int]] = {(): (line.number, 1)}
        self.name = ""
        self._files: dict[str, pathlib.Path] = {}
        self.faults: list[Fault] = []
        self._known = True
        """Whether name and files of the athlete are such as they may be."""

    def take(self, column: ToldColumn) -> None:
        """Take what the cell of a column says; what is wrong with it becomes a fault with its line and column."""
        cell = self._line.cells.get(column.place)
        self._places.setdefault((column.means,), (self._line.number, column.place + 1))
        if cell is None:
            return
        if isinstance(cell, Fault):
            self._fault(column, cell)
            self._known &= column.means not in (NAME, DIARY, OVERLAY)
        elif column.means == NAME:
            self.name = normalize("NFC", " ".join(str(cell).split()))
            if len(self.name) > LONGEST_NAME:
                self._known = False
                self._fault(
                    column, Fault("too_large", "is longer than a name may be", allowed=f"{LONGEST_NAME} characters")
                )
        elif column.means in (DIARY, OVERLAY):
            self._file(column, str(cell))
        else:
            self._answer(column, cell)

    def athlete(self) -> Iterator[Athlete | Fault]:
        """Yield the athlete of the line, or what is wrong with her name and files."""
        source, number = self._table.source, self._line.number
        told = Document(source, self._facts, self._places)
        faults = tuple(replace(fault, row=self.name) for fault in self.faults)
        if self._known and self.name:
            files = self._files.get(DIARY), self._files.get(OVERLAY)
            yield Athlete(self.name, source, number, told, *files, faults)
            return
        yield from faults
        if self._known:
            yield told.fault("missing", (NAME,), "no name stands here", allowed="name each athlete")

    def _answer(self, column: ToldColumn, cell: Any) -> None:
        info = self._base.vocabulary.facts[column.means]
        words = (*info.values, *info.item_words, *(("none",) if info.scope is not None else ()))
        if isinstance(cell, str):
            if is_nothing(cell, words):
                return
            cell = {"flag": flag_of, "number": number_in}.get(info.kind, str)(cell)
        if info.name in self._facts:  # another item of a list
            cell = f"{self._facts[info.name]}; {cell}"
        self._facts[info.name] = cell

    def _file(self, column: ToldColumn, said: str) -> None:
        """Take a file beside the table: what others hand over must not lead elsewhere."""
        named = pathlib.PurePosixPath(said.replace("\\", "/"))
        if self._folder is None or named.is_absolute() or ".." in named.parts or ":" in said:
            self._known = False
            what = f"'{said}' is not beside the table"
            self._fault(column, Fault("not_allowed", what, allowed="the name of a file in the table's own folder"))
            return
        self._files[column.means] = self._folder / named

    def _fault(self, column: ToldColumn, fault: Fault) -> None:
        line, place = self._line.number, column.place + 1
        self.faults.append(replace(fault, where=column.header, source=self._table.source, line=line, column=place))
