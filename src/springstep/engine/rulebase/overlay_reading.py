"""Read overlay files, each checked against the schema: no more of them, and no more changes, than can be checked soon.

Every rule of an overlay is tried with its examples under all the others, which takes time that grows with the square of
their number.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from springstep.engine.errors import Fault, KnowledgeError, nearest, shown
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.knowledge_reader import TO_DO, checked
from springstep.engine.rulebase.overlay_folders import overlays_in
from springstep.engine.rulebase.overlay_schema import OverlaySchema
from springstep.engine.text.opening import is_folder
from springstep.engine.text.source import Document, SourceError, parse_yaml, read_file

MOST_FILES = 50
"""How many overlays may be laid over the rules at once."""
MOST_CHANGES = 100
"""How many entries all of them may have together: rules added, tightened and relaxed, and claims."""
_LISTS = ("add", "tighten", "relax", "relaxes_claims")


class OverlayRead(NamedTuple):
    """One file as it was read."""

    document: Document
    schema: OverlaySchema
    digest: str
    """SHA-256 of the file."""


def overlay_files(paths: Iterable[Path | str]) -> tuple[Path, ...]:
    """Return the files named and those of folders named, each once.

    Raises ``KnowledgeError`` for an empty folder, and for more files than may be laid over the rules.
    """
    found: dict[Path, None] = {}
    for path in map(Path, paths):
        files: tuple[Path, ...] = (path,)
        if is_folder(path):
            files = overlays_in(path)
            if not files:
                raise KnowledgeError([Fault("missing", "holds no overlay", "", "a file ending in .yaml", str(path))])
        found |= dict.fromkeys(files)
        if len(found) > MOST_FILES:
            what = f"makes more than {MOST_FILES} overlays"
            raise KnowledgeError([Fault("too_large", what, "", f"at most {MOST_FILES}", str(path))])
    return tuple(found)


def read_overlays(paths: Iterable[Path | str], base: RuleBase) -> tuple[list[OverlayRead], list[Fault]]:
    """Return the overlays that can be read, by name, and the faults of the others."""
    found: list[OverlayRead] = []
    faults: list[Fault] = []
    count = 0
    for path in overlay_files(paths):
        try:
            text = read_file(path)
            document = parse_yaml(text, name=str(path))
        except SourceError as error:
            faults += error.faults
            continue
        count += _entries(document)
        if count > MOST_CHANGES:
            what = f"makes more than {MOST_CHANGES} entries in the overlays used"
            faults.append(document.fault("too_large", (), what, allowed=f"at most {MOST_CHANGES} in all of them"))
            break
        schema, wrong = _checked(document, base)
        faults += wrong
        if schema is not None:
            found.append(OverlayRead(document, schema, hashlib.sha256(text.encode()).hexdigest()))
    return sorted(found, key=lambda one: (one.schema.overlay, one.document.name)), faults


def _entries(document: Document) -> int:
    content = document.value if isinstance(document.value, dict) else {}
    return sum(len(entries) for key in _LISTS if isinstance(entries := content.get(key), list))


def _checked(document: Document, base: RuleBase) -> tuple[OverlaySchema | None, list[Fault]]:
    """Return what one file holds, or its faults."""
    if not isinstance(document.value, dict) or not document.value.keys() & OverlaySchema.model_fields.keys():
        allowed = "one starts with its name, as overlay: club-rules"
        return None, [document.fault("missing", (), "is no overlay", allowed=allowed)]
    schema, faults = checked(OverlaySchema, document)
    faults = [*faults, *_unknown_reasons(document, base.domain.reasons)]
    return (None, faults) if faults else (schema, [])


def _unknown_reasons(document: Document, codes: Mapping[str, str]) -> Iterator[Fault]:
    """Yield the entries whose reason is not a code of the knowledge."""
    content: Any = document.value
    words = ", ".join(codes)
    for key in _LISTS:
        entries = content.get(key)
        for index, entry in enumerate(entries if isinstance(entries, list) else ()):
            reason = entry.get("reason", TO_DO) if isinstance(entry, dict) else TO_DO
            if reason == TO_DO or (isinstance(reason, str) and reason in codes):
                continue  # what is left out or still to be filled in is reported already
            hint = nearest(reason, codes) if isinstance(reason, str) else f"allowed: {words}"
            hint += f" allowed: {words}" if hint.startswith("did") else ""
            yield document.fault("not_allowed", (key, index, "reason"), f"{shown(reason)} is not allowed", allowed=hint)
