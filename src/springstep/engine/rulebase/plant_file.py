"""Read ``planted_faults.yaml``: faults to be planted one at a time, and what a finding has to name then."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from springstep.engine.errors import KnowledgeError
from springstep.engine.rulebase.assemble import twice
from springstep.engine.rulebase.knowledge_reader import KnowledgeReader
from springstep.engine.rulebase.rule_schema import FileSchema, Words

FILE = "planted_faults.yaml"


class PlantedEdit(FileSchema):
    """One change of one file: a text replaced, an entry taken out, or lines added."""

    file: Annotated[str, Field(alias="in", pattern=r"^([a-z_]+/)?[a-z_]+\.yaml$")]
    of: str = ""
    was: str = ""
    becomes: str = ""
    gone: str = ""
    adds: str = ""

    @model_validator(mode="after")
    def _one_kind(self) -> PlantedEdit:
        if sum(bool(part) for part in (self.was, self.gone, self.adds)) != 1:
            raise ValueError("an edit says one of: was (with becomes), gone, adds")
        return self


class Plant(FileSchema):
    """One planted fault."""

    plant: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
    kind: Words
    edits: tuple[PlantedEdit, ...] = ()
    overlay: str = ""
    names: Annotated[tuple[str, ...], Field(min_length=1)]
    open: str = ""

    @model_validator(mode="after")
    def _does_something(self) -> Plant:
        if not self.edits and not self.overlay:
            raise ValueError("a planted fault edits something, or lays an overlay over it")
        return self


def load_plants(folder: Path) -> tuple[Plant, ...]:
    """Read the planted faults of a knowledge folder, none where there is no such file; raises ``KnowledgeError``."""
    path = folder / FILE
    if not path.exists():
        return ()
    reader = KnowledgeReader()
    document, plants = reader.read(path, tuple[Plant, ...])
    if reader.faults:
        raise KnowledgeError(reader.faults)
    if faults := twice(document, [each.plant for each in plants]):
        raise KnowledgeError(faults)
    found: tuple[Plant, ...] = plants
    return found
