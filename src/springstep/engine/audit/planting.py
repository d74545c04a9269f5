"""Plant a fault into a copy of the knowledge: replace a text, take out an entry, add lines, lay an overlay over it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from springstep.engine.errors import Fault, KnowledgeError
from springstep.engine.rulebase.accepted import load_accepted
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.claim_files import load_claims
from springstep.engine.rulebase.copying import copy_knowledge
from springstep.engine.rulebase.ledger import load_ledger
from springstep.engine.rulebase.load import read_rule_base
from springstep.engine.rulebase.overlay import lay_over
from springstep.engine.rulebase.plant_file import FILE, Plant, PlantedEdit
from springstep.engine.rulebase.sense import load_sense
from springstep.engine.text.atomic import write_new


@contextmanager
def planted(plant: Plant, base: RuleBase) -> Iterator[Path]:
    """Lend a copy of a rule base's folder with a fault planted in it; raises ``KnowledgeError`` if it does not fit."""
    with TemporaryDirectory() as place:
        folder = Path(place, "knowledge")
        changed: dict[Path, str] = {}
        for edit in plant.edits:
            path = base.folder / edit.file
            try:
                text = changed[path] if path in changed else path.read_text(encoding="utf-8")
                changed[path] = _edited(text, edit)
            except (OSError, LookupError) as error:
                what = f"{plant.plant} does not fit {edit.file}: {error}"
                raise KnowledgeError(
                    [Fault("conflict", what, allowed="change it along with the file", source=FILE)]
                ) from None
        copy_knowledge(base.folder, folder, changed)
        if plant.overlay:
            write_new(Path(place, "planted.yaml"), plant.overlay.encode())
        yield folder


def read_planted(plant: Plant, folder: Path, base: RuleBase) -> RuleBase:
    """Read a copy with a fault, with everything that an audit reads; raises ``KnowledgeError`` with every fault."""
    found = read_rule_base(folder, room=base.room)
    read_beside(found)
    return lay_over(found, [folder.parent / "planted.yaml"]) if plant.overlay else found


def read_beside(base: RuleBase) -> None:
    """Read what an audit reads beside the rules; raises ``KnowledgeError`` with the faults of a file."""
    for load in (load_ledger, load_claims, load_accepted, load_sense):
        load(base)


def _edited(text: str, edit: PlantedEdit) -> str:
    """Return a text with an edit; raises ``LookupError`` where it does not fit."""
    if edit.adds:
        return text.rstrip("\n") + "\n" + edit.adds
    if edit.gone:
        start, end = _entry(text, edit.gone)
        return text[:start] + text[end:]
    start, end = _entry(text, edit.of) if edit.of else (0, len(text))
    part = text[start:end]
    if part.count(edit.was) != 1:
        raise LookupError(f"{edit.was.strip()!r} stands there {part.count(edit.was)} times")
    return text[:start] + part.replace(edit.was, edit.becomes) + text[end:]


def _entry(text: str, name: str) -> tuple[int, int]:
    """Return where the entry of a name begins and ends: an item of a list, or what stands under a key."""
    word = rf'"?{re.escape(name)}"?'
    begins = re.search(rf"^(?P<in> *)(?:- [a-z_]+: {word}|{word}:)[ \t]*$", text, re.MULTILINE)
    if begins is None:
        raise LookupError(f"there is no entry {name}")
    deeper = re.compile(rf"\n(?:[ \t]*\n)*(?!{begins['in']} )", re.MULTILINE)
    ends = deeper.search(text, begins.end())
    return begins.start(), len(text) if ends is None else ends.start() + 1
