"""Lines of a YAML text replaced, and every other byte kept: for items of a list, and for entries of such an item."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.text.source import Document, SourceError, parse_yaml
from springstep.sheets.errors import SheetError
from springstep.sheets.yaml_text import conclusion_line, entry_lines, item_lines

_BLANK = re.compile(r"\s*(?:#.*)?$")
_REMARK = re.compile(r"(\s+#.*)$")


class Splice:
    """A YAML text whose lists of entries are changed a few lines at a time."""

    def __init__(self, text: str, name: str) -> None:
        """Take a text; raises ``SourceError`` where it is no YAML."""
        self.name = name
        self.text = text
        self.document: Document = parse_yaml(text, name=name)
        self._end = "\r\n" if "\r\n" in text else "\n"

    def change(self, key: str, index: int, after: Mapping[str, Any], remark: str = "") -> None:
        """RuleChange the entries of one item of a list to what they are ``after``, with a remark above it."""
        before: Mapping[str, Any] = self._items(key)[index]
        lines = self._lines()
        start, end = self._item(key, index)
        indent = self.document.positions[(key, index, next(iter(before)))][1] - 1
        segments: dict[str, list[str]] = {}
        reached = start
        for part, (first, last) in self._spans(key, index, end).items():
            kept = lines[first:last]
            if part not in after:
                kept = []
            elif after[part] != before[part]:
                kept = self._part(lines, key, index, part, before[part], after[part], indent, (first, last))
            segments[part] = [*lines[reached:first], *kept]
            reached = last
        order = [*segments]
        for place, part in enumerate(after):
            if part not in before:
                earlier = next((each for each in reversed([*after][:place]) if each in segments), order[0])
                order.insert(order.index(earlier) + 1, part)
                segments[part] = entry_lines(part, after[part], indent)
        made = [line for part in order for line in segments[part]]
        lines[start:end] = [*([f"{' ' * (indent - 2)}# {remark}"] if remark else []), *made]
        self._settle(lines, key, [*self._items(key)[:index], dict(after), *self._items(key)[index + 1 :]])

    def add(self, key: str, entry: Mapping[str, Any], remark: str = "") -> None:
        """Add an item at the end of a list, which is begun where it is not there."""
        lines, items = self._lines(), self._items(key)
        if not items:
            content: Any = self.document.value
            if key in content:
                at = self.document.positions[(key,)][0] - 1
                lines[at : at + 1] = [f"{key}:", *item_lines(entry, 2)]
            else:
                lines = [*lines, *([""] if lines and lines[-1].strip() else []), f"{key}:", *item_lines(entry, 2)]
        else:
            _, end = self._item(key, len(items) - 1)
            column = len(lines[self._item(key, 0)[0]]) - len(lines[self._item(key, 0)[0]].lstrip())
            above = [f"{' ' * column}# {remark}"] if remark else []
            lines[end:end] = ["", *above, *item_lines(entry, column)]
        self._settle(lines, key, [*items, dict(entry)])

    def take_out(self, key: str, index: int, remark: str = "") -> None:
        """Take an item out of a list, with a remark in its place."""
        lines, items = self._lines(), self._items(key)
        start, end = self._item(key, index)
        column = len(lines[start]) - len(lines[start].lstrip())
        left = [f"{' ' * column}# {remark}"] if remark else []
        if not left and end < len(lines) and not lines[end].strip() and start and not lines[start - 1].strip():
            end += 1
        lines[start:end] = left
        if len(items) == 1:
            lines[self.document.positions[(key,)][0] - 1] = f"{key}: []"
        self._settle(lines, key, [*items[:index], *items[index + 1 :]])

    def _items(self, key: str) -> list[Any]:
        content: Any = self.document.value
        return list(content.get(key) or [])

    def _lines(self) -> list[str]:
        return self.text.replace("\r\n", "\n").rstrip("\n").split("\n")

    def _settle(self, lines: Sequence[str], key: str, wanted: list[Any]) -> None:
        """Take up the new text, if it says what it should and nothing else; raises ``SheetError``."""
        text = self._end.join([*lines, ""])
        content: Any = self.document.value
        try:
            document = parse_yaml(text, name=self.name)
        except SourceError:
            document = None
        if document is None or document.value != {**content, key: wanted}:
            what = "is written in a way that leaves no room to change it without changing the rest"
            raise SheetError(
                [
                    Fault(
                        "cannot_write", what, key, "write each rule as `- id: ...` with a line for each part", self.name
                    )
                ]
            )
        self.text, self.document = text, document

    def _item(self, key: str, index: int) -> tuple[int, int]:
        """Return the first line of an item, from 0, and the one after its last."""
        positions, content = self.document.positions, self.document.value
        assert isinstance(content, dict)
        start = positions[(key, index)][0] - 1
        if index + 1 < len(self._items(key)):
            end = positions[(key, index + 1)][0] - 1
        else:
            later = [positions[(other,)][0] - 1 for other in content]
            end = min((line for line in later if line > start), default=len(self._lines()))
        return start, self._content_end(start, end)

    def _content_end(self, start: int, end: int) -> int:
        """Return where the lines of an entry end, without the empty ones and remarks before what follows."""
        lines = self._lines()
        while end > start + 1 and _BLANK.match(lines[end - 1]):
            end -= 1
        return end

    def _spans(self, key: str, index: int, end: int) -> dict[str, tuple[int, int]]:
        """Return the lines of each entry of an item."""
        positions = self.document.positions
        starts = {part: positions[(key, index, part)][0] - 1 for part in self._items(key)[index]}
        ordered = [*starts.values(), end]
        return {
            part: (at, self._content_end(at, ordered[place + 1])) for place, (part, at) in enumerate(starts.items())
        }

    def _part(
        self,
        lines: Sequence[str],
        key: str,
        index: int,
        part: str,
        before: Any,
        after: Any,
        indent: int,
        span: tuple[int, int],
    ) -> list[str]:
        """Return the new lines of an entry: of conclusions those that stay are as they were, and so is a remark."""
        first, last = span
        if part != "then":
            made = entry_lines(part, after, indent)
            remark = _REMARK.search(lines[first]) if last == first + 1 and isinstance(before, str) else None
            if remark and before not in lines[first][: remark.start()]:
                remark = None
            return [*made[:-1], made[-1] + (remark[1] if remark and not made[0].endswith(">-") else "")]
        positions = self.document.positions
        begins = [positions[(key, index, part, place)][0] - 1 for place in range(len(before))]
        ends = [self._content_end(at, nxt) for at, nxt in zip(begins, [*begins[1:], last], strict=True)]
        above = [first + 1, *ends[:-1]]
        held = [(line, list(lines[at:end])) for line, at, end in zip(before, above, ends, strict=True)]
        column = len(lines[begins[0]]) - len(lines[begins[0]].lstrip())
        made = [lines[first]]
        for conclusion in after:
            same = next((each for each in held if each[0] == conclusion), None)
            if same is not None:
                held.remove(same)
            made += same[1] if same is not None else [conclusion_line(conclusion, column)]
        return made
