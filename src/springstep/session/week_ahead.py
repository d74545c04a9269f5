"""What is supposed of the coming days, as declared in the knowledge."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.session.declaring import read_declared

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "week_ahead.yaml"


class WeekAheadSupposed(Frozen):
    """What stands of a runner, and what is supposed, on each of the coming days."""

    keep: tuple[str, ...]
    unless: tuple[str, ...]
    lasting: tuple[str, ...]
    suppose: Mapping[str, Any]
    later: Mapping[str, Any]
    log: Mapping[str, Any]
    ratings: Mapping[str, int]
    says: Mapping[str, Mapping[str, str]]
    unknown: str
    day_after: Mapping[str, str]
    because: str


def read_week_ahead(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the declaration of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.week_ahead_schema import WeekAheadSchema  # imports pydantic, needed only here

    fact = ("fact", vocabulary.facts)
    kinds = ("kind of run", vocabulary.facts["run_kind"].values)
    special = ("thing out of the ordinary", vocabulary.facts["today"].item_words)
    known = {"lasting": special, "keep": fact, "unless": fact, "suppose": fact, "later": fact, "day_after": kinds}
    return read_declared(reader, folder / FILE, WeekAheadSchema, known)


def week_ahead(base: RuleBase) -> WeekAheadSupposed:
    """Return the declaration of a rule base."""
    return WeekAheadSupposed(**base.declared["week_ahead"])
