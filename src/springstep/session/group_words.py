"""A group of athletes as declared in the knowledge: which of them stand first, and what their table may hold."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from springstep.engine.frozen import Frozen
from springstep.engine.rulebase.base import RuleBase
from springstep.engine.rulebase.cache import memoized
from springstep.session.declaring import read_declared

if TYPE_CHECKING:
    from springstep.engine.language.vocabulary import Vocabulary
    from springstep.engine.rulebase.knowledge_reader import KnowledgeReader

FILE = "group.yaml"
OTHER_COLUMNS = ("name", "diary", "overlay")
"""What a column may hold that is no fact."""


class Place(Frozen):
    """One place in the order: the condition on a plan, and what it comes to in a few words."""

    when: str
    words: str


class GroupWords(Frozen):
    """The order of a group, how many words say why, and the columns that are no facts."""

    order: tuple[Place, ...]
    ask: str
    """What stands in place of these words where nothing but answers left open bars the bursts."""
    most_words: int
    why: Mapping[str, str]
    heard: Mapping[str, str]
    """What was told and must be heard beside an answer that is not given, by the code of the verdict."""
    columns: Mapping[str, tuple[str, ...]]
    passed_over: tuple[str, ...]


def read_group_words(reader: KnowledgeReader, folder: Path, vocabulary: Vocabulary) -> dict[str, Any]:
    """Read the declaration of a knowledge folder as plain data; faults go to the reader."""
    from springstep.session.group_words_schema import GroupWordsSchema  # imports pydantic, needed only here

    return read_declared(reader, folder / FILE, GroupWordsSchema, {"columns": ("column", OTHER_COLUMNS)})


@memoized
def group_words(base: RuleBase) -> GroupWords:
    """Return the declaration of a rule base."""
    declared = base.declared["group"]
    return GroupWords(**{**declared, "order": tuple(Place(**each) for each in declared["order"])})
