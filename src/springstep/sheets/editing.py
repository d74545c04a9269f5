"""Changes of a workbook as edits of the knowledge files: only the lines of what changes, with who and why."""

from __future__ import annotations

import pathlib
from collections.abc import Mapping, Sequence

from springstep.engine.characters import on_one_line
from springstep.sheets.changes import RuleChange
from springstep.sheets.sources import TopicFile
from springstep.sheets.splicing import Splice


def edited_files(files: Sequence[TopicFile], changes: Sequence[RuleChange]) -> Mapping[pathlib.Path, str]:
    """Return the new texts of the files that change; raises ``SheetError`` where lines cannot be replaced."""
    found: dict[pathlib.Path, str] = {}
    for file in files:
        mine = [change for change in changes if change.topic == file.topic]
        if not mine:
            continue
        splice = Splice(file.text, str(file.path))
        for change in mine:
            ids = [rule["id"] for rule in _rules(splice)]
            if change.kind == "added":
                splice.add("rules", change.after, _remark(change))
            elif change.kind == "off":
                splice.take_out("rules", ids.index(change.rule), f"{_remark(change)} ({change.rule} taken away)")
            else:
                splice.change("rules", ids.index(change.rule), change.after, _remark(change))
        found[file.path] = splice.text
    return found


def _rules(splice: Splice) -> Sequence[Mapping[str, str]]:
    content = splice.document.value
    assert isinstance(content, dict)
    return list(content["rules"])


def _remark(change: RuleChange) -> str:
    about = change.about
    return on_one_line(f"{about['date']} {about['author']}, {about['reason']}: {about['note']}")
