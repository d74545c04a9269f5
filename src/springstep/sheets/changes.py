"""What a workbook says otherwise than the rules: rules changed, added, switched off; every doubt is a fault."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from springstep.engine.errors import Fault, RefusedError, nearest
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.drafting import area_of, next_id
from springstep.sheets.allowed_values import EXPORTED
from springstep.sheets.allowed_values import TITLE as VALUES
from springstep.sheets.cells import cells_of, value_of
from springstep.sheets.columns import ABOUT, BY_KEY, COLUMNS, PARTS, mark_of
from springstep.sheets.errors import SheetError
from springstep.sheets.plain_text import plain
from springstep.sheets.read_only import changed_though_read_only
from springstep.sheets.reading import Sheet, SheetRow
from springstep.sheets.sources import READ_ONLY, TopicFile
from springstep.sheets.writing import FIRST_SHEET

_TITLES = {column.title: column.key for column in COLUMNS}
_KEEP = "leave it as it was exported"


class RuleChange(NamedTuple):
    """A rule that a workbook changes, adds or takes away."""

    kind: Literal["changed", "added", "off"]
    rule: str
    topic: str
    sheet: str
    row: SheetRow | None
    """The row; ``None`` for a rule whose row was taken out."""
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    """The rule as a knowledge file has it."""
    parts: tuple[str, ...]
    """The parts that differ."""
    about: Mapping[str, str]
    """Author, date, reason and note, as far as the row gives them."""

    def where(self, key: str) -> str:
        """Return the name of a cell of its row."""
        column = BY_KEY.get(key)
        if self.row is None or column is None:
            return f"sheet {self.sheet}" if self.row is None else f"{self.sheet}!A{self.row.number}"
        return f"{self.sheet}!{self.row.at(column.title)} ({column.title})"


def changes_in(
    sheets: Sequence[Sheet],
    files: Sequence[TopicFile],
    base: RuleBase,
    *,
    name: str,
    removed: Sequence[str] = (),
    area: str = "",
    own: Mapping[str, str] | None = None,
) -> tuple[RuleChange, ...]:
    """Return what the sheets change of the rules; raises ``SheetError`` with every fault.

    ``removed`` are the rules whose rows were taken out on purpose. New rules without an id get one of the ``area``, or
    of their topic where that is empty; ``own`` are the ids of those that an overlay has already, by name.
    """
    reading = _Reading(files, base, name, tuple(removed), area, own or {})
    found = [*reading.changes(sheets)]
    if reading.faults:
        raise SheetError(reading.faults)
    return tuple(found)


class _Reading:
    def __init__(
        self,
        files: Sequence[TopicFile],
        base: RuleBase,
        name: str,
        removed: tuple[str, ...],
        area: str,
        own: Mapping[str, str],
    ) -> None:
        self.faults: list[Fault] = []
        self._files = {file.topic: file for file in files}
        self._rules = {rule["id"]: (file.topic, rule) for file in files for rule in file.rules}
        self._base = base
        self._name = name
        self._removed = removed
        self._area = area
        self._seen: dict[str, str] = {}
        self._own = own
        self._taken = {*self._rules, *own.values()}

    def _fault(self, code: Any, where: str, what: str, allowed: str = "") -> None:
        self.faults.append(Fault(code, what, where, allowed, self._name))

    def changes(self, sheets: Sequence[Sheet]) -> Iterator[RuleChange]:
        """Yield what each sheet changes, and note what is wrong."""
        by_title = {plain(sheet.title).lower(): sheet for sheet in sheets}
        kept = (FIRST_SHEET, VALUES, *READ_ONLY)
        for title, sheet in by_title.items():
            if title not in self._files and title not in kept and (sheet.rows or sheet.columns):
                hint = nearest(title, [*self._files, *kept])
                self._fault("unknown_name", f"sheet {sheet.title}", "is no sheet of the rules", f"take it out; {hint}")
        for title in READ_ONLY:
            if title in by_title:
                self.faults += changed_though_read_only(by_title[title], self._name)
        for topic in self._files:
            if topic in by_title:
                yield from self._topic(topic, by_title[topic])
        exported = self._exported(by_title.get(VALUES))
        for rule_id, (topic, rule) in self._rules.items():
            if rule_id in exported and rule_id not in self._seen:
                yield from self._gone(rule_id, topic, rule)
        for rule_id in self._removed:
            if rule_id not in self._rules or rule_id in self._seen:
                what = "has its row in the workbook" if rule_id in self._seen else "is no rule"
                self._fault("contradiction", rule_id, f"{what}, so it was not taken out", "leave out --remove")

    def _exported(self, values: Sheet | None) -> set[str]:
        if values is None or EXPORTED not in values.columns:
            self._fault("missing", f"sheet {VALUES}", "is not there, or not as it was exported", "put it back")
            return set()
        return {plain(row.cells[EXPORTED]) for row in values.rows if EXPORTED in row.cells}

    def _gone(self, rule_id: str, topic: str, rule: Mapping[str, Any]) -> Iterator[RuleChange]:
        if rule_id in self._removed:
            yield RuleChange("off", rule_id, topic, topic, None, rule, {}, (), {})
        else:
            allowed = f"put it back; to take the rule away write off under 'switch off', or say --remove {rule_id}"
            self._fault("missing", f"sheet {topic}", f"the row of {rule_id} is not there", allowed)

    def _topic(self, topic: str, sheet: Sheet) -> Iterator[RuleChange]:
        unknown = [title for title in sheet.columns if title not in _TITLES]
        missing = [title for title in _TITLES if title not in sheet.columns]
        for title in unknown:
            hint = nearest(title, missing or _TITLES)
            self._fault("unknown_name", f"sheet {sheet.title}, row 1", f"no column is called '{title}'", hint)
        if missing:
            what = f"has no column {', '.join(missing)}"
            self._fault("missing", f"sheet {sheet.title}, row 1", what, "put it back, or export again")
        if not (unknown or missing):
            for row in sheet.rows:
                found = self._row(topic, sheet.title, row)
                if found is not None:
                    yield found

    def _row(self, topic: str, sheet: str, row: SheetRow) -> RuleChange | None:
        cells = {key: row.cells.get(title, "") for title, key in _TITLES.items()}
        rule_id, mark = plain(cells["id"]).upper(), plain(cells["mark"])
        where = f"{sheet}!{row.at('id')} (id)"
        if rule_id in self._seen:
            what = f"{rule_id} has another row, {self._seen[rule_id]}"
            self._fault("duplicate", where, what, "keep one; a new rule needs an id of its own, or none")
            return None
        if not mark:
            if rule_id in self._rules:
                self._fault("missing", f"{sheet}!{row.at('mark')} (mark)", f"the mark of {rule_id} is gone", _KEEP)
                self._seen[rule_id] = where
                return None
            return self._new(topic, sheet, row, cells, rule_id)
        if rule_id not in self._rules:
            if self._off(sheet, row, cells["off"]):
                return None  # it is taken away already
            what = f"'{rule_id}' is no rule" if rule_id else "the id is gone"
            self._fault("unknown_name", where, f"{what}, and the row was one", f"{_KEEP}; a new rule has no mark")
            return None
        self._seen[rule_id] = where
        home, rule = self._rules[rule_id]
        if home != topic:
            self._fault("out_of_place", where, f"{rule_id} stands on the sheet {home}", "put its row back there")
            return None
        return self._known(topic, sheet, row, {**cells, "id": rule_id, "mark": mark}, rule)

    def _known(
        self, topic: str, sheet: str, row: SheetRow, cells: Mapping[str, str], rule: Mapping[str, Any]
    ) -> RuleChange | None:
        now, about = cells_of(rule), _about(cells)
        differing = [each.key for each in PARTS if plain(cells[each.key]) != plain(now[each.key])]
        off = self._off(sheet, row, cells["off"])
        if not off and (mark_of(cells) == cells["mark"] or not differing):
            return None
        stale = mark_of(now) != cells["mark"]
        after = self._read(sheet, row, cells, [key for key in differing if key != "id"], rule)
        parts = tuple(key for key in differing if after.get(key) != rule.get(key))
        if stale and (parts or off):
            what = f"{rule['id']} has been changed since this workbook was exported"
            self._fault("conflict", f"{sheet}!{row.at('id')}", what, "export again, and change it there")
            return None
        if off and parts:
            where = f"{sheet}!{row.at('switch off')} (switch off)"
            self._fault("contradiction", where, f"{rule['id']} is switched off and changed", "do one of the two")
        if off:
            return RuleChange("off", rule["id"], topic, sheet, row, rule, {}, (), about)
        return RuleChange("changed", rule["id"], topic, sheet, row, rule, after, parts, about) if parts else None

    def _new(self, topic: str, sheet: str, row: SheetRow, cells: Mapping[str, str], rule_id: str) -> RuleChange | None:
        if not any(cells[column.key] for column in PARTS):
            self._fault("missing", f"{sheet}!A{row.number}", "holds no rule, only remarks", "empty the row")
            return None
        if self._off(sheet, row, cells["off"]):
            where = f"{sheet}!{row.at('switch off')} (switch off)"
            self._fault("contradiction", where, "a new rule is not switched off", "empty the cell, or the row")
        if rule_id and not re.fullmatch(r"[A-Z]{3}-[0-9]{3}", rule_id):
            self._fault("malformed", f"{sheet}!{row.at('id')} (id)", f"'{rule_id}' is no id", "leave it empty")
            return None
        keys = [column.key for column in PARTS if column.key != "id" and cells[column.key]]
        after = self._read(sheet, row, cells, keys, {"id": rule_id, "fires_for": {}, "silent_for": {}})
        there = next((rule for home, rule in self._rules.values() if {**after, "id": rule["id"]} == rule), None)
        if there is not None and rule_id in ("", there["id"]):
            self._seen[there["id"]] = f"{sheet}!{row.at('id')}"
            return None  # it is there already
        rule_id = rule_id or self._own.get(plain(cells["name"]), "")
        rule_id = rule_id or next_id(self._area or area_of(topic, self._base.guide_rules), self._taken)
        if rule_id in self._seen:
            self._fault(
                "duplicate", f"{sheet}!{row.at('name')} (name)", "another new row has this name", "give it its own"
            )
            return None
        self._taken.add(rule_id)
        self._seen[rule_id] = f"{sheet}!{row.at('id')}"
        after["id"] = rule_id
        return RuleChange("added", rule_id, topic, sheet, row, {}, after, tuple(after), _about(cells))

    def _read(
        self, sheet: str, row: SheetRow, cells: Mapping[str, str], keys: Sequence[str], rule: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Return the rule with some of its parts as the cells have them, in the order in which files have them."""
        values = dict(rule)
        for key in keys:
            where = f"{sheet}!{row.at(BY_KEY[key].title)} ({BY_KEY[key].title})"
            if cells[key].startswith("="):
                self._fault("not_allowed", where, "begins with =, as a formula does", "leave out the =")
                continue
            try:
                value = value_of(key, cells[key])
            except RefusedError as error:
                self._fault(error.code, where, str(error), "a line each, as in the other rows")
                continue
            if value is None:
                values.pop(key, None)
            else:
                values[key] = value
        return {column.key: values[column.key] for column in PARTS if column.key in values}

    def _off(self, sheet: str, row: SheetRow, text: str) -> bool:
        word = plain(text).lower()
        if word not in ("", "off"):
            where = f"{sheet}!{row.at('switch off')} (switch off)"
            self._fault("not_allowed", where, f"'{word}' is not allowed", "off, or nothing")
        return word == "off"


def _about(cells: Mapping[str, str]) -> dict[str, str]:
    """Return who changes a row, when and why, as far as it says so."""
    texts = {column.key: " ".join(cells[column.key].split()) for column in ABOUT if column.key not in ("off", "mark")}
    return {key: plain(text) if key in ("date", "reason") else text for key, text in texts.items() if text}
