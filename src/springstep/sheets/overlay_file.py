"""Changes of a workbook as entries of an overlay: tightened where they only add caution, relaxed otherwise."""

from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from springstep.engine.errors import Fault
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.knowledge_reader import checked
from springstep.engine.rulebase.overlay_rules import changed
from springstep.engine.rulebase.overlay_schema import RelaxSchema, TightenSchema
from springstep.engine.text.source import Document
from springstep.sheets.cells import flow
from springstep.sheets.changes import RuleChange
from springstep.sheets.checking import at_cell, builder_for
from springstep.sheets.errors import SheetError, refused
from springstep.sheets.splicing import Splice

_KEYS = ("when", "unless", "then", "because", "basis", "guide", "fires_for", "silent_for")
_DECIDING = ("when", "unless", "then")
_LISTS = ("add", "tighten", "relax")
_WITH_EDIT = "--edit changes the knowledge files themselves"


def overlay_text(path: pathlib.Path, text: str, changes: Sequence[RuleChange], base: RuleBase, name: str = "") -> str:
    """Return an overlay's text with an entry for each change; ``text`` is what the file holds, empty for a new one.

    ``name`` is the workbook's, for its faults. Raises ``SheetError`` for what no overlay can say.
    """
    entries: list[tuple[RuleChange, str, dict[str, Any]]] = []
    faults: list[Fault] = []
    for change in changes:
        try:
            entries.append((change, *_entry(change, base, name or str(path))))
        except SheetError as error:
            faults += error.faults
    if faults:
        raise SheetError(faults)
    if not text:
        first = changes[0].about
        called = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "own-rules"
        text = "".join(f"{key}: {flow(said)}\n" for key, said in (("overlay", called), ("author", first["author"])))
        text += f"date: {first['date']}\n\n"
    splice = Splice(text, str(path))
    head = splice.document.value
    if not isinstance(head, dict) or "overlay" not in head:
        raise refused(
            str(path), "missing", "is no overlay: it has no entry 'overlay' with its name", "name another file"
        )
    for change, key, entry in entries:
        said = {name: word for name, word in change.about.items() if head.get(name) != word}
        said |= {"reason": change.about["reason"], "note": change.about["note"]}
        _put(
            splice,
            change.rule,
            key,
            {**entry, **{name: said[name] for name in ("reason", "note", "author", "date") if name in said}},
        )
    return splice.text


def own_rules(text: str, name: str) -> dict[str, str]:
    """Return the ids of the rules that an overlay adds, by name."""
    content = Splice(text, name).document.value if text else {}
    added = content.get("add") if isinstance(content, dict) else None
    found = [each for each in added if isinstance(each, dict)] if isinstance(added, list) else []
    return {
        each["name"]: each["id"]
        for each in found
        if isinstance(each.get("name"), str) and isinstance(each.get("id"), str)
    }


def _put(splice: Splice, rule: str, key: str, entry: Mapping[str, Any]) -> None:
    """Write an entry in place of what is said of the rule already, or at the end of its list."""
    for other, index, there in [*_entries(splice)]:
        if rule not in (there.get("rule"), there.get("id")):
            continue
        if other == key:
            if {**there, "date": ""} != {**entry, "date": ""}:  # the day on which it is imported again says nothing
                splice.change(key, index, entry)
            return
        splice.take_out(other, index)
        break
    splice.add(key, entry)


def _entries(splice: Splice) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    content: Any = splice.document.value
    for key in _LISTS:
        for index, entry in enumerate(content.get(key) or ()):
            if isinstance(entry, dict):
                yield key, index, entry


def _entry(change: RuleChange, base: RuleBase, name: str) -> tuple[str, dict[str, Any]]:
    """Return the list that a change belongs to, and its entry without reasons."""
    if change.kind == "off":
        return "relax", {"rule": change.rule, "off": True}
    if change.kind == "added":
        after = dict(change.after)
        return "add", {"id": after.pop("id"), "name": after.pop("name", ""), "topic": change.topic, **after}
    others = [part for part in change.parts if part not in _KEYS]
    if others or not set(change.parts) & set(_DECIDING):
        key = (others or change.parts)[0]
        what = "an overlay changes when a rule fires and what it concludes, not its words alone"
        raise refused(name, "not_allowed", f"{change.rule}: {what}", _WITH_EDIT, change.where(key))
    gone = [part for part in change.parts if part not in change.after and part != "unless"]
    if gone or ("unless" in change.parts and "unless" not in change.after):
        key = (gone or ["unless"])[0]
        raise refused(
            name, "not_allowed", f"{change.rule}: an overlay takes no {key} away", _WITH_EDIT, change.where(key)
        )
    entry = {"rule": change.rule, **{part: change.after[part] for part in _KEYS if part in change.parts}}
    wrong: dict[str, list[Fault]] = {}
    for key, kind in (("tighten", TightenSchema), ("relax", RelaxSchema)):
        wrong[key] = [*_faults(change, entry, kind, base)]
        if not wrong[key]:
            return key, entry
    loosens = any(fault.code == "loosens" for fault in wrong["tighten"]) or "unless" in entry
    raise SheetError(at_cell(fault, change, name) for fault in wrong["relax" if loosens else "tighten"])


def _faults(change: RuleChange, entry: Mapping[str, Any], kind: type[TightenSchema], base: RuleBase) -> Iterator[Fault]:
    document = Document("", {**entry, "reason": change.about["reason"], "note": change.about["note"]}, {})
    schema, faults = checked(kind, document)
    yield from faults
    if schema is not None and not faults:
        builder = builder_for(base)
        builder.at(document, ("rule",), change.rule)
        changed(builder, base.by_id[change.rule], schema, base)
        yield from builder.faults
